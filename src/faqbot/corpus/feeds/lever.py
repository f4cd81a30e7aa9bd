"""Lever's postings API: `/v0/postings/{site}?mode=json`, or one posting of it."""

from __future__ import annotations

from collections.abc import Iterator

from faqbot.corpus.feeds.jobs import jobs
from faqbot.corpus.postings import Fact, Posting
from faqbot.corpus.trees import Tree, each, fields, said


def lever(tree: Tree) -> list[Posting]:
    """The postings of a site."""
    found, alone = jobs(tree, under="", marks=("text", "categories"))
    return [
        Posting(
            id=said(job.get("id")),
            title=said(job["text"]),
            passages=list(_passages(job)),
            facts=list(_facts(job)),
            url=said(job.get("hostedUrl")),
            alone=alone,
        )
        for job in found
    ]


def _passages(job: Tree) -> Iterator[tuple[str, str]]:
    yield "", said(job.get("description")) or said(job.get("descriptionPlain"))
    yield from ((said(one.get("text")), f"<ul>{said(one.get('content'))}</ul>") for one in map(fields, each(job.get("lists"))))
    yield "Additional", said(job.get("additional")) or said(job.get("additionalPlain"))
    yield "Salary", said(job.get("salaryDescription")) or said(job.get("salaryDescriptionPlain"))


def _facts(job: Tree) -> Iterator[Fact]:
    categories, pay = fields(job["categories"]), fields(job.get("salaryRange"))
    places = [said(one) for one in each(categories.get("allLocations"))] or [said(categories.get("location"))]
    yield from (Fact("Location", place) for place in places)
    yield Fact("Country", said(job.get("country")))
    yield Fact("Workplace type", "" if said(job.get("workplaceType")) == "unspecified" else said(job.get("workplaceType")))
    for label in ("Commitment", "Department", "Team", "Level"):
        yield Fact(label, said(categories.get(label.lower())))
    for name, part in (("min", "minimum"), ("max", "maximum"), ("currency", "currency"), ("interval", "interval")):
        yield Fact("Salary range", said(pay.get(name)), part=part)
