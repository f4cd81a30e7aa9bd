from __future__ import annotations

import pytest

from faqbot.language.sentences import split


def texts(passage: str) -> list[str]:
    return [passage[start:end] for start, end in split(passage)]


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("It pays well. It is in Paris.", ["It pays well.", "It is in Paris."]),
        ("Use tools, e.g. LangChain. Then stop.", ["Use tools, e.g. LangChain.", "Then stop."]),
        ("Ask Dr. Martin today! Will you?", ["Ask Dr. Martin today!", "Will you?"]),
        ("It costs 2.5 million. Fine", ["It costs 2.5 million.", "Fine"]),
        ("Models (GPT, Claude, etc.). Next one.", ["Models (GPT, Claude, etc.).", "Next one."]),
        ("Le poste est « clé ». Il évolue vite.", ["Le poste est « clé ».", "Il évolue vite."]),
        ("Wait... there is more. Yes", ["Wait... there is more.", "Yes"]),
        ("Open to U.S. citizens. Apply.", ["Open to U.S. citizens.", "Apply."]),
        ("   \n ", []),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(passage: str, expected: list[str]) -> None:
    assert texts(passage) == expected


def test_only_the_named_part_is_split() -> None:
    passage = "One. Two. Three."
    assert [passage[a:b] for a, b in split(passage, 5, 9)] == ["Two."]
