"""One mistake a question, inside one word, and the same one whenever the dice are the same."""

from __future__ import annotations

import random

import pytest
from rapidfuzz.distance import OSA

from faqbot.evaluation.typing_errors import mistyped
from faqbot.language.words import fold


@pytest.mark.parametrize(
    "question", ["What does the job pay?", "Quelle est la rémunération à l’entrée ?", "notice period", "TÉLÉTRAVAIL"]
)
def test_a_question_gets_one_mistake_that_keeps_the_first_letter_of_every_word(question: str) -> None:
    plain = fold(question)
    for seed in range(200):
        spoilt = fold(mistyped(question, random.Random(seed)))
        assert OSA.distance(plain, spoilt) <= 1
        assert [word[0] for word in spoilt.split()] == [word[0] for word in plain.split()]
    assert len({mistyped(question, random.Random(seed)) for seed in range(200)}) > 20
    assert mistyped(question, random.Random(7)) == mistyped(question, random.Random(7))


def test_a_question_of_short_words_stays_as_it_is() -> None:
    assert mistyped("pay? où", random.Random(1)) == "pay? où"
