"""Documents and chunks as files: what is read back is what was written, or it is not read."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faqbot.errors import IndexUnusable
from faqbot.index import store
from faqbot.types import Chunk, Document, Section, Sentence

words = st.text(max_size=30) | st.sampled_from(["\ud800", "a\u2028b", "\x85", "é\r\n", "\0"])
sentences = st.builds(Sentence, st.integers(0, 99), st.integers(0, 99), st.sampled_from(["prose", "item", "field"]))
sections = st.builds(
    Section,
    st.lists(words, min_size=1, max_size=3).map(tuple),
    st.lists(sentences, max_size=3).map(tuple),
    st.sampled_from(["prose", "faq", "field"]),
    st.lists(words, max_size=2).map(tuple),
)
pages = st.builds(
    Document,
    words,
    words,
    words,
    st.sampled_from(["en", "fr"]),
    st.none() | words,
    st.lists(sections, max_size=3).map(tuple),
    kind=words,
    aliases=st.lists(words, max_size=2).map(tuple),
    owner=st.none() | words,
    reviewed=st.none() | st.dates(),
    valid_until=st.none() | st.dates(),
    url=st.none() | words,
)
chunks = st.builds(Chunk, words, words, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
MANIFEST = store.Manifest("0" * 16, "model-v1", "name", 1, 1, 4, {})
READ = {"documents.jsonl": store.read_documents, "chunks.jsonl": store.read_chunks}
PAGE = Document("a.md", "text", "A", "en", None, ())


@settings(max_examples=60, deadline=None)
@given(st.lists(pages, max_size=4, unique_by=lambda one: one.source), st.lists(chunks, max_size=4, unique_by=lambda one: one.id))
def test_what_is_read_back_is_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, some: list[Document], parts: list[Chunk]
) -> None:
    folder = tmp_path_factory.mktemp("store")
    written = store.write(folder, MANIFEST, some, parts)
    manifest = store.read_manifest(folder)
    assert manifest == written
    assert list(store.read_documents(folder, manifest).values()) == some
    assert list(store.read_chunks(folder, manifest).values()) == parts


@pytest.mark.parametrize("name", ["documents.jsonl", "chunks.jsonl"])
@pytest.mark.parametrize("harm", ["cut at a line", "one letter", "gone"])
def test_a_file_that_is_not_as_written_is_not_read(tmp_path: Path, name: str, harm: str) -> None:
    rows = [Chunk(str(number), "a.md", 0, 0, 1) for number in range(3)]
    manifest = store.write(tmp_path, MANIFEST, [replace(PAGE, source=f"{number}.md") for number in range(3)], rows)
    path = tmp_path / name
    content = path.read_text()
    path.write_text(
        content.replace("a.md", "b.md").replace("text", "test") if harm == "one letter" else content[: content.index("\n") + 1]
    )
    if harm == "gone":
        path.unlink()
    with pytest.raises(IndexUnusable, match=r"damaged.*faqbot ingest"):
        READ[name](tmp_path, manifest)


@pytest.mark.parametrize("content", ["", "[]", "{}", "null", '{"format": 3}', "{broken", '{"format": 3, "unknown": 1}', "é"])
def test_a_manifest_that_is_none_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(IndexUnusable, match=r"damaged.*faqbot ingest"):
        store.read_manifest(tmp_path)


def test_an_index_of_another_format_is_told_with_both_numbers(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"format": 1, "generation": "x"}))
    with pytest.raises(IndexUnusable, match=f"format 1; this version reads {store.FORMAT}.*faqbot ingest"):
        store.read_manifest(tmp_path)


def test_the_identity_is_that_of_content_and_model_in_any_order() -> None:
    other = replace(PAGE, source="b.md")
    same = store.identity([PAGE, other], "m")
    assert store.identity([other, PAGE], "m") == same
    changes = [
        replace(PAGE, text="texts"),
        replace(PAGE, title="B"),
        replace(PAGE, reviewed=datetime.date(2026, 6, 9)),
        replace(PAGE, aliases=("x",)),
        replace(PAGE, sections=(Section(("A",), (Sentence(0, 4),)),)),
    ]
    found = {store.identity([one, other], "m") for one in changes} | {
        store.identity([PAGE, other], "n"),
        store.identity([PAGE], "m"),
    }
    assert len(found | {same}) == len(changes) + 3
