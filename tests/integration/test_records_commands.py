"""`faqbot records`: everything that is kept can be read and deleted from the command line, and a recruiter sees the gaps."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from faqbot.assembly import open_records
from faqbot.cli import main
from faqbot.settings import Settings, load
from faqbot.types import Feedback
from tests.unit.records.conftest import answer

Run = Callable[..., Result]


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres").database()
    made = load({"FAQBOT_DATABASE_URL": url}, data_dir=tmp_path)
    records = open_records(made)
    records.answers(
        [
            answer("a1", "c1", "Is there a pension?", role="engineer"),
            answer("a2", "c2", "is there any PENSION", role="engineer"),
            answer("a3", "c2", "Pension there is?", role="engineer"),
            answer("a4", "c2", "Can I bring my dog Zebulon?"),
            answer("a5", "c3", "What does it pay?", outcome="answered", reason="quoted"),
        ]
    )
    records.feedback(Feedback("a5", False, "wrong", "Zebulon is not answered", "c3"))
    records.close()
    return made


@pytest.fixture
def run(settings: Settings) -> Run:
    def running(*arguments: str, **more: str) -> Result:
        environment = {"FAQBOT_DATABASE_URL": settings.database_url, **more}
        return CliRunner().invoke(main, ["records", *arguments, "--data", str(settings.data_dir)], env=environment)

    return running


def exported(run: Run, *arguments: str) -> list[str]:
    found = [json.loads(line) for line in run("export", *arguments).stdout.splitlines()]
    return [row["id"] if row["kind"] == "answer" else f"thumb on {row['answer']}" for row in found]


def test_export_gives_everything_or_what_is_looked_for(run: Run) -> None:
    assert exported(run) == ["a1", "a2", "a3", "a4", "a5", "thumb on a5"]
    assert exported(run, "--conversation", "c2") == ["a2", "a3", "a4"]
    assert exported(run, "--containing", "zebulon") == ["a4", "thumb on a5"]
    assert exported(run, "--containing", "100%") == []


def test_gaps_are_grouped_and_the_most_asked_come_first(run: Run) -> None:
    first, second = json.loads(run("gaps", "--json").stdout)
    assert {name: first[name] for name in ("question", "role", "asked", "conversations")} == {
        "question": "Is there a pension?",
        "role": "engineer",
        "asked": 3,
        "conversations": 2,
    }
    assert (second["question"], second["role"], second["asked"]) == ("Can I bring my dog Zebulon?", None, 1)
    said = run("gaps").stdout
    assert "Is there a pension?\n    engineer, en; asked 3 times in 2 conversations, last on " in said
    assert len(json.loads(run("gaps", "--json", "--role", "engineer").stdout)) == 1


def test_erase_takes_conversations_by_name_by_word_or_all(run: Run) -> None:
    assert run("erase", "c1", "--yes").stdout == "2 rows of 1 conversations deleted.\n"
    assert run("erase", "--containing", "Zebulon", "--yes").stdout == "7 rows of 2 conversations deleted.\n"
    assert exported(run) == []
    assert "No question that is kept" in run("gaps").stdout
    assert run("erase", "--all", "--yes").exit_code == 0


def test_erase_asks_first_and_wants_to_know_what(run: Run) -> None:
    assert run("erase", "c1").exit_code == 1
    for wrong in ([], ["c1", "--all"], ["--containing", "  "]):
        assert run("erase", *wrong, "--yes").exit_code == 2
    assert len(exported(run)) == 6


def test_purge_takes_what_is_older_than_the_days_that_are_set(run: Run, settings: Settings) -> None:
    later = settings.date().replace(year=settings.date().year + 1).isoformat()
    assert run("purge").stdout == "0 records older than 90 days deleted.\n"
    assert run("purge", FAQBOT_TODAY=later, FAQBOT_RETENTION_DAYS="366").stdout == "0 records older than 366 days deleted.\n"
    assert run("purge", FAQBOT_TODAY=later, FAQBOT_RETENTION_DAYS="360").stdout == "6 records older than 360 days deleted.\n"
    assert exported(run) == []


def test_a_database_of_a_later_release_is_refused_with_what_to_do(run: Run, settings: Settings) -> None:
    records = open_records(settings)
    with records.writing() as connection:
        connection.exec_driver_sql("UPDATE faqbot_version SET version_num = '9999'")
    records.close()
    for command in (["export"], ["purge"], ["erase", "--all", "--yes"], ["gaps"]):
        said = run(*command)
        assert said.exit_code == 2
        assert "pip install --upgrade faqbot" in said.stderr


def test_a_dead_database_is_a_sentence(tmp_path: Path) -> None:
    environment = {"FAQBOT_DATABASE_URL": f"sqlite:///{tmp_path / 'nowhere' / 'records.sqlite'}"}
    said = CliRunner().invoke(main, ["records", "export", "--data", str(tmp_path)], env=environment)
    assert said.exit_code == 1
    assert "Check FAQBOT_DATABASE_URL" in said.stderr
    assert "Traceback" not in said.output
