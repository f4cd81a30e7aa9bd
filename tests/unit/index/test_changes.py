"""What became of documents between two ingests, recognised by what they say."""

from __future__ import annotations

from pathlib import Path

from faqbot.index.changes import Changes, compare
from tests.builders import documents

TEN = "".join(f"- Duty number {number}\n" for number in range(10))


def changes(place: Path, before: dict[str, str], after: dict[str, str]) -> Changes:
    old = documents(place / "before", before)
    return compare({document.source: document for document in old}, documents(place / "after", after))


def test_each_document_is_new_changed_moved_gone_or_as_it_was(tmp_path: Path) -> None:
    before = {
        "same.md": "# Same\n\nAs ever.\n",
        "edited.md": "# E\n\nOne.\n",
        "old.md": "# Moved\n\nWords.\n",
        "gone.md": "# G\n\nOut.\n",
    }
    after = {
        "same.md": before["same.md"],
        "edited.md": "# E\n\nTwo.\n",
        "in/new.md": before["old.md"],
        "fresh.md": "# F\n\nIn.\n",
    }
    assert changes(tmp_path, before, after) == Changes(
        new=("fresh.md",), changed=("edited.md",), moved=(("old.md", "in/new.md"),), vanished=("gone.md",), unchanged=1
    )


def test_a_moved_document_that_was_edited_is_known_by_most_of_its_sentences(tmp_path: Path) -> None:
    # 9 of the 11 different sentences are common: 0.82.
    edited = TEN.replace("number 3", "number three")
    found = changes(tmp_path, {"a.md": f"# A\n\n{TEN}"}, {"b.md": f"# A\n\n{edited}", "c.md": "# C\n\n- Duty number 1\n"})
    assert found == Changes(new=("c.md",), moved=(("a.md", "b.md"),))


def test_one_that_was_copied_and_taken_away_is_one_move_and_one_new(tmp_path: Path) -> None:
    text = f"# A\n\n{TEN}"
    found = changes(tmp_path, {"a.md": text}, {"b.md": text, "c.md": text})
    assert (found.moved, found.new, found.vanished) == ((("a.md", "b.md"),), ("c.md",), ())
    merged = changes(tmp_path / "2", {"a.md": text, "b.md": text}, {"c.md": text})
    assert (merged.moved, merged.vanished) == ((("a.md", "c.md"),), ("b.md",))


def test_nothing_before_makes_everything_new(tmp_path: Path) -> None:
    assert compare({}, documents(tmp_path, {"a.md": "# A\n\nA.\n"})) == Changes(new=("a.md",))
