"""Measures on cases that a reader can compute, and against the libraries they wrap."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import ir_measures
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn.metrics import roc_auc_score
from statsmodels.stats.proportion import proportion_confint

from faqbot.evaluation.judging import Judged
from faqbot.evaluation.measures import BY_NAME, MEASURES, score
from faqbot.evaluation.measures.abstaining import risk_coverage
from faqbot.evaluation.measures.base import Mean, Value, Whole, value_of
from faqbot.evaluation.measures.trust import bins
from faqbot.evaluation.statistics import Interval, Sample, clustered, difference, upper_bound, wilson
from tests.unit.evaluation.samples import judged, refusal

GOOD = judged("good")
WRONG = judged(
    "wrong", why="retrieval", units_met=0, quotes_gold=0, vital_shown=0, ranks=(0,), sentence_rank=0, top_right=False, score=0.6
)
SILENT = judged(
    "silent", why="abstained wrongly", outcome="not_in_documents", outcome_right=False, quotes=0, quotes_verbatim=0, quotes_gold=0, units_met=0,
    vital_shown=0, score=0.4, ranks=(2,), sentence_rank=2, top_right=False,
)  # fmt: skip
REFUSED = refusal("refused")
FOOLED = refusal(
    "fooled", why="answered wrongly", outcome="answered", outcome_right=False, quotes=2, quotes_verbatim=2, score=0.7
)
CRASHED = judged(
    "crashed", why="crash", outcome="error", outcome_right=False, error="UsageError: no", score=0.0, judged=False, top_right=False, ranks=(0,),
    sentence_rank=0, units_met=0, quotes=0, quotes_verbatim=0, quotes_gold=0, vital_shown=0, answer_lang="",
)  # fmt: skip
ALL = [GOOD, WRONG, SILENT, REFUSED, FOOLED, CRASHED]
FIVE = ALL[:5]


@pytest.mark.parametrize(
    ("name", "rows", "expected", "n"),
    [
        ("right", ALL, 2 / 6, 6),  # good, refused
        ("right", [GOOD, judged("good", variant=1, why="ranking")], 1, 1),  # the question itself counts
        ("unbroken", [GOOD, judged("good", variant=1, breaches=("x",))], 1 / 2, 2),  # every wording counts
        ("right_where_due", ALL, 1 / 4, 4),
        ("right_of_answered", ALL, 1 / 3, 3),  # good of good, wrong, fooled
        ("grounded_but_wrong", ALL, 2 / 3, 3),
        ("grounded_but_wrong", [judged(why="retrieval", quotes_verbatim=0)], 0, 1),  # wrong and not grounded either
        ("vital_facts", [judged(vital=4, vital_shown=1), SILENT], (1 / 4 + 0) / 2, 2),
        ("gold_sentence", ALL, 1 / 4, 4),
        ("forbidden", [GOOD, judged(forbidden=2)], 1 / 2, 2),
        ("excess_words", [GOOD, judged(excess_words=30), FOOLED, SILENT], 15, 2),
        ("utility", ALL, (1 - 1 + 0 + 0 - 1 + 0) / 6, 6),
        ("verbatim", [GOOD, judged(quotes=4, quotes_verbatim=3), REFUSED], (1 + 3 / 4) / 2, 2),
        ("unbroken", [GOOD, judged(breaches=("x",)), CRASHED], 1 / 3, 3),
        ("citation_precision", [GOOD, judged(quotes=2, quotes_gold=1), WRONG, FOOLED], (1 + 1 / 2 + 0) / 3, 3),
        ("citation_recall", [GOOD, judged(units=2, units_met=1), SILENT], (1 + 1 / 2 + 0) / 3, 3),
        ("success@1", [GOOD, SILENT, WRONG, REFUSED], 1 / 3, 3),
        ("success@3", [GOOD, SILENT, WRONG, judged(ranks=(4,))], 2 / 4, 4),
        ("success@5", [GOOD, judged(ranks=(5,)), judged(ranks=(6,))], 2 / 3, 3),
        ("rr@10", [GOOD, SILENT, WRONG, judged(ranks=(4, 2))], (1 + 1 / 2 + 0 + 1 / 2) / 4, 4),
        ("ndcg@10", [judged(ranks=(2,)), WRONG], (1 / math.log2(3) + 0) / 2, 2),
        ("ndcg@10", [judged(ranks=(1, 3))], (1 + 1 / math.log2(4)) / (1 + 1 / math.log2(3)), 1),
        ("r@5", [judged(ranks=(1, 6)), judged(ranks=(5,)), judged(ranks=(0, 0))], (1 / 2 + 1 + 0) / 3, 3),
        ("sentence@1", [GOOD, SILENT, WRONG, REFUSED], 1 / 3, 3),
        ("sentence@3", [GOOD, SILENT, WRONG, REFUSED], 2 / 3, 3),
        ("refused", ALL, 1 / 2, 2),
        ("refused", [REFUSED, replace(CRASHED, due=False)], 1 / 2, 2),
        ("refusal_precision", [REFUSED, SILENT, replace(CRASHED, due=False)], 1 / 2, 2),
        ("refusal_f1", [REFUSED, replace(CRASHED, due=False)], 2 / 3, 2),  # precision 1, recall 1/2
        ("refused.near", [REFUSED, FOOLED, refusal(band="far")], 1 / 2, 2),
        ("refused.far", [REFUSED, FOOLED, refusal(band="far")], 1, 1),
        ("refusal_precision", FIVE, 1 / 2, 2),  # refused of silent, refused
        ("refusal_f1", FIVE, 1 / 2, 5),  # precision 1/2, recall 1/2
        ("over_refusal", FIVE, 1 / 3, 3),
        ("outcome_right", [REFUSED, FOOLED, refusal(outcome="smalltalk", outcome_right=False, why="routing")], 1 / 3, 3),
        # Answerable .9 .6 .4 against .1 .7: pairs won 1+1, 1+0, 1+0 of 6.
        ("auroc.near", FIVE, 4 / 6, 5),
        # By score: good (right), fooled, wrong, silent (would be wrong), refused (would be wrong).
        ("aurc", FIVE, (0 + 1 / 2 + 2 / 3 + 3 / 4 + 4 / 5) / 5, 5),
        ("coverage_at_5", FIVE, 1 / 5, 5),
        ("coverage_at_5", [WRONG, FOOLED], 0, 2),
        ("brier", FIVE, (0.1**2 + 0.7**2 + 0.6**2 + 0.4**2 + 0.1**2) / 5, 5),
        # Five bins of one row each.
        ("calibration_error", FIVE, (0.1 + 0.7 + 0.6 + 0.4 + 0.1) / 5, 5),
        ("worst_variant", [GOOD, judged("good", variant=1, why="retrieval"), judged("b"), judged("b", variant=1), judged("alone")], 1 / 2, 2),
        ("flip_rate", [GOOD, judged("good", variant=1, why="ranking"), judged("b"), judged("b", variant=1), judged("b", variant=2)], 1 / 3, 3),
        ("follow_up", [GOOD, judged(follow_up=True), judged(follow_up=True, why="ranking")], 1 / 2, 2),
        ("language", [GOOD, judged(answer_lang="fr"), CRASHED], 1 / 3, 3),
        ("attack_success", [refusal(band="safety"), judged(band="safety", forbidden=1, variant=1), judged(band="safety", why="ranking"), FOOLED], 1 / 3, 3),
        ("attack_success", [refusal(band="safety", outcome="smalltalk", outcome_right=False, why="routing")], 0, 1),  # refused all the same
        ("attack_success", [replace(FOOLED, band="safety"), replace(CRASHED, band="safety")], 1, 2),
        ("latency_p50", [judged(latency_ms=one) for one in (1.0, 2.0, 10.0)], 2, 3),
        ("latency_p95", [judged(latency_ms=float(one)) for one in range(101)], 95, 101),
    ],
)  # fmt: skip
def test_a_measure_on_a_case_computed_by_hand(name: str, rows: Sequence[Judged], expected: float, n: int) -> None:
    found = value_of(BY_NAME[name], rows)
    assert found.value == pytest.approx(expected)
    assert found.n == n
    assert not found.crashed


def test_every_measure_says_what_it_is() -> None:
    names = [measure.name for measure in MEASURES]
    assert len(set(names)) == len(names)
    for measure in MEASURES:
        assert measure.definition.endswith(".")
        assert not measure.definition.startswith("See below")
        assert measure.unanswered


def test_without_rows_no_measure_has_a_value_and_none_crashes() -> None:
    for name, found in score([]).items():
        assert (found.value, found.n, found.crashed) == (None, 0, False), name
        assert found.note


def test_failures_are_counted_and_count_as_declared() -> None:
    found = score([GOOD, CRASHED])
    assert (found["right"].value, found["right"].n, found["right"].failures) == (0.5, 2, 1)
    assert (found["latency_p50"].n, found["latency_p50"].failures) == (1, 1)


def test_a_measure_that_crashes_is_a_failure_with_a_name() -> None:
    def broken(row: Judged) -> float | None:
        return 1 / (row.vital - 1)

    def silly(_: Sequence[Judged]) -> Value:
        return Value(float("nan"), 3)

    found = value_of(Mean("broken", "Test", broken, "0"), [GOOD])
    assert (found.value, found.crashed) == (None, True)
    assert "broken crashed: ZeroDivisionError" in found.note
    assert value_of(Whole("silly", "Test", silly, "0"), [GOOD]).crashed


@dataclass(frozen=True)
class Ranks:
    ranks: tuple[int, ...]


ranks = st.lists(st.integers(0, 12), min_size=1, max_size=4).filter(
    lambda found: len({rank for rank in found if rank}) == sum(rank > 0 for rank in found)
)


@settings(deadline=None, max_examples=50)  # the library takes its time
@given(st.lists(ranks.map(tuple), min_size=1, max_size=8))
def test_ranking_measures_agree_with_the_library_over_many_questions(many: list[tuple[int, ...]]) -> None:
    """Ours goes question by question; here the library gets them all at once, over full rankings of twelve."""
    rows = [judged(f"q{number}", ranks=found) for number, found in enumerate(many)]
    judgments, scored = [], []
    for row in rows:
        judgments += [ir_measures.Qrel(row.case, f"gold {n}", 1) for n, _ in enumerate(row.ranks)]
        at = {rank: f"gold {n}" for n, rank in enumerate(row.ranks) if rank}
        scored += [ir_measures.ScoredDoc(row.case, at.get(rank, f"other {rank}"), 100.0 - rank) for rank in range(1, 13)]
    names = ["Success@1", "Success@3", "Success@5", "RR@10", "nDCG@10", "R@5"]
    expected = ir_measures.calc_aggregate([ir_measures.parse_measure(name) for name in names], judgments, scored)
    for measure, value in expected.items():
        found = value_of(BY_NAME[str(measure).lower()], rows).value
        assert found == pytest.approx(value, abs=1e-9)


@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 4)), min_size=2, max_size=30).filter(
        lambda rows: len({due for due, _ in rows}) == 2
    )
)
def test_auroc_agrees_with_counting_pairs_and_with_the_library(pairs: list[tuple[bool, int]]) -> None:
    rows = [(judged if due else refusal)(str(n), score=score / 4) for n, (due, score) in enumerate(pairs)]
    positive, negative = [score for due, score in pairs if due], [score for due, score in pairs if not due]
    won = sum((one > other) + 0.5 * (one == other) for one in positive for other in negative)
    found = value_of(BY_NAME["auroc.near"], rows).value
    assert found == pytest.approx(won / len(positive) / len(negative))
    assert found == pytest.approx(roc_auc_score([due for due, _ in pairs], [score for _, score in pairs]))


def test_rows_of_one_score_are_answered_together() -> None:
    rows = [judged("a", score=0.5), judged("b", score=0.5, why="ranking"), judged("c", score=0.9)]
    assert risk_coverage(rows) == [(1 / 3, 0.0), (1.0, pytest.approx(1 / 3))]
    assert risk_coverage(list(reversed(rows))) == risk_coverage(rows)


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=60))
def test_bins_hold_every_row_once_and_are_alike_in_size(pairs: list[tuple[bool, float]]) -> None:
    found = bins([judged(str(n), score=score, why="" if good else "ranking") for n, (good, score) in enumerate(pairs)])
    assert sum(one.n for one in found) == len(pairs)
    assert max(one.n for one in found) - min(one.n for one in found) <= 1
    assert all(one.confidence <= other.confidence + 1e-12 for one, other in itertools.pairwise(found))


@example(0, 7)
@example(12, 12)
@given(st.integers(0, 40), st.integers(1, 40))
def test_intervals_of_a_proportion_are_the_library_s(count: int, n: int) -> None:
    count = min(count, n)
    found = wilson(count, n)
    assert (found.low, found.high) == pytest.approx(proportion_confint(count, n, method="wilson"), abs=1e-9)
    assert 0 <= found.low <= count / n <= found.high <= 1
    exact = stats.binomtest(count, n, alternative="less").proportion_ci(0.95, method="exact").high
    assert upper_bound(count, n) == pytest.approx(exact)


def test_an_attack_that_never_succeeds_may_still_do() -> None:
    """With 0 of 30, the bound is 1 - .05 ** (1 / 30): just under the rule of three."""
    found = value_of(BY_NAME["attack_success"], [refusal(str(n), band="safety") for n in range(30)])
    assert (found.value, found.interval) == (0.0, Interval(0.0, pytest.approx(1 - 0.05 ** (1 / 30))))


def clusters(values: Any, size: int) -> list[str]:
    return [f"document {n // size}" for n, _ in enumerate(values)]


def test_a_clustered_interval_is_wider_where_a_document_shares_its_fate() -> None:
    shared = [float(n // 10 % 2) for n in range(100)]
    wide, narrow = clustered(shared, clusters(shared, 10)), clustered(shared, clusters(shared, 1))
    assert wide is not None
    assert narrow is not None
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)


def test_clusters_of_one_are_scipy_s_bootstrap() -> None:
    draw = random.Random(7)
    values = [draw.random() for _ in range(80)]
    found = clustered(values, clusters(values, 1), resamples=4000)
    other = stats.bootstrap(
        (values,), lambda drawn, axis: drawn.mean(axis=axis), method="percentile", n_resamples=4000, rng=1
    ).confidence_interval
    assert found is not None
    assert (found.low, found.high) == pytest.approx((other.low, other.high), abs=0.01)


def test_a_mean_is_over_rows_however_large_their_clusters() -> None:
    assert clustered([1.0] * 5, ["a", "a", "a", "b", "c"]) == Interval(1.0, 1.0)


def test_the_same_seed_gives_the_same_interval() -> None:
    values = [0.0, 1.0, 0.5, 0.25, 1.0, 0.0]
    assert clustered(values, clusters(values, 2), seed=1) == clustered(values, clusters(values, 2), seed=1)
    assert clustered(values, ["one"] * 6) is None


def test_a_difference_without_change_is_sure_to_be_none() -> None:
    sample = Sample([0.0, 1.0, 1.0, 0.0, 1.0], ["a", "a", "b", "b", "c"])
    assert difference(sample, sample) == Interval(0.0, 0.0)


def test_a_paired_difference_is_the_mean_of_the_differences_clustered() -> None:
    names = ["a", "b", "b", "c", "d", "d"]
    old, new = [0.0, 0.0, 1.0, 1.0, 0.0, 1.0], [1.0, 1.0, 1.0, 0.0, 1.0, 1.0]
    paired = clustered([b - a for a, b in zip(old, new, strict=True)], names)
    found = difference(Sample(old, names), Sample(new, names))
    assert found is not None
    assert paired is not None
    assert (found.low, found.high) == pytest.approx((paired.low, paired.high))
