"""The corpus report as a page and as data: one whole file, verdict first, what to write before what to look at."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from faqbot.evaluation.review.page import report, verdict
from faqbot.evaluation.review.reviewing import Read, Review, as_json
from faqbot.evaluation.review.themes import THEMES
from faqbot.types import Finding
from tests.unit.evaluation.review.test_telling import CONFLICT, made
from tests.unit.evaluation.test_report import Outline

REFUSED = Finding("bad.md", 2, "binary", "The file is not text.", "Save it as text.")


def full() -> Review:
    return replace(made({"pay": "answered", "remote": "unsure"}, issues=(CONFLICT,)), read=Read((REFUSED,), ()))


def test_the_page_is_one_whole_file_in_the_order_of_what_to_do() -> None:
    text = report(full())
    outline = Outline(text)
    assert outline.open == []
    assert outline.outside == []
    parts = (
        "are answered",
        "Write next",
        "Files that were not read",
        "Two documents say",
        "Look at these",
        "The map",
        "All 1 answers",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    words = " ".join(" ".join(outline.words).split())
    assert "It pays €1." in words
    assert "a.md, line 3" in words
    assert "<b>?" not in text
    assert "A cook earns €30,000 a year." in words


def test_the_verdict_says_how_much_is_answered_what_is_missing_and_what_is_wrong() -> None:
    assert verdict(full()) == (
        f"1 of {len(THEMES)} are answered: {len(THEMES)} themes that candidates ask about. "
        f"Nothing was found about hiring process, place of work, deadline and {len(THEMES) - 2 - 3} more. "
        "To put right: 1 file not read, 1 contradiction."
    )


def test_an_entry_to_fill_in_asks_as_candidates_do() -> None:
    process = next(theme for theme in THEMES if theme.key == "process")
    first, second, _ = process.questions["en"]
    assert f"## {first}\n\n- {second}\n" in "".join(Outline(report(full())).words)


def test_many_postings_are_a_row_each_with_a_name_for_every_sign() -> None:
    text = report(made({"pay": "answered"}, subjects=7, titled=True))
    assert text.count('aria-label="answered, 2 of 3 wordings"') == 7
    assert verdict(made({"pay": "answered"}, subjects=7, titled=True)).startswith(f"1 of {len(THEMES)} are answered")


def test_the_same_is_there_as_data() -> None:
    data = json.loads(json.dumps(as_json(full())))
    assert (data["sound"], data["missing"][0], len(data["coverage"])) == (False, "process", len(THEMES))
    assert data["issues"][0]["passages"][1] == {"source": "b.md", "line": 4, "quote": "It pays €2."}
    assert data["refused"][0]["remedy"] == "Save it as text."
    pay = data["coverage"][0]
    assert (pay["theme"], pay["status"], pay["source"], pay["asked"], pay["got"]) == ("pay", "answered", "cook/en/a.md", 3, 2)


@pytest.mark.parametrize(
    ("change", "sound"),
    [({}, True), ({"issues": (CONFLICT,)}, False), ({"read": Read((REFUSED,))}, False), ({"read": Read((), (REFUSED,))}, False)],
)
def test_sound_is_when_there_is_nothing_to_do(change: dict[str, object], sound: bool) -> None:
    every = made({theme.key: "answered" for theme in THEMES})
    assert replace(every, **change).sound is sound  # type: ignore[arg-type]
    assert not made({"pay": "answered"}).sound


def test_nothing_to_show_is_still_a_page() -> None:
    assert Outline(report(replace(made({}), cells=()))).open == []
