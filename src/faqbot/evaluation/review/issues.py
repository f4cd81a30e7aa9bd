"""What is wrong with the documents themselves, in words for the person who keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from faqbot.types import Document

IssueKind = Literal["conflict", "closed", "expired", "pay_range", "duplicate", "unreviewed"]

# In the order in which they are told, with the heading that they are told under.
HEADINGS: Mapping[IssueKind, str] = {
    "conflict": "Two documents say different things",
    "closed": "Closed postings that are still read",
    "expired": "Documents past their date",
    "pay_range": "Pay that should be published",
    "duplicate": "The same text twice",
    "unreviewed": "Not reviewed for a year",
}


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a document and the line that they stand on; no words where the document as a whole is meant."""

    source: str
    line: int = 0
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that somebody should put right: what it is about, what is wrong, what to do, and where it stands."""

    kind: IssueKind
    subject: str
    message: str
    remedy: str
    passages: tuple[Passage, ...]
    theme: str = ""


def passage(document: Document, start: int, end: int) -> Passage:
    """The words of `document` from `start` to `end`."""
    return Passage(document.source, document.text.count("\n", 0, start) + 1, document.quote(start, end))


def subject_of(document: Document) -> str:
    """What a document is about for the report: its role, or else its title, in any case."""
    return document.role or document.title
