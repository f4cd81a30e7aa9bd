"""What a calibration begins with, and that one of another version is no obstacle to making a new one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from faqbot import assembly
from faqbot.answering import calibration
from faqbot.answering.answerability import probability
from faqbot.answering.features import FEATURES
from faqbot.answering.selection import OWN, SHARED
from faqbot.errors import ModelError
from faqbot.evaluation import calibrating, fitting
from faqbot.evaluation.cases import Case
from faqbot.evaluation.fitting import Example
from faqbot.language.intents import bank
from faqbot.settings import Settings
from faqbot.types import Part, Query, Verdict


def test_every_score_has_a_weight_to_begin_with() -> None:
    assert list(calibrating.prior()) == [*SHARED, *OWN]
    assert all(weight > 0 for weight in calibrating.prior().values())


@pytest.fixture
def calibrated(shipped: Settings, tmp_path: Path) -> tuple[Settings, Path]:
    """A data folder with the shipped index and a calibration of its own, and the file with its numbers."""
    settings = shipped.model_copy(update={"data_dir": tmp_path})
    for place in shipped.data_dir.iterdir():
        (tmp_path / place.name).symlink_to(place)
    package, own = Path(calibration.__file__).parent / "calibrations", calibration.folder_of(tmp_path)
    fingerprint = assembly.open_live(settings).embedder.fingerprint
    own.mkdir()
    for file in package.glob(f"{fingerprint}.*"):
        (own / file.name).write_bytes(file.read_bytes())
    return settings, own / f"{fingerprint}.json"


def changed(file: Path, judge: dict[str, object]) -> None:
    numbers = json.loads(file.read_text())
    file.write_text(json.dumps({**numbers, "judge": judge}))


@pytest.mark.parametrize("left", ["worded_coefficients", "nothing"])
def test_a_calibration_of_another_version_is_no_obstacle_to_a_new_one(calibrated: tuple[Settings, Path], left: str) -> None:
    """Whether it names features that are not worked out any more, or lacks what this version reads."""
    settings, file = calibrated
    judge = json.loads(file.read_text())["judge"]
    changed(
        file,
        {name: value for name, value in judge.items() if name != left} | {"features": ["of yesterday", *judge["features"][1:]]},
    )
    with pytest.raises(ModelError, match="Run: faqbot eval calibrate"):
        assembly.open_bot(settings)
    assert assembly.open_live(settings).documents
    assert (calibrating.kept_intents(file.stem, settings) is None) == (left != "nothing")


def test_intents_are_kept_while_their_wordings_are_the_same(calibrated: tuple[Settings, Path]) -> None:
    settings, file = calibrated
    kept = calibrating.kept_intents(file.stem, settings)
    assert kept is not None
    assert kept.names == bank().names
    numbers = json.loads(file.read_text())
    file.write_text(json.dumps({**numbers, "made_from": {**numbers["made_from"], "bank": "another"}}))
    assert calibrating.kept_intents(file.stem, settings) is None
    assert calibrating.kept_intents("a-model-of-nobody", settings) is None


def example(number: int, *, told: float, right: bool) -> Example:
    """A question whose only telling feature tells the opposite where headings tell."""
    chance = np.random.default_rng(number)
    features = dict.fromkeys(FEATURES, 0.0) | {"worded": told, "covered": float(right == (told == 1.0)) + chance.normal(0, 0.1)}
    case = Case(
        id=f"case-{number}", lang="en", question="?", expect=("answered",) if right else ("not_in_documents",),
        band="core" if right else "near", split="dev", file="", line=1,
    )  # fmt: skip
    return Example(case, Part(Query("?", "?", "en", frozenset()), (), Verdict(0.0, "nothing"), features), (right,))


def test_a_feature_may_tell_one_thing_in_plain_descriptions_and_another_where_headings_tell() -> None:
    found = [example(number, told=float(number % 2), right=number % 4 < 2) for number in range(400)]
    judged = fitting.fit_judge(found)
    numbers = calibrating._file("model", calibrating.prior()) | {
        "judge": judged.data,
        "lines": judged.lines,
        "plain_lines": judged.plain_lines,
    }
    fitted = calibration.parse(numbers)
    for one in found[:40]:
        assert (probability(fitted, dict(one.part.features)) > 0.5) == one.right
    blind = replace(fitted, worded_coefficients=(0.0,) * len(FEATURES))
    assert sum((probability(blind, dict(one.part.features)) > 0.5) == one.right for one in found) < 300
