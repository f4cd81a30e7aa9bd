"""The verifier blocks whatever is not its source's text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faqbot.answering.composing import cite, compose
from faqbot.answering.grounding import verify
from faqbot.errors import GroundingError
from faqbot.types import Answer, Document, Evidence
from tests.builders import documents


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return documents(tmp_path_factory.mktemp("doc"), {"a.md": "# A\n\nOne is here. Two is there. Three is gone. Four stays.\n"})[
        0
    ]


def answer(document: Document, chosen: tuple[int, ...]) -> Answer:
    sentences, citations = compose([Evidence(document, document.sections[0], chosen, 1.0)])
    return Answer("1", "q", "answered", "answered", "c", "en", "g", sentences=sentences, citations=citations)


def test_neighbours_are_one_quote_and_gaps_make_two(document: Document) -> None:
    found = answer(document, (0, 1, 3))
    assert [citation.quote for citation in found.citations] == ["One is here. Two is there.", "Four stays."]
    assert [citation.n for citation in found.citations] == [1, 2]
    verify(found, {"a.md": document})


@given(start=st.integers(-5, 70), end=st.integers(-5, 70), text=st.text(max_size=12))
def test_a_quote_that_is_not_its_span_is_blocked(document: Document, start: int, end: int, text: str) -> None:
    found = answer(document, (0,))
    changed = replace(found.citations[0], start=start, end=end, quote=text)
    broken = replace(found, citations=(changed,), sentences=(replace(found.sentences[0], text=text),))
    if text and start >= 0 and end >= 0 and document.text[start:end] == text:
        verify(broken, {"a.md": document})
    else:
        with pytest.raises(GroundingError):
            verify(broken, {"a.md": document})


def test_a_sentence_that_differs_from_its_quote_is_blocked(document: Document) -> None:
    found = answer(document, (0,))
    with pytest.raises(GroundingError, match="is not the quote"):
        verify(replace(found, sentences=(replace(found.sentences[0], text="One is not here."),)), {"a.md": document})


def test_an_abstention_may_not_cite(document: Document) -> None:
    with pytest.raises(GroundingError, match="abstains"):
        verify(replace(answer(document, (0,)), outcome="not_in_documents"), {"a.md": document})


def test_the_closest_passage_is_compared_too(document: Document) -> None:
    closest = cite(Evidence(document, document.sections[0], (1,), 1.0))
    found = Answer("1", "q", "not_in_documents", "closest", "c", "en", "g", closest=closest)
    verify(found, {"a.md": document})
    with pytest.raises(GroundingError, match="reads"):
        verify(replace(found, closest=replace(closest, quote="Two was there.")), {"a.md": document})


def test_an_unknown_source_is_blocked(document: Document) -> None:
    with pytest.raises(GroundingError, match="not in the index"):
        verify(answer(document, (0,)), {})
