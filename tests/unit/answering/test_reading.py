"""What a model reads is held against the documents and the visitor's own words."""

from __future__ import annotations

import json
from collections.abc import Generator

import pytest

from faqbot.answering.reading import ModelReader
from faqbot.errors import ProviderError
from faqbot.types import Document, Evidence, Part, Prompt, Query, Section, Sentence, Verdict

TEXT = "Pay\nThe pay is high. A car is included. Lunch is free on Fridays."


class Model:
    name = "scripted"

    def __init__(self, *rows: object) -> None:
        self.rows = rows
        self.asked: list[Prompt] = []

    def stream(self, prompt: Prompt, *, timeout: float, conversation: str = "") -> Generator[str]:
        self.asked.append(prompt)
        for row in self.rows:
            if isinstance(row, Exception):
                raise row
            yield json.dumps(row)


def part(zone: str = "closest", missing: tuple[str, ...] = ()) -> Part:
    spans = [(TEXT.index(text), TEXT.index(text) + len(text)) for text in TEXT.split("\n")[1].replace(". ", ".|").split("|")]
    section = Section(("Pay",), tuple(Sentence(start, end) for start, end in spans))
    document = Document("a.md", TEXT, "A", "en", None, (section,))
    query = Query("Is lunch free?", "lunch free", "en", frozenset({"a.md"}))
    return Part(query, (Evidence(document, section, (0,), 0.5, best=0),), Verdict(0.4, zone, missing), {})  # type: ignore[arg-type]


def test_a_near_miss_becomes_an_answer_with_the_words_that_answer() -> None:
    found = ModelReader(Model({"from": 3, "quote": "Lunch is free"}), 1.0).judged(part(), "en")
    assert (found.verdict.zone, found.verdict.confidence, found.evidence[0].chosen) == ("answer", 0.4, (2,))


@pytest.mark.parametrize(
    "row",
    [
        {"from": 3, "quote": "Lunch is paid"},
        {"from": 1, "quote": "Lunch is free"},
        {"from": 9, "quote": "Lunch is free"},
        {"from": 0, "quote": ""},
        {"from": 3, "quote": "Lunch"},
        {"from": True, "quote": "The pay is high"},
        ProviderError("down"),
    ],
)
def test_where_the_quote_is_not_the_sentences_nothing_changes(row: object) -> None:
    assert ModelReader(Model(row), 1.0).judged(part(), "en") == part()


@pytest.mark.parametrize(("zone", "missing"), [("answer", ()), ("nothing", ()), ("closest", ("Germany",))])
def test_only_a_near_miss_that_lacks_nothing_is_read(zone: str, missing: tuple[str, ...]) -> None:
    model = Model({"from": 3, "quote": "Lunch is free"})
    assert ModelReader(model, 1.0).judged(part(zone, missing), "en") == part(zone, missing)
    assert model.asked == []


def test_a_follow_up_is_made_whole_with_the_visitors_words_only() -> None:
    turns = ["What does the job pay in Paris?"]
    made = ModelReader(Model({"question": "Which bonus does the job pay in Paris?"}), 1.0).standalone("which bonus", turns, "en")
    assert made == "Which bonus does the job pay in Paris?"


@pytest.mark.parametrize(
    "row",
    [
        {"question": "What bonus does Acme pay in Berlin?"},
        {"question": "See www.example.org"},
        {"question": 5},
        {},
        ProviderError("no"),
    ],
)
def test_a_follow_up_with_other_words_is_left_to_the_rules(row: object) -> None:
    turns = ["What does the job pay in Paris?"]
    plain = ModelReader(Model({}), 1.0).standalone("and in Lyon?", turns, "en")
    assert ModelReader(Model(row), 1.0).standalone("and in Lyon?", turns, "en") == plain


def test_a_first_question_is_not_rewritten() -> None:
    model = Model({"question": "x"})
    assert ModelReader(model, 1.0).standalone("What does it pay?", [], "en") == "What does it pay?"
    assert model.asked == []
