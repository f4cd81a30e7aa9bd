"""`faqbot eval`: exit codes, and files that are written where they should be."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from faqbot.cli import main
from faqbot.evaluation import cases, prompting, runs
from faqbot.evaluation.adding import Choice
from tests.fakes import EN, documents
from tests.unit.evaluation.samples import CASES, TracingBot, folder
from tests.unit.evaluation.test_gate import Timid


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with documents, judged questions, thresholds, and two runs: a good one and a timid one."""
    for document in documents().values():
        file = tmp_path / "corpus" / document.source
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(document.text, encoding="utf-8")
    (tmp_path / "eval").mkdir()
    golden = folder(tmp_path / "eval")
    (tmp_path / "eval" / "thresholds.toml").write_text("[margins]\nright = 0.01\n[floors]\nverbatim = 1.0\n")
    for name, bot in (("good", TracingBot()), ("timid", Timid())):
        runs.write(runs.ask_all(cases.load(golden), bot, settings={}, split="dev"), tmp_path / f"{name}.jsonl")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*arguments: str, said: str = "") -> Result:
    return CliRunner().invoke(main, ["eval", *arguments], input=said)


def test_check_needs_no_model_and_says_how_many_cases_there_are(place: Path) -> None:
    result = call("check")
    assert (result.exit_code, result.output) == (
        0,
        "5 cases with 6 wordings fit the 2 documents. 3 (60%) must be refused or routed.\n",
    )


def test_check_tells_drift_with_file_and_line_and_ends_with_2(place: Path) -> None:
    file = place / "corpus" / EN
    file.write_text(file.read_text().replace("size and maturity", "size"))
    result = call("check")
    assert result.exit_code == 2
    assert "eval/golden/dev-all.yaml:12: pay-1: drift" in result.output
    assert "It now reads: " in result.output


@pytest.mark.parametrize("option", ["--golden", "--corpus"])
def test_a_folder_that_is_not_there_ends_with_2(place: Path, option: str) -> None:
    assert call("check", option, "nowhere").exit_code == 2


def test_the_gate_opens_closes_and_takes_a_baseline(place: Path) -> None:
    arguments = ("gate", "--split", "dev", "--run")
    first = call(*arguments, "good.jsonl")
    assert first.exit_code == 0
    assert "GATE OPEN" in first.output
    assert not (place / "eval/baselines").exists()
    assert call(*arguments, "good.jsonl", "--accept").exit_code == 0
    assert (place / "eval/baselines/dev.jsonl").is_file()
    assert call(*arguments, "good.jsonl").exit_code == 0
    worse = call(*arguments, "timid.jsonl")
    assert worse.exit_code == 1
    assert "Lost: 3 wordings" in worse.output


def test_a_run_that_breaks_a_pinned_case_is_not_accepted(place: Path) -> None:
    result = call("gate", "--split", "dev", "--run", "timid.jsonl", "--accept")
    assert result.exit_code == 1
    assert "Not accepted" in result.output
    assert not (place / "eval/baselines").exists()


def test_a_run_of_other_cases_ends_with_2(place: Path) -> None:
    folder(place / "eval", CASES.replace("question: hello", "question: hullo"))
    result = call("gate", "--split", "dev", "--run", "good.jsonl")
    assert result.exit_code == 2
    assert "they were edited since" in result.output


def test_compare_says_who_wins(place: Path) -> None:
    result = call("compare", "good.jsonl", "timid.jsonl")
    assert result.exit_code == 0
    assert "B wins 0 and loses 3" in result.output
    assert result.output.count("Lost:") == 3


def test_the_report_goes_where_it_is_told(place: Path) -> None:
    assert call("report", "--run", "good.jsonl", "--out", "out/report.html").exit_code == 0
    assert (place / "out/report.html").read_text().startswith("<!doctype html>")
    (place / "flat").write_text("")
    assert call("report", "--run", "good.jsonl", "--out", "flat/report.html").exit_code == 2
    assert call("report", "--run", "none.jsonl").exit_code == 2


def test_without_an_index_a_run_ends_with_3(place: Path) -> None:
    assert call("run", "--data", "empty").exit_code == 3


