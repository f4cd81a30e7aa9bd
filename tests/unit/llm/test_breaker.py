"""The circuit breaker: when it opens, when it lets one call try, and what that call decides."""

from __future__ import annotations

import pytest

from faqbot.llm.breaker import Breaker
from faqbot.llm.failures import Failed, Result


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def end(breaker: Breaker, result: Result) -> None:
    """A call that ends so."""
    if result == "answered":
        with breaker.guard():
            pass
        return
    with pytest.raises(Failed, match="ended"), breaker.guard():
        raise Failed("ended", result)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(failures=3, pause=30, clock=clock)


def test_it_opens_after_failures_in_a_row_only(breaker: Breaker) -> None:
    for result in ("down", "late", "answered", "down", "late", "left", "budget"):
        end(breaker, result)
    assert not breaker.is_open
    end(breaker, "garbled")
    assert breaker.is_open
    with pytest.raises(Failed, match=r"3 times in a row .* 30 s more") as caught, breaker.guard():
        pass
    assert caught.value.result == "open"


def test_after_the_pause_one_call_tries_and_decides(breaker: Breaker, clock: Clock) -> None:
    for _ in range(3):
        end(breaker, "down")
    clock.now += 30
    with pytest.raises(Failed, match="ended"), breaker.guard():  # noqa: PT012 - the second call is made during the first
        with pytest.raises(Failed, match="left alone"), breaker.guard():
            pass
        raise Failed("ended", "down")
    assert breaker.is_open
    clock.now += 30
    end(breaker, "answered")
    assert not breaker.is_open
    end(breaker, "down")
    assert not breaker.is_open


def test_a_try_that_nobody_waited_for_decides_nothing(breaker: Breaker, clock: Clock) -> None:
    for _ in range(3):
        end(breaker, "down")
    clock.now += 30
    end(breaker, "left")
    assert not breaker.is_open  # the next one tries
    end(breaker, "down")
    assert breaker.is_open
