"""Greenhouse's job board API: `/v1/boards/{token}/jobs?content=true&pay_transparency=true`, or one job of it."""

from __future__ import annotations

from collections.abc import Iterator

from faqbot.corpus.feeds.jobs import jobs
from faqbot.corpus.postings import Fact, Posting
from faqbot.corpus.trees import Tree, each, fields, said


def greenhouse(tree: Tree) -> list[Posting]:
    """The jobs of a board."""
    found, alone = jobs(tree, under="jobs", marks=("absolute_url", "title", "id"))
    return [
        Posting(
            id=said(job["id"]),
            title=said(job["title"]),
            passages=[("", said(job.get("content")))],
            facts=list(_facts(job)),
            url=said(job["absolute_url"]),
            valid_until=said(job.get("application_deadline")),
            lang=said(job.get("language")),
            alone=alone,
        )
        for job in found
    ]


def _facts(job: Tree) -> Iterator[Fact]:
    yield Fact("Company", said(job.get("company_name")))
    yield Fact("Location", said(fields(job.get("location")).get("name")))
    yield from (Fact("Department", said(fields(one).get("name"))) for one in each(job.get("departments")))
    yield from (
        Fact("Office", said(fields(one).get("location")) or said(fields(one).get("name"))) for one in each(job.get("offices"))
    )
    for pay in map(fields, each(job.get("pay_input_ranges"))):
        of = f"{said(pay.get('title'))}, " if said(pay.get("title")) else ""
        yield Fact("Pay range", _units(said(pay.get("min_cents"))), part=f"{of}minimum")
        yield Fact("Pay range", _units(said(pay.get("max_cents"))), part=f"{of}maximum")
        yield Fact("Pay range", said(pay.get("currency_type")), part=f"{of}currency")
    for own in map(fields, each(job.get("metadata"))):
        value = own.get("value")
        yield from (Fact(said(own.get("name")), said(one)) for one in each(value) if said(own.get("name")))
    yield Fact("First published", said(job.get("first_published")))
    yield Fact("Application deadline", said(job.get("application_deadline")))


def _units(cents: str) -> str:
    """An amount in cents with its decimal point: the same digits, and nobody takes 5000000 for the pay."""
    if not cents.isdigit():
        return cents
    units = cents.rjust(3, "0")
    return units[:-2] if units.endswith("00") else f"{units[:-2]}.{units[-2:]}"
