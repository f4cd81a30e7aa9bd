"""Intervals. Everything is computed by scipy and statsmodels; this module only shapes what goes in and comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEVEL = 0.95
RESAMPLES = 2000
SEED = 20261124


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both ends included."""

    low: float
    high: float


def wilson(count: int, n: int) -> Interval:
    """The 95 % interval of a proportion after Wilson (1927), as statsmodels' proportion_confint computes it; n above 0."""
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(count, n, alpha=1 - LEVEL, method="wilson")
    # Rounding in the library can leave the observed proportion outside by an ulp.
    return Interval(max(0.0, min(float(low), count / n)), min(1.0, max(float(high), count / n)))


def upper_bound(count: int, n: int) -> float:
    """The one-sided 95 % upper bound of a proportion after Clopper and Pearson (1934), statsmodels' "beta"; n above 0.

    Half of a two-sided error of 10 % lies above the upper end.
    """
    from statsmodels.stats.proportion import proportion_confint

    return float(proportion_confint(count, n, alpha=2 * (1 - LEVEL), method="beta")[1])


def clustered(
    values: Sequence[float], clusters: Sequence[str], *, seed: int = SEED, resamples: int = RESAMPLES
) -> Interval | None:
    """The 95 % percentile interval of the mean of `values`, whole clusters drawn with replacement (scipy.stats.bootstrap).

    Questions about one document share its fate, so drawing them one by one would make the interval too narrow
    (Davison and Hinkley 1997, section 3.8). None for fewer than two clusters: there is nothing to draw.
    """
    return _bootstrap([(1.0, values, clusters)], seed=seed, resamples=resamples)


@dataclass(frozen=True, slots=True)
class Sample:
    """Numbers of one side of a comparison, and the cluster that each belongs to."""

    values: Sequence[float]
    clusters: Sequence[str]


def difference(old: Sample, new: Sample, *, seed: int = SEED, resamples: int = RESAMPLES) -> Interval | None:
    """The 95 % percentile interval of mean(new) - mean(old), the same clusters drawn for both sides.

    For the same rows on both sides this is the paired difference. None for fewer than two clusters.
    """
    sides = [(-1.0, old.values, old.clusters), (1.0, new.values, new.clusters)]
    return _bootstrap(sides, seed=seed, resamples=resamples)


def _bootstrap(sides: Sequence[tuple[float, Sequence[float], Sequence[str]]], *, seed: int, resamples: int) -> Interval | None:
    """The interval of the sum over sides of sign times mean, clusters drawn jointly."""
    import numpy as np
    from scipy import stats

    names = sorted({cluster for _, _, clusters in sides for cluster in clusters})
    if len(names) < 2:
        return None
    place = {name: number for number, name in enumerate(names)}
    totals, counts = np.zeros((len(sides), len(names))), np.zeros((len(sides), len(names)))
    for side, (sign, values, clusters) in enumerate(sides):
        for value, cluster in zip(values, clusters, strict=True):
            totals[side, place[cluster]] += sign * value
            counts[side, place[cluster]] += 1
    # A draw in which no row of a side applies takes that side's mean over all rows.
    whole = totals.sum(axis=1) / np.maximum(counts.sum(axis=1), 1)

    def statistic(drawn: np.ndarray, axis: int = -1) -> np.ndarray:
        total, count = totals[:, drawn].sum(axis=axis), counts[:, drawn].sum(axis=axis)
        shape = (len(sides),) + (1,) * (count.ndim - 1)
        return np.asarray(np.where(count > 0, total / np.maximum(count, 1), whole.reshape(shape)).sum(axis=0))

    found = stats.bootstrap(
        (np.arange(len(names)),), statistic, n_resamples=resamples, confidence_level=LEVEL,
        method="percentile", rng=np.random.default_rng(seed), vectorized=True,
    )  # fmt: skip
    return Interval(float(found.confidence_interval.low), float(found.confidence_interval.high))
