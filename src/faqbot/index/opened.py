"""One generation, open for questions: the Index of the pipeline."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from faqbot.errors import IndexUnusable
from faqbot.index import store
from faqbot.index.entries import KINDS, chunk_of
from faqbot.index.lexical import LexicalIndex
from faqbot.index.vectors import VectorStore, check_seal, open_store
from faqbot.protocols import Embedder, Matrix
from faqbot.types import Chunk, Document

# A filter on the source inside Chroma costs about twice as much as none (measured, for 24: 1.7 against 1.0 ms at 500
# entries, 5.8 against 3.4 at 3,000, 23 against 5 at 30,000); bringing up 150 and filtering here costs a quarter more
# than none. So a scope that is a large part of the index is filtered here, a small one by Chroma.
_CHEAP = 150
# How many more than the scope's share says: entries of one scope come in clusters.
_MARGIN = 2
_TIES = 8
# Rounding and the cosine of float32 leave a little of the full likeness of a vector with itself.
_SAME = 0.999


class Generation:
    """One immutable generation, open for questions."""

    def __init__(
        self,
        documents: Mapping[str, Document],
        chunks: Mapping[str, Chunk],
        *,
        generation: str,
        vectors: VectorStore,
        embedder: Embedder,
    ) -> None:
        self.generation = generation
        self.documents = documents
        self.chunks = chunks
        self.embedder = embedder
        self.store = vectors
        self._lexical = LexicalIndex(documents, chunks.values())
        self._sizes = Counter(chunk.source for chunk in chunks.values())

    def nearest(self, kind: str, vector: Matrix, *, scope: frozenset[str], limit: int) -> list[tuple[str, float]]:
        """See Index.nearest."""
        share = sum(self._sizes[source] for source in scope) / len(self.chunks)
        if not share:
            return []
        least, count = limit + _TIES, self.store.count(kind)
        wanted = least if share == 1 else math.ceil(_MARGIN * limit / share)
        if filtered := wanted > max(_CHEAP, least):
            wanted = least
        while True:
            found = self.store.nearest(kind, vector, limit=wanted, sources=sorted(scope) if filtered else None)
            kept = sorted((row for row in found if self._source(row[0]) in scope), key=lambda row: (-row[1], row[0]))
            # An entry that was not brought up is at most as near as the last one that was. With equal scores on both
            # sides of the limit, which ids stay would be Chroma's choice; bring up all of them, and ids decide.
            complete = len(found) < wanted or wanted >= count
            if complete or (len(kept) >= limit and kept[limit - 1][1] > found[-1][1]):
                return kept[:limit]
            wanted, filtered = 4 * (wanted if filtered or share == 1 else least), share < 1

    def vectors(self, kind: str, ids: Sequence[str]) -> Mapping[str, Matrix]:
        """See Index.vectors."""
        return self.store.get(kind, ids)

    def lexical(self, unit: str, text: str, *, scope: frozenset[str], limit: int) -> list[tuple[str, float]]:
        """See Index.lexical."""
        return self._lexical.search(unit, text, scope=scope, limit=limit)

    def verify(self) -> None:
        """Ask for one entry of each kind by its own vector. Raises IndexUnusable.

        Only a real query proves that an index is whole: a count is right on a damaged one.
        """
        for kind, key in self._samples():
            vector = self.store.get(kind, [key]).get(key)
            found = [] if vector is None else self.nearest(kind, vector, scope=frozenset(self.documents), limit=1)
            if not found or found[0][1] < _SAME:
                raise IndexUnusable(f"The index {self.generation} does not find its own {kind} {key}. Run: faqbot ingest")

    def close(self) -> None:
        """Let go of the files; also done when the generation is no longer in use."""
        self.store.close()

    def _samples(self) -> list[tuple[str, str]]:
        """The kind and id of the first entry of each kind."""
        first = next(iter(self.chunks.values()))
        samples = [("passage", first.id), ("heading", f"{first.id}/0")]
        if answered := next((chunk for chunk in self.chunks.values() if chunk.first < chunk.last), None):
            samples += [(kind, f"{answered.id}.{answered.first}") for kind in ("sentence", "headed")]
        return samples

    def _source(self, entry: str) -> str:
        return self.chunks[chunk_of(entry)].source


def open_generation(folder: Path, manifest: store.Manifest, *, embedder: Embedder, chroma: str = "") -> Generation:
    """The generation in `folder`, verified. Raises IndexUnusable when a file or an entry of it is damaged or missing."""
    documents = store.read_documents(folder, manifest)
    chunks = store.read_chunks(folder, manifest)
    if not chroma:
        check_seal(folder, manifest.store, manifest.graphs)
    opened = Generation(
        documents,
        chunks,
        generation=manifest.generation,
        vectors=open_store(folder, manifest.store, chroma=chroma),
        embedder=embedder,
    )
    counted = sum(opened.store.count(kind) for kind in KINDS)
    if counted != manifest.entries:
        raise IndexUnusable(f"The index {manifest.generation} has {counted} entries of {manifest.entries}. Run: faqbot ingest")
    opened.verify()
    return opened
