"""The coverage map as an HTML table: readable without colour, by a screen reader, and on a phone."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence

from faqbot.evaluation.review.coverage import Cell, Status
from faqbot.evaluation.review.reviewing import Review
from faqbot.evaluation.review.themes import OF_A_POSTING, THEMES

# A sign and a word for each state of a cell.
SIGNS: Mapping[Status, tuple[str, str]] = {
    "answered": ("●", "answered"),
    "contradictory": ("✕", "contradictory"),
    "unsure": ("◐", "to look at"),
    "not_published": ("○", "nothing found"),
}
_MOST_COLUMNS = 4

Column = tuple[str, str]


def chart(made: Review) -> Iterator[str]:
    """The map: a row a theme for few roles, a row a role for many."""
    columns = list(dict.fromkeys((cell.subject, cell.lang) for cell in made.cells))
    if not columns:
        return
    found = {(cell.subject, cell.lang, cell.theme): cell for cell in made.cells}
    yield "<h2>The map</h2>"
    yield f'<ul class="legend">{"".join(f"<li><span class={status}>{sign}</span> {word}</li>" for status, (sign, word) in SIGNS.items())}</ul>'
    yield '<div class="scroll map" tabindex="0" role="group" aria-label="coverage map">'
    yield from _few(found, columns) if len(columns) <= _MOST_COLUMNS else _many(found, columns)
    yield "</div>"
    if made.unasked:
        yield f"<p>{made.unasked:,} more roles or documents were not asked about; <code>faqbot report</code> asks about all of them.</p>"


def _few(found: Mapping[tuple[str, str, str], Cell], columns: Sequence[Column]) -> Iterator[str]:
    several = len({subject for subject, _ in columns}) > 1
    heads = (f"{subject} ({lang})" if several else lang for subject, lang in columns)
    yield f'<table><thead><tr><th scope="col">candidates ask about</th>{"".join(f"<th scope=col>{html.escape(head)}</th>" for head in heads)}</tr></thead><tbody>'
    for theme in THEMES:
        own = [found[subject, lang, theme.key] for subject, lang in columns if (subject, lang, theme.key) in found]
        if own:
            yield f'<tr><th scope="row">{html.escape(theme.label)}</th>{"".join(_cell(cell, words=True) for cell in own)}</tr>'
    yield "</tbody></table>"


def _many(found: Mapping[tuple[str, str, str], Cell], columns: Sequence[Column]) -> Iterator[str]:
    asked = [theme for theme in THEMES if any((*column, theme.key) in found for column in columns)]
    asked.sort(key=lambda theme: theme.key not in OF_A_POSTING)
    several = len({lang for _, lang in columns}) > 1
    heads = "".join(f'<th scope="col">{html.escape(theme.label)}</th>' for theme in asked)
    yield f'<table class="dense"><thead class="tall"><tr><td></td>{heads}</tr></thead><tbody>'
    for subject, lang in columns:
        cells = "".join(_cell(found.get((subject, lang, theme.key)), words=False) for theme in asked)
        yield f'<tr><th scope="row" title="{html.escape(subject)}">{html.escape(subject)}{f" ({lang})" if several else ""}</th>{cells}</tr>'
    yield "</tbody></table>"


def _cell(cell: Cell | None, *, words: bool) -> str:
    if cell is None:
        return "<td></td>"
    sign, word = SIGNS[cell.status]
    told = f"{word}{f', {cell.got} of {cell.asked} wordings' if 0 < cell.got < cell.asked else ''}"
    if words:
        return f'<td class="{cell.status}">{sign} {told}</td>'
    return f'<td class="{cell.status}" title="{html.escape(told)}"><span role="img" aria-label="{html.escape(told)}">{sign}</span></td>'
