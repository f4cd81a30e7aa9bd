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
from faqbot.settings import Settings
from faqbot.types import Part, Query, Verdict


def test_every_score_has_a_weight_to_begin_with() -> None:
    assert list(calibrating.prior()) == [*SHARED, *OWN]
    assert all(weight > 0 for weight in calibrating.prior().values())


def test_a_calibration_of_another_version_leaves_the_index_to_be_calibrated_anew(shipped: Settings, tmp_path: Path) -> None:
    settings = shipped.model_copy(update={"data_dir": tmp_path})
    for place in shipped.data_dir.iterdir():
        (tmp_path / place.name).symlink_to(place)
    fingerprint = assembly.open_live(settings).embedder.fingerprint
    numbers = json.loads((Path(calibration.__file__).parent / "calibrations" / f"{fingerprint}.json").read_text())
    numbers["judge"]["features"][0] = "a feature of yesterday"
    calibration.folder_of(tmp_path).mkdir()
    (calibration.folder_of(tmp_path) / f"{fingerprint}.json").write_text(json.dumps(numbers))
    with pytest.raises(ModelError, match="Run: faqbot eval calibrate"):
        assembly.open_bot(settings)
    assert assembly.open_live(settings).documents


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
