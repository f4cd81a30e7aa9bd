"""What a question is after: the bank, the classifier's arithmetic, and how sections meet a question."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from faqbot.answering import asks, router
from faqbot.answering.intents import BUCKETS, VECTOR_WEIGHT, IntentModel, Intents, grams, packed, unpacked, weighed
from faqbot.language.intents import bank
from faqbot.types import Query
from tests.builders import HashEmbedder, index_of

NAMES = ("pay.amount", "cond.remote_days", "far.weather")
FILES = {
    "a/en/faq.md": "# Baker\n\n## What does it pay?\n\nA baker earns 30,000 euros.\n\n## Can I work from home?\n\n- remote?\n\nTwo days a week.\n"
}


def model(*texts: str) -> IntentModel:
    """A model that knows each of these texts, in the order of NAMES, by its letters alone."""
    letters = np.zeros((BUCKETS, len(NAMES)), dtype=np.float32)
    for place, text in enumerate(texts):
        letters[list(grams(text)), place] += 8
    dimension = HashEmbedder.dimension
    return IntentModel(
        NAMES, np.zeros((dimension, 3), np.float32), letters, np.zeros(3, np.float32), np.ones(BUCKETS, np.float32)
    )


def asked(text: str) -> Query:
    return Query(text=text, search=text, lang="en", scope=frozenset(FILES))


def test_every_intent_has_wordings_in_both_languages_and_none_twice() -> None:
    found = bank()
    assert len(set(found.wordings)) > 0.99 * len(found.wordings)  # some French is English
    assert min(Counter(found.intents).values()) >= 20
    assert all("." in name for name in found.names)


def test_letters_are_counted_in_words_with_their_ends() -> None:
    assert sum(grams("pay").values()) == 4 + 3 + 2  # " pay " in twos, threes and fours
    assert grams("pay pay") == Counter({bucket: 2 * count for bucket, count in grams("Páy").items()})


def test_weights_have_unit_length() -> None:
    buckets, weights = weighed("what does it pay", np.ones(BUCKETS, np.float32))
    assert len(buckets) == len(weights)
    assert np.linalg.norm(weights) == pytest.approx(1)


def test_shares_are_a_softmax_of_vector_letters_and_bias() -> None:
    one = IntentModel(
        ("a", "b"),
        np.array([[1.0, 0.0]], np.float32),
        np.zeros((BUCKETS, 2), np.float32),
        np.array([0.0, 0.5], np.float32),
        np.ones(BUCKETS, np.float32),
    )
    (shares,) = one.shares(["?"], np.array([[1.0]], np.float32))
    odds = np.exp([VECTOR_WEIGHT, 0.5])
    assert shares == pytest.approx(odds / odds.sum(), abs=1e-6)


def test_a_model_is_read_back_as_it_was_written() -> None:
    before = model("what does it pay")
    after = unpacked(packed(before))
    assert after.names == before.names
    assert np.array_equal(after.grams, before.grams)


def test_a_section_meets_the_question_that_is_after_the_same(tmp_path: Path) -> None:
    intents = Intents(index_of(tmp_path, FILES), model("what does it pay", "work from home remote", "weather rain"))
    pay = intents.asked(asked("what does it pay"))
    assert intents.met(pay, "a/en/faq.md", 0) > intents.met(pay, "a/en/faq.md", 1)
    assert intents.covered(pay, FILES) == intents.met(pay, "a/en/faq.md", 0)[1]
    assert intents.far(intents.asked(asked("weather rain"))) > 0.5 > intents.far(pay)


def test_without_a_model_nothing_is_after_anything(tmp_path: Path) -> None:
    intents = Intents(index_of(tmp_path, FILES), None)
    nothing = intents.asked(asked("what does it pay"))
    assert intents.met(nothing, "a/en/faq.md", 0) == (0, 0)
    assert intents.covered(nothing, FILES) == intents.far(nothing) == 0


def test_a_line_that_asks_two_things_is_told_apart_by_what_each_is_after(tmp_path: Path) -> None:
    intents = Intents(index_of(tmp_path, FILES), model("pay salary", "remote home", "weather"))
    assert asks.split("salary & remote", "en", intents) == ["salary", "remote"]
    assert asks.split("salary and pay", "en", intents) == ["salary and pay"]
    assert asks.split("salary and xylophones", "en", intents) == ["salary and xylophones"]


def test_only_a_plain_question_about_ones_own_application_is_for_a_person() -> None:
    assert router.by_intent("any news?", "hiring.status", 0.8) == ("handoff", "my_application")
    assert router.by_intent("any news?", "hiring.status", 0.3) is None
    assert router.by_intent("pay?", "pay.amount", 0.9) is None
    assert router.by_intent("do you have a menopause policy", "private.protected", 0.9) is None
