"""Files written for a test, and what they are read as."""

from __future__ import annotations

from pathlib import Path

from faqbot.corpus import read
from faqbot.types import Document


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
