"""The figures of the report: each a plot, a sentence that says what it shows, and its numbers as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from faqbot.evaluation import svg
from faqbot.evaluation.judging import Judged
from faqbot.evaluation.measures.abstaining import RISK, risk_coverage
from faqbot.evaluation.measures.base import questions
from faqbot.evaluation.measures.trust import bins
from faqbot.evaluation.statistics import wilson

_COLUMNS = 12
_MOST_POINTS = 25


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot with its text equivalent: `sentence` says what it shows, `rows` below `heads` hold its numbers."""

    title: str
    sentence: str
    picture: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def figures(rows: Sequence[Judged]) -> Iterator[Figure]:
    """Every figure for which there is something to draw."""
    if points := risk_coverage(rows):
        yield _risk(points)
    if bins(rows):
        yield _calibration(rows)
    if rows:
        yield _shares(rows, "Right by band", lambda row: row.band)
        yield _shares(rows, "Right by topic", lambda row: row.topic)
        yield _shares(rows, "Right by language", lambda row: row.lang)
    if worded := _worded(rows):
        yield _wordings(worded)
    if times := sorted(row.latency_ms for row in rows if not row.error):
        yield _latency(times)


def _risk(points: Sequence[tuple[float, float]]) -> Figure:
    best = max((coverage for coverage, risk in points if risk <= RISK), default=0.0)
    sentence = f"When the surest questions are answered first, {best:.0%} of all can be answered with at most {RISK:.0%} of the answers wrong."
    every = max(1, len(points) // _MOST_POINTS)
    kept = [point for number, point in enumerate(points) if number % every == 0 or number == len(points) - 1]
    return Figure(
        "Risk and coverage",
        sentence,
        svg.curve(
            points, title=f"Risk against coverage. {sentence}", x="share of questions answered", y="share of answers wrong"
        ),
        ("answered", "wrong among them"),
        tuple((f"{coverage:.1%}", f"{risk:.1%}") for coverage, risk in kept),
    )


def _calibration(rows: Sequence[Judged]) -> Figure:
    parts = bins(rows)
    worst = max(parts, key=lambda part: abs(part.confidence - part.right))
    way = "too sure" if worst.confidence > worst.right else "too modest"
    sentence = f"Where the bot says {worst.confidence:.2f}, {worst.right:.0%} would be right: there it is {way}, more than anywhere else."
    points = [(part.confidence, part.right, part.n) for part in parts]
    return Figure(
        "Does the confidence mean what it says?",
        sentence,
        svg.dots(points, title=f"Calibration. {sentence}", x="mean confidence", y="share that would be right"),
        ("mean confidence", "would be right", "questions"),
        tuple((f"{one:.2f}", f"{other:.0%}", str(n)) for one, other, n in points),
    )


def _shares(rows: Sequence[Judged], title: str, kind: Callable[[Judged], str]) -> Figure:
    ordered = sorted(questions(rows), key=kind)
    found: list[svg.Bar] = []
    for label, group in groupby(ordered, key=kind):
        own = list(group)
        count = sum(row.right for row in own)
        span = wilson(count, len(own))
        found.append(svg.Bar(label, count / len(own), span.low, span.high, len(own)))
    found.sort(key=lambda bar: (bar.value, -bar.n))
    sentence = f"Weakest: {found[0].label}, {found[0].value:.0%} of {found[0].n}. Lines are 95 % intervals (Wilson)."
    return Figure(
        title,
        sentence,
        svg.bars(found, title=f"{title}. {sentence}"),
        (title.rsplit(" ", 1)[-1], "right", "from", "to", "questions"),
        tuple((bar.label, f"{bar.value:.0%}", f"{bar.low:.0%}", f"{bar.high:.0%}", str(bar.n)) for bar in found),
    )


def _worded(rows: Sequence[Judged]) -> list[tuple[str, list[bool]]]:
    """Cases with variants that are not right in every wording, by id: the truth of each wording, the question first."""
    ordered = sorted(rows, key=lambda row: (row.case, row.variant))
    cases = [(case, [row.right for row in group]) for case, group in groupby(ordered, key=lambda row: row.case)]
    return [(case, cells) for case, cells in cases if len(cells) > 1]


def _wordings(worded: Sequence[tuple[str, list[bool]]]) -> Figure:
    broken = [(case, cells) for case, cells in worded if not all(cells)]
    mixed = sum(any(cells) for _, cells in broken)
    sentence = (
        f"{len(worded) - len(broken)} of {len(worded)} cases with several wordings are right in all of them; "
        f"{mixed} are right in some and wrong in others. Shown are the {len(broken)} that are not right in all."
    )
    rows = tuple((case, *("right" if good else "wrong" for good in cells)) for case, cells in broken)
    most = max((len(cells) for _, cells in broken), default=1)
    heads = ("case", "question", *(f"variant {number}" for number in range(1, most)))
    padded = tuple((*row, *([""] * (len(heads) - len(row)))) for row in rows)
    return Figure("Other wordings", sentence, svg.grid(broken, title=f"Right and wrong by wording. {sentence}"), heads, padded)


def _latency(times: Sequence[float]) -> Figure:
    import numpy as np

    median, slow = (float(np.percentile(times, percent)) for percent in (50, 95))
    counts, edges = np.histogram([min(time, slow * 1.5) for time in times], bins=_COLUMNS, range=(0, max(slow * 1.5, 1e-6)))
    columns = [(float(low), float(high), int(n)) for low, high, n in zip(edges, edges[1:], counts, strict=False)]
    sentence = f"Half of the {len(times)} wordings took at most {median:.0f} ms, 95 % at most {slow:.0f} ms. The last column holds all slower ones."
    return Figure(
        "Time for one question",
        sentence,
        svg.columns(columns, title=f"Latency. {sentence}", x="milliseconds"),
        ("from ms", "to ms", "wordings"),
        tuple((f"{low:.0f}", f"{high:.0f}", str(n)) for low, high, n in columns),
    )
