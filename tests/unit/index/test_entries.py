"""What is embedded, and under which ids."""

from __future__ import annotations

from pathlib import Path

import pytest

from faqbot.corpus.chunking import chunk
from faqbot.index.entries import KINDS, Entry, chunk_of, entries
from faqbot.types import Document
from tests.builders import HashEmbedder, documents

ROLE = """---
title: Head of Baking
role: head-of-baking
lang: en
aliases: [Chief Baker]
---
# Head of Baking

## What does a Head of Baking earn?

- What is the pay of a Chief Baker?

A Head of Baking earns **30,000** euros, see [the grid](https://example.org/grid). The Chief Baker is paid monthly.

## Is it remote?
"""


def made(tmp_path: Path, text: str, *, titled: bool = False) -> tuple[Document, list[Entry]]:
    (document,) = documents(tmp_path, {"a.md": text})
    embedder = HashEmbedder()
    return document, list(entries(document, chunk(document, embedder.count_tokens, embedder.max_tokens), titled=titled))


def texts(rows: list[Entry], kind: str) -> list[str]:
    return [row.text for row in rows if row.kind == kind]


def test_heading_stands_before_passage_and_sentence_and_the_role_is_left_out(tmp_path: Path) -> None:
    _, rows = made(tmp_path, ROLE)
    assert texts(rows, "heading")[:2] == ["What does earn?", "What is the pay?"]
    sentences = texts(rows, "sentence")
    assert sentences == ["earns 30,000 euros, see the grid.", "is paid monthly."]
    assert texts(rows, "headed") == [f"What does earn?. {sentence}" for sentence in sentences]
    assert texts(rows, "passage")[0] == f"What does earn?. {' '.join(sentences)}"


def test_ids_lead_back_to_chunk_wording_and_sentence(tmp_path: Path) -> None:
    document, rows = made(tmp_path, ROLE)
    parts = {one.id: one for one in chunk(document, HashEmbedder().count_tokens, HashEmbedder.max_tokens)}
    assert len({(row.kind, row.id) for row in rows}) == len(rows)
    assert {row.kind for row in rows} == set(KINDS)
    for row in rows:
        section = document.sections[parts[chunk_of(row.id)].section]
        if row.kind in ("sentence", "headed"):
            place = section.sentences[int(row.id.rpartition(".")[2])]
            assert document.quote(place.start, place.end)
        elif row.kind == "heading":
            assert int(row.id.rpartition("/")[2]) < max(1, len(section.wordings))


def test_a_text_of_nothing_but_the_role_is_kept(tmp_path: Path) -> None:
    _, rows = made(tmp_path, ROLE.replace("# Head of Baking\n\n## What", "# Head of Baking\n\nHead of Baking\n\n## What"))
    assert all(row.text.strip(" .") for row in rows)
    assert "Head of Baking" in texts(rows, "sentence")


@pytest.mark.parametrize("titled", [False, True])
def test_titles_tell_documents_without_a_role_apart_when_there_are_many(tmp_path: Path, titled: bool) -> None:
    _, rows = made(tmp_path, "# Title\n\n## Pay\n\nIt is paid monthly.\n", titled=titled)
    assert texts(rows, "passage")[-1] == ("Title. " if titled else "") + "Pay. It is paid monthly."
    assert not any(text.startswith("Title. ") for kind in ("sentence", "headed") for text in texts(rows, kind))


def test_the_sentences_of_a_section_in_several_chunks_keep_their_numbers(tmp_path: Path) -> None:
    lines = "\n\n".join(f"Sentence {number} stands in a section of many." for number in range(30))
    document, rows = made(tmp_path, f"# Title\n\n## Long\n\n{lines}\n")
    parts = {one.id: one for one in chunk(document, HashEmbedder().count_tokens, HashEmbedder.max_tokens)}
    assert len(parts) > 2
    for row in rows:
        if row.kind == "sentence":
            place = document.sections[parts[chunk_of(row.id)].section].sentences[int(row.id.rpartition(".")[2])]
            assert row.text == document.quote(place.start, place.end)
