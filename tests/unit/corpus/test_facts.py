from __future__ import annotations

from pathlib import Path

import pytest

from faqbot.corpus.facts import FACTS, questions
from tests.reading import only, write


def test_a_name_belongs_to_one_fact() -> None:
    names = [name for fact in FACTS for name in fact.names]
    assert len(names) == len(set(names))


def test_every_fact_is_asked_about_in_both_languages() -> None:
    for fact in FACTS:
        assert set(fact.questions) == {"en", "fr"}
        assert all(line.endswith("?") for lines in fact.questions.values() for line in lines)


@pytest.mark.parametrize(
    ("name", "lang", "first"),
    [
        ("Valid through", "en", "Until when can I apply?"),
        ("Rémunération", "fr", "Quel est le salaire ?"),
        ("max_payrange", "de", "What does it pay?"),
    ],
)
def test_names_are_known_however_they_are_written(name: str, lang: str, first: str) -> None:
    assert questions(name, lang)[0] == first


def test_an_unknown_name_has_no_questions() -> None:
    assert questions("Shoe size", "en") == ()


def test_a_field_is_found_by_what_candidates_ask(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "---\nlang: fr\nlieu: Paris\npointure: 42\n---\nDu texte ici.\n")
    place, size = only(tmp_path).sections[1:]
    assert place.wordings[:3] == ("Lieu", "Où se trouve le poste ?", "Dans quelle ville est-ce ?")
    assert size.wordings == ()


LINES = """# Bicycle mechanic

**Reference:** 2614
**Closing date:** 30 November 2026
**Salary:** £31,000 to £35,000 a year

We repair bikes. Note: bring gloves.

## Hours and place

- Location: Bristol
- Two evenings a week

### What is the closing date: 1 May?

Closing date: this is an answer.
"""


def test_a_line_that_names_a_fact_heads_nothing_in_plain_text(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "Baker wanted\n\nClosing date: 1 December 2026\nSalary: €32,000 a year\n\nWe bake bread.\n")
    document = only(tmp_path)
    told = {
        section.heading[-1]: [document.quote(one.start, one.end) for one in section.sentences] for section in document.sections
    }
    assert told == {
        "Baker wanted": ["We bake bread."],
        "Closing date": ["Closing date: 1 December 2026"],
        "Salary": ["Salary: €32,000 a year"],
    }


def test_a_line_that_names_a_fact_is_a_field_below_its_heading_and_quotes_its_name(tmp_path: Path) -> None:
    write(tmp_path, "a.md", LINES)
    document = only(tmp_path)
    fields = {
        section.heading: [document.quote(one.start, one.end) for one in section.sentences]
        for section in document.sections
        if section.kind == "field"
    }
    assert fields == {
        ("Closing date",): ["**Closing date:** 30 November 2026"],
        ("Salary",): ["**Salary:** £31,000 to £35,000 a year"],
        ("Hours and place", "Location"): ["Location: Bristol"],
    }
    prose = [document.quote(one.start, one.end) for section in document.sections[:3] for one in section.sentences]
    assert prose[0] == "**Reference:** 2614"
    assert prose[1:] == [
        "We repair bikes.",
        "Note: bring gloves.",
        "Two evenings a week",
        "Closing date: this is an answer.",
    ]
