"""Dense and lexical retrieval over one index generation, fused into one score a chunk."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from faqbot.answering.library import Library
from faqbot.answering.meaning import Asked, asked
from faqbot.answering.worded import worded
from faqbot.language.topics import likeness
from faqbot.protocols import Index, Matrix
from faqbot.types import Candidate, Chunk, Query, Section

_BROUGHT_UP = 16
_KEPT_VECTORS = 20_000
# In the order of ChunkVectors' fields.
_KINDS = ("passage", "heading", "sentence", "headed")


@dataclass(frozen=True, slots=True)
class ChunkVectors:
    """The stored vectors of one chunk. `sentences` and `headed` have one row a sentence of the chunk."""

    passage: Matrix
    headings: Matrix
    sentences: Matrix
    headed: Matrix


@dataclass(frozen=True, slots=True)
class _About:
    """A question as the scores see it: its vector, its words of meaning, the shares of its intents; `context` is the vector
    of the question with the turn before it, where the two may belong together.
    """

    query: Query
    vector: Matrix
    context: Matrix | None
    words: Asked
    intents: Matrix


class HybridRetriever:
    """Brings up chunks by four kinds of vector and by BM25, and scores them; `weights` say what each part counts."""

    def __init__(self, library: Library, weights: Mapping[str, float], *, limit: int = 8) -> None:
        self._library = library
        self._intents = library.intents
        self._index: Index = library.index
        self._weights = weights
        self._limit = limit
        self._cache: OrderedDict[str, ChunkVectors] = OrderedDict()

    def retrieve(self, queries: Sequence[Query]) -> list[list[Candidate]]:
        """The best chunks for each query, best first; at most `limit` each, none outside the query's scope."""
        if not queries:
            return []
        vectors = self._index.embedder.embed([query.search for query in queries])
        contexts = [self._index.embedder.embed([query.context])[0] if query.context else None for query in queries]
        return [self._one(*one) for one in zip(queries, vectors, contexts, strict=True)]

    def chunk_vectors(self, chunks: Iterable[Chunk]) -> Mapping[str, ChunkVectors]:
        """The stored vectors of `chunks` by id, read once and kept while they are in use."""
        wanted = {chunk.id: chunk for chunk in chunks}
        missing = [chunk for chunk in wanted.values() if chunk.id not in self._cache]
        if missing:
            self._read(missing)
        found = {}
        for key in wanted:
            self._cache.move_to_end(key)
            found[key] = self._cache[key]
        while len(self._cache) > _KEPT_VECTORS:
            self._cache.popitem(last=False)
        return found

    def _one(self, query: Query, vector: Matrix, context: Matrix | None) -> list[Candidate]:
        lexical = dict(self._index.lexical("chunk", query.search, scope=query.scope, limit=_BROUGHT_UP))
        said = dict(self._index.lexical("chunk", query.context, scope=query.scope, limit=_BROUGHT_UP)) if query.context else {}
        brought = {*lexical, *said}
        for near in (vector,) if context is None else (vector, context):
            for kind in ("passage", "heading", "headed"):
                brought.update(
                    _chunk_of(entry) for entry, _ in self._index.nearest(kind, near, scope=query.scope, limit=_BROUGHT_UP)
                )
        chunks = [self._index.chunks[key] for key in brought]
        vectors = self.chunk_vectors(chunks)
        about = _About(query, vector, context, asked(query.search, query.lang, self._library), self._intents.asked(query))
        candidates = [
            self._score(about, chunk, vectors[chunk.id], lexical.get(chunk.id, 0.0), said.get(chunk.id, 0.0)) for chunk in chunks
        ]
        return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.chunk.id))[: self._limit]

    def _score(self, about: _About, chunk: Chunk, vectors: ChunkVectors, lexical: float, said: float) -> Candidate:
        section = self._section(chunk)
        intent, intent_best = self._intents.met(about.intents, chunk.source, chunk.section)
        heading, told = _best(vectors.headings, about.vector), worded(section)
        parts = {
            "passage": _best(vectors.passage, about.vector),
            "headed": _best(vectors.headed, about.vector),
            "heading": heading,
            "lexical": lexical,
            "meaning": about.words.covered(self._library.section_stems(chunk.source, chunk.section)),
            "theme": likeness(about.query.text, section.wordings or section.heading),
            "intent": intent,
            "intent_best": intent_best,
            "context": _together(vectors, about.context) + said,
            "worded_heading": told * heading,
            "worded_intent": told * intent,
        }
        return Candidate(chunk, sum(self._weights.get(name, 0.0) * value for name, value in parts.items()), parts)

    def _read(self, chunks: Sequence[Chunk]) -> None:
        ids: dict[str, list[list[str]]] = {}
        for chunk in chunks:
            sentences = [f"{chunk.id}.{number}" for number in range(chunk.first, chunk.last)]
            wordings = [f"{chunk.id}/{number}" for number in range(max(1, len(self._section(chunk).wordings)))]
            ids[chunk.id] = [[chunk.id], wordings, sentences, sentences]
        stored = [
            self._index.vectors(kind, [key for own in ids.values() for key in own[place]]) for place, kind in enumerate(_KINDS)
        ]
        for key, own in ids.items():
            self._cache[key] = ChunkVectors(*(self._rows(stored[place], own[place]) for place in range(len(_KINDS))))

    def _rows(self, stored: Mapping[str, Matrix], ids: Sequence[str]) -> Matrix:
        return np.stack([stored[key] for key in ids]) if ids else np.zeros((0, self._index.embedder.dimension), dtype=np.float32)

    def _section(self, chunk: Chunk) -> Section:
        return self._index.documents[chunk.source].sections[chunk.section]


def _best(rows: Matrix, vector: Matrix) -> float:
    return float(np.max(rows @ vector)) if len(rows) else 0.0


def _together(vectors: ChunkVectors, context: Matrix | None) -> float:
    """How near a chunk is to the question and the turn before it; 0 where the question is taken by itself."""
    if context is None:
        return 0.0
    return max(_best(rows, context) for rows in (vectors.passage, vectors.headings, vectors.headed))


def _chunk_of(entry: str) -> str:
    return entry.split("/", maxsplit=1)[0].split(".", maxsplit=1)[0]
