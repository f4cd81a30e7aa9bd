"""Questions that wait are answered together, each visitor in turn; a bad one fails alone; a full queue says so."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

import pytest

from faqbot.errors import UsageError
from faqbot.types import Answer, Turn
from faqbot.web.batching import Batcher, Busy
from tests.fakes import FakeBot


class Slow(FakeBot):
    """A bot that answers when it is let, and knows what it was asked together."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[list[str]] = []
        self.go = threading.Semaphore(0)

    def ask_many(self, turns: Sequence[Turn]) -> list[Answer]:
        self.batches.append([turn.question for turn in turns])
        assert self.go.acquire(timeout=10)
        if any("refuse" in turn.question for turn in turns):
            raise UsageError("It cannot be read.")
        return super().ask_many(turns)


class Asking:
    """Asks from threads, and keeps what each got."""

    def __init__(self, batcher: Batcher) -> None:
        self.batcher = batcher
        self.got: dict[str, object] = {}
        self.threads: list[threading.Thread] = []

    def ask(self, question: str, visitor: str = "one") -> None:
        def run() -> None:
            try:
                self.got[question] = self.batcher.ask(Turn(question), visitor).draft.answer.question
            except (UsageError, Busy) as error:
                self.got[question] = type(error)

        self.threads.append(threading.Thread(target=run))
        self.threads[-1].start()

    def done(self) -> dict[str, object]:
        for thread in self.threads:
            thread.join(10)
        return self.got


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def begin(bot: Slow, **options: int) -> tuple[Batcher, Asking]:
    """A batcher whose bot is busy with a first question."""
    batcher = Batcher(lambda: bot, **options)
    asking = Asking(batcher)
    asking.ask("first")
    until(lambda: bot.batches == [["first"]])
    return batcher, asking


def test_a_single_question_does_not_wait_for_others() -> None:
    bot = Slow()
    bot.go.release()
    assert Batcher(lambda: bot).ask(Turn("pay"), "one").draft.answer.outcome == "answered"
    assert bot.batches == [["pay"]]


def test_what_arrives_meanwhile_is_answered_together_up_to_the_size_of_a_batch() -> None:
    bot, sizes = Slow(), []
    batcher = Batcher(lambda: bot, batch=2, answered=sizes.append)
    asking = Asking(batcher)
    for number, question in enumerate(("first", "a", "b", "c")):
        asking.ask(question)
        until(lambda number=number: batcher.waiting == max(0, number) and bool(bot.batches))  # type: ignore[misc]
    bot.go.release(3)
    assert asking.done() == {question: question for question in ("first", "a", "b", "c")}
    assert bot.batches == [["first"], ["a", "b"], ["c"]]
    assert sizes == [1, 2, 1]


def test_each_visitor_has_a_turn_however_much_another_asks() -> None:
    bot = Slow()
    batcher, asking = begin(bot, batch=2)
    for number, (question, visitor) in enumerate([("a1", "a"), ("a2", "a"), ("a3", "a"), ("b1", "b")], 1):
        asking.ask(question, visitor)
        until(lambda number=number: batcher.waiting == number)  # type: ignore[misc]
    bot.go.release(3)
    asking.done()
    assert bot.batches == [["first"], ["a1", "b1"], ["a2", "a3"]]


def test_a_question_that_cannot_be_asked_fails_alone() -> None:
    bot = Slow()
    batcher, asking = begin(bot)
    for number, question in enumerate(("a", "refuse", "b"), 1):
        asking.ask(question)
        until(lambda number=number: batcher.waiting == number)  # type: ignore[misc]
    bot.go.release(5)
    assert asking.done() == {"first": "first", "a": "a", "refuse": UsageError, "b": "b"}


def test_a_full_queue_says_so_at_once_and_keeps_room_for_other_visitors() -> None:
    bot = Slow()
    batcher, asking = begin(bot, waiting=4)
    for number, (question, visitor) in enumerate([("a1", "a"), ("a2", "a"), ("b1", "b"), ("b2", "b")], 1):
        asking.ask(question, visitor)
        until(lambda number=number: batcher.waiting == number)  # type: ignore[misc]
        if question == "a2":
            with pytest.raises(Busy):
                batcher.ask(Turn("a3"), "a")
    with pytest.raises(Busy, match="Try again"):
        batcher.ask(Turn("c1"), "c")
    bot.go.release(5)
    assert len(asking.done()) == 5
    assert batcher.waiting == 0


def test_after_a_pause_it_goes_on() -> None:
    bot = Slow()
    bot.go.release(2)
    batcher = Batcher(lambda: bot)
    for _ in range(2):
        batcher.ask(Turn("pay"), "one")
        until(lambda: batcher.waiting == 0)
    assert len(bot.batches) == 2
