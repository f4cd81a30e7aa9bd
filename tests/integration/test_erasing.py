"""A document that is taken out leaves no byte in the data folder, once older generations are dropped."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

from faqbot.assembly import open_bot, open_records
from faqbot.records.reading import export
from faqbot.settings import Settings, load
from faqbot.texts import wording
from faqbot.types import Turn
from tests.integration.test_cli import run

# Words that the model's vocabulary does not hold, so that only the document can have brought them.
MARKS = ("zyqqravel", "éxvoltine", "krombeltas")


def holding(folder: Path, marks: tuple[str, ...] = MARKS) -> dict[str, list[str]]:
    """The files below `folder` that hold any of `marks`, in UTF-8, in UTF-16, or as JSON writes it."""
    found: dict[str, list[str]] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes().lower()
        for mark in marks:
            forms = (mark.encode(), mark.encode("utf-16-le"), json.dumps(mark)[1:-1].encode())
            if any(form in content for form in forms):
                found.setdefault(str(path.relative_to(folder)), []).append(mark)
    return found


def prepared(data: Path, shipped: Settings) -> Path:
    """A data folder that has the model already: exporting it costs seconds."""
    shutil.copytree(shipped.data_dir / "models", data / "models")
    return data


def corpus(folder: Path) -> Path:
    (folder / "cook" / "en").mkdir(parents=True)
    (folder / "cook" / "en" / "kept.md").write_text("# Cook\n\n## What does it pay?\n\nA cook earns €30,000 a year.\n")
    secret = f"# The {MARKS[0]}\n\n## What about the {MARKS[1]}?\n\nThe salary of the {MARKS[2]} is €31,000 a year.\n"
    (folder / "cook" / "en" / f"{MARKS[0]}.md").write_text(secret, encoding="utf-8")
    return folder


def test_a_document_that_was_taken_out_leaves_no_byte(tmp_path: Path, shipped: Settings) -> None:
    folder, data = corpus(tmp_path / "corpus"), prepared(tmp_path / "data", shipped)
    assert run("ingest", folder, "--data", data).exit_code == 0
    (data / "evaluation").mkdir()
    (data / "evaluation" / "run-dev.jsonl").write_text(f'{{"quote": "{MARKS[2]}"}}\n')
    settings = load({}, data_dir=data)
    bot, records = open_bot(settings), open_records(settings)
    answers = [bot.ask(Turn(text, role="cook")) for text in (f"What about the {MARKS[1]}?", "What does it pay?")]
    assert [MARKS[2] in wording(answer) for answer in answers] == [True, False]
    records.answers([replace(answer, question="?", trace={}) for answer in answers])  # a question is the visitor's own
    records.close()
    before = holding(data)
    assert {"report.html", "records.sqlite"} <= before.keys()
    assert {mark for marks in before.values() for mark in marks} == set(MARKS)
    (folder / "cook" / "en" / f"{MARKS[0]}.md").unlink()
    assert run("ingest", folder, "--data", data).exit_code == 0
    kept = holding(data)
    assert kept  # one older generation stays, for those who still read it
    assert not [name for name in kept if name.startswith("report")]
    result = run("ingest", folder, "--data", data, "--drop-older")
    assert result.exit_code == 0
    assert "Nothing changed" in result.stdout
    assert holding(data) == {}
    assert holding(data, ("a cook earns",))  # the search finds what is there
    records = open_records(settings)
    said = [row["said"] for row in export(records) if row["kind"] == "answer"]
    records.close()
    assert sorted(said) == ["", "A cook earns €30,000 a year."]
    assert "30,000" in run("ask", "What does it pay?", "--data", data).stdout


def test_what_became_of_documents_and_what_is_wrong_is_told_as_data_and_fails_only_strictly(
    tmp_path: Path, shipped: Settings
) -> None:
    folder, data = corpus(tmp_path / "corpus"), prepared(tmp_path / "data", shipped)
    assert run("ingest", folder, "--data", data, "--no-report").exit_code == 0
    (folder / "cook" / "en" / "kept.md").rename(folder / "cook" / "en" / "renamed.md")
    result = run("ingest", folder, "--data", data, "--json", "--strict")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert told["changes"]["moved"] == [["cook/en/kept.md", "cook/en/renamed.md"]]
    assert (told["changes"]["unchanged"], told["embedded"]) == (1, 0)
    assert [issue["kind"] for issue in told["report"]["issues"]] == ["conflict"]
    assert json.loads((data / "report.json").read_text())["index"] == told["index"]
    assert run("report", "--data", data, "--out", tmp_path / "page.html").exit_code == 0
    assert "Two documents say different things" in (tmp_path / "page.html").read_text(encoding="utf-8")
