"""Answers are written after they were given: nobody waits, a dead database loses nothing that fits, an erasure is final."""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Callable, Iterator, Sequence

import pytest

from faqbot.errors import RecordsUnavailable
from faqbot.records.background import Recorder
from faqbot.types import Answer
from tests.fakes import FakeRecords
from tests.unit.records.conftest import answer

OLDEST = datetime.datetime(2026, 3, 11, tzinfo=datetime.UTC)


class Gated(FakeRecords):
    """Records that write only when they are let."""

    def __init__(self) -> None:
        super().__init__()
        self.entered, self.gate = threading.Event(), threading.Event()

    def answers(self, answers: Sequence[Answer]) -> None:
        self.entered.set()
        assert self.gate.wait(20)
        super().answers(answers)


@pytest.fixture
def opened() -> Iterator[Callable[..., Recorder]]:
    made: list[Recorder] = []

    def recorder(records: FakeRecords, *, waiting: int = 1000) -> Recorder:
        made.append(Recorder(records, oldest=lambda: OLDEST, waiting=waiting))
        return made[-1]

    yield recorder
    for one in made:
        one.close(1)


def ids(records: FakeRecords) -> list[str]:
    return [each.id for each in records.answered]


def test_writes_in_order_and_says_how_many(opened: Callable[..., Recorder]) -> None:
    records = FakeRecords()
    recorder = opened(records)
    recorder.start()
    for number in range(250):
        recorder.keep(answer(f"a{number}"))
    assert recorder.flush(20)
    assert ids(records) == [f"a{number}" for number in range(250)]
    assert (recorder.kept, recorder.dropped, recorder.waiting) == (250, 0, 0)


def test_nobody_waits_for_the_database(opened: Callable[..., Recorder]) -> None:
    records = Gated()
    recorder = opened(records)
    recorder.start()
    recorder.keep(answer("first"))
    assert records.entered.wait(20)
    started = time.thread_time()
    for number in range(500):
        recorder.keep(answer(f"a{number}"))
    assert time.thread_time() - started < 0.5  # 1 ms each, a hundred times what it takes
    records.gate.set()
    assert recorder.flush(20)
    assert len(records.answered) == 501


def test_when_all_is_full_the_oldest_goes(opened: Callable[..., Recorder]) -> None:
    records = FakeRecords()
    recorder = opened(records, waiting=3)
    for number in range(5):
        recorder.keep(answer(f"a{number}"))
    assert (recorder.waiting, recorder.dropped) == (3, 2)
    recorder.start()
    assert recorder.flush(20)
    assert ids(records) == ["a2", "a3", "a4"]


def test_what_is_pushed_out_while_it_is_written_is_not_lost_twice(opened: Callable[..., Recorder]) -> None:
    records = Gated()
    recorder = opened(records, waiting=2)
    recorder.keep(answer("a0"))
    recorder.start()
    assert records.entered.wait(20)
    for number in range(1, 4):
        recorder.keep(answer(f"a{number}"))
    records.gate.set()
    assert recorder.flush(20)
    assert ids(records) == ["a0", "a2", "a3"]


def test_a_dead_database_is_waited_for(opened: Callable[..., Recorder], caplog: pytest.LogCaptureFixture) -> None:
    records = FakeRecords()
    records.dead = True
    recorder = opened(records)
    recorder.start()
    recorder.keep(answer("a1"))
    assert not recorder.flush(0.8)
    records.dead = False
    assert recorder.flush(20)
    assert ids(records) == ["a1"]
    assert caplog.text.count("not being kept for the moment") == 1


def test_an_erasure_takes_what_waits_too(opened: Callable[..., Recorder]) -> None:
    records = FakeRecords()
    recorder = opened(records)
    for name in ("c1", "c2", "c1"):
        recorder.keep(answer(f"of {name}", name))
    recorder.erase("c1")
    recorder.start()
    assert recorder.flush(20)
    assert ids(records) == ["of c2"]


def test_an_erasure_waits_for_what_is_being_written(opened: Callable[..., Recorder]) -> None:
    records = Gated()
    recorder = opened(records)
    recorder.start()
    recorder.keep(answer("a1", "c1"))
    assert records.entered.wait(20)
    erasing = threading.Thread(target=recorder.erase, args=("c1",))
    erasing.start()
    time.sleep(0.05)
    records.gate.set()
    erasing.join(20)
    assert records.answered == []


def test_an_erasure_that_failed_is_said(opened: Callable[..., Recorder]) -> None:
    records = FakeRecords()
    records.dead = True
    with pytest.raises(RecordsUnavailable):
        opened(records).erase("c1")


def test_closing_writes_what_waits(opened: Callable[..., Recorder]) -> None:
    records = FakeRecords()
    recorder = opened(records)
    recorder.start()
    for number in range(300):
        recorder.keep(answer(f"a{number}"))
    recorder.close()
    assert len(records.answered) == 300


def test_closing_does_not_wait_for_a_dead_database(opened: Callable[..., Recorder], caplog: pytest.LogCaptureFixture) -> None:
    records = FakeRecords()
    records.dead = True
    recorder = opened(records)
    recorder.start()
    recorder.keep(answer())
    started = time.monotonic()
    recorder.close(30)
    assert time.monotonic() - started < 15
    assert recorder.dropped == 1


def test_purges_when_it_starts(opened: Callable[..., Recorder]) -> None:
    records = FakeRecords()
    recorder = opened(records)
    recorder.start()
    deadline = time.monotonic() + 20
    while not records.purged and time.monotonic() < deadline:
        time.sleep(0.01)
    assert records.purged == [OLDEST]
