"""Workable's jobs: the widget's `/api/v1/widget/accounts/{account}?details=true`, or `/spi/v3/jobs` with details."""

from __future__ import annotations

from collections.abc import Iterator

from faqbot.corpus.feeds.jobs import jobs
from faqbot.corpus.postings import Fact, Posting
from faqbot.corpus.trees import Tree, each, fields, said

_PLACE = ("city", "region", "state", "country")


def workable(tree: Tree) -> list[Posting]:
    """The jobs of an account."""
    found, alone = jobs(tree, under="jobs", marks=("title", "shortcode"))
    return [
        Posting(
            id=said(job["shortcode"]),
            title=said(job["title"]),
            passages=list(_passages(job)),
            facts=list(_facts(job)),
            url=said(job.get("url")) or said(job.get("shortlink")),
            alone=alone,
        )
        for job in found
    ]


def _passages(job: Tree) -> Iterator[tuple[str, str]]:
    parts = {name: said(job.get(name)) for name in ("description", "requirements", "benefits")}
    if not any(parts.values()):
        yield "", said(job.get("full_description"))
    for name, text in parts.items():
        yield "" if name == "description" else name.capitalize(), text


def _facts(job: Tree) -> Iterator[Fact]:
    location = fields(job.get("location"))
    if said(location.get("location_str")):
        yield Fact("Location", said(location["location_str"]))
    else:
        for place in [fields(one) for one in each(job.get("locations"))] or [location or fields(job)]:
            yield from (Fact("Location", said(place.get(name)), part=name) for name in _PLACE if place.get("hidden") is not True)
    remote = True in (job.get("telecommuting"), location.get("telecommuting"))
    yield Fact("Workplace type", said(location.get("workplace_type")).replace("_", " ") or ("Telecommuting" if remote else ""))
    for name in ("department", "employment_type", "experience", "education", "function", "industry"):
        yield Fact(name.replace("_", " ").capitalize(), said(job.get(name)))
    pay = fields(job.get("salary"))
    for name, part in (("salary_from", "minimum"), ("salary_to", "maximum"), ("salary_currency", "currency")):
        yield Fact("Salary", said(pay.get(name)), part=part)
    yield Fact("Published on", said(job.get("published_on")))
