"""A model as a second judge: its evidence is held against the quotes, and its agreement is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from faqbot.errors import EvaluationError, ProviderError
from faqbot.evaluation import cases, runs
from faqbot.evaluation.cases import GoldenSet
from faqbot.evaluation.characters import Given
from faqbot.evaluation.llmjudge import Agreement, Opinion, agreement, opinions, told
from faqbot.evaluation.scripted import given
from faqbot.types import Prompt
from tests.unit.evaluation import samples


def test_agreement_is_counted_over_the_verdicts_that_count() -> None:
    found = [
        Opinion("a/0", True, True),
        Opinion("b/0", True, True),
        Opinion("c/0", False, False),
        Opinion("d/0", False, True),
        Opinion("e/0", True, None, "the model failed"),
    ]
    # Agreed 3 of 4; by chance 1/2 * 3/4 + 1/2 * 1/4 = 1/2; kappa = (3/4 - 1/2) / (1 - 1/2).
    assert agreement(found) == Agreement(4, 5, 0.75, pytest.approx(0.5))
    words = told(found, "scripted")
    assert "scripted gave 4 verdicts on 5 answers and agrees with 75% of the labels (kappa 0.50)." in words
    assert "1 without a verdict: the model failed." in words
    assert "d/0: it would call this right, people would not." in words


def test_one_label_alone_has_no_kappa() -> None:
    assert agreement([Opinion("a/0", True, True)]).kappa is None


class Model:
    """Writes the row that a function makes of the quotes; an error is raised."""

    name = "scripted"

    def __init__(self, row: Callable[[Given], object]) -> None:
        self.row = row

    def stream(self, prompt: Prompt, *, timeout: float, conversation: str = "") -> Generator[str]:
        row = self.row(given(prompt))
        if isinstance(row, Exception):
            raise row
        yield json.dumps(row)


@pytest.mark.parametrize(
    ("row", "says", "flaw"),
    [
        (lambda offered: {"from": 1, "quote": " ".join(offered.sentences[1].split()[:4])}, True, ""),
        (lambda offered: {"from": 0, "quote": ""}, False, ""),
        (lambda offered: {"from": 1, "quote": "words of its own"}, None, "its evidence does not stand in the quotes"),
        (lambda offered: {"from": 9, "quote": "earns between"}, None, "its evidence does not stand in the quotes"),
        (lambda offered: {"verdict": "yes"}, None, "it did not keep to the form"),
        (lambda offered: ProviderError("down"), None, "the model failed"),
    ],
)
def test_a_verdict_counts_with_evidence_that_stands_in_the_quotes(
    tmp_path: Path, row: Callable[[Given], object], says: bool | None, flaw: str
) -> None:
    golden = cases.load(samples.folder(tmp_path))
    run = runs.ask_all(golden, samples.TracingBot(), settings={}, split="all")  # type: ignore[arg-type]
    found = opinions(run, golden, Model(row), timeout=1.0)
    assert [one.key for one in found] == ["pay-1/0", "pay-2/0"]
    assert {(one.says, one.flaw) for one in found} == {(says, flaw)}


def test_a_run_without_an_answer_has_nothing_to_judge(tmp_path: Path) -> None:
    golden = cases.load(samples.folder(tmp_path))
    nothing = GoldenSet(tuple(case for case in golden.cases if "answered" not in case.expect), golden.date)
    run = runs.ask_all(nothing, samples.TracingBot(), settings={}, split="all")  # type: ignore[arg-type]
    with pytest.raises(EvaluationError, match="holds no answer"):
        opinions(run, nothing, Model(lambda offered: {}), timeout=1.0)
