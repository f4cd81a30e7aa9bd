"""The fitted numbers: what each score weighs, and how the judge turns features into a confidence.

A calibration belongs to one embedding model. It is a data file written by `faqbot eval calibrate` from judged
questions; a model without one of its own borrows the default model's and answers in careful mode only.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from faqbot.types import Caution

DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Lines:
    """Confidence from which on the evidence is the answer, and from which on it is shown as the closest passage."""

    answer: float
    closest: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights by name of score; one mean, scale and coefficient a feature; the two lines for each caution."""

    chunk: Mapping[str, float]
    sentence: Mapping[str, float]
    features: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    coefficients: tuple[float, ...]
    intercept: float
    lines: Mapping[Caution, Lines]
    fitted_for: str
    own: bool


def load(fingerprint: str) -> Calibration:
    """The calibration of the model `fingerprint`, or the default one marked as borrowed (`own` is false)."""
    data = _files()
    own = fingerprint in data
    return parse(data[fingerprint] if own else data[DEFAULT], own=own)


def parse(data: Mapping[str, Any], *, own: bool = True) -> Calibration:
    """A calibration from the mapping that its file holds."""
    judge = data["judge"]
    return Calibration(
        chunk=dict(data["chunk"]),
        sentence=dict(data["sentence"]),
        features=tuple(judge["features"]),
        mean=tuple(judge["mean"]),
        scale=tuple(judge["scale"]),
        coefficients=tuple(judge["coefficients"]),
        intercept=float(judge["intercept"]),
        lines={caution: Lines(**pair) for caution, pair in data["lines"].items()},
        fitted_for=str(data["fingerprint"]),
        own=own,
    )


@functools.cache
def _files() -> Mapping[str, Mapping[str, Any]]:
    """The calibration files of the package by the fingerprint they were fitted for; the first one is the default."""
    folder = resources.files("faqbot.answering") / "calibrations"
    found: dict[str, Mapping[str, Any]] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".json"):
            data = json.loads(file.read_text(encoding="utf-8"))
            found[data["fingerprint"]] = data
            if data.get("default"):
                found[DEFAULT] = data
    return found
