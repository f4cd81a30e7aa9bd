"""From chunks to the sentences that answer: every sentence scored, the best section's passage cut to what is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from faqbot.answering.quotable import quotable
from faqbot.answering.retrieval import ChunkVectors, HybridRetriever
from faqbot.answering.shaping import shape
from faqbot.protocols import Index, Matrix
from faqbot.types import Candidate, Evidence, Query

_SENTENCES_FROM = 6
# The scores of a chunk that its sentences share, and those that each sentence has of its own.
SHARED = ("passage", "heading", "lexical", "theme", "meaning", "intent", "intent_best")
OWN = ("sentence", "headed", "lexical_sentence")


class SentenceSelector:
    """Scores the sentences of the best chunks by `weights` and shapes each section's best into evidence."""

    def __init__(self, index: Index, retriever: HybridRetriever, weights: Mapping[str, float]) -> None:
        self._index = index
        self._retriever = retriever
        self._weights = weights

    def select(self, query: Query, candidates: Sequence[Candidate]) -> list[Evidence]:
        """Evidence a section, best first; a section without sentences (not published yet) has nothing chosen."""
        best = candidates[:_SENTENCES_FROM]
        if not best:
            return []
        question = self._index.embedder.embed([query.search])[0]
        vectors = self._retriever.chunk_vectors([candidate.chunk for candidate in best])
        lexical = dict(self._index.lexical("sentence", query.search, scope=query.scope, limit=100))
        found: dict[tuple[str, int], Evidence] = {}
        for candidate in best:
            evidence = self._evidence(candidate, vectors[candidate.chunk.id], question, lexical)
            key = (candidate.chunk.source, candidate.chunk.section)
            if evidence is not None and (key not in found or evidence.score > found[key].score):
                found[key] = evidence
        return sorted(found.values(), key=lambda evidence: (-evidence.score, evidence.document.source, evidence.chosen))

    def _evidence(
        self, candidate: Candidate, vectors: ChunkVectors, question: Matrix, lexical: Mapping[str, float]
    ) -> Evidence | None:
        chunk = candidate.chunk
        document = self._index.documents[chunk.source]
        section = document.sections[chunk.section]
        shared = {name: candidate.parts[name] for name in SHARED}
        if not section.sentences:
            parts = {**shared, **dict.fromkeys(OWN, 0.0)}
            return Evidence(document, section, (), self._sum(parts), parts)
        scored: list[tuple[float, int, dict[str, float]]] = []
        for row, number in enumerate(range(chunk.first, chunk.last)):
            if not quotable(document, section, section.sentences[number]):
                continue
            own = {
                "sentence": float(np.dot(vectors.sentences[row], question)),
                "headed": float(np.dot(vectors.headed[row], question)),
                "lexical_sentence": lexical.get(f"{chunk.id}.{number}", 0.0),
            }
            scored.append((self._sum({**shared, **own}), number, {**shared, **own}))
        if not scored:
            return None
        scored.sort(key=lambda entry: (-entry[0], entry[1]))
        score, number, parts = scored[0]
        chosen = shape(document, section, {place: value for value, place, _ in scored}, best=number)
        return Evidence(document, section, chosen, score, parts, best=number)

    def _sum(self, parts: Mapping[str, float]) -> float:
        return sum(self._weights.get(name, 0.0) * value for name, value in parts.items())
