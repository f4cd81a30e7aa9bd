"""Where documents speak of a theme, looked up without the bot: what it overlooks is not unpublished."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from faqbot.evaluation.review.themes import Theme
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
        return re.search(theme.shows, fold(words)) is not None
    return bool(topics(words) & theme.topics)


def stands(theme: Theme, documents: Iterable[Document]) -> Citation | None:
    """The first place that speaks of the theme plainly: an answered question, a field, or a section with such a heading."""
    return next((cited for document in documents for cited in _places(theme, document)), None)


def _places(theme: Theme, document: Document) -> Iterator[Citation]:
    for section in document.sections:
        if not section.sentences:
            continue
        heading = section.heading[-1]
        quote = document.quote(section.sentences[0].start, section.sentences[-1].end)
        named = topics(heading) & theme.topics or (theme.shows and re.search(theme.shows, fold(heading)))
        # A field says all it has to say in its value: "Location: anywhere (remote)", "Appointment type: permanent".
        told = section.kind == "field" and len(quote) <= _LONGEST_VALUE and topics(quote) & theme.topics
        if (named or told) and on_theme(theme, section, heading, quote):
            first = section.sentences[0]
            words = document.quote(first.start, first.end)
            yield Citation(1, document.source, document.title, section.heading, words, first.start, first.end)
