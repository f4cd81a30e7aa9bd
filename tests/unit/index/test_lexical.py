"""BM25 against its formula, written out."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faqbot.index.lexical import LexicalIndex
from faqbot.language.words import stems
from faqbot.types import Chunk, Document, Section, Sentence
from tests.builders import index_of

K1, B = 1.2, 0.75
vocabulary = "pay salary remote office visa training data model".split()
line = st.lists(st.sampled_from(vocabulary), min_size=1, max_size=8).map(" ".join)


def page(source: str, lines: list[str], lang: str = "en") -> tuple[Document, Chunk]:
    """A document of one section whose sentences are these lines."""
    text, spans = "", []
    for one in lines:
        spans.append(Sentence(len(text), len(text) + len(one)))
        text += f"{one}\n"
    chunk = Chunk(source.partition(".")[0], source, 0, 0, len(lines))
    return Document(source, text, "Title", lang, None, (Section(("Heading",), tuple(spans)),)), chunk


def by_formula(query: str, texts: dict[str, list[str]]) -> dict[str, float]:
    """Lucene's BM25 of each text, divided by the sum of the idf of the query's words."""
    mean = sum(map(len, texts.values())) / len(texts)
    words = list(dict.fromkeys(stems(query, "en")))
    idf = {}
    for word in words:
        holding = sum(word in text for text in texts.values())
        idf[word] = math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
    scores = {}
    for key, text in texts.items():
        saturated = (text.count(word) / (text.count(word) + K1 * (1 - B + B * len(text) / mean)) for word in words)
        scores[key] = sum(idf[word] * part for word, part in zip(words, saturated, strict=True)) / sum(idf.values())
    return scores


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(line, min_size=1, max_size=4), min_size=1, max_size=4), line, st.booleans())
def test_scores_are_those_of_the_formula(pages: list[list[str]], question: str, unknown: bool) -> None:
    made = [page(f"p{number}.md", lines) for number, lines in enumerate(pages)]
    index = LexicalIndex({document.source: document for document, _ in made}, [chunk for _, chunk in made])
    texts = {f"p{number}.{place}": stems(one, "en") for number, lines in enumerate(pages) for place, one in enumerate(lines)}
    asked = f"{question} zeppelin" if unknown else question
    expected = {key: score for key, score in by_formula(asked, texts).items() if score > 0}
    found = index.search("sentence", asked, scope=frozenset(document.source for document, _ in made), limit=99)
    assert dict(found) == pytest.approx(expected, abs=2e-6)
    assert found == sorted(found, key=lambda row: (-row[1], row[0]))
    assert all(0 < score <= 1 for _, score in found)


def test_the_scope_comes_before_the_limit() -> None:
    made = [page(f"p{number}.md", ["pay pay pay" if number else "pay and more words about training"]) for number in range(9)]
    index = LexicalIndex({document.source: document for document, _ in made}, [chunk for _, chunk in made])
    assert [key for key, _ in index.search("sentence", "pay", scope=frozenset({"p0.md"}), limit=1)] == ["p0.0"]


def test_each_document_is_searched_in_its_own_language() -> None:
    french, english = page("f.md", ["Les missions sont quotidiennes"], "fr"), page("e.md", ["Salaries are paid yearly"])
    index = LexicalIndex({one.source: one for one, _ in (french, english)}, [chunk for _, chunk in (french, english)])
    scope = frozenset({"f.md", "e.md"})
    assert [key for key, _ in index.search("sentence", "tâches quotidiennes", scope=scope, limit=9)] == ["f.0"]
    assert [key for key, _ in index.search("sentence", "salary", scope=scope, limit=9)] == ["e.0"]


@pytest.mark.parametrize("question", ["", "?", "the of and", "🙂", "zeppelin"])
def test_a_question_without_a_known_word_finds_nothing(question: str) -> None:
    document, chunk = page("p.md", ["pay and training"])
    assert LexicalIndex({"p.md": document}, [chunk]).search("chunk", question, scope=frozenset({"p.md"}), limit=3) == []


def test_headings_and_wordings_count_for_chunks_only(tmp_path: Path) -> None:
    index = index_of(tmp_path, {"a.md": "# A\n\n## Where is the office?\n\n- What is the address?\n\nNear the station.\n"})
    scope = frozenset(index.documents)
    assert index.lexical("chunk", "office", scope=scope, limit=3)
    assert index.lexical("chunk", "address", scope=scope, limit=3)
    assert index.lexical("sentence", "office", scope=scope, limit=3) == []
