"""Judgments in words for a terminal: what was expected, what came, and why it is wrong."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from faqbot.evaluation.cases import Case, GoldenSet
from faqbot.evaluation.comparing import Comparison, Difference, Flip
from faqbot.evaluation.gate import Verdict
from faqbot.evaluation.judging import Judged, shown
from faqbot.evaluation.measures import BY_NAME
from faqbot.evaluation.measures.base import Unit, Value
from faqbot.evaluation.runs import Row, Run
from faqbot.language.markup import readable

_MOST_MOVED = 5


class Teller:
    """Knows the cases and the rows of a run, and tells of its judgments."""

    def __init__(self, run: Run, golden: GoldenSet) -> None:
        self._cases = {case.id: case for case in golden.cases}
        self._rows = {f"{row.case}/{row.variant}": row for row in run.rows}

    def verdict(self, verdict: Verdict) -> Iterator[str]:
        """The gate's verdict: reasons, losses, gains, remarks, one block each."""
        yield "GATE OPEN" if verdict.passed else f"GATE CLOSED for {_count(len(verdict.reasons), 'reason')}"
        yield from (f"- {reason}" for reason in verdict.reasons)
        for title, flips in (("Lost", verdict.losses), ("Won", [flip for flip in verdict.flips if flip.won])):
            if flips:
                yield f"\n{title}: {_count(len(flips), 'wording')}"
                yield from (self.flip(flip) for flip in flips)
        if verdict.remarks:
            yield ""
            yield from verdict.remarks

    def flip(self, flip: Flip) -> str:
        """A flipped case: question, expected, got, why."""
        bad = flip.old if flip.won else flip.new
        return "\n".join([*self._lines(flip.new), f"    {'was wrong' if flip.won else 'why'}: {self.reason(bad)}"])

    def failure(self, row: Judged) -> str:
        """A case that is wrong: question, expected, got, why."""
        return "\n".join([*self._lines(row), f"    why: {self.reason(row)}"])

    def reason(self, row: Judged) -> str:
        """Why a row is wrong, with where its gold stood in the ranking."""
        if row.error:
            return f"{row.why}: {row.error}"
        ranks = [f"rank {rank}" if rank else "not in the ranking" for rank in row.ranks]
        where = f"; gold: {', '.join(ranks)}" if ranks else ""
        facts = f"; vital facts {row.vital_shown} of {row.vital}" if row.answered and row.vital_shown < row.vital else ""
        return f"{row.why or 'right'}{where}{facts}; confidence {row.score:.2f}"

    def question(self, row: Judged) -> str:
        """The wording that was asked."""
        return self._rows[row.key].question

    def expected(self, row: Judged) -> str:
        """The outcomes that the case allows, and where the answer stands."""
        case = self._cases[row.case]
        quotes = "; ".join(f'{gold.doc} "{_short(gold.quote, 70)}"' for gold in case.gold)
        return " or ".join(case.expect) + (f", quoting {quotes}" if quotes else "")

    def got(self, row: Judged) -> str:
        """The outcome and the words that came back."""
        own = self._rows[row.key]
        if row.error:
            return "an error"
        return f'{row.outcome}: "{_short(readable(shown(own)), 140)}"'

    def case(self, row: Judged) -> Case:
        """The case of a judgment."""
        return self._cases[row.case]

    def row(self, row: Judged) -> Row:
        """The run's row of a judgment."""
        return self._rows[row.key]

    def _lines(self, row: Judged) -> list[str]:
        case = self._cases[row.case]
        return [
            f"  {row.key} ({case.file}:{case.line}): {_short(self.question(row), 110)!r}",
            f"    expected: {self.expected(row)}",
            f"    got: {self.got(row)}",
        ]


def number(value: float, unit: Unit) -> str:
    """A value as a person reads it."""
    return {"share": f"{value:.3f}", "ms": f"{value:.1f} ms", "words": f"{value:.1f} words", "points": f"{value:+.3f}"}[unit]


def table(values: Mapping[str, Value]) -> Iterator[str]:
    """One line a measure: name, value, interval, n and failures."""
    for name, value in values.items():
        measure = BY_NAME[name]
        if value.value is None:
            yield f"{name:<22} -        n={value.n:<4} {value.note}"
            continue
        span = (
            f"[{number(value.interval.low, measure.unit)}, {number(value.interval.high, measure.unit)}]" if value.interval else ""
        )
        failures = f" failures={value.failures}" if value.failures else ""
        yield f"{name:<22} {number(value.value, measure.unit):<12} {span:<20} n={value.n}{failures}"


def comparison(found: Comparison) -> Iterator[str]:
    """A comparison in words: wins and losses first, then what moved, with its interval."""
    won = sum(flip.won for flip in found.flips)
    lost = len(found.flips) - won
    yield f"Of {_count(found.shared, 'wording')} that both runs asked, B wins {won} and loses {lost}; the other {found.shared - won - lost} are as before."
    for word, keys in (("only in B", found.added), ("only in A", found.gone), ("edited in between", found.edited)):
        if keys:
            yield f"{_count(len(keys), 'wording')} {'is' if len(keys) == 1 else 'are'} {word} and not compared: {', '.join(keys[:_MOST_MOVED])}{', ...' if len(keys) > _MOST_MOVED else ''}"
    yield from (sentence(one) for one in found.differences.values() if one.old != one.new)
    if all(one.old == one.new for one in found.differences.values()):
        yield "No measure moved."


def sentence(found: Difference) -> str:
    """How one measure moved, and how sure that is."""
    unit = found.measure.unit
    way = "worse" if found.worse > 0 else "better"
    if found.interval is None:
        sure = "without an interval"
    else:
        sure = f"the change lies between {found.interval.low:+.3f} and {found.interval.high:+.3f} (95 %), so it is " + (
            f"surely {way}" if found.surely_worse or found.surely_better else "not sure to be a change at all"
        )
    return f"{found.measure.name}: {number(found.old, unit)} to {number(found.new, unit)} over {found.n}, {way}; {sure}."


def wrap(lines: Sequence[str]) -> str:
    """Lines as paragraphs for a terminal."""
    return "\n".join(
        textwrap.fill(line, 110, subsequent_indent="  ") if len(line) > 110 and "\n" not in line else line for line in lines
    )


def _short(text: str, most: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most - 3]}..."


def _count(n: int, word: str) -> str:
    return f"{n} {word}{'' if n == 1 else 's'}"
