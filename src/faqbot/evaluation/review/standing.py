"""Where documents speak of a theme, looked up without the bot: what it overlooks is not unpublished."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from faqbot.evaluation.review.themes import Theme
from faqbot.language.labelled import labelled
from faqbot.language.quantities import holds
from faqbot.language.topics import topics
from faqbot.language.words import fold
from faqbot.types import Citation, Document, Section

# A longer value is a text, and its words are about many things.
_LONGEST_VALUE = 100


def on_theme(theme: Theme, section: Section | None, heading: str, quote: str) -> bool:
    """Whether `quote`, below `heading`, speaks of the theme. A question or a field on it vouches for its answer; prose must
    show it.
    """
    if theme.holds and not holds(theme.holds, quote):
        return False
    if section and section.kind != "prose" and topics(heading) & theme.topics:
        return True
    words = f"{heading}\n{quote}"
    if theme.shows:
        return _shown(theme, words)
    return bool(topics(words) & theme.topics)


def stands(theme: Theme, documents: Iterable[Document]) -> Citation | None:
    """The first place that speaks of the theme plainly: an answered question, a named value, or a section with such a
    heading.
    """
    return next((cited for document in documents for cited in (*_values(theme, document), *_sections(theme, document))), None)


def _values(theme: Theme, document: Document) -> Iterator[Citation]:
    """Fields and lines such as "Location: anywhere (remote)": named by the theme, or saying it in a few words."""
    for named in labelled(document):
        told = topics(named.value) & theme.topics if len(named.value) <= _LONGEST_VALUE else frozenset()
        if not (topics(named.label) & theme.topics or told or _shown(theme, named.label)):
            continue
        if not theme.holds or holds(theme.holds, named.value):
            heading = next(
                section.heading for section in document.sections for one in section.sentences if one.start == named.start
            )
            yield _cite(document, heading, named.start, named.end)


def _sections(theme: Theme, document: Document) -> Iterator[Citation]:
    for section in document.sections:
        if not section.sentences or section.kind == "field":
            continue
        heading, first = section.heading[-1], section.sentences[0]
        quote = document.quote(first.start, section.sentences[-1].end)
        if (topics(heading) & theme.topics or _shown(theme, heading)) and on_theme(theme, section, heading, quote):
            yield _cite(document, section.heading, first.start, first.end)


def _shown(theme: Theme, words: str) -> bool:
    return bool(theme.shows) and re.search(theme.shows, fold(words)) is not None


def _cite(document: Document, heading: tuple[str, ...], start: int, end: int) -> Citation:
    return Citation(1, document.source, document.title, heading, document.quote(start, end), start, end)
