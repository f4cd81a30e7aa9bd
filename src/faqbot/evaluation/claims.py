"""Claims that people judged beside their evidence: how well the verifier tells those that are supported, and the fit of it.

A set is a folder with `claims.jsonl` (`{id, evidence, claim, supported}`, and `label` or `lang` where there are any). Claims
labelled Generic say nothing that could be checked; they are told apart and not counted. The rows fall into two halves by
their evidence, so that no evidence stands in both; the fit sees one, what is reported is measured on the other.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from faqbot.answering import verifying
from faqbot.answering.claims import FEATURES, Claim, features, verbatim
from faqbot.answering.contradictions import contradictions
from faqbot.answering.verifying import ClaimVerifier, Weights
from faqbot.errors import EvaluationError
from faqbot.evaluation import calibrating, perturbing
from faqbot.evaluation.external import read_rows
from faqbot.evaluation.measures.base import Value
from faqbot.evaluation.statistics import wilson
from faqbot.language import sentences
from faqbot.protocols import Embedder
from faqbot.settings import Settings

FILE = "claims.jsonl"
# The share of unsupported claims that may be accepted, on folds left out of the fitted half.
ACCEPTED_WRONGLY = 0.05
_FOLDS, _C = 5, 0.3
_NAMES = 200
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim with a person's label: supported by its evidence or not; `generic` where it says nothing to check."""

    id: str
    claim: Claim
    supported: bool
    generic: bool

    @property
    def fitted(self) -> bool:
        """Whether it belongs to the half that the fit sees: the parity of its evidence's digest."""
        return hashlib.sha256(self.claim.evidence.encode()).digest()[-1] % 2 == 0


def read(folder: Path) -> list[JudgedClaim]:
    """The claims in `folder`. Raises EvaluationError with file and line for what is not of the format."""
    file = folder / FILE
    found = [
        JudgedClaim(
            str(row["id"]),
            Claim(str(row["claim"]), str(row["evidence"]), str(row.get("lang") or "en")),
            bool(row["supported"]),
            row.get("label") == "Generic",
        )
        for row in read_rows(file, ("id", "evidence", "claim", "supported"))
    ]
    if not any(one.supported for one in found) or all(one.supported for one in found):
        raise EvaluationError(
            f"{file} needs claims that are supported and claims that are not, or there is nothing to tell apart."
        )
    return found


def digest(claims: Sequence[JudgedClaim]) -> str:
    """Names a set of claims by its content."""
    text = "\n".join(f"{one.id}\t{one.claim.evidence}\t{one.claim.text}\t{one.supported}" for one in claims)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def score(claims: Sequence[JudgedClaim], verifier: ClaimVerifier, progress: Progress | None = None) -> dict[str, Value]:
    """What the verifier makes of `claims`, and of sentences made wrong on purpose from those that are supported."""
    from sklearn.metrics import balanced_accuracy_score, roc_auc_score

    counted = [one for one in claims if not one.generic]
    checks = []
    for done, one in enumerate(counted, 1):
        checks.append(verifier.check(one.claim))
        if progress:
            progress(done, len(counted))
    labels = [one.supported for one in counted]
    accepted = [check.accepted for check in checks]
    values = {
        "balanced accuracy": Value(float(balanced_accuracy_score(labels, accepted)), len(counted)),
        "AUROC": Value(float(roc_auc_score(labels, [check.support for check in checks])), len(counted)),
        "supported accepted": _among(accepted, labels, True),
        "unsupported accepted": _among(accepted, labels, False),
        "verbatim refused": _verbatim(counted, verifier),
    }
    if any(one.generic for one in claims):
        generic = [verifier.check(one.claim).accepted for one in claims if one.generic]
        values["generic accepted"] = _share(generic)
    return {**values, **_caught([one.claim for one in counted if one.supported], verifier)}


def measure(folder: Path, settings: Settings, progress: Progress | None = None) -> str:
    """The table for the claims in `folder`, and which of them it is about, as Markdown."""
    embedder = _embedder(settings)
    claims = read(folder)
    weights = verifying.load(embedder.fingerprint, settings.data_dir)
    reported = left_out(claims, weights.made_from)
    half = "; the half that the fit did not see" if len(reported) < len(claims) else ""
    values = score(reported, ClaimVerifier(embedder, weights), progress)
    return f"{len(reported)} of {len(claims)} claims{half}\n\n{table(values)}"


def calibrate(folder: Path, settings: Settings, out: Path | None, progress: Progress | None = None) -> Path:
    """Fit the verifier's weights for the model that is set on one half of the claims in `folder`; returns the file written.

    Without `out` that is in the data folder, where they go before those of the package.
    """
    made = fit(read(folder), _embedder(settings), progress)
    target = out or verifying.folder_of(settings.data_dir)
    target.mkdir(parents=True, exist_ok=True)
    file = target / f"{made.data['fingerprint']}.json"
    calibrating.write(made.data, file)
    return file


def table(values: Mapping[str, Value]) -> str:
    """A Markdown table, one line a measure."""
    lines = ["| measure | value | 95 % interval | n |", "|---|---|---|---|"]
    for name, value in values.items():
        span = f"{value.interval.low:.3f} to {value.interval.high:.3f}" if value.interval else ""
        shown = "-" if value.value is None else f"{value.value:.3f}"
        lines.append(f"| {name} | {shown} | {span} | {value.n} |")
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Fitted:
    """The content of a verifier's file and the weights in it."""

    data: Mapping[str, Any]
    weights: Weights