def test_a_half_without_cases_ends_with_2(place: Path) -> None:
    result = call("gate", "--split", "release", "--run", "good.jsonl")
    assert result.exit_code == 2
    assert "no case of the half release" in result.output


FOUND = [Choice(EN, ("Pay",), "One.", True), Choice(EN, ("Pay",), "Two. And\nthree. Four.", False)]


@pytest.mark.parametrize(
    ("said", "quotes", "every", "outcome"),
    [
        ("1\n", ["One."], False, "answered"),
        ("2, 1\n", ["Two. And\nthree. Four.", "One."], False, "answered"),
        ("1+2\n", ["One.", "Two. And\nthree. Four."], True, "answered"),
        ("2.1, 2.4\n", ["Two.", "Four."], False, "answered"),
        ("2.9\n0\n1.1\n", ["One."], False, "answered"),
        ("handoff\n", [], False, "handoff"),
        ("3\nno such words\nLeadership and pedagogy.\n", ["Leadership and pedagogy."], False, "answered"),
    ],
)
def test_what_a_person_may_say_was_right(said: str, quotes: list[str], every: bool, outcome: str) -> None:
    import click

    told: list[object] = []

    @click.command()
    def ask() -> None:
        told.append(prompting.what_was_right(FOUND, documents(), say=click.echo))

    assert CliRunner().invoke(ask, input=said).exit_code == 0
    right, whole, result = told[0]  # type: ignore[misc]
    assert ([choice.quote for choice in right], whole, result) == (quotes, every, outcome)


def test_a_case_is_added_in_a_conversation(place: Path) -> None:
    import click

    said: list[str] = []

    @click.command()
    def ask() -> None:
        prompting.converse(
            "what does it pay?", role=None, bot=TracingBot(), folder=place / "eval/golden", split="dev", say=said.append
        )

    answers = "1\npay\n\n\n100,000; 180 000\nhow much\ny\n"
    assert CliRunner().invoke(ask, input=answers).exit_code == 0
    case = next(case for case in cases.load(place / "eval/golden").cases if case.id == "added-dev-pay-1")
    assert (case.band, case.lang, case.variants, case.pinned) == ("core", "en", ("how much",), True)
    assert [nugget.any for nugget in case.must] == [("100,000",), ("180 000",)]
    assert any(line.startswith("1. [quoted] ") for line in said)


def test_the_first_case_of_an_empty_folder_is_added_and_a_refusal_is_asked_for_its_pattern(tmp_path: Path) -> None:
    import click

    (tmp_path / "set.yaml").write_text("date: 2026-11-24\n")

    @click.command()
    def ask() -> None:
        prompting.converse("is there a crèche?", role=None, bot=TracingBot(), folder=tmp_path, split="dev", say=click.echo)

    asked = CliRunner().invoke(ask, input="not_in_documents\nchildcare\n\n\n;\ncr(èche\ncr[eè]che; nursery\n\n\n")
    assert asked.exit_code == 0, asked.output
    assert "'cr(èche' is no regular expression" in asked.output
    (case,) = cases.load(tmp_path).cases
    assert (case.expect, case.absent) == (("not_in_documents",), ("cr[eè]che", "nursery"))


def test_what_is_not_installed_is_told_before_anything_is_asked(place: Path) -> None:
    start = "import sys; sys.modules['statsmodels'] = None; from faqbot.cli import main; main(['eval', 'run'])"
    done = subprocess.run([sys.executable, "-c", start], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 2
    assert "statsmodels" in done.stderr
    assert "pip install 'faqbot[eval]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_samples_are_exported(place: Path) -> None:
    assert call("export", "good.jsonl", "--out", "out/samples.jsonl").exit_code == 0
    assert len((place / "out/samples.jsonl").read_text().splitlines()) == 6


@pytest.mark.parametrize("kind", ["mlflow", "wandb"])
def test_without_its_extra_a_tracker_says_how_to_get_it(place: Path, kind: str) -> None:
    if importlib.util.find_spec(kind):
        pytest.skip(f"{kind} is installed")
    result = call("export", "good.jsonl", "--to", kind, "--out", "out")
    assert result.exit_code == 2
    assert f"pip install 'faqbot[{kind}]'" in result.output
