"""The verifier of written sentences: verbatim, contradicted by a rule, or as well supported as fitted numbers say."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from faqbot.answering.claims import Claim, features, quoted, verbatim
from faqbot.answering.contradictions import contradictions
from faqbot.protocols import Embedder


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted regression: one mean, scale and coefficient a feature, and the support from which on a claim is accepted.

    `made_from` is the digest of the judged claims that it was fitted on.
    """

    features: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    coefficients: tuple[float, ...]
    intercept: float
    line: float
    made_from: str = ""


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


def load(fingerprint: str) -> Weights:
    """The weights fitted for the embedding model `fingerprint`; those of the shipped model where it has none of its own."""
    files = _files()
    return parse(files.get(fingerprint) or next(iter(files.values())))


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


@functools.cache
def _files() -> Mapping[str, Mapping[str, Any]]:
    """The files of the package by the fingerprint they were fitted for."""
    folder = resources.files("faqbot.answering") / "verifiers"
    found = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".json"):
            data = json.loads(file.read_text(encoding="utf-8"))
            found[str(data["fingerprint"])] = data
    return found
