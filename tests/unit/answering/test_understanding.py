from __future__ import annotations

import pytest

from faqbot.answering import asks, followups, spelling
from faqbot.answering.intents import Intents
from faqbot.answering.links import link
from faqbot.answering.understanding import clean
from faqbot.errors import UsageError
from tests.fakes import FakeIndex


@pytest.mark.parametrize(
    ("turns", "question", "whole"),
    [
        (["What does it pay?"], "and in Germany?", "What does it pay in Germany?"),
        (["What does it pay?"], "why?", "What does it pay why?"),
        (["What does it pay?"], "and the training?", "and the training?"),
        (["What does it pay?"], "what about remote work", "what about remote work"),
        (["Quel est le salaire ?"], "et en Suisse ?", "Quel est le salaire en Suisse ?"),
        (["What does it pay?", "and in Germany?"], "and in Spain?", "What does it pay in Germany in Spain?"),
        ([], "and in Germany?", "and in Germany?"),
        (["hello there"], "Which companies hire people for this?", "Which companies hire people for this?"),
    ],
)
def test_follow_ups_are_made_whole(turns: list[str], question: str, whole: str) -> None:
    assert followups.standalone(question, turns, "fr" if "et " in question else "en") == whole


@pytest.mark.parametrize(
    ("turns", "question", "together"),
    [
        (
            ["Who founded the club?"],
            "When was the roof repaired?",
            "Who founded the club When was the roof repaired?",
        ),
        (["Who founded the club?"], "What is the salary of a baker?", ""),  # a theme of its own
        (["Who founded the club?"], "and in Spain?", ""),  # made whole already
        ([], "When was the roof repaired?", ""),
    ],
)
def test_the_turn_before_is_the_context_of_what_has_no_theme(turns: list[str], question: str, together: str) -> None:
    assert followups.context(question, turns, "en") == together


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("What does it pay and is it remote?", ["What does it pay", "is it remote?"]),
        ("salary? visa?", ["salary?", "visa?"]),
        ("Do I need a permit and will they pay?", ["Do I need a permit and will they pay?"]),
        ("Which skills and tools do I need?", ["Which skills and tools do I need?"]),
        ("What is the pay? In France I mean.", ["What is the pay? In France I mean."]),
        ("Quel est le salaire et où sont les bureaux ?", ["Quel est le salaire", "où sont les bureaux ?"]),
    ],
)
def test_double_questions_are_told_apart(question: str, parts: list[str]) -> None:
    nothing = Intents(FakeIndex({}), None)
    assert asks.split(question, "fr" if "le " in question else "en", nothing) == parts


VOCABULARY = {"salary": 9, "qualifications": 3, "training": 5, "remote": 1}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("salry?", "salary?"),
        ("qualifcations", "qualifications"),
        ("trainnig", "training"),
        ("salaries", "salaries"),
        ("planet", "planet"),
        ("celery", "celery"),
        ("tain", "tain"),
        ("remoet", "remote"),
        ("SALRY", "salary"),
        ("is SALRY one?", "is SALRY one?"),
        ("pay", "pay"),
    ],
)
def test_only_unknown_words_near_the_documents_are_corrected(typed: str, meant: str) -> None:
    assert spelling.correct(typed, VOCABULARY, {"planet", "salaries"}.__contains__)[0] == meant


def test_questions_are_cleaned_of_what_cannot_be_seen() -> None:
    assert clean("What\u200b does\x00 it\n pay?") == "What does it pay?"


@pytest.mark.parametrize("question", ["", "   ", "\u200b\x01"])
def test_an_empty_question_is_a_usage_error(question: str) -> None:
    with pytest.raises(UsageError, match="empty"):
        clean(question)


def test_a_question_of_ten_thousand_characters_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="10,000 characters"):
        clean("a" * 10_000)


def test_a_link_opens_at_the_quote() -> None:
    assert link("https://example.org/a#x", "One two-three.") == "https://example.org/a#:~:text=One%20two%2Dthree."
    assert (
        link("https://example.org/a", "a b c d e f g h i j k")
        == "https://example.org/a#:~:text=a%20b%20c%20d%20e,g%20h%20i%20j%20k"
    )
    assert link(None, "x") is None
