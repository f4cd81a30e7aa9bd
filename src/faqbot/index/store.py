"""Documents, chunks and the manifest of a generation as files, read back with a check."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from faqbot.errors import IndexUnusable
from faqbot.types import Chunk, Document, Section, Sentence

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was built from, and with which model."""

    generation: str
    fingerprint: str
    documents: int
    chunks: int
    entries: int
    format: int = FORMAT


def write(folder: Path, manifest: Manifest, documents: Iterable[Document], chunks: Iterable[Chunk]) -> None:
    """Write a generation's files and wait until they are on the disk; the manifest last."""
    _write(
        folder / "documents.jsonl",
        "".join(json.dumps(asdict(document), default=_plain, ensure_ascii=False) + "\n" for document in documents),
    )
    _write(folder / "chunks.jsonl", "".join(json.dumps(asdict(chunk)) + "\n" for chunk in chunks))
    _write(folder / "manifest.json", json.dumps(asdict(manifest), indent=1))


def read_manifest(folder: Path) -> Manifest:
    """The manifest in `folder`. Raises IndexUnusable when it is missing, damaged or of another format."""
    try:
        data = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        manifest = Manifest(**data)
    except (OSError, ValueError, TypeError) as error:
        raise _damaged(folder, error) from None
    if manifest.format != FORMAT:
        raise IndexUnusable(
            f"The index in {folder} has format {manifest.format}; this version reads {FORMAT}. Run: faqbot ingest"
        )
    return manifest


def read_documents(folder: Path) -> dict[str, Document]:
    """The documents in `folder` by source. Raises IndexUnusable when they are damaged."""
    try:
        return {document.source: document for document in map(_document, _rows(folder / "documents.jsonl"))}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _damaged(folder, error) from None


def read_chunks(folder: Path) -> dict[str, Chunk]:
    """The chunks in `folder` by id. Raises IndexUnusable when they are damaged."""
    try:
        return {chunk.id: chunk for chunk in (Chunk(**row) for row in _rows(folder / "chunks.jsonl"))}
    except (OSError, ValueError, TypeError) as error:
        raise _damaged(folder, error) from None


def identity(documents: Iterable[Document], fingerprint: str) -> str:
    """The generation's id: the same documents, model and format give the same one, in any order."""
    digest = hashlib.sha256(f"{FORMAT}\0{fingerprint}\n".encode())
    for document in sorted(documents, key=lambda one: one.source):
        digest.update(json.dumps(asdict(document), default=_plain, sort_keys=True).encode())
    return digest.hexdigest()[:16]


def _document(row: Mapping[str, Any]) -> Document:
    sections = tuple(
        Section(
            tuple(one["heading"]),
            tuple(Sentence(**sentence) for sentence in one["sentences"]),
            one["kind"],
            tuple(one["wordings"]),
        )
        for one in row["sections"]
    )
    dates = {name: datetime.date.fromisoformat(row[name]) if row[name] else None for name in ("reviewed", "valid_until")}
    return Document(**{**row, **dates, "sections": sections, "aliases": tuple(row["aliases"])})


def _rows(path: Path) -> Iterable[Any]:
    with path.open(encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines]


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _plain(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not stored")


def _damaged(folder: Path, error: Exception) -> IndexUnusable:
    return IndexUnusable(f"The index in {folder} is damaged ({type(error).__name__}: {error}). Run: faqbot ingest")
