"""The fits: numbers that answering runs on, from the development half of the judged questions only.

Three steps, each with the one before in place: what each score weighs when chunks are ranked, the same for sentences,
and the judge's logistic regression with the lines between its zones. What is reported is measured on folds that were
left out (all wordings of a case in one fold), never on what was fitted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from faqbot.answering.features import FEATURES
from faqbot.answering.worded import MOSTLY_WORDED
from faqbot.evaluation.cases import Case, GoldenSet
from faqbot.evaluation.matching import meets, places
from faqbot.pipeline import FaqBot
from faqbot.types import Caution, Document, Evidence, Part, Turn

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
FOLDS = 8
# A softmax over scores between 0 and 1 needs sharpening to tell first from second.
_SHARPNESS = 8.0
# How strongly the weights are held to their prior, and the judge's coefficients to zero (inverse strength).
_HOLD, _JUDGE_C = 0.03, 1.0
# The share of unanswerable near misses that each caution may answer, on folds left out: below headings that tell what
# stands there, and in plain descriptions, where each near miss refused costs more answers.
NEAR_ANSWERED: Mapping[Caution, float] = {"careful": 0.05, "balanced": 0.15, "open": 0.30}
PLAIN_NEAR_ANSWERED: Mapping[Caution, float] = {"careful": 0.05, "balanced": 0.20, "open": 0.35}
# The share of right evidence that stays above the line of "the closest passage is".
_KEPT_BY_CLOSEST = 0.93
# So many near misses it takes to draw a line.
_ENOUGH = 40


@dataclass(frozen=True, slots=True)
class Example:
    """One wording of a case: what the stages made of it, and which of its evidence, in order, stands at a gold quote."""

    case: Case
    part: Part
    hits: tuple[bool, ...]

    @property
    def group(self) -> str:
        """What a fold leaves out together: all wordings of a case, all questions of a practice role."""
        return self.case.id.rpartition("/")[0] or self.case.id

    @property
    def right(self) -> bool:
        """Whether the first evidence may be shown as the answer."""
        return bool(self.hits) and self.hits[0] and self.case.due is not False


def examples(golden: GoldenSet, bot: FaqBot, progress: Callable[[int, int], None] | None = None) -> list[Example]:
    """Every wording of the cases that are answered or not from the documents, with one question each."""
    found: list[Example] = []
    for done, case in enumerate(golden.cases, 1):
        if not {"answered", "not_in_documents"} & set(case.expect):
            continue
        spans = {(gold.doc, span) for gold in case.gold for span in places(bot.index.documents[gold.doc].text, gold.quote)}
        for wording in (case.question, *case.variants):
            parts = bot.parts(Turn(wording, role=case.role, turns=case.turns))
            if len(parts) == 1:
                hits = tuple(_hits(evidence, spans) for evidence in parts[0].evidence if evidence.chosen)
                found.append(Example(case, parts[0], hits))
        if progress:
            progress(done, len(golden.cases))
    return found


def fit_weights(found: Sequence[Example], prior: Mapping[str, float]) -> dict[str, float]:
    """The weights, none negative, under which a softmax over the evidence puts most on what is gold.

    Listwise ranking (Cao et al. 2007, ListNet) with the loss -log of the share of the gold evidence, plus _HOLD times
    the squared distance from `prior`.
    """
    from scipy.optimize import minimize

    names = list(prior)
    lists = [(_matrix(example, names), np.array(example.hits)) for example in found if any(example.hits)]
    start = np.array([prior[name] for name in names])

    def loss(weights: Array) -> tuple[float, Array]:
        total, slope = 0.0, np.zeros_like(weights)
        for rows, gold in lists:
            scores = _SHARPNESS * (rows @ weights)
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            kept = shares[gold].sum()
            total -= float(np.log(kept + 1e-12))
            slope -= _SHARPNESS * (rows.T @ (np.where(gold, shares / kept, 0.0) - shares))
        held = weights - start
        return total / len(lists) + _HOLD * float(held @ held), slope / len(lists) + 2 * _HOLD * held

    fitted = minimize(loss, start, jac=True, bounds=[(0.0, 2.0)] * len(names), method="L-BFGS-B").x
    return {name: round(float(weight), 4) for name, weight in zip(names, fitted, strict=True)}


@dataclass(frozen=True, slots=True)
class Judged:
    """The fitted judge as its file holds it, and the confidence of each example from a fold that left it out."""

    data: Mapping[str, Any]
    lines: Mapping[Caution, Mapping[str, float]]
    plain_lines: Mapping[Caution, Mapping[str, float]]
    left_out: Array
    examples: tuple[Example, ...]


def fit_judge(found: Sequence[Example], names: Sequence[str] = FEATURES) -> Judged:
    """A logistic regression (L2) of "the evidence answers" on the standardised features `names`, each once for all evidence
    and once more by how much its heading tells; a case weighs one in all.

    A fold leaves out whole groups (see `Example.group`).
    """
    from sklearn.model_selection import GroupKFold

    kept = tuple(example for example in found if example.part.features)
    rows = np.array([[example.part.features[name] for name in names] for example in kept])
    right = np.array([example.right for example in kept])
    cases = np.array([example.case.id for example in kept])
    counts = {case: int((cases == case).sum()) for case in cases}
    shares = np.array([1 / counts[case] for case in cases])
    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    # A feature that is the same everywhere tells nothing; one divides it by one instead of by zero.
    scale = np.where(spread < 1e-4, 1.0, spread)
    told = np.array([example.part.features["worded"] for example in kept])
    standard = (rows - mean) / scale
    standard = np.hstack([standard, told[:, None] * standard])
    groups = np.array([example.group for example in kept])
    left_out = np.zeros(len(kept))
    for inside, outside in GroupKFold(FOLDS).split(standard, right, groups):
        left_out[outside] = _regression(standard[inside], right[inside], shares[inside]).predict_proba(standard[outside])[:, 1]
    model = _regression(standard, right, shares)
    data = {
        "features": list(names),
        "mean": _rounded(mean),
        "scale": _rounded(scale),
        "coefficients": _rounded(model.coef_[0, : len(names)]),
        "worded_coefficients": _rounded(model.coef_[0, len(names) :]),
        "intercept": round(float(model.intercept_[0]), 5),
    }
    worded = told >= MOSTLY_WORDED
    lines = _lines(kept, right, left_out, NEAR_ANSWERED, worded)
    # Where every question is about worded sections, as on one's own corpus, their lines serve for all.
    enough = sum(one.case.band == "near" for one, is_worded in zip(kept, worded, strict=True) if not is_worded) >= _ENOUGH
    plain = _lines(kept, right, left_out, PLAIN_NEAR_ANSWERED, ~worded) if enough else lines
    return Judged(data, lines, plain, left_out, kept)


def _regression(rows: Array, right: Mask, shares: Array) -> LogisticRegression:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=_JUDGE_C, max_iter=5000).fit(rows, right, sample_weight=shares)


def figures(judged: Judged, only: Set[str] | None = None) -> dict[str, float]:
    """What is told of a calibration, for the cases of the ids in `only`: ranking on all, judging on folds left out."""
    from sklearn.metrics import roc_auc_score

    kept = np.array([only is None or example.case.id in only for example in judged.examples])
    answerable = [example for example, here in zip(judged.examples, kept, strict=True) if example.case.due and here]
    near = np.array([example.case.band == "near" for example in judged.examples]) & kept
    right = np.array([example.right for example in judged.examples]) & kept
    between = right | near
    lines = (judged.lines, judged.plain_lines)
    answered = np.array(
        [
            confidence >= lines[example.part.features["worded"] < MOSTLY_WORDED]["balanced"]["answer"]
            for example, confidence in zip(judged.examples, judged.left_out, strict=True)
        ]
    )
    due = np.array([bool(example.case.due) for example in judged.examples]) & kept
    return {
        "answerable": len(answerable),
        "right_first": round(float(np.mean([example.right for example in answerable])), 3),
        "right_among_three": round(float(np.mean([any(example.hits[:3]) for example in answerable])), 3),
        "near": int(near.sum()),
        "near_auroc": round(float(roc_auc_score(right[between], judged.left_out[between])), 3),
        "balanced_coverage": round(float(np.mean(answered[due])), 3),
        "balanced_near_answered": round(float(np.mean(answered[near])), 3),
    }


def _lines(
    kept: Sequence[Example], right: Mask, left_out: Array, shares: Mapping[Caution, float], here: Mask
) -> dict[Caution, dict[str, float]]:
    """The lines of each caution from the examples that are `here`."""
    near = np.sort(left_out[here & np.array([one.case.band == "near" and one.case.due is False for one in kept])])
    closest = float(np.quantile(left_out[right & here], 1 - _KEPT_BY_CLOSEST))
    lines: dict[Caution, dict[str, float]] = {}
    for caution, share in shares.items():
        answer = float(np.quantile(near, 1 - share))
        lines[caution] = {"answer": round(answer, 4), "closest": round(min(closest, answer), 4)}
    return lines


def _matrix(example: Example, names: Sequence[str]) -> Array:
    quotable = [evidence for evidence in example.part.evidence if evidence.chosen]
    return np.array([[evidence.features[name] for name in names] for evidence in quotable])


def _hits(evidence: Evidence, spans: set[tuple[str, tuple[int, int]]]) -> bool:
    document: Document = evidence.document
    chosen = [evidence.section.sentences[number] for number in evidence.chosen]
    return any(source == document.source and any(meets((one.start, one.end), span) for one in chosen) for source, span in spans)


def _rounded(values: Array) -> list[float]:
    return [round(float(value), 5) for value in values]
