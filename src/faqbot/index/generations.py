"""Generations: an index is built aside, verified by a real query, and switched to by renaming one small file.

Below the data folder: `index/<generation>/` holds one immutable generation, `index/current` names the live one,
`index/.building-<pid>-*` is being built. A kill at any moment leaves the pointer at a whole generation.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import filelock

from faqbot.errors import FaqbotError, IndexUnusable, UsageError
from faqbot.index import store
from faqbot.index.entries import KINDS, Entry, chunk_of, entries
from faqbot.index.lexical import LexicalIndex
from faqbot.index.vectors import VectorStore, key_of, open_store
from faqbot.protocols import Embedder, Matrix
from faqbot.types import Chunk, Document

Progress = Callable[[int, int], None]
Cut = Callable[[Document], Sequence[Chunk]]
_EMBED_AT_ONCE = 64
# Filtering by source inside Chroma costs 7 ms at 10,000 entries; asking for more and filtering here costs 1.3 ms.
_OVERFETCH = 4
# From this many documents without a role on, their titles are what tells them apart.
_MANY_TITLES = 6


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; `embedded` counts the texts that were not found in the live generation."""

    generation: str
    changed: bool
    documents: int
    chunks: int
    embedded: int


class Generation:
    """One immutable generation, open for questions; the Index of the pipeline."""

    def __init__(
        self,
        manifest: store.Manifest,
        documents: Mapping[str, Document],
        chunks: Mapping[str, Chunk],
        vectors: VectorStore,
        embedder: Embedder,
    ) -> None:
        self.generation = manifest.generation
        self.documents = documents
        self.chunks = chunks
        self.embedder = embedder
        self._vectors = vectors
        self._lexical = LexicalIndex(documents, chunks.values())

    def nearest(self, kind: str, vector: Matrix, *, scope: frozenset[str], limit: int) -> list[tuple[str, float]]:
        """See Index.nearest."""
        everything = len(scope) >= len(self.documents)
        wanted = limit if everything else limit * _OVERFETCH
        found = self._vectors.nearest(kind, vector, limit=wanted)
        kept = [row for row in found if everything or self.chunks[chunk_of(row[0])].source in scope]
        if len(kept) < limit and wanted < self._vectors.count(kind):
            kept = self._vectors.nearest(kind, vector, limit=limit, sources=sorted(scope))
        return sorted(kept, key=lambda row: (-row[1], row[0]))[:limit]

    def vectors(self, kind: str, ids: Sequence[str]) -> Mapping[str, Matrix]:
        """See Index.vectors."""
        return self._vectors.get(kind, ids)

    def lexical(self, unit: str, text: str, *, scope: frozenset[str], limit: int) -> list[tuple[str, float]]:
        """See Index.lexical."""
        return self._lexical.search(unit, text, scope=scope, limit=limit)


def current_generation(data_dir: Path) -> str | None:
    """The id of the live generation; None when there is none."""
    try:
        return (data_dir / "index" / "current").read_text(encoding="utf-8").strip() or None
    except OSError:
        return None


def stored_documents(data_dir: Path) -> tuple[dict[str, Document], str]:
    """The live generation's documents by source and its id, without model or vectors. Raises IndexUnusable."""
    folder = _live_folder(data_dir)
    return store.read_documents(folder), folder.name


def open_index(data_dir: Path, embedder: Embedder, chroma: str = "") -> Generation:
    """The live generation. Raises IndexUnusable when there is none, it is damaged, or another model built it."""
    folder = _live_folder(data_dir)
    manifest = store.read_manifest(folder)
    if manifest.fingerprint != embedder.fingerprint:
        raise IndexUnusable(
            f"The index was built with the model {manifest.fingerprint}, but the setting names {embedder.fingerprint}. Run: faqbot ingest"
        )
    return _open(folder, manifest, embedder, chroma)


def build(
    documents: Sequence[Document],
    *,
    cut: Cut,
    embedder: Embedder,
    data_dir: Path,
    chroma: str = "",
    progress: Progress | None = None,
) -> BuildReport:
    """Build a generation of exactly `documents` and switch to it; nothing is done when the live one is the same.

    `cut` makes a document's chunks. Raises UsageError for no documents or while another ingest is at work.
    """
    if not documents:
        raise UsageError("There is no document to index; the index stays as it was.")
    root = data_dir / "index"
    root.mkdir(parents=True, exist_ok=True)
    with _alone(root):
        generation = store.identity(documents, embedder.fingerprint)
        if (live := _whole(data_dir, embedder, chroma)) is not None and live.generation == generation:
            return BuildReport(generation, False, len(live.documents), len(live.chunks), 0)
        _sweep(root, keep={current_generation(data_dir)})
        parts = [(document, cut(document)) for document in documents]
        report = _Builder(root, generation, embedder, chroma).build(parts, known=_known(live), progress=progress)
        _switch(root, generation)
        _sweep(root, keep={generation, live.generation if live else None})
        return report


