"""What a measure is, and what it comes to: never a bare number."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from faqbot.evaluation.judging import Judged
from faqbot.evaluation.runs import DEFECTS
from faqbot.evaluation.statistics import Interval, clustered, wilson

Unit = Literal["share", "ms", "words", "points"]


@dataclass(frozen=True, slots=True)
class Value:
    """A measure's value over `n` rows. `failures` of them raised an error instead of an answer and count as declared.

    `value` is None only with a `note` that says why there is none: no row of the kind, or the measure crashed
    (`crashed` is true then).
    """

    value: float | None
    n: int
    failures: int = 0
    interval: Interval | None = None
    note: str = ""
    crashed: bool = False


class Measure(Protocol):
    """A number that says how good a list of judgments is."""

    @property
    def name(self) -> str:
        """As in thresholds, tables and baselines; small letters, dots and underscores."""
        ...

    @property
    def family(self) -> str:
        """The heading that the report lists it under."""
        ...

    @property
    def definition(self) -> str:
        """One sentence."""
        ...

    @property
    def unanswered(self) -> str:
        """What a row without an answer counts as."""
        ...

    @property
    def higher_is_better(self) -> bool:
        """Which way is up."""
        ...

    @property
    def unit(self) -> Unit:
        """What the number counts."""
        ...

    def of(self, rows: Sequence[Judged]) -> Value:
        """The value over `rows`."""
        ...


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of a number a row. `item` gives it, or None for a row that the measure does not speak about.

    Only the question itself counts (variant 0) unless `variants` is true; only rows of `band` where one is named.
    """

    name: str
    family: str
    item: Callable[[Judged], float | None]
    unanswered: str
    higher_is_better: bool = True
    unit: Unit = "share"
    band: str | None = None
    variants: bool = False

    @property
    def definition(self) -> str:
        """The first line of the function's docstring, and the band."""
        return _first_line(self.item) + (f" Only the band {self.band}." if self.band else "")

    def items(self, rows: Sequence[Judged]) -> list[tuple[Judged, float]]:
        """Each row that the measure speaks about, with its number."""
        asked = [row for row in rows if (self.variants or row.variant == 0) and self.band in (None, row.band)]
        return [(row, value) for row in asked if (value := self.item(row)) is not None]

    def of(self, rows: Sequence[Judged]) -> Value:
        """The mean with its 95 % interval: Wilson's for a share of rows, else a bootstrap clustered by document."""
        pairs = self.items(rows)
        if not pairs:
            return Value(None, 0, note="No case of this kind.")
        values = [value for _, value in pairs]
        failures = sum(bool(row.error) for row, _ in pairs)
        interval = (
            wilson(round(sum(values)), len(values))
            if self.unit == "share" and set(values) <= {0.0, 1.0}
            else clustered(values, [row.document for row, _ in pairs])
        )
        return Value(sum(values) / len(values), len(values), failures, interval)


@dataclass(frozen=True, slots=True)
class Whole:
    """A number that only the whole list has, such as an area under a curve. `compute` gives it from all rows."""

    name: str
    family: str
    compute: Callable[[Sequence[Judged]], Value]
    unanswered: str
    higher_is_better: bool = True
    unit: Unit = "share"

    @property
    def definition(self) -> str:
        """The first line of the function's docstring."""
        return _first_line(self.compute)

    def of(self, rows: Sequence[Judged]) -> Value:
        """The value over `rows`."""
        return self.compute(rows)


def value_of(measure: Measure, rows: Sequence[Judged]) -> Value:
    """The value of `measure`; where it raises or is not a number, a value that names the crash."""
    try:
        found = measure.of(rows)
    except DEFECTS as error:
        return Value(None, len(rows), note=f"The measure {measure.name} crashed: {type(error).__name__}: {error}", crashed=True)
    if found.value is not None and not abs(found.value) < float("inf"):
        return Value(None, found.n, found.failures, note=f"The measure {measure.name} gave {found.value}.", crashed=True)
    return found


def questions(rows: Sequence[Judged]) -> list[Judged]:
    """The rows of the questions themselves, without their variants."""
    return [row for row in rows if row.variant == 0]


def failed(rows: Sequence[Judged]) -> int:
    """How many of `rows` raised an error instead of an answer."""
    return sum(bool(row.error) for row in rows)


def nothing(reason: str, n: int = 0) -> Value:
    """No value, and why."""
    return Value(None, n, note=reason)


def _first_line(function: object) -> str:
    return (inspect.getdoc(function) or "").split("\n\n", 1)[0].replace("\n", " ")
