"""What a model wrote is read as it arrives, and only what is of the form."""

from __future__ import annotations

import pytest

from faqbot.answering.written import Written, objects, parts, plainly


def read(text: str, piece: int = 5) -> list[Written]:
    return list(parts(text[start : start + piece] for start in range(0, len(text), piece)))


GOOD = '{"text": "The pay is €100k.", "from": [2, 1, 2]}'


@pytest.mark.parametrize(
    "text",
    [GOOD, f"```json\n[{GOOD},\n]\n```", f'Sure! Here it is:\n{{"answer": [{GOOD}]}}', GOOD + '{"text": "cut off", "from": [1'],
)
def test_objects_are_found_wherever_they_stand(text: str) -> None:
    assert read(text) == [Written("The pay is €100k.", (2, 1))]


@pytest.mark.parametrize(
    "row",
    [
        '{"text": "No number.", "from": 1}',
        '{"text": "A number as text.", "from": ["1"]}',
        '{"text": "True is no number.", "from": [true]}',
        '{"text": 5, "from": [1]}',
        '{"from": [1]}',
        '{"text": "See https://example.com now.", "from": [1]}',
        '{"text": "See [this](x) now.", "from": [1]}',
        '{"text": "![seen](//x.example/p.png)", "from": [1]}',
        '{"text": "<img src=x> The pay.", "from": [1]}',
        '{"text": "Write to me@example.com.", "from": [1]}',
        '{"text": "Join us on jobs.example.org today.", "from": [1]}',
        "The pay is high. [1]",
    ],
)
def test_what_is_of_another_form_or_holds_a_link_is_no_part(row: str) -> None:
    assert read(row) == []


def test_each_sentence_of_a_part_is_one_of_its_own_without_marks() -> None:
    row = '{"text": "The **pay** is high [1]. It\\u200b grows [2, 3].", "from": [1, 2]}'
    assert read(row) == [Written("The pay is high.", (1, 2)), Written("It grows.", (1, 2))]


def test_a_part_is_given_before_the_next_one_arrives() -> None:
    def pieces() -> object:
        yield GOOD
        raise AssertionError("the first part was not given before the second piece was asked for")

    assert next(parts(pieces())) == Written("The pay is €100k.", (2, 1))  # type: ignore[arg-type]


def test_what_never_ends_is_read_to_a_limit() -> None:
    def endless() -> object:
        while True:
            yield "x" * 1000

    assert list(objects(endless())) == []  # type: ignore[arg-type]


def test_a_line_is_a_line() -> None:
    assert plainly("a\n b\u00a0c\x07") == "a b c"
