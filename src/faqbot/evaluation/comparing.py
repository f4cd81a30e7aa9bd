"""Two lists of judgments side by side: which cases were won and lost, and by how much each measure moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from faqbot.evaluation.judging import Judged
from faqbot.evaluation.measures import MEASURES
from faqbot.evaluation.measures.base import Mean, Measure, value_of
from faqbot.evaluation.statistics import SEED, Interval, Sample, difference


@dataclass(frozen=True, slots=True)
class Flip:
    """A wording whose result was right in one run and wrong in the other."""

    old: Judged
    new: Judged

    @property
    def won(self) -> bool:
        """Whether the new run is the right one."""
        return self.new.right


@dataclass(frozen=True, slots=True)
class Difference:
    """How a measure moved over the wordings that both runs asked; `worse` counts upwards whichever way is better."""

    measure: Measure
    n: int
    old: float
    new: float
    interval: Interval | None

    @property
    def worse(self) -> float:
        """By how much the new value is worse; below 0 where it is better."""
        return self.old - self.new if self.measure.higher_is_better else self.new - self.old

    @property
    def surely_worse(self) -> bool:
        """Whether the whole interval lies on the worse side."""
        if self.interval is None:
            return False
        return self.interval.high < 0 if self.measure.higher_is_better else self.interval.low > 0

    @property
    def surely_better(self) -> bool:
        """Whether the whole interval lies on the better side."""
        if self.interval is None:
            return False
        return self.interval.low > 0 if self.measure.higher_is_better else self.interval.high < 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What can be said of two runs. Only wordings of cases that were not edited in between are compared."""

    shared: int
    added: tuple[str, ...]
    gone: tuple[str, ...]
    edited: tuple[str, ...]
    moved: tuple[tuple[Judged, Judged], ...]
    flips: tuple[Flip, ...]
    differences: Mapping[str, Difference]


def compare(old: Sequence[Judged], new: Sequence[Judged], *, seed: int = SEED) -> Comparison:
    """`new` against `old`: a pure function of the two."""
    before, after = {row.key: row for row in old}, {row.key: row for row in new}
    both = [key for key in after if key in before and before[key].fingerprint == after[key].fingerprint]
    pairs = [(before[key], after[key]) for key in both]
    return Comparison(
        shared=len(both),
        added=tuple(key for key in after if key not in before),
        gone=tuple(key for key in before if key not in after),
        edited=tuple(key for key in after if key in before and key not in set(both)),
        moved=tuple(pair for pair in pairs if pair[0].variant == 0 and pair[0].places != pair[1].places),
        flips=tuple(Flip(one, other) for one, other in pairs if one.right != other.right),
        differences={found.measure.name: found for found in _differences(pairs, seed)},
    )


def _differences(pairs: Sequence[tuple[Judged, Judged]], seed: int) -> Iterator[Difference]:
    old, new = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    for measure in MEASURES:
        if measure.unit == "ms":  # a baseline holds no times: they are of a machine, not of the answers
            continue
        before, after = value_of(measure, old), value_of(measure, new)
        if before.value is None or after.value is None:
            continue
        interval = None
        if isinstance(measure, Mean):
            interval = difference(_sample(measure, old), _sample(measure, new), seed=seed)
        yield Difference(measure, after.n, before.value, after.value, interval)


def _sample(measure: Mean, rows: Sequence[Judged]) -> Sample:
    pairs = measure.items(rows)
    return Sample([value for _, value in pairs], [row.document for row, _ in pairs])
