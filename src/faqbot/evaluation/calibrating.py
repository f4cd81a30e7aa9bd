"""A calibration from beginning to end: index, judged questions, three fits in a row, one file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from faqbot import assembly
from faqbot.answering import calibration
from faqbot.errors import EvaluationError
from faqbot.evaluation import checking, fitting
from faqbot.evaluation.cases import GoldenSet
from faqbot.evaluation.runs import corpus_hash
from faqbot.settings import Settings

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """The content of a calibration file, the model it is for, and what was measured on folds left out."""

    data: Mapping[str, Any]
    fingerprint: str
    figures: Mapping[str, float]


def calibrate(golden: GoldenSet, settings: Settings, progress: Progress | None = None) -> Made:
    """Fit on `golden` (the development half) over the live index. Raises EvaluationError for cases that do not fit it."""
    bot = assembly.open_bot(settings)
    index = bot.index
    checking.check(golden, index.documents.values())
    fitted = calibration.load(index.embedder.fingerprint)
    found = fitting.examples(golden, bot, progress)
    if not any(any(example.hits) for example in found):
        raise EvaluationError(
            "No judged question finds its gold quote in this index, so there is nothing to fit. Check --golden and --data."
        )
    sentence = fitting.fit_weights(found, fitted.sentence)
    data: dict[str, Any] = _file(fitted, index.embedder.fingerprint, sentence)
    weighed = assembly.assemble(index, settings, calibration.parse(data))
    judged = fitting.fit_judge(fitting.examples(golden, weighed))
    figures = fitting.figures(judged)
    provenance = {"golden": golden.hash, "corpus": corpus_hash(index.documents.values()), "figures": figures}
    return Made(
        {**data, "judge": judged.data, "lines": judged.lines, "made_from": provenance}, index.embedder.fingerprint, figures
    )


def default_file(fingerprint: str) -> Path:
    """Where the package keeps the calibration of a model."""
    return Path(str(resources.files("faqbot.answering") / "calibrations" / f"{fingerprint}.json"))


def write(data: Mapping[str, Any], file: Path) -> None:
    """Write the content of a calibration file. Raises EvaluationError where that cannot be."""
    try:
        file.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise EvaluationError(
            f"The calibration cannot be written to {file}: {error.strerror}. Name another file with --out."
        ) from None


def _file(before: calibration.Calibration, fingerprint: str, sentence: Mapping[str, float]) -> dict[str, Any]:
    """A calibration file with new weights for sentences and everything else as it was."""
    judge = {
        "features": before.features,
        "mean": before.mean,
        "scale": before.scale,
        "coefficients": before.coefficients,
        "intercept": before.intercept,
    }
    # Chunks are ranked by the same scores, read off their best sentence.
    chunk = {name: round(sentence[name] + (sentence["sentence"] if name == "headed" else 0.0), 4) for name in before.chunk}
    lines = {caution: {"answer": line.answer, "closest": line.closest} for caution, line in before.lines.items()}
    default = {"default": True} if fingerprint == before.fitted_for else {}
    return {**default, "fingerprint": fingerprint, "chunk": chunk, "sentence": dict(sentence), "judge": judge, "lines": lines}
