"""The corpus report for a terminal: the map, then what to write next."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from faqbot.evaluation.review.coverage import Cell, Status, named
from faqbot.evaluation.review.issues import HEADINGS
from faqbot.evaluation.review.page import verdict
from faqbot.evaluation.review.reviewing import Review
from faqbot.evaluation.review.themes import THEMES
from faqbot.language.markup import readable

_WIDTH = 96
# Beyond so many columns the map is told as counts.
_MOST_COLUMNS = 4
_MOST_SHOWN = 10
_MOST_BRIEF = 12
_SIGNS: Mapping[Status, str] = {"answered": "answered", "contradictory": "CONTRADICTORY", "unsure": "look", "not_published": "-"}


def tell(review: Review) -> str:
    """The whole report as lines of at most 96 characters."""
    columns = list(dict.fromkeys((cell.subject, cell.lang) for cell in review.cells))
    body = _map(review, columns) if len(columns) <= _MOST_COLUMNS else _counts(review, columns)
    return "\n".join([*body, "", *_next(review), *_issues(review)])


def brief(review: Review) -> str:
    """What somebody who has just ingested should know, in a few lines."""
    issues = list(_issues(review))
    return "\n".join(
        [*textwrap.wrap(verdict(review), _WIDTH), *issues[:_MOST_BRIEF], *(["  ..."] if len(issues) > _MOST_BRIEF else [])]
    )


def _map(review: Review, columns: Sequence[tuple[str, str]]) -> Iterator[str]:
    """A row a theme, a column for each subject and language; a fraction where not every wording got the answer."""
    found = {(cell.subject, cell.lang, cell.theme): cell for cell in review.cells}
    subjects = dict.fromkeys(subject for subject, _ in columns)
    yield f"What candidates ask about {', '.join(subjects)}"
    heads = [lang if len(subjects) == 1 else f"{subject[:14]} {lang}" for subject, lang in columns]
    yield " " * 22 + "".join(f"{head:18}" for head in heads).rstrip()
    for theme in THEMES:
        cells = [found[subject, lang, theme.key] for subject, lang in columns if (subject, lang, theme.key) in found]
        if not cells:  # left out by the settings
            continue
        yield f"  {theme.label:20}" + "".join(f"{_sign(cell):18}" for cell in cells).rstrip()
    yield "  look: something was found that may not be the answer; -: nothing was found"


def _counts(review: Review, columns: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield f"What candidates ask, for {len(columns)} roles or documents"
    yield f"  {'':20}{'answered':>10}{'look':>10}{'contradictory':>16}{'nothing found':>16}"
    for theme in THEMES:
        counts = Counter(cell.status for cell in review.cells if cell.theme == theme.key)
        yield f"  {theme.label:20}{counts['answered']:>10}{counts['unsure']:>10}{counts['contradictory']:>16}{counts['not_published']:>16}"


def _sign(cell: Cell) -> str:
    share = f" ({cell.got} of {cell.asked})" if 0 < cell.got < cell.asked else ""
    return _SIGNS[cell.status] + share


def _next(review: Review) -> Iterator[str]:
    """What to write, then what to look at, with the passage that the bot would give."""
    labels = {theme.key: theme.label for theme in THEMES}
    if review.missing:
        names = ", ".join(theme.label.lower() for theme in review.missing)
        words = f"Write next, in this order: {names}. No document answers these."
        yield from textwrap.wrap(words, _WIDTH)
    if review.lacking:
        where = [f"{theme.label.lower()} ({named(cells)})" for theme, cells in review.lacking]
        yield from textwrap.wrap(f"Nothing was found for some: {'; '.join(where)}.", _WIDTH)
    look = [(cell, cell.passage) for cell in review.cells if cell.status == "unsure" and cell.passage]
    if look:
        yield "Look at these: what the bot says may be wrong, or it overlooks what is written."
    for cell, passage in look[:_MOST_SHOWN]:
        yield f"  {labels[cell.theme]} ({cell.lang}): “{cell.question}”"
        yield f"    {textwrap.shorten(readable(passage.quote), _WIDTH - 4, placeholder=' …')}"
        yield f"    {passage.source}, {passage.heading[-1]}"
    if len(look) > _MOST_SHOWN:
        yield f"  and {len(look) - _MOST_SHOWN} more."


def _issues(review: Review) -> Iterator[str]:
    for kind, heading in HEADINGS.items():
        own = [issue for issue in review.issues if issue.kind == kind]
        if own:
            yield f"\n{heading}:"
        for issue in own[:_MOST_SHOWN]:
            yield from textwrap.wrap(
                f"{issue.subject}: {issue.message} {issue.remedy}", _WIDTH, initial_indent="  ", subsequent_indent="  "
            )
            for one in issue.passages:
                place = f"{one.source}{f', line {one.line}' if one.line else ''}"
                yield f"    {place}{': ' + textwrap.shorten(readable(one.quote), 60, placeholder=' …') if one.quote else ''}"
        if len(own) > _MOST_SHOWN:
            yield f"  and {len(own) - _MOST_SHOWN} more."
