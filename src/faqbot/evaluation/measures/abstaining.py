"""Knowing when not to answer: who is refused rightly, and how much can be answered at which risk.

A question counts as refused when it was not answered from the documents, by whichever outcome; an error is no refusal.
Cases for which either will do are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from faqbot.evaluation.judging import Judged
from faqbot.evaluation.measures.base import Value, failed, nothing, questions

RISK = 0.05


def refused(row: Judged) -> float | None:
    """The share of questions that must not be answered that were not (the recall of refusing).

    refused / questions with `due` false.
    """
    return float(_refuses(row)) if row.due is False else None


def refusal_precision(row: Judged) -> float | None:
    """The share of the refusals that were called for.

    refused and due is false / refused.
    """
    return float(row.due is False) if _refuses(row) and row.due is not None else None


def over_refusal(row: Judged) -> float | None:
    """The share of answerable questions that were refused.

    refused / questions with `due` true.
    """
    return float(not row.answered) if row.due else None


def outcome_right(row: Judged) -> float | None:
    """The share of questions that must not be answered that got one of the outcomes the case allows.

    Stricter than refusing: a greeting that is met with "the documents do not say" is refused and yet misrouted.
    """
    return float(row.outcome_right) if row.due is False else None


def refusal_f1(rows: Sequence[Judged]) -> Value:
    """The harmonic mean of the precision and the recall of refusing.

    F1 = 2 TP / (2 TP + FP + FN) with refusing as the positive class; scikit-learn's f1_score.
    """
    from sklearn.metrics import f1_score

    asked = [row for row in questions(rows) if row.due is not None]
    if not any(row.due is False for row in asked):
        return nothing("No question that must not be answered.", len(asked))
    value = f1_score([row.due is False for row in asked], [_refuses(row) for row in asked], zero_division=0.0)
    return Value(float(value), len(asked), failed(asked))


def utility(row: Judged) -> float | None:
    """The mean of +1 for a right answer, 0 for none, -1 for a wrong answer.

    Over all questions; small talk counts as no answer.
    """
    return 0.0 if not row.answered else 1.0 if row.right else -1.0


def auroc(band: str) -> Callable[[Sequence[Judged]], Value]:
    """How well the confidence tells answerable questions from those of `band` that must not be answered."""

    def compute(rows: Sequence[Judged]) -> Value:
        """See below: the docstring is written for each band."""
        from sklearn.metrics import roc_auc_score

        asked = questions(rows)
        positive = [row for row in asked if row.due]
        negative = [row for row in asked if row.due is False and row.band == band]
        n = len(positive) + len(negative)
        if not positive or not negative:
            return nothing(f"There are {len(positive)} answerable questions and {len(negative)} of the band {band}.", n)
        labels = [1] * len(positive) + [0] * len(negative)
        value = roc_auc_score(labels, [row.score for row in (*positive, *negative)])
        return Value(float(value), n, failed([*positive, *negative]))

    compute.__doc__ = f"""The chance that a random answerable question has a higher confidence than a random one of the band {band}.

    AUROC = P(score answerable > score unanswerable) + half of the ties (Hanley and McNeil 1982); scikit-learn's
    roc_auc_score. A question that a route dealt with has the score 0.
    """
    return compute


def risk_coverage(rows: Sequence[Judged]) -> list[tuple[float, float]]:
    """(coverage, risk) at each distinct score, from the surest on: how many would be answered, and how many of them wrongly.

    A row would be right when what stands first in its ranking is gold; for a row that was answered it is whether it was
    right. Rows of one score are answered together or not at all.
    """
    asked = sorted((row for row in questions(rows) if row.due is not None), key=lambda row: -row.score)
    points: list[tuple[float, float]] = []
    wrong = 0
    for number, row in enumerate(asked, 1):
        wrong += not would_be_right(row)
        if number == len(asked) or asked[number].score < row.score:
            points.append((number / len(asked), wrong / number))
    return points


def would_be_right(row: Judged) -> bool:
    """Whether the answer that was given, or the one that would be, is right."""
    return row.right if row.answered else bool(row.due) and row.top_right


def aurc(rows: Sequence[Judged]) -> Value:
    """The area under the risk-coverage curve: the mean risk over all coverages when the surest are answered first.

    AURC = the mean of the risk at each row's coverage (Geifman, Uziel and El-Yaniv 2019); rows of one score share the
    risk of answering them all.
    """
    points = risk_coverage(rows)
    if not points:
        return nothing("No case of this kind.")
    covered = [0.0, *(coverage for coverage, _ in points)]
    area = sum((high - low) * risk for low, high, (_, risk) in zip(covered, covered[1:], points, strict=False))
    asked = [row for row in questions(rows) if row.due is not None]
    return Value(area, len(asked), failed(asked))


def coverage_at_risk(rows: Sequence[Judged]) -> Value:
    """The largest share of all questions that could be answered with at most 5 % of the answers wrong.

    max coverage with risk <= 0.05 over the thresholds of the confidence (Geifman and El-Yaniv 2017); 0 where none is.
    """
    points = risk_coverage(rows)
    if not points:
        return nothing("No case of this kind.")
    asked = [row for row in questions(rows) if row.due is not None]
    return Value(max((coverage for coverage, risk in points if risk <= RISK), default=0.0), len(asked), failed(asked))


def _refuses(row: Judged) -> bool:
    return not row.answered and not row.error
