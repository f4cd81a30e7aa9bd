"""Values of one name, such as the ends of a pay range: each is quoted to the letter, and a note says which is which."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

from faqbot import texts
from faqbot.answering.deciding import decide
from faqbot.answering.library import Library
from faqbot.types import Document, Evidence, Note, Part, Query, Verdict
from tests.builders import documents
from tests.fakes import FakeIndex

JOB = {
    "id": "a1",
    "text": "Cook",
    "description": "<div>You prepare meals.</div>",
    "categories": {"location": "Example City", "team": "Kitchen"},
    "salaryRange": {"min": 50000, "max": 75000, "currency": "EUR", "interval": "per-year-salary"},
}


def notes(document: Document, name: str) -> list[Note]:
    section = next(one for one in document.sections if one.heading[-1] == name)
    evidence = Evidence(document, section, tuple(range(len(section.sentences))), 0.9)
    query = Query("What does it pay?", "What does it pay?", "en", frozenset({document.source}))
    part = Part(query, (evidence,), Verdict(0.9, "answer"), {})
    library = Library(FakeIndex({document.source: document}))
    return list(decide([part], library, role=None, today=datetime.date(2026, 11, 24)).notes)


def test_the_ends_of_a_range_are_told_apart(tmp_path: Path) -> None:
    (document,) = documents(tmp_path, {"jobs.json": json.dumps([JOB])})
    (note,) = notes(document, "Salary range")
    assert note == Note("label", "which_value", {"name": "Salary range", "parts": "minimum, maximum, currency, interval"})
    for language, said in ((texts.en, "in this order: minimum"), (texts.fr, "dans cet ordre : minimum")):
        assert said in language.NOTES[note.code].format(**note.values)


def test_a_single_value_needs_no_label(tmp_path: Path) -> None:
    (document,) = documents(tmp_path, {"jobs.json": json.dumps([JOB])})
    assert notes(document, "Team") == []
