"""When documents are read anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from faqbot.corpus.watching import Watch


def folder(place: Path) -> Path:
    (place / "cook").mkdir()
    (place / "cook" / "a.md").write_text("one")
    (place / "cook" / "b.md").write_text("two")
    return place


def looks(watch: Watch, count: int, *, start: float = 0) -> list[bool]:
    return [watch.due(start + number) for number in range(count)]


@pytest.mark.parametrize(
    "change",
    [
        lambda place: (place / "cook" / "a.md").write_text("longer"),
        lambda place: (place / "cook" / "c.md").write_text("new"),
        lambda place: (place / "cook" / "a.md").unlink(),
        lambda place: (place / "cook" / "a.md").rename(place / "a.md"),
        lambda place: (place / "cook").rename(place / "baker"),
    ],
)
def test_a_change_is_read_once_at_the_look_after_it_was_seen(tmp_path: Path, change: Callable[[Path], object]) -> None:
    watch = Watch([str(folder(tmp_path))], fetch_every=1, now=0)
    assert looks(watch, 3) == [False, False, False]
    change(tmp_path)
    assert looks(watch, 4) == [False, True, False, False]


def test_what_is_still_being_copied_is_waited_for(tmp_path: Path) -> None:
    watch = Watch([str(folder(tmp_path))], fetch_every=1, now=0)
    for number in range(3):
        (tmp_path / f"{number}.md").write_text("copied")
        assert not watch.due(number)
    assert looks(watch, 2) == [True, False]


def test_hidden_files_and_a_folder_that_is_missing_for_a_moment_are_no_matter(tmp_path: Path) -> None:
    watch = Watch([str(folder(tmp_path)), str(tmp_path / "nowhere")], fetch_every=1, now=0)
    (tmp_path / ".swap").write_text("x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "a.md").write_text("x")
    assert looks(watch, 3) == [False, False, False]


def test_addresses_are_due_after_a_while_and_files_alone_never(tmp_path: Path) -> None:
    web = Watch(["https://careers.example.org/", str(folder(tmp_path))], fetch_every=10, now=0)
    assert [moment for moment in range(31) if web.due(moment)] == [10, 20, 30]
    (tmp_path / "careers.urls").write_text("https://careers.example.org/\n")
    assert Watch([str(tmp_path / "careers.urls")], fetch_every=10, now=0).due(10)
    assert not Watch([str(tmp_path)], fetch_every=10, now=0).due(10)
