"""Passages of a document with what was wanted and what was quoted marked in them, as HTML."""

from __future__ import annotations

import html
import itertools
from collections.abc import Iterator, Mapping, Sequence

from faqbot.evaluation.judging import Unit
from faqbot.evaluation.matching import Span, section_at
from faqbot.types import Document

Place = tuple[str, Span]


def passages(documents: Mapping[str, Document], gold: Sequence[Unit], cited: Sequence[Place]) -> Iterator[str]:
    """A block quote for each section that holds gold or a quote, the quoted ones first; gold and quotes are marked.

    Of several places that would all do (any_of) only those in a section that was quoted are shown, or the first.
    """
    wanted = [place for unit in gold for place in unit.spans]
    sections = dict.fromkeys(_section(documents, place) for place in cited)
    for unit in gold:
        holding = [_section(documents, place) for place in unit.spans]
        if not any(section in sections for section in holding):
            sections[holding[0]] = None
    for source, number in sections:
        if number < 0:
            continue
        document = documents[source]
        section = document.sections[number]
        whole = (section.sentences[0].start, section.sentences[-1].end)
        text = marked(document.text, whole, gold=_in(source, wanted), cited=_in(source, cited))
        yield f"<blockquote><cite>{html.escape(' > '.join([source, *section.heading]))}</cite>{text}</blockquote>"


def marked(text: str, whole: Span, *, gold: Sequence[Span], cited: Sequence[Span]) -> str:
    """`text` within `whole` as HTML, the characters of each kind of span in a mark of that class."""
    inside = {edge for span in (*gold, *cited) for edge in span if whole[0] < edge < whole[1]}
    edges = sorted({whole[0], *inside, whole[1]})
    parts: list[str] = []
    for start, end in itertools.pairwise(edges):
        kinds = [name for name, spans in (("gold", gold), ("cited", cited)) if any(one[0] <= start < one[1] for one in spans)]
        words = html.escape(text[start:end])
        parts.append(f'<mark class="{" ".join(kinds)}">{words}</mark>' if kinds else words)
    return "".join(parts)


def _section(documents: Mapping[str, Document], place: Place) -> tuple[str, int]:
    source, span = place
    return source, section_at(documents[source], span) if source in documents else -1


def _in(source: str, places: Sequence[Place]) -> list[Span]:
    return [span for own, span in places if own == source]
