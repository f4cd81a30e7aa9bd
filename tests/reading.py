"""Files written for a test, and what they are read as."""

from __future__ import annotations

import atexit
from pathlib import Path

from faqbot.corpus import read as read_paths
from faqbot.corpus.isolation import Reader
from faqbot.types import Corpus, Document

# One reading process for all tests of a run: each of its own would cost more than the tests.
READER = Reader()
atexit.register(READER.close)


def read(paths: list[Path]) -> Corpus:
    """What an ingest of `paths` reads."""
    return read_paths(paths, READER)


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def only(folder: Path) -> Document:
    found = read([folder])
    assert not found.refused
    (document,) = found.documents
    return document


def quotes(document: Document) -> list[tuple[str, list[str]]]:
    return [
        (section.heading[-1], [document.quote(one.start, one.end) for one in section.sentences]) for section in document.sections
    ]


def fields(document: Document) -> dict[str, list[str]]:
    """The values of a document's fields by name."""
    return {
        section.heading[-1]: [document.quote(one.start, one.end) for one in section.sentences]
        for section in document.sections
        if section.kind == "field"
    }
