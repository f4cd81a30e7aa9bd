"""Makes one generation: what is embedded, its vectors, its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from faqbot.errors import UsageError
from faqbot.index import store
from faqbot.index.entries import Entry, entries
from faqbot.index.vectors import key_of, open_store, seal
from faqbot.protocols import Embedder, Matrix
from faqbot.types import Chunk, Document

Progress = Callable[[int, int], None]
Parts = Sequence[tuple[Document, Sequence[Chunk]]]

_EMBED_AT_ONCE = 64
# From this many documents without a role on, their titles are what tells them apart.
_MANY_TITLES = 6


@dataclass(frozen=True, slots=True)
class Builder:
    """Builds generation `generation` with `embedder`, its collections on the server `chroma` when one is named."""

    generation: str
    embedder: Embedder
    chroma: str = ""

    def build(
        self, folder: Path, parts: Parts, *, known: Mapping[str, Matrix], progress: Progress | None
    ) -> tuple[store.Manifest, int]:
        """Embed `parts` and write all that belongs to them into `folder`, whose name becomes that of the collections.

        `known` holds vectors by key: those texts are not embedded again. Returns the manifest and how many were.
        """
        titled = sum(document.role is None for document, _ in parts) >= _MANY_TITLES
        rows = [entry for document, own in parts for entry in entries(document, own, titled=titled)]
        if not rows:
            raise UsageError("No document holds anything that could answer; the index stays as it was.")
        keys = [key_of(entry.text, self.embedder.fingerprint) for entry in rows]
        vectors, embedded = self._embed(dict(zip(keys, (entry.text for entry in rows), strict=True)), known, progress)
        name = folder.name.lstrip(".")
        self._write(folder, name, [(entry, vectors[key], key) for entry, key in zip(rows, keys, strict=True)])
        chunks = [chunk for _, own in parts for chunk in own]
        manifest = store.Manifest(
            generation=self.generation,
            fingerprint=self.embedder.fingerprint,
            store=name,
            documents=len(parts),
            chunks=len(chunks),
            entries=len(rows),
            graphs={} if self.chroma else seal(folder, name),
        )
        return store.write(folder, manifest, (document for document, _ in parts), chunks), embedded

    def _write(self, folder: Path, name: str, rows: Sequence[tuple[Entry, Matrix, str]]) -> None:
        vectors = open_store(folder, name, chroma=self.chroma)
        try:
            vectors.write(rows)
        finally:
            vectors.close()

    def _embed(
        self, texts: Mapping[str, str], known: Mapping[str, Matrix], progress: Progress | None
    ) -> tuple[dict[str, Matrix], int]:
        """The vector of every text by key, and how many had to be embedded."""
        vectors = {key: known[key] for key in texts if key in known}
        missing = sorted((key for key in texts if key not in vectors), key=lambda key: (len(texts[key]), key))
        for begin in range(0, len(missing), _EMBED_AT_ONCE):
            part = missing[begin : begin + _EMBED_AT_ONCE]
            vectors.update(zip(part, self.embedder.embed([texts[key] for key in part]), strict=True))
            if progress:
                progress(begin + len(part), len(missing))
        return vectors, len(missing)
