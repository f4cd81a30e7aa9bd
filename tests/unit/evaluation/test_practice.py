"""Practice roles: read with every mistake named, indexed by themselves, and part of what a calibration is fitted on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from faqbot.errors import EvaluationError
from faqbot.evaluation import practice
from faqbot.settings import Settings
from tests.builders import HashEmbedder

PAGE = "# Cook\n\n## Requirements\n\n- English at level B1\n- A knife of your own\n"


def role(folder: Path, *rows: dict[str, object]) -> Path:
    place = folder / "cook" / "en"
    place.mkdir(parents=True)
    (place / "profile.md").write_text(PAGE)
    (place / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n")
    return folder


CORE = {"question": "english?", "quotes": ["English at level B1"], "band": "core"}
NEAR = {"question": "german?", "quotes": [], "band": "near"}


def test_a_role_is_read_and_indexed_by_itself(tmp_path: Path) -> None:
    (found,) = practice.load(role(tmp_path, CORE, NEAR), Settings())
    first, second = found.questions.cases
    assert (first.id, first.lang, first.due, first.gold[0].quote) == ("cook/en/1", "en", True, "English at level B1")
    assert (second.due, second.band) == (False, "near")
    with practice.opened(found, HashEmbedder()) as index:
        assert set(index.documents) == {"profile.md"}


def test_a_quote_that_drifted_is_told(tmp_path: Path) -> None:
    (found,) = practice.load(role(tmp_path, {**CORE, "quotes": ["English at level C2"]}), Settings())
    with pytest.raises(EvaluationError, match="drift"), practice.opened(found, HashEmbedder()):
        pass


@pytest.mark.parametrize(
    "row",
    [{**CORE, "quotes": []}, {**NEAR, "quotes": ["English at level B1"]}, {**CORE, "band": "hard"}, {"question": "english?"}],
)
def test_a_wrong_line_is_told_with_its_place(tmp_path: Path, row: dict[str, object]) -> None:
    with pytest.raises(EvaluationError, match=r"questions\.jsonl:1"):
        practice.load(role(tmp_path, row), Settings())


def test_a_folder_without_roles_is_told(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="no practice role"):
        practice.load(tmp_path, Settings())


def test_another_question_is_another_fingerprint(tmp_path: Path) -> None:
    one = practice.load(role(tmp_path / "a", CORE), Settings())
    two = practice.load(role(tmp_path / "b", CORE, NEAR), Settings())
    assert practice.fingerprint(one) != practice.fingerprint(two)
