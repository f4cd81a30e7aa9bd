from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.reading import fields, only, quotes, read, write

ENTRIES = [
    {"question": "What does it pay?", "answer": "100 euros."},
    {"question": "Where is it?", "answer": ["In Paris.", "Or at home."]},
]
ASKED = [("What does it pay?", ["100 euros."]), ("Where is it?", ["In Paris.", "Or at home."])]


@pytest.mark.parametrize(
    "value",
    [
        ENTRIES,
        {"faq": ENTRIES},
        {"title": "Questions", "role": "data-engineer", "questions": ENTRIES},
        {"What does it pay?": "100 euros.", "Where is it?": "In Paris.\nOr at home."},
        {
            "@type": "FAQPage",
            "mainEntity": [
                {"@type": "Question", "name": name, "acceptedAnswer": {"text": "<p>" + "</p><p>".join(texts) + "</p>"}}
                for name, texts in ASKED
            ],
        },
    ],
)
def test_questions_and_answers_in_any_shape_are_a_faq(tmp_path: Path, value: object) -> None:
    write(tmp_path, "a.json", json.dumps(value))
    assert quotes(only(tmp_path)) == ASKED


def test_yaml_of_questions_keeps_wordings_and_themes(tmp_path: Path) -> None:
    write(
        tmp_path,
        "a.yaml",
        'role: data-engineer\nlang: en\nfaq:\n  - question: What does it pay?\n    variants: ["Salary?", "How much?"]\n    category: Pay\n    answer: |\n      100 euros.\n      Monthly.\n',
    )
    document = only(tmp_path)
    assert (document.role, document.lang) == ("data-engineer", "en")
    (section,) = document.sections
    assert (section.heading, section.wordings) == (("Pay", "What does it pay?"), ("What does it pay?", "Salary?", "How much?"))
    assert quotes(document) == [("What does it pay?", ["100 euros.", "Monthly."])]


def test_named_values_are_fields_as_they_are_written(tmp_path: Path) -> None:
    write(
        tmp_path,
        "a.yaml",
        "title: The role\njob:\n  maxPay: 75000.50\n  start_date: 2026-12-01\n  places: [Paris, Lyon]\n  remote: true\n  about: >\n    You build pipelines. You run them.\n    "
        + "More is said here. " * 12
        + "\n",
    )
    document = only(tmp_path)
    assert document.title == "The role"
    assert fields(document) == {"Max pay": ["75000.50"], "Start date": ["2026-12-01"], "Places": ["Paris", "Lyon"]}
    assert quotes(document)[0][0] == "About"


def test_a_list_of_like_values_is_a_table(tmp_path: Path) -> None:
    write(tmp_path, "a.json", '[{"grade": "G7", "pay": 100}, {"grade": "G6", "pay": 200}]')
    assert quotes(only(tmp_path)) == [("A", ["grade | pay", "G7 | 100", "G6 | 200"])]


@pytest.mark.parametrize(
    ("name", "text", "code", "line"),
    [
        ("a.json", '{\n"a": }', "damaged", 2),
        ("a.yaml", "a: 1\n b: 2\n", "damaged", 2),
        ("a.json", '{"valid_until": "soon", "pay": "100"}', "front-matter-value", 0),
        ("a.json", "[" * 100_000, "too-deep", 0),
        (
            "a.yaml",
            "a: &a [x, x]\n"
            + "".join(
                f"{two}: &{two} [*{one}, *{one}, *{one}, *{one}]\n" for one, two in zip("abcdefgh", "bcdefghi", strict=True)
            ),
            "too-large",
            0,
        ),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str, text: str, code: str, line: int) -> None:
    write(tmp_path, name, text)
    (refused,) = read([tmp_path]).refused
    assert (refused.code, refused.line) == (code, line)
