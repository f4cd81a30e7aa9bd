"""Utterances off the subject, asked of the real index: counted by what became of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from faqbot.cli import main
from faqbot.errors import EvaluationError
from faqbot.evaluation import offtopic
from faqbot.settings import Settings


def written(folder: Path, *texts: str) -> Path:
    rows = [json.dumps({"id": str(number), "text": text}) for number, text in enumerate(texts)]
    (folder / offtopic.FILE).write_text("\n".join(rows) + "\n")
    return folder


def test_each_is_counted_once_by_what_became_of_it(tmp_path: Path, shipped: Settings) -> None:
    folder = written(
        tmp_path, "What does a Head of Generative AI earn in France?", "Hello!", "how many teaspoons are in a cup of flour"
    )
    steps: list[tuple[int, int]] = []
    said = offtopic.measure(folder, shipped, lambda *step: steps.append(step))
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in said.splitlines()
        if line.startswith(("| balanced", "| careful"))
    ]
    assert [row[0] for row in rows] == ["balanced", "careful"]
    for _, answered, closest, routed, nothing in rows:
        assert answered.startswith("0.333 (")
        assert (closest, routed, nothing) == ("0", "1", "1")
    assert steps[-1] == (6, 6)


def test_a_folder_of_utterances_is_known_by_its_file(tmp_path: Path, shipped: Settings) -> None:
    folder = written(tmp_path, "what is the capital of Peru")
    told = CliRunner().invoke(main, ["eval", "external", "elsewhere", str(folder), "--data", str(shipped.data_dir)])
    assert told.exit_code == 0, told.output
    assert told.output.startswith("elsewhere: 1 utterances")


def test_no_utterance_is_an_error(tmp_path: Path, shipped: Settings) -> None:
    with pytest.raises(EvaluationError, match="holds no utterance"):
        offtopic.measure(written(tmp_path, " "), shipped)
