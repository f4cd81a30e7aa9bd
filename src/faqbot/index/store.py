"""Documents, chunks and the manifest of a generation as files, read back with a check."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from faqbot.errors import IndexUnusable
from faqbot.types import Chunk, Document, Section, Sentence

# Raised when files or what is embedded change, so that an older index is built anew.
FORMAT = 3
_DOCUMENTS, _CHUNKS, _MANIFEST = "documents.jsonl", "chunks.jsonl", "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was built from, and with which model.

    `store` names its collections in Chroma. `graphs` and `files` hold the SHA-256 of what must not change, by path
    below the generation's folder: Chroma's graphs, documents and chunks.
    """

    generation: str
    fingerprint: str
    store: str
    documents: int
    chunks: int
    entries: int
    graphs: Mapping[str, str]
    files: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT


def write(folder: Path, manifest: Manifest, documents: Iterable[Document], chunks: Iterable[Chunk]) -> Manifest:
    """Write a generation's files, the manifest last, and wait until all of `folder` is on the disk.

    Returns the manifest as it was written: with the files' digests.
    """
    texts = {
        _DOCUMENTS: "".join(json.dumps(asdict(document), default=_plain) + "\n" for document in documents),
        _CHUNKS: "".join(json.dumps(asdict(chunk)) + "\n" for chunk in chunks),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="ascii", newline="\n")
    digests = {name: hashlib.sha256(text.encode("ascii")).hexdigest() for name, text in texts.items()}
    written = replace(manifest, files=digests)
    (folder / _MANIFEST).write_text(json.dumps(asdict(written), indent=1), encoding="ascii", newline="\n")
    settle(folder)
    return written


def settle(folder: Path) -> None:
    """Return when all below `folder` is on the disk, so that a power cut does not leave a pointer to nothing."""
    for path in (folder, *folder.rglob("*")):
        settle_entry(path)


def settle_entry(path: Path) -> None:
    """Return when this one file, or the list of this folder's entries, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_manifest(folder: Path) -> Manifest:
    """The manifest in `folder`. Raises IndexUnusable when it is missing, damaged or of another format."""
    try:
        data = json.loads((folder / _MANIFEST).read_text(encoding="ascii"))
        known = data["format"]
        if known == FORMAT:
            return Manifest(**data)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _damaged(folder, error) from None
    raise IndexUnusable(f"The index in {folder} has format {known}; this version reads {FORMAT}. Run: faqbot ingest")


def read_documents(folder: Path, manifest: Manifest) -> dict[str, Document]:
    """The documents in `folder` by source. Raises IndexUnusable when they are not as they were written."""
    return {document.source: document for document in map(_document, _rows(folder, _DOCUMENTS, manifest))}


def read_chunks(folder: Path, manifest: Manifest) -> dict[str, Chunk]:
    """The chunks in `folder` by id. Raises IndexUnusable when they are not as they were written."""
    return {chunk.id: chunk for chunk in (Chunk(**row) for row in _rows(folder, _CHUNKS, manifest))}


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


def _rows(folder: Path, name: str, manifest: Manifest) -> list[Any]:
    """The lines of a file whose digest the manifest holds: what is intact needs no further check."""
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        raise _damaged(folder, error) from None
    if hashlib.sha256(content).hexdigest() != manifest.files.get(name):
        raise IndexUnusable(f"The index in {folder} is damaged: {name} is not as it was built. Run: faqbot ingest")
    return [json.loads(line) for line in content.decode("ascii").splitlines()]


def _plain(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not stored")


def _damaged(folder: Path, error: Exception) -> IndexUnusable:
    return IndexUnusable(f"The index in {folder} is damaged ({type(error).__name__}: {error}). Run: faqbot ingest")
