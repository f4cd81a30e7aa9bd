"""Ashby's job postings API: `/posting-api/job-board/{name}?includeCompensation=true`, or one job of it."""

from __future__ import annotations

from collections.abc import Iterator

from faqbot.corpus.feeds.jobs import jobs
from faqbot.corpus.postings import Fact, Posting
from faqbot.corpus.trees import Tree, each, fields, said


def ashby(tree: Tree) -> list[Posting]:
    """The listed jobs of a board."""
    found, alone = jobs(tree, under="jobs", marks=("title", "jobUrl"))
    # The documented example keeps the compensation beside its one job; boards keep it inside each.
    beside = fields(tree).get("compensation") if len(found) == 1 else None
    return [
        Posting(
            id=said(job.get("id")) or said(job["jobUrl"]).rstrip("/").rpartition("/")[2],
            title=said(job["title"]),
            passages=[("", said(job.get("descriptionHtml")) or said(job.get("descriptionPlain")))],
            facts=list(_facts(job, fields(job.get("compensation", beside)))),
            url=said(job["jobUrl"]),
            alone=alone,
        )
        for job in found
        if job.get("isListed") is not False
    ]


def _facts(job: Tree, pay: Tree) -> Iterator[Fact]:
    yield Fact("Location", said(job.get("location")))
    yield from (Fact("Location", said(fields(one).get("location"))) for one in each(job.get("secondaryLocations")))
    address = fields(fields(job.get("address")).get("postalAddress"))
    for name in ("addressLocality", "addressRegion", "addressCountry"):
        yield Fact("Address", said(address.get(name)), part=name.removeprefix("address").lower())
    yield Fact("Workplace type", said(job.get("workplaceType")) or ("Remote" if job.get("isRemote") is True else ""))
    yield Fact("Department", said(job.get("department")))
    yield Fact("Team", said(job.get("team")))
    yield Fact("Employment type", said(job.get("employmentType")))
    yield Fact("Published", said(job.get("publishedAt")))
    yield Fact("Compensation", said(pay.get("compensationTierSummary")) or said(pay.get("scrapeableCompensationSalarySummary")))
    for tier in map(fields, each(pay.get("compensationTiers"))):
        yield Fact("Compensation", said(tier.get("tierSummary")), part=said(tier.get("title")))
        yield Fact("Compensation", said(tier.get("additionalInformation")), part=said(tier.get("title")))