def fit(claims: Sequence[JudgedClaim], embedder: Embedder, progress: Progress | None = None) -> Fitted:
    """A logistic regression (L2, both labels weighing the same) of "supported" on the half that is to be fitted.

    Only claims that no rule decides take part. The line is the lowest support at which, on folds left out, at most
    ACCEPTED_WRONGLY of that half's unsupported claims would be shown.
    """
    half = [one for one in claims if one.fitted and not one.generic]
    open_ones = [one for one in half if not contradictions(one.claim) and not verbatim(one.claim)]
    rows = np.zeros((len(open_ones), len(FEATURES)))
    for number, one in enumerate(open_ones):
        rows[number] = list(features(one.claim, embedder).values())
        if progress:
            progress(number + 1, len(open_ones))
    labels = np.array([one.supported for one in open_ones])
    groups = np.array([one.claim.evidence for one in open_ones])
    if min(labels.sum(), (~labels).sum()) < _FOLDS or len(set(groups)) < _FOLDS:
        raise EvaluationError("There are too few claims to fit: at least five of each label, beside five different evidences.")
    mean, scale = rows.mean(axis=0), rows.std(axis=0)
    scale = np.where(scale < 1e-4, 1.0, scale)
    standard = (rows - mean) / scale
    model = _regression().fit(standard, labels)
    may_pass = int(ACCEPTED_WRONGLY * sum(not one.supported for one in half))
    data = {
        "fingerprint": embedder.fingerprint,
        "features": list(FEATURES),
        "mean": _rounded(mean),
        "scale": _rounded(scale),
        "coefficients": _rounded(model.coef_[0]),
        "intercept": round(float(model.intercept_[0]), 5),
        "line": _line(standard, labels, groups, may_pass),
        "made_from": {"claims": digest(claims), "fitted": len(open_ones), "half": len(half)},
    }
    return Fitted(data, verifying.parse(data))


def _line(rows: Any, labels: Any, groups: Any, may_pass: int) -> float:
    """The support just above that of the unsupported claim after the `may_pass` best ones, from folds that left it out."""
    from sklearn.model_selection import GroupKFold

    supports = np.zeros(len(labels))
    for inside, outside in GroupKFold(_FOLDS).split(rows, labels, groups):
        supports[outside] = _regression().fit(rows[inside], labels[inside]).predict_proba(rows[outside])[:, 1]
    unsupported = np.sort(supports[~labels])[::-1]
    return round(float(unsupported[may_pass]) + 1e-4, 4) if may_pass < len(unsupported) else 0.5


def _regression() -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=_C, max_iter=5000, class_weight="balanced")


def left_out(claims: Sequence[JudgedClaim], made_from: str) -> list[JudgedClaim]:
    """The claims to report on: the half that was not fitted where `made_from` names this very set, else all of them."""
    return [one for one in claims if not one.fitted] if digest(claims) == made_from else list(claims)


def _verbatim(claims: Sequence[JudgedClaim], verifier: ClaimVerifier) -> Value:
    """Sentences of the evidence themselves, checked as claims: each one refused is a false alarm."""
    refused = []
    for evidence in dict.fromkeys(one.claim.evidence for one in claims):
        claim = next(one.claim for one in claims if one.claim.evidence == evidence)
        for start, end in sentences.split(evidence):
            if any(character.isalnum() for character in evidence[start:end]):
                refused.append(not verifier.check(replace(claim, text=evidence[start:end])).accepted)
    return _share(refused)


def _caught(claims: Sequence[Claim], verifier: ClaimVerifier) -> dict[str, Value]:
    """For each way of making a supported claim wrong, the share of the results that is refused."""
    kinds: dict[str, Callable[[Claim], Any]] = dict(perturbing.PERTURBATIONS)
    others = perturbing.names([one.evidence for one in claims])[:_NAMES]
    kinds["another name"] = lambda claim: perturbing.renamed(claim, others)
    values = {}
    for kind, perturb in kinds.items():
        wrong = [
            not verifier.check(replace(claim, text=text)).accepted
            for claim, text in itertools.chain.from_iterable(((claim, text) for text in perturb(claim)) for claim in claims)
        ]
        if wrong:
            values[f"caught: {kind}"] = _share(wrong)
    return values


def _among(accepted: Sequence[bool], labels: Sequence[bool], label: bool) -> Value:
    return _share([one for one, own in zip(accepted, labels, strict=True) if own == label])


def _share(values: Sequence[bool]) -> Value:
    if not values:
        return Value(None, 0, note="There is none.")
    return Value(sum(values) / len(values), len(values), interval=wilson(sum(values), len(values)))


def _rounded(values: Any) -> list[float]:
    return [round(float(value), 5) for value in values]


def _embedder(settings: Settings) -> Embedder:
    from faqbot.index.caching import CachingEmbedder
    from faqbot.index.embedding import open_embedder

    return CachingEmbedder(open_embedder(settings.embedding_model, settings.data_dir, threads=settings.threads))
