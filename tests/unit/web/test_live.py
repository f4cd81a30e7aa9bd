"""The bot is swapped when the generation on disk is another, at most once a second, and a broken one is not."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field

import pytest

from faqbot.errors import IndexUnusable
from faqbot.web.live import LiveBot
from tests.fakes import FakeBot


@dataclass
class Disk:
    """What is on disk, and what was done about it."""

    generation: str | None = "old"
    broken: bool = False
    looks: int = 0
    opened: list[str] = field(default_factory=list)
    now: float = 0.0

    def look(self) -> str | None:
        self.looks += 1
        return self.generation

    def reopen(self) -> FakeBot:
        assert self.generation
        self.opened.append(self.generation)
        if self.broken:
            raise IndexUnusable("The index is damaged. Run `faqbot ingest`.")
        return FakeBot(generation=self.generation)

    def live(self) -> LiveBot:
        return LiveBot(FakeBot(generation="old"), generation=self.look, reopen=self.reopen, clock=lambda: self.now)


def test_swaps_when_the_generation_changes() -> None:
    disk = Disk()
    live = disk.live()
    disk.generation = "new"
    assert live.get().index.generation == "old"  # not looked yet: less than a second
    disk.now = 1.0
    assert live.get().index.generation == "new"


def test_looks_at_most_once_a_second() -> None:
    disk = Disk()
    live = disk.live()
    for tenth in range(1, 31):
        disk.now = tenth / 10
        live.get()
    assert disk.looks == 3
    assert disk.opened == []


def test_a_missing_generation_keeps_the_old_one() -> None:
    disk = Disk()
    live = disk.live()
    disk.generation, disk.now = None, 1.0
    assert live.get().index.generation == "old"


def test_a_broken_generation_is_logged_once_and_the_old_one_answers(caplog: pytest.LogCaptureFixture) -> None:
    disk = Disk(broken=True)
    live = disk.live()
    disk.generation = "new"
    with caplog.at_level(logging.ERROR):
        for second in range(1, 4):
            disk.now = float(second)
            assert live.get().index.generation == "old"
    assert disk.opened == ["new"]
    assert "faqbot ingest" in caplog.text
    disk.generation, disk.broken, disk.now = "newer", False, 5.0
    assert live.get().index.generation == "newer"


def test_others_are_answered_by_the_old_bot_while_the_new_one_opens() -> None:
    opening, go_on = threading.Event(), threading.Event()

    def reopen() -> FakeBot:
        opening.set()
        assert go_on.wait(10)
        return FakeBot(generation="new")

    now = [0.0]
    live = LiveBot(FakeBot(generation="old"), generation=lambda: "new", reopen=reopen, clock=lambda: now[0])
    now[0] = 1.0
    thread = threading.Thread(target=live.get)
    thread.start()
    assert opening.wait(10)
    now[0] = 2.0
    assert live.get().index.generation == "old"
    go_on.set()
    thread.join(10)
    assert live.get().index.generation == "new"
