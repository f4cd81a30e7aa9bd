"""Whether a change may land: invariants, pinned cases, limits, and nothing worse than the baseline by more than its margin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from faqbot.evaluation.baselines import Baseline
from faqbot.evaluation.comparing import Comparison, Flip, compare
from faqbot.evaluation.judging import Judged
from faqbot.evaluation.measures import BY_NAME, score
from faqbot.evaluation.measures.base import Value
from faqbot.evaluation.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says: `reasons` are the sentences that close it, none when it is open; `remarks` do not count."""

    reasons: tuple[str, ...]
    remarks: tuple[str, ...]
    values: Mapping[str, Value]
    flips: tuple[Flip, ...]
    moved: tuple[tuple[Judged, Judged], ...]
    comparison: Comparison | None

    @property
    def passed(self) -> bool:
        """Whether the gate is open."""
        return not self.reasons

    @property
    def losses(self) -> tuple[Flip, ...]:
        """The wordings that were right and are wrong."""
        return tuple(flip for flip in self.flips if not flip.won)


def decide(rows: Sequence[Judged], *, baseline: Baseline | None, thresholds: Thresholds, corpus: str = "") -> Verdict:
    """The verdict on the judgments `rows` of a run of the documents `corpus`: a pure function of what it is given."""
    values = score(rows)
    comparison = compare(baseline.rows, rows, seed=thresholds.seed) if baseline else None
    reasons = [*_broken(rows), *_errors(rows), *_pinned(rows), *_crashed(values), *_limits(values, thresholds)]
    remarks: list[str] = []
    if comparison is None:
        remarks.append("There is no baseline yet: nothing is compared. Make one: faqbot eval gate --accept")
    else:
        reasons += [*_drift(comparison), *_worse(comparison, thresholds)]
        remarks += _remarks(comparison, baseline, corpus)
    return Verdict(
        tuple(reasons),
        tuple(remarks),
        values,
        comparison.flips if comparison else (),
        comparison.moved if comparison else (),
        comparison,
    )


def _broken(rows: Sequence[Judged]) -> Iterator[str]:
    for row in rows:
        for breach in row.breaches:
            yield f"invariant: {row.key}: {breach}"


def _errors(rows: Sequence[Judged]) -> Iterator[str]:
    """One sentence for each kind of error: a defect met everywhere is told once."""
    met: dict[str, list[str]] = {}
    for row in rows:
        if row.error:
            met.setdefault(row.error, []).append(row.key)
    for error, keys in met.items():
        yield f"crash: {keys[0]}{f' and {len(keys) - 1} more' if len(keys) > 1 else ''}: {error}"


def _pinned(rows: Sequence[Judged]) -> Iterator[str]:
    """A pinned case must be right in every wording."""
    for row in rows:
        if row.pinned and not row.right and not row.error:
            yield f"pinned: {row.key} is wrong ({row.why}); pinned cases must be right."


def _crashed(values: Mapping[str, Value]) -> Iterator[str]:
    for value in values.values():
        if value.crashed:
            yield f"measure: {value.note}"


def _limits(values: Mapping[str, Value], thresholds: Thresholds) -> Iterator[str]:
    """A measure without a value has no case to judge it by; a limit on it cannot be held and says so."""
    for word, table in (("floor", thresholds.floors), ("ceiling", thresholds.ceilings)):
        for name, limit in table.items():
            value = values[name]
            if value.value is None:
                if not value.crashed:
                    yield f"limit: {name} has a {word} of {limit:g}, but no value: {value.note}"
            elif value.value < limit if word == "floor" else value.value > limit:
                yield f"limit: {name} is {value.value:.3f} over {value.n}; its {word} is {limit:g}."


def _drift(comparison: Comparison) -> Iterator[str]:
    for old, new in comparison.moved:
        before = [place for place in old.places if place not in new.places]
        after = [place for place in new.places if place not in old.places]
        yield (
            f"drift: {new.case}: its gold stood under {' and '.join(map(repr, before))}, now under "
            f"{' and '.join(map(repr, after))}. Look whether the case still holds, then accept: faqbot eval gate --accept"
        )


def _worse(comparison: Comparison, thresholds: Thresholds) -> Iterator[str]:
    """Beyond the margin, or surely worse at all: each closes the gate."""
    for name, margin in thresholds.margins.items():
        found = comparison.differences.get(name)
        if found is None:
            continue
        beyond = found.worse > margin + 1e-12
        if beyond or (found.surely_worse and found.worse > 0):
            span = (
                f" (95 % interval of the change {found.interval.low:+.3f} to {found.interval.high:+.3f})"
                if found.interval
                else ""
            )
            rule = f"the margin is {margin:g}" if beyond else "the whole interval is on the worse side"
            yield f"worse: {name} went from {found.old:.3f} to {found.new:.3f} over {found.n}{span}; {rule}."


def _remarks(comparison: Comparison, baseline: Baseline | None, corpus: str) -> Iterator[str]:
    if baseline and corpus and baseline.header.get("corpus") != corpus:
        yield "The documents changed since the baseline was made."
    for word, keys in (("new", comparison.added), ("gone", comparison.gone), ("edited", comparison.edited)):
        if keys:
            yield f"{len(keys)} wordings are {word} since the baseline and are not compared."
    for name in BY_NAME:
        found = comparison.differences.get(name)
        if found and found.surely_better:
            yield f"better: {name} went from {found.old:.3f} to {found.new:.3f} over {found.n}."
