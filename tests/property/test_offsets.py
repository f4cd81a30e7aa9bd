"""Whatever a document holds, every sentence is a span of its text, in order, and chunks cover the sentences once."""

from __future__ import annotations

import itertools
import string
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from faqbot.corpus.chunking import chunk
from faqbot.errors import DocumentError
from faqbot.language.sentences import split
from faqbot.types import Document
from tests.reading import read

words = st.text(alphabet=string.ascii_letters + "éàç’'-0123456789€%", min_size=1, max_size=12)
line = st.lists(words, min_size=1, max_size=12).map(" ".join)
block = st.one_of(
    line.map(lambda text: f"## {text}"),
    line.map(lambda text: f"## {text}?"),
    st.lists(line, min_size=1, max_size=4).map(lambda lines: ". ".join(lines) + "."),
    st.lists(line, min_size=1, max_size=4).map(lambda lines: "\n".join(f"- {text}" for text in lines)),
    st.lists(line, min_size=1, max_size=3).map(lambda lines: "\n".join(f"- {text}?" for text in lines)),
    line.map(lambda text: f"> {text}."),
    line.map(lambda text: f"<!-- {text} -->"),
    line.map(lambda text: f"<p>{text}</p>"),
    st.text(max_size=60),
)
page = st.lists(block, max_size=12).map("\n\n".join)


def read_one(folder: Path, name: str, text: str) -> Document | None:
    path = folder / name
    path.write_text(text, encoding="utf-8", errors="replace", newline="")
    found = read([path])
    assert len(found.documents) + len(found.refused) == 1
    return found.documents[0] if found.documents else None


def check(document: Document) -> None:
    for section in document.sections:
        last = 0
        assert section.sentences or section.wordings
        for sentence in section.sentences:
            assert 0 <= sentence.start < sentence.end <= len(document.text)
            quote = document.text[sentence.start : sentence.end]
            assert quote.strip() == quote
            assert sentence.start >= last
            last = sentence.end


@settings(max_examples=150, deadline=None)
@given(page)
def test_every_sentence_of_a_markdown_page_is_a_span_of_it(tmp_path_factory: object, text: str) -> None:
    folder = tmp_path_factory.mktemp("pages")  # type: ignore[attr-defined]
    for name in ("page.md", "page.txt", "page.html"):
        document = read_one(folder, name, text)
        if document is not None:
            check(document)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400))
def test_sentences_cover_everything_but_blanks_and_never_overlap(text: str) -> None:
    spans = split(text)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))


@settings(max_examples=100, deadline=None)
@given(page, st.integers(min_value=5, max_value=60))
def test_chunks_hold_every_sentence_once_within_the_limit(tmp_path_factory: object, text: str, limit: int) -> None:
    document = read_one(tmp_path_factory.mktemp("chunks"), "page.md", text)  # type: ignore[attr-defined]
    if document is None:
        return

    def count(texts: object) -> list[int]:
        return [len(str(one).split()) for one in texts]  # type: ignore[attr-defined]

    chunks = chunk(document, count, limit)
    assert len({one.id for one in chunks}) == len(chunks)
    for number, section in enumerate(document.sections):
        own = [one for one in chunks if one.section == number]
        assert [place for one in own for place in range(one.first, one.last)] == list(range(len(section.sentences)))
        for one in own:
            quotes = [document.quote(sentence.start, sentence.end) for sentence in section.sentences[one.first : one.last]]
            assert sum(count([section.heading[-1], *quotes])) <= limit or len(quotes) <= 1
    assert [one.id for one in chunk(document, count, limit)] == [one.id for one in chunks]


def test_refusals_are_document_errors(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xff\xfe bad")
    assert read([tmp_path]).refused[0].code == "encoding"
    assert issubclass(DocumentError, Exception)
