"""The budget: reserved before, settled after, by day and by conversation."""

from __future__ import annotations

import datetime

import pytest

from faqbot.llm.budget import Budget, estimate
from faqbot.llm.failures import Failed
from faqbot.llm.speech import Piece
from faqbot.types import Prompt

PROMPT = Prompt(system="s" * 150, user="u" * 147, max_tokens=50)  # 297 characters: 100 tokens, and 50 at most for the answer


def test_an_estimate_is_rather_too_high() -> None:
    assert estimate("x" * 299) == 100


def test_what_is_reserved_counts_until_it_is_settled() -> None:
    budget = Budget(day=300, conversation=0, today=lambda: datetime.date(2026, 11, 24))
    with budget.reserved(PROMPT, "a"):
        assert budget.spent == 150
        with budget.reserved(PROMPT, "b"):
            assert budget.spent == 300
            with (
                pytest.raises(Failed, match="budget of this day is spent: 300 of 300 tokens") as caught,
                budget.reserved(PROMPT, "c"),
            ):
                pass
            assert caught.value.result == "budget"
    assert budget.spent == 0  # nothing was used


def test_what_was_used_is_spent() -> None:
    budget = Budget(day=1000, conversation=0, today=lambda: datetime.date(2026, 11, 24))
    with budget.reserved(PROMPT, "a") as usage:
        usage.begin()
        usage.take(Piece("Yes", 90, None))
        usage.take(Piece(".", 90, 2))
    assert budget.spent == 92


def test_an_answer_that_is_not_counted_is_estimated() -> None:
    budget = Budget(day=1000, conversation=0, today=lambda: datetime.date(2026, 11, 24))
    with budget.reserved(PROMPT, "a") as usage:
        usage.begin()
        usage.refused()  # an attempt that cost nothing
        usage.begin()
        usage.take(Piece("x" * 29))
    assert budget.spent == 100 + 10


def test_a_new_day_and_another_conversation_begin_anew() -> None:
    days = [datetime.date(2026, 11, 24)]
    budget = Budget(day=160, conversation=160, today=lambda: days[-1])
    with budget.reserved(PROMPT, "a") as usage:
        usage.begin()
        usage.take(Piece("x", 140, 10))
    days.append(datetime.date(2026, 11, 25))
    assert budget.spent == 0
    with pytest.raises(Failed, match="budget of this conversation"), budget.reserved(PROMPT, "a"):
        pass
    with budget.reserved(PROMPT, "b"):
        pass