class _Builder:
    """Builds one generation in a folder aside and moves it to its place."""

    def __init__(self, root: Path, generation: str, embedder: Embedder, chroma: str) -> None:
        self._root = root
        self._generation = generation
        self._embedder = embedder
        self._chroma = chroma

    def build(
        self, parts: Sequence[tuple[Document, Sequence[Chunk]]], *, known: Mapping[str, Matrix], progress: Progress | None
    ) -> BuildReport:
        """Embed, write, move and verify; `known` holds the vectors of texts that need no embedding."""
        titled = sum(document.role is None for document, _ in parts) >= _MANY_TITLES
        rows = [entry for document, chunks in parts for entry in entries(document, chunks, titled=titled)]
        vectors, embedded = _embed(rows, self._embedder, known, progress)
        chunks = [chunk for _, own in parts for chunk in own]
        manifest = store.Manifest(self._generation, self._embedder.fingerprint, len(parts), len(chunks), len(rows))
        aside = Path(tempfile.mkdtemp(prefix=f".building-{os.getpid()}-", dir=self._root))
        vector_store = open_store(aside, self._generation, chroma=self._chroma)
        if self._chroma:
            vector_store.drop()
        vector_store.write(
            [(entry, vectors[key], key) for entry in rows for key in [key_of(entry.text, self._embedder.fingerprint)]]
        )
        store.write(aside, manifest, [document for document, _ in parts], chunks)
        folder = self._root / self._generation
        shutil.rmtree(folder, ignore_errors=True)
        aside.replace(folder)
        _verify(_open(folder, manifest, self._embedder, self._chroma), rows)
        return BuildReport(self._generation, True, len(parts), len(chunks), embedded)


def _embed(
    rows: Sequence[Entry], embedder: Embedder, known: Mapping[str, Matrix], progress: Progress | None
) -> tuple[dict[str, Matrix], int]:
    """The vector of every entry by key; texts that `known` holds are not embedded again."""
    texts = {key_of(entry.text, embedder.fingerprint): entry.text for entry in rows}
    vectors = {key: known[key] for key in texts if key in known}
    missing = [key for key in texts if key not in vectors]
    missing.sort(key=lambda key: len(texts[key]))
    for begin in range(0, len(missing), _EMBED_AT_ONCE):
        part = missing[begin : begin + _EMBED_AT_ONCE]
        vectors.update(zip(part, embedder.embed([texts[key] for key in part]), strict=True))
        if progress:
            progress(begin + len(part), len(missing))
    return vectors, len(missing)


def _verify(built: Generation, rows: Iterable[Entry]) -> None:
    """Ask for the first entry of each kind by its own vector; only a real query proves that an index is whole."""
    scope = frozenset(built.documents)
    first: dict[str, Entry] = {}
    for row in rows:
        first.setdefault(row.kind, row)
    for kind, entry in first.items():
        vector = built.vectors(kind, [entry.id])[entry.id]
        found = built.nearest(kind, vector, scope=scope, limit=1)
        if not found or found[0][1] < 0.999:
            raise IndexUnusable(
                f"The new index {built.generation} does not find its own entry {entry.id}; the old one stays. Run: faqbot ingest"
            )


def _whole(data_dir: Path, embedder: Embedder, chroma: str) -> Generation | None:
    """The live generation when it can be read and answers; None when it must be built anew."""
    try:
        live = open_index(data_dir, embedder, chroma)
        _verify(live, _first_entries(live))
        return live
    except FaqbotError:
        return None


def _first_entries(live: Generation) -> Iterator[Entry]:
    return (Entry(key, "passage", own.source, "") for key, own in live.chunks.items())


def _known(live: Generation | None) -> dict[str, Matrix]:
    return {key: vector for kind in KINDS for key, vector in live._vectors.keys(kind)} if live else {}


def _switch(root: Path, generation: str) -> None:
    pointer = root / f".current-{os.getpid()}"
    with pointer.open("w", encoding="utf-8") as file:
        file.write(f"{generation}\n")
        file.flush()
        os.fsync(file.fileno())
    pointer.replace(root / "current")


def _sweep(root: Path, *, keep: set[str | None]) -> None:
    """Remove generations but those in `keep`, and what killed builds left; the lock says that no build is at work."""
    for entry in root.iterdir():
        if entry.is_dir() and entry.name not in keep:
            shutil.rmtree(entry, ignore_errors=True)
        elif entry.name.startswith(".current-"):
            entry.unlink(missing_ok=True)


def _open(folder: Path, manifest: store.Manifest, embedder: Embedder, chroma: str) -> Generation:
    return Generation(
        manifest,
        store.read_documents(folder),
        store.read_chunks(folder),
        open_store(folder, manifest.generation, chroma=chroma),
        embedder,
    )


def _live_folder(data_dir: Path) -> Path:
    generation = current_generation(data_dir)
    if generation is None:
        raise IndexUnusable(f"There is no index in {data_dir}. Run: faqbot ingest")
    folder = data_dir / "index" / generation
    if not folder.is_dir():
        raise IndexUnusable(f"The index {generation} is missing from {data_dir}. Run: faqbot ingest")
    return folder


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    try:
        with filelock.FileLock(root / ".lock", timeout=60):
            yield
    except filelock.Timeout:
        raise UsageError(f"Another ingest is at work in {root}. Wait until it is done, then try again.") from None
