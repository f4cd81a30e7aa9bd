"""The command line as a person and a script meet it: exit codes, sentences, JSON and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from faqbot.cli import main
from faqbot.settings import Settings
from tests.conftest import ROOT


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output + result.stderr
    return result


def good(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "good.md").write_text("# Good\n\n## What does it pay?\n\nIt pays 100 euros.\n")
    return folder


def test_ask_answers_with_numbered_sources(shipped: Settings) -> None:
    result = run("ask", "What does it pay?", "--data", shipped.data_dir)
    assert result.exit_code == 0
    assert "€100,000" in result.stdout
    assert "[1] head-of-generative-ai/en/" in result.stdout
    assert "(Reviewed 9 June 2026)" in result.stdout


def test_json_is_one_document_and_nothing_else(shipped: Settings) -> None:
    answer = json.loads(run("ask", "What does it pay?", "--data", shipped.data_dir, "--json").stdout)
    shown = json.loads(run("show", answer["citations"][0]["source"], "--data", shipped.data_dir, "--json").stdout)
    citation = answer["citations"][0]
    assert shown["text"][citation["start"] : citation["end"]] == citation["quote"]
    assert shown["index"] == answer["index"]


def test_the_same_input_gives_the_same_bytes(shipped: Settings) -> None:
    one, two = (json.loads(run("ask", "salary?", "--data", shipped.data_dir, "--json").stdout) for _ in range(2))
    for answer in (one, two):
        for name in ("id", "conversation", "latency_ms"):
            answer.pop(name)
    assert one == two


def test_a_batch_keeps_order_and_tells_bad_lines_in_their_place(shipped: Settings, tmp_path: Path) -> None:
    lines = [
        '{"id": "a", "question": "salary?"}',
        "not json",
        '{"id": "c", "question": ""}',
        '{"id": "d", "question": "x", "role": "cook"}',
        '{"id": "e", "question": "and in Germany?", "turns": ["salary?"]}',
        '{"id": "f", "color": 1}',
        '["g"]',
        '{"id": "h", "question": 5}',
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n\n")
    result = run("ask", "--batch", tmp_path / "in.jsonl", "--out", tmp_path / "out.jsonl", "--data", shipped.data_dir)
    assert result.exit_code == 1
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [row["id"] for row in rows] == ["a", "2", "c", "d", "e", "f", "7", "h"]
    assert [row.get("outcome", row.get("error", {}).get("code")) for row in rows] == [
        "answered",
        "line",
        "question",
        "question",
        "not_in_documents",
        "line",
        "line",
        "line",
    ]


def test_the_acceptance_of_a_batch_holds_from_outside(shipped: Settings, tmp_path: Path) -> None:
    """The whole way in processes of their own, as somebody else would check it."""
    questions = ["What does it pay?", "c'est quoi les missions ?", "hi", "remote?", "who would I report to", "am I a good fit?"]
    (tmp_path / "in.jsonl").write_text(
        "".join(json.dumps({"id": str(number), "question": text}) + "\n" for number, text in enumerate(questions))
    )
    command = [sys.executable, "-m", "faqbot"]
    subprocess.run(
        [
            *command,
            "ask",
            "--batch",
            str(tmp_path / "in.jsonl"),
            "--out",
            str(tmp_path / "out.jsonl"),
            "--data",
            str(shipped.data_dir),
        ],
        check=True,
        timeout=120,
    )
    for line in (tmp_path / "out.jsonl").read_text().splitlines():
        for citation in json.loads(line)["citations"]:
            shown = subprocess.run(
                [*command, "show", citation["source"], "--data", str(shipped.data_dir), "--json"],
                check=True,
                capture_output=True,
                text=True,
                timeout=60,
            )
            assert json.loads(shown.stdout)["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_ingest_refuses_bad_files_with_line_and_remedy_and_reads_the_others(tmp_path: Path) -> None:
    folder = good(tmp_path / "docs")
    (folder / "binary.md").write_bytes(b"\x00\x01")
    (folder / "front.md").write_text("---\nreviewed: soon\n---\nText.\n")
    result = run("ingest", folder, "--data", tmp_path / "data", "--json")
    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert {(one["source"], one["line"], one["code"]) for one in report["refused"]} == {
        ("binary.md", 1, "binary"),
        ("front.md", 2, "front-matter-value"),
    }
    assert all(one["message"] and one["remedy"] for one in report["refused"])
    assert (report["documents"], report["changed"]) == (1, True)
    assert "100 euros" in run("ask", "what does it pay", "--data", tmp_path / "data").stdout


def test_nothing_indexable_keeps_the_live_index(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert run("ingest", good(tmp_path / "docs"), "--data", data).exit_code == 0
    empty = tmp_path / "empty"
    empty.mkdir()
    result = run("ingest", empty, "--data", data)
    assert result.exit_code == 1
    assert "stays" in result.stdout
    assert "100 euros" in run("ask", "what does it pay", "--data", data).stdout


def test_strict_makes_a_warning_an_exit_code(tmp_path: Path) -> None:
    folder = good(tmp_path / "docs")
    (folder / "empty.md").write_text("")
    assert run("ingest", folder, "--data", tmp_path / "data").exit_code == 0
    assert run("ingest", folder, "--data", tmp_path / "data", "--strict").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["ask", ""], 2, "empty"),
        (["ask", "a" * 10_000], 2, "10,000"),
        (["ask"], 2, "QUESTION"),
        (["ask", "x", "--role", "cook"], 2, "cook"),
        (["ask", "--batch", "nowhere.jsonl", "--out", "o"], 2, "nowhere.jsonl"),
        (["ask", "--batch", "pyproject.toml", "--out", "/nowhere/o"], 2, "/nowhere"),
        (["show", "nowhere.md"], 2, "nowhere.md"),
        (["ingest", "/nowhere"], 2, "/nowhere"),
        (["sing"], 2, "sing"),
    ],
)
def test_wrong_usage_is_exit_code_two_with_a_sentence(
    shipped: Settings, arguments: list[str], code: int, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    result = run(*arguments, "--data", shipped.data_dir) if arguments[0] != "sing" else run(*arguments)
    assert result.exit_code == code
    assert sentence in result.stderr


@pytest.mark.parametrize("question", ["???", "你好吗", "Сколько платят?", "<b>salary</b>", "\u0007salary\u200b", "🙂", "1234"])
def test_odd_questions_get_an_answer_and_no_traceback(shipped: Settings, question: str) -> None:
    assert run("ask", question, "--data", shipped.data_dir).exit_code == 0


def test_no_index_is_exit_code_three_with_the_command(tmp_path: Path) -> None:
    for arguments in (["ask", "x"], ["show", "x.md"], ["serve"]):
        result = run(*arguments, "--data", tmp_path)
        assert result.exit_code == 3
        assert "faqbot ingest" in result.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("FAQBOT_CAUTOIN", "open", "FAQBOT_CAUTION"),
        ("FAQBOT_CAUTION", "brave", "careful"),
        ("FAQBOT_PORT", "many", "FAQBOT_PORT"),
        ("FAQBOT_TODAY", "soon", "FAQBOT_TODAY"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_its_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    result = run("ask", "x")
    assert result.exit_code == 2
    assert sentence in result.stderr


def test_doctor_says_in_sentences_what_is_well_and_what_is_not(shipped: Settings, tmp_path: Path) -> None:
    assert run("doctor", "--data", shipped.data_dir).exit_code == 0
    result = run("doctor", "--data", tmp_path)
    assert result.exit_code == 3
    assert "faqbot ingest" in result.stdout


def test_records_are_exported_and_purged(shipped: Settings) -> None:
    assert run("records", "export", "--data", shipped.data_dir).exit_code == 0
    assert "0 records" in run("records", "purge", "--data", shipped.data_dir).stdout
