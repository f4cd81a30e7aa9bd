"""When two places or two wordings count as the same; every measure and every check asks here."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence

from faqbot.language.markup import readable
from faqbot.language.words import tokens
from faqbot.types import Document

Span = tuple[int, int]
# Between the groups of a large number: 100,000 and 100 000 are the same amount.
_GROUPING = re.compile(r"(?<=\d)[ ,.\u00a0\u202f\u2009](?=\d{3}(?!\d))")
_STEM = 4
_BLANKS = re.compile(r"[ \t\n\u00a0\u202f\u2009]+")


def places(text: str, quote: str) -> tuple[Span, ...]:
    """Every place at which `quote` stands in `text`, verbatim, in order."""
    found: list[Span] = []
    start = text.find(quote) if quote else -1
    while start >= 0:
        found.append((start, start + len(quote)))
        start = text.find(quote, start + 1)
    return tuple(found)


def meets(one: Span, other: Span) -> bool:
    """Whether the shorter span lies at least half within the other one; an empty span meets nothing."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    shorter = min(one[1] - one[0], other[1] - other[0])
    return shorter > 0 and 2 * shared >= shorter


def says(text: str, wording: str) -> bool:
    """Whether the words of `wording` stand in `text` in a row: case, accents, marks and grouping of digits do not count.

    The last one may go on where it has four letters or more, so "ethic" is said by "ethics" but "10" not by "100".
    """
    words = tokens(_GROUPING.sub("", wording))
    end = "" if words and len(words[-1]) >= _STEM and words[-1].isalpha() else " "
    return bool(words) and f" {' '.join(words)}{end}" in _words(text)


def matches(pattern: str, text: str) -> bool:
    """Whether the regular expression is found in `text` as read: no marks, single blanks, small or capital letters."""
    return re.search(pattern, _plain(text), re.IGNORECASE) is not None


def section_at(document: Document, place: Span) -> int:
    """The number of the section that shares most characters with `place`; -1 where none does (a heading, a comment)."""
    shared = [
        (min(place[1], section.sentences[-1].end) - max(place[0], section.sentences[0].start), -number)
        for number, section in enumerate(document.sections)
        if section.sentences
    ]
    most, number = max(shared, default=(0, 0))
    return -number if most > 0 else -1


def sayings(document: Document) -> Iterator[tuple[int, str]]:
    """What a document states: each section's sentences as one text with the offset of the first; questions state nothing.

    A heading that is no question belongs to its section's statement.
    """
    for section in document.sections:
        if not section.sentences:
            continue
        heading = "" if section.kind == "faq" or not section.heading else section.heading[-1] + "\n"
        texts = [document.quote(sentence.start, sentence.end) for sentence in section.sentences]
        yield section.sentences[0].start, heading + "\n".join(texts)


def in_scope(documents: Sequence[Document], role: str | None) -> list[Document]:
    """The documents that may answer a question about `role`: its own and those of every role; all where none is named."""
    return [document for document in documents if role is None or document.role in (role, None)]


# A document's texts are held against every case: they are made ready once.
@functools.lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", readable(text)))


@functools.lru_cache(maxsize=20_000)
def _words(text: str) -> str:
    """The words of `text` with a blank before and after each."""
    return f" {' '.join(tokens(_GROUPING.sub('', readable(text))))} "
