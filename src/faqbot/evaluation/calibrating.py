"""A calibration from beginning to end: index, the bank of intents, judged questions, the fits in a row, two files."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from faqbot import assembly
from faqbot.answering import calibration
from faqbot.answering.features import FEATURES
from faqbot.answering.intents import IntentModel, packed, unpacked
from faqbot.answering.selection import OWN, SHARED
from faqbot.errors import EvaluationError, ModelError
from faqbot.evaluation import checking, fitting, practice
from faqbot.evaluation.cases import GoldenSet
from faqbot.evaluation.fitting import NEAR_ANSWERED, Example
from faqbot.evaluation.intent_fitting import fit_intents
from faqbot.evaluation.runs import corpus_hash
from faqbot.language.intents import bank
from faqbot.protocols import Index
from faqbot.settings import Settings

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """The content of both calibration files, the model they are for, and what was measured on folds left out."""

    data: Mapping[str, Any]
    intents: IntentModel
    fingerprint: str
    figures: Mapping[str, float]


def calibrate(
    golden: GoldenSet, settings: Settings, roles: Sequence[practice.Role] = (), progress: Progress | None = None
) -> Made:
    """Fit on `golden` (the development half) over the live index, and on practice `roles` over theirs.

    Raises EvaluationError for questions that do not fit their documents.
    """
    with ExitStack() as stack:
        index = assembly.open_live(settings)
        checking.check(golden, index.documents.values())
        indexes = [stack.enter_context(practice.opened(role, index.embedder)) for role in roles]
        asked = [(golden, index), *((role.questions, each) for role, each in zip(roles, indexes, strict=True))]
        return _fitted(asked, settings, practice.fingerprint(roles) if roles else "", progress)


def _fitted(asked: Sequence[tuple[GoldenSet, Index]], settings: Settings, practised: str, progress: Progress | None) -> Made:
    """The fits in a row over every set of questions and its index; the first is the one that is calibrated for."""
    golden, index = asked[0]
    fingerprint = assembly.models(index, settings)
    intents = kept_intents(fingerprint, settings) or unpacked(packed(fit_intents(bank(), index.embedder)))

    def examples(numbers: Mapping[str, Any]) -> list[Example]:
        made = calibration.parse(numbers, intents=intents)
        return [
            example
            for questions, each in asked
            for example in fitting.examples(questions, assembly.assemble(each, settings, made), progress)
        ]

    data = _file(fingerprint, prior())
    found = examples(data)
    if not any(any(example.hits) for example in found):
        raise EvaluationError(
            "No judged question finds its gold quote in this index, so there is nothing to fit. Check --golden and --data."
        )
    data = _file(fingerprint, fitting.fit_weights(found, data["sentence"]))
    judged = fitting.fit_judge(examples(data))
    figures = fitting.figures(judged)
    if practised:
        own = {case.id for case in golden.cases}
        others = {case.id for questions, _ in asked[1:] for case in questions.cases}
        for kind, only in (("golden", own), ("practice", others)):
            figures |= {f"{kind}_{name}": value for name, value in fitting.figures(judged, only).items()}
    provenance = {
        "golden": golden.hash,
        "practice": practised,
        "bank": bank().hash,
        "corpus": corpus_hash(index.documents.values()),
        "figures": figures,
    }
    numbers = {**data, "judge": judged.data, "lines": judged.lines, "plain_lines": judged.plain_lines, "made_from": provenance}
    return Made(numbers, intents, fingerprint, figures)


def kept_intents(fingerprint: str, settings: Settings) -> IntentModel | None:
    """The classifier of the calibration before, where it was fitted on the same bank; None where it must be fitted anew, as
    where the calibration before is of a version whose files are not read any more.
    """
    try:
        before = calibration.load(fingerprint, settings.data_dir)
    except ModelError:
        return None
    return before.intents if before.own and before.bank == bank().hash else None


def prior() -> dict[str, float]:
    """The weights by name of score that every fit begins with and is held to."""
    given = tomllib.loads((resources.files("faqbot.evaluation") / "prior.toml").read_text(encoding="utf-8"))["weights"]
    return {name: float(given[name]) for name in (*SHARED, *OWN)}


def keep(made: Made, folder: Path) -> Path:
    """Write both files into `folder`; returns the one with the numbers. Raises EvaluationError where that cannot be."""
    file = folder / f"{made.fingerprint}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.with_suffix(".npz").write_bytes(packed(made.intents))
    except OSError as error:
        raise EvaluationError(
            f"The calibration cannot be written to {folder}: {error.strerror}. Name another folder with --out."
        ) from None
    write(made.data, file)
    return file


def write(data: Mapping[str, Any], file: Path) -> None:
    """Write the content of a calibration file. Raises EvaluationError where that cannot be."""
    try:
        file.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise EvaluationError(
            f"The calibration cannot be written to {file}: {error.strerror}. Name another file with --out."
        ) from None


def _file(fingerprint: str, sentence: Mapping[str, float]) -> dict[str, Any]:
    """A calibration file with these weights for sentences, and a judge and lines that know nothing yet."""
    one = {"mean": [0.0], "scale": [1.0], "coefficients": [0.0], "worded_coefficients": [0.0]}
    judge = {"features": FEATURES, "intercept": 0.0, **{name: value * len(FEATURES) for name, value in one.items()}}
    # Chunks are ranked by the same scores, read off their best sentence.
    chunk = {name: round(sentence[name] + (sentence["sentence"] if name == "headed" else 0.0), 4) for name in (*SHARED, "headed")}
    lines = {caution: {"answer": 0.5, "closest": 0.5} for caution in NEAR_ANSWERED}
    numbers = {"chunk": chunk, "sentence": dict(sentence), "judge": judge, "lines": lines, "plain_lines": lines}
    default = {"default": True} if fingerprint == calibration.borrowed() else {}
    return {**default, "fingerprint": fingerprint, **numbers}
