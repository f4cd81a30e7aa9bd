"""The verifier of written sentences: verbatim, contradicted by a rule, or as well supported as fitted numbers say."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from faqbot.answering.claims import Claim, features, quoted, verbatim
from faqbot.answering.contradictions import contradictions
from faqbot.errors import ModelError
from faqbot.protocols import Embedder


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted regression: one mean, scale and coefficient a feature, and the support from which on a claim is accepted.

    `made_from` is the digest of the judged claims that it was fitted on; `own` is false where another model's are borrowed.
    """

    features: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    coefficients: tuple[float, ...]
    intercept: float
    line: float
    made_from: str = ""
    own: bool = True


@dataclass(frozen=True, slots=True)
class Check:
    """What the verifier makes of a claim: whether it may be shown, how well it is supported, and why not where it may not."""

    accepted: bool
    support: float
    reasons: tuple[str, ...] = ()


class ClaimVerifier:
    """Checks written sentences against the sentences they cite, with no model but the embedding one."""

    def __init__(self, embedder: Embedder, weights: Weights) -> None:
        self._embedder = embedder
        self._weights = weights

    def check(self, claim: Claim) -> Check:
        """The check of one claim; an empty one or one without evidence is refused."""
        if not claim.text.strip() or not claim.evidence.strip():
            return Check(False, 0.0, ("empty",))
        if quoted(claim):
            return Check(True, 1.0)
        if broken := contradictions(claim):
            return Check(False, 0.0, broken)
        if verbatim(claim):
            return Check(True, 1.0)
        support = probability(self._weights, features(claim, self._embedder))
        accepted = support >= self._weights.line
        return Check(accepted, support, () if accepted else ("unsupported",))


def probability(weights: Weights, values: Mapping[str, float]) -> float:
    """The logistic function of the standardised features' weighted sum, rounded."""
    total = weights.intercept + sum(
        coefficient * (values[name] - mean) / scale
        for name, mean, scale, coefficient in zip(
            weights.features, weights.mean, weights.scale, weights.coefficients, strict=True
        )
    )
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 4)


def load(fingerprint: str, data_dir: Path | None = None) -> Weights:
    """The weights fitted for the embedding model `fingerprint`, or those of the shipped one marked as borrowed (`own` is
    false). Weights in the data folder go before those of the package. Raises ModelError for a file that cannot be read.
    """
    for folder in (*([folder_of(data_dir)] if data_dir is not None else ()), _package()):
        file = folder / f"{fingerprint}.json"
        if file.is_file():
            try:
                return parse(json.loads(file.read_text(encoding="utf-8")))
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise ModelError(
                    f"The verifier's weights {file} cannot be read ({error}). Run: faqbot eval calibrate --claims"
                ) from None
    borrowed = min((file for file in _package().iterdir() if file.name.endswith(".json")), key=lambda file: file.name)
    return replace(parse(json.loads(borrowed.read_text(encoding="utf-8"))), own=False)


def folder_of(data_dir: Path) -> Path:
    """Where a data folder keeps the weights made in it."""
    return data_dir / "verifiers"


def parse(data: Mapping[str, Any]) -> Weights:
    """Weights from the mapping that their file holds."""
    return Weights(
        tuple(data["features"]),
        tuple(data["mean"]),
        tuple(data["scale"]),
        tuple(data["coefficients"]),
        float(data["intercept"]),
        float(data["line"]),
        str(data["made_from"]["claims"]),
    )


def _package() -> Traversable:
    return resources.files("faqbot.answering") / "verifiers"
