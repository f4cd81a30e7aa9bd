"""Staleness: postings that are over, documents past their date or not reviewed, and pay that the law wants published."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

from faqbot.evaluation.review.facts import pay, place
from faqbot.evaluation.review.issues import Issue, IssueKind, Passage, passage, subject_of
from faqbot.language.closing import closing
from faqbot.language.labelled import labelled
from faqbot.language.places import places
from faqbot.types import Document

_YEAR = datetime.timedelta(days=365)
# Directive (EU) 2023/970, article 5 (1): pay or its range must reach applicants before the interview. Member states had
# to bring it into force by this day.
PAY_TRANSPARENCY = datetime.date(2026, 6, 7)
_EU = frozenset("AT BE BG HR CY CZ DE DK EE ES FI FR GR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
# Cities that `places` knows, in member states.
_EU_CITIES = frozenset(
    "paris lyon marseille toulouse bordeaux lille nantes nice strasbourg montpellier rennes grenoble sophia-antipolis dublin berlin munich hamburg "
    "frankfurt cologne brussels amsterdam rotterdam madrid barcelona lisbon porto rome milan turin vienna stockholm copenhagen helsinki warsaw prague "
    "budapest bucharest athens".split()
)

_COUNTRY = re.compile(r"(?:address |job )?country|pays")


def stale(documents: Sequence[Document], today: datetime.date) -> list[Issue]:
    """What is over, expired or unreviewed on the day `today`, document by document; then roles without pay."""
    return [*(issue for document in documents for issue in _dated(document, today)), *_unpaid(documents, today)]


def _dated(document: Document, today: datetime.date) -> Iterator[Issue]:
    end = closing(document)
    if end is not None and end.over(today):
        said = f"closed on {end.date.isoformat()}" if end.date and not end.withdrawn else "is withdrawn"
        at = passage(document, end.start, end.end) if end.end else Passage(document.source)
        yield _issue("closed", document, f"The posting {said}.", "Take it out and ingest again, or renew its date.", at)
    elif document.valid_until is not None and document.valid_until < today:
        said = f"It was valid until {document.valid_until.isoformat()}."
        yield _issue("expired", document, said, "Check its facts, then set valid_until anew.", Passage(document.source))
    if document.reviewed is not None and today - document.reviewed > _YEAR:
        said = f"Last reviewed on {document.reviewed.isoformat()}."
        yield _issue("unreviewed", document, said, "Check its facts, then set reviewed to today.", Passage(document.source))


def _issue(kind: IssueKind, document: Document, message: str, remedy: str, at: Passage) -> Issue:
    return Issue(kind, subject_of(document), message, remedy, (at,))


def _unpaid(documents: Sequence[Document], today: datetime.date) -> Iterator[Issue]:
    """Roles in the European Union, as a place in their documents says, of which no document states any pay."""
    if today < PAY_TRANSPARENCY:
        return
    shared = [document for document in documents if document.role is None]
    roles = sorted({document.role for document in documents if document.role})
    if not roles or any(next(pay(document), None) for document in shared):
        return
    for role in roles:
        own = [document for document in documents if document.role == role]
        european = next((at for document in (*own, *shared) for at in _in_union(document)), None)
        if european is None or any(next(pay(document), None) for document in own):
            continue
        message = "No document states the pay, and the job is in the European Union."
        remedy = (
            "State the pay or its range: since June 2026 candidates must learn it before the interview (Directive (EU) 2023/970)."
        )
        yield Issue("pay_range", role, message, remedy, (european,), theme="pay")


def _in_union(document: Document) -> Iterator[Passage]:
    """Where the document says that the job is in a member state: by place, or by the country's name or code."""
    named = [(one.start, one.end) for one in labelled(document) if _COUNTRY.fullmatch(one.label.strip())]
    for start, end in [*((fact.start, fact.end) for fact in place(document)), *named]:
        text = document.quote(start, end)
        if text.strip() in _EU or places(text).keys() & (_EU | _EU_CITIES):
            yield passage(document, start, end)
