"""A passage shows the quote, all of it and nothing else marked, inside the text around it; the same for a whole document."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faqbot.types import Document, Section, Sentence
from faqbot.web.passages import Block, Span, blocks, passage, quoted
from tests.fakes import EN, FR, documents

DOCUMENTS = documents()


def marked(found: list[Block], n: int) -> str:
    return "".join(piece.text for block in found for piece in block.pieces if piece.n == n)


def words(found: list[Block]) -> list[str]:
    return ["".join(piece.text for piece in block.pieces) for block in found]


def span(source: str, beginning: str, n: int = 1) -> Span:
    text = DOCUMENTS[source].text
    sentence = next(
        s for section in DOCUMENTS[source].sections for s in section.sentences if text[s.start :].startswith(beginning)
    )
    return Span(n, sentence.start, sentence.end)


def test_the_quote_is_marked_and_its_neighbours_stand_around_it() -> None:
    quote = span(EN, "In large organisations")
    found = passage(DOCUMENTS[EN], [quote])
    assert len(found) == 1
    assert marked(found, 1) == DOCUMENTS[EN].text[quote.start : quote.end]
    assert words(found)[0].startswith("A Head of Generative AI generally earns")
    assert words(found)[0].endswith("very highly valued.")


def test_a_list_is_shown_as_a_list_with_several_quotes_apart() -> None:
    spans = [span(EN, "Solid foundations", 1), span(EN, "Product vision", 2)]
    found = passage(DOCUMENTS[EN], spans)
    assert [block.kind for block in found] == ["item"] * 4
    assert [block.pieces[0].n for block in found] == [1, 0, 2, 0]


def test_a_long_section_is_cut_at_sentences_near_the_quote() -> None:
    text = " ".join(f"Sentence number {k:03d} says little." for k in range(200))
    sentences = tuple(Sentence(k * 33, k * 33 + 32) for k in range(200))
    document = Document("a.md", text, "A", "en", None, (Section(("A",), sentences),))
    found = passage(document, [Span(1, sentences[100].start, sentences[100].end)])
    shown = words(found)[0]
    assert shown.startswith("Sentence number 0")
    assert 900 < len(shown) < 1200
    assert marked(found, 1) == "Sentence number 100 says little."


def test_a_quote_outside_every_section_is_shown_alone() -> None:
    assert words(passage(DOCUMENTS[EN], [Span(1, 4, 31)])) == [DOCUMENTS[EN].text[4:31]]


def test_a_quoted_sentence_is_a_paragraph_and_a_quoted_item_an_item() -> None:
    item, prose = span(EN, "Leadership"), span(EN, "There is no single path.")
    assert [block.kind for block in quoted(DOCUMENTS[EN], item.start, item.end)] == ["item"]
    assert [block.kind for block in quoted(DOCUMENTS[EN], prose.start, prose.end)] == ["paragraph"]


def test_a_quoted_section_keeps_its_paragraphs_and_its_list() -> None:
    text = "The missions:\n- One.\n- Two,\n  in two lines.\n\nAnd that\nis all."
    sentences = (Sentence(0, 13), Sentence(16, 20, "item"), Sentence(23, 44, "item"), Sentence(46, len(text)))
    document = Document("a.md", text, "A", "en", None, (Section(("A",), sentences),))
    found = quoted(document, 0, len(text))
    assert [(block.kind, " ".join(words([block])[0].split())) for block in found] == [
        ("paragraph", "The missions:"), ("item", "One."), ("item", "Two, in two lines."), ("paragraph", "And that is all."),
    ]  # fmt: skip
    assert [block.kind for block in quoted(document, 16, 44)] == ["item", "item"]


def test_a_document_has_its_front_matter_headings_and_items() -> None:
    matter, body = blocks(DOCUMENTS[EN], 0, 0)
    assert words(matter)[1] == "title: Head of Generative AI"
    headings = [block for block in body if block.kind == "heading"]
    assert [(words([block])[0], block.level) for block in headings[:3]] == [
        ("Head of Generative AI", 2),
        ("Key skills", 2),
        ("FAQ", 2),
    ]
    assert [words([block])[0] for block in body if block.kind == "item"][-1] == "Leadership and pedagogy."


def test_a_table_is_shown_row_by_row_without_its_bars() -> None:
    text = "Hours:\n\n| Day | Start |\n|---|:--:|\n| Monday | 13:30 |\n| Friday | |\n"
    found = quoted(Document("a.md", text, "A", "en", None, ()), 0, len(text))
    assert [(block.kind, words([block])[0]) for block in found] == [
        ("paragraph", "Hours:"), ("item", "Day | Start"), ("item", "Monday | 13:30"), ("item", "Friday |"),
    ]  # fmt: skip


def test_headings_of_a_plain_text_are_known_from_its_sections() -> None:
    text = "Pay\nIt pays well.\n"
    document = Document("a.txt", text, "A", "en", None, (Section(("Pay",), (Sentence(4, 17),)),))
    assert [block.kind for block in blocks(document, 0, 0)[1]] == ["heading", "paragraph"]


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("source", [EN, FR])
@given(data=st.data())
def test_any_span_of_a_document_is_marked_to_the_letter(source: str, data: st.DataObject) -> None:
    document = DOCUMENTS[source]
    start = data.draw(st.integers(0, len(document.text)))
    end = data.draw(st.integers(start, len(document.text)))
    matter, body = blocks(document, start, end)
    found = squeezed(marked([*matter, *body], 1))
    # What is left out are the marks at the beginning of headings and items.
    expected = squeezed(document.text[start:end])
    assert found.replace("#", "").replace("-", "") == expected.replace("#", "").replace("-", "")


def test_an_item_without_words_is_left_out() -> None:
    assert words(blocks(Document("a.md", "- \na\n\n# \n", "A", "en", None, ()), 0, 0)[1]) == ["a"]


@settings(max_examples=400)
@given(text=st.text(alphabet="ab.#-*|\n \t\u00e9\U0001f600", max_size=120), data=st.data())
def test_nothing_of_any_text_is_lost_and_nothing_added(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    matter, body = blocks(Document("a.md", text, "A", "en", None, ()), start, end)
    shown = squeezed("".join(words([*matter, *body])))
    letters = [c for c in squeezed(text) if c not in "#-*|"]
    assert [c for c in shown if c not in "#-*|"] == letters
