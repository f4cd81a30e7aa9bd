"""The fitted numbers: what each score weighs, and how the judge turns features into a confidence.

A calibration belongs to one embedding model. It is two data files written by `faqbot eval calibrate` from judged
questions: numbers (JSON) and the classifier of intents (npz). They stand in the data folder, or in this package for the
shipped model. A model without one of its own borrows the numbers and answers in careful mode only.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from faqbot.answering.intents import IntentModel, unpacked
from faqbot.errors import ModelError
from faqbot.types import Caution


@dataclass(frozen=True, slots=True)
class Lines:
    """Confidence from which on the evidence is the answer, and from which on it is shown as the closest passage."""

    answer: float
    closest: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights by name of score; one mean, scale and two coefficients a feature; the two lines for each caution.

    `coefficients` count for all evidence, `worded_coefficients` are added to them by how much its heading tells (see
    `worded`): what shows an answer in a FAQ shows less in a plain description. `plain_lines` are for evidence below a
    heading that tells little, whose near misses are harder to tell. `bank` names the wordings that `intents` is fitted on.
    """

    chunk: Mapping[str, float]
    sentence: Mapping[str, float]
    features: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    coefficients: tuple[float, ...]
    worded_coefficients: tuple[float, ...]
    intercept: float
    lines: Mapping[Caution, Lines]
    plain_lines: Mapping[Caution, Lines]
    fitted_for: str
    own: bool
    intents: IntentModel | None = None
    bank: str = ""


def load(fingerprint: str, data_dir: Path | None = None) -> Calibration:
    """The calibration of the model `fingerprint`, or the default one marked as borrowed (`own` is false).

    One in the data folder goes before one of the package. Raises ModelError for a file that cannot be read.
    """
    for folder in _folders(data_dir):
        numbers = folder / f"{fingerprint}.json"
        if numbers.is_file():
            try:
                return parse(json.loads(numbers.read_text(encoding="utf-8")), intents=_intents(folder / f"{fingerprint}.npz"))
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise ModelError(f"The calibration {numbers} cannot be read ({error}). Run: faqbot eval calibrate") from None
    return parse(_default(), own=False)


def parse(data: Mapping[str, Any], *, own: bool = True, intents: IntentModel | None = None) -> Calibration:
    """A calibration from the mapping that its file holds, and the classifier that stands beside it."""
    judge = data["judge"]
    return Calibration(
        chunk=dict(data["chunk"]),
        sentence=dict(data["sentence"]),
        features=tuple(judge["features"]),
        mean=tuple(judge["mean"]),
        scale=tuple(judge["scale"]),
        coefficients=tuple(judge["coefficients"]),
        worded_coefficients=tuple(judge["worded_coefficients"]),
        intercept=float(judge["intercept"]),
        lines={caution: Lines(**pair) for caution, pair in data["lines"].items()},
        plain_lines={caution: Lines(**pair) for caution, pair in data["plain_lines"].items()},
        fitted_for=str(data["fingerprint"]),
        own=own,
        intents=intents,
        bank=str(data.get("made_from", {}).get("bank", "")),
    )


def borrowed() -> str:
    """The model whose calibration is lent to those that have none."""
    return str(_default()["fingerprint"])


def folder_of(data_dir: Path) -> Path:
    """Where a data folder keeps the calibrations made in it."""
    return data_dir / "calibrations"


def _folders(data_dir: Path | None) -> Iterator[Traversable]:
    if data_dir is not None:
        yield folder_of(data_dir)
    yield _package()


def _package() -> Traversable:
    return resources.files("faqbot.answering") / "calibrations"


def _intents(file: Traversable) -> IntentModel | None:
    return unpacked(file.read_bytes()) if file.is_file() else None


@functools.cache
def _default() -> Mapping[str, Any]:
    """The numbers of the shipped model, which others borrow."""
    for file in sorted(_package().iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".json"):
            data: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
            if data.get("default"):
                return data
    raise ModelError("The package holds no default calibration; install faqbot again.")
