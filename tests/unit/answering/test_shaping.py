from __future__ import annotations

from pathlib import Path

import pytest

from faqbot.answering.quotable import quotable
from faqbot.answering.shaping import shape
from faqbot.types import Document
from tests.builders import documents

FILLER = " ".join(["This filler sentence says nothing of any use to anybody at all."] * 8)


def one(tmp_path: Path, body: str) -> Document:
    return documents(tmp_path, {"a.md": f"# A\n\n## Section\n\n{body}\n"})[0]


def shown(document: Document, best: str, scores: dict[str, float] | None = None) -> list[str]:
    section = document.sections[0]
    quotes = [document.quote(sentence.start, sentence.end) for sentence in section.sentences]
    number = next(place for place, quote in enumerate(quotes) if quote.startswith(best))
    values = {
        place: next((score for start, score in (scores or {}).items() if quote.startswith(start)), 0.1)
        for place, quote in enumerate(quotes)
    }
    return [quotes[place][:20] for place in shape(document, section, values | {number: 1.0}, best=number)]


def test_a_short_section_is_the_answer_whole(tmp_path: Path) -> None:
    assert shown(one(tmp_path, "It pays well. Nobody complains about it."), "It pays") == [
        "It pays well.",
        "Nobody complains abo",
    ]


def test_a_long_section_is_cut_to_what_stands_alone(tmp_path: Path) -> None:
    document = one(tmp_path, f"The role pays 100 euros. {FILLER} Offices are in Paris.")
    assert shown(document, "The role") == ["The role pays 100 eu"]


def test_a_sentence_that_leans_takes_the_one_before(tmp_path: Path) -> None:
    document = one(tmp_path, f"{FILLER} The bonus is paid in May. It is ten euros.")
    assert shown(document, "It is") == ["The bonus is paid in", "It is ten euros."]


def test_an_exception_is_never_cut_off(tmp_path: Path) -> None:
    document = one(tmp_path, f"{FILLER} Remote work is possible. However, Mondays are in the office.")
    assert shown(document, "Remote") == ["Remote work is possi", "However, Mondays are"]


def test_a_list_is_shown_whole_with_what_leads_to_it(tmp_path: Path) -> None:
    document = one(tmp_path, f"{FILLER}\n\nWe use:\n\n- Python every day\n- SQL now and then\n\nThe end of the section.")
    assert shown(document, "SQL") == ["We use:", "Python every day", "SQL now and then"]
    assert shown(document, "We use") == ["We use:", "Python every day", "SQL now and then"]


def test_never_more_than_a_hundred_and_twenty_words(tmp_path: Path) -> None:
    items = "\n".join(f"- Item number {number} of a list that goes on and on and on" for number in range(40))
    document = one(tmp_path, f"We list:\n\n{items}")
    section = document.sections[0]
    chosen = shape(document, section, dict.fromkeys(range(len(section.sentences)), 0.9), best=5)
    assert 5 in chosen
    assert sum(len(document.quote(section.sentences[n].start, section.sentences[n].end).split()) for n in chosen) <= 120


@pytest.mark.parametrize(
    "line", ["Are you ready for more?", "Contact us today about it.", "Don't miss our openings now.", "Two words"]
)
def test_what_is_never_an_answer(tmp_path: Path, line: str) -> None:
    document = one(tmp_path, f"A first sentence stands here. {line}")
    section = document.sections[0]
    assert [quotable(document, section, sentence) for sentence in section.sentences] == [True, False]
