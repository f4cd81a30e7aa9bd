"""Limits let an office in at once, hold a flood, say when to come back, forget what is old, and keep no address."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from faqbot.settings import Settings
from faqbot.web.limits import Buckets, Limits, TooMany


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def until_refused(take: Callable[[], None]) -> TooMany:
    for _ in range(100):
        try:
            take()
        except TooMany as refusal:
            return refusal
    raise AssertionError("nothing was refused")


def test_a_full_bucket_is_taken_at_once_and_fills_evenly() -> None:
    clock = Clock()
    buckets = Buckets(6, 60, clock)
    assert [buckets.take("a") for _ in range(7)] == [0, 0, 0, 0, 0, 0, 10]
    clock.now += 9.5
    assert buckets.take("a") == 1
    clock.now += 0.5
    assert (buckets.take("a"), buckets.take("a")) == (0, 10)


def test_who_comes_back_when_told_to_is_let_in() -> None:
    clock = Clock()
    for most in (1, 3, 7, 20, 1200):
        buckets = Buckets(most, 60, clock)
        while not (seconds := buckets.take("a")):
            pass
        clock.now += seconds
        assert buckets.take("a") == 0


def test_one_visitor_does_not_use_up_the_limit_of_another() -> None:
    buckets = Buckets(1, 60, Clock())
    assert (buckets.take("a"), buckets.take("a"), buckets.take("b")) == (0, 60, 0)


def test_a_bucket_holds_no_more_than_it_does_after_a_long_time() -> None:
    clock = Clock()
    buckets = Buckets(2, 60, clock)
    buckets.take("a")
    clock.now += 1_000_000
    assert [bool(buckets.take("a")) for _ in range(3)] == [False, False, True]


def test_the_number_of_buckets_is_bounded_and_the_longest_unused_goes() -> None:
    buckets = Buckets(1, 60, Clock(), keys=2)
    for key in ("a", "b", "a", "c"):
        buckets.take(key)
    assert (buckets.take("a"), buckets.take("b")) == (60, 0)


def test_zero_is_no_limit() -> None:
    limits = Limits(Settings(limit_client=0, limit_day=0, limit_conversation=0))
    for _ in range(5000):
        limits.ask("a")
        limits.conversation("c")
        limits.handoff("a")


def test_an_office_of_a_hundred_can_ask_while_one_conversation_is_held() -> None:
    refused: list[str] = []
    limits = Limits(Settings(), Clock(), refused=refused.append)
    office = limits.client("192.0.2.1")
    for person in range(100):
        for _ in range(5):
            limits.ask(office)
            limits.conversation(f"conversation-{person}")
    refusal = until_refused(lambda: limits.conversation("conversation-7"))
    assert (refusal.limit, refusal.seconds, refused) == ("conversation", 3, ["conversation"])
    limits.ask(office)


def test_a_flood_from_one_address_is_held_by_the_minute_and_by_the_day() -> None:
    clock = Clock()
    limits = Limits(Settings(limit_client=10, limit_day=15), clock)
    names = []
    for _ in range(2):
        refusal = until_refused(lambda: limits.ask("a"))
        names.append((refusal.limit, refusal.seconds))
        clock.now += 60
    assert names == [("client", 6), ("day", 5700)]  # 86,400 s / 15 a day, less the minute that has passed


def test_an_address_is_kept_under_a_hash_that_is_another_in_each_process() -> None:
    one, other = Limits(Settings()), Limits(Settings())
    assert one.client("192.0.2.1") == one.client("192.0.2.1") != other.client("192.0.2.1")
    assert "192" not in one.client("192.0.2.1")


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("not an address", "another", False),
    ],
)
def test_which_addresses_are_one_client(first: str, second: str, same: bool) -> None:
    limits = Limits(Settings())
    assert (limits.client(first) == limits.client(second)) is same
