"""From chunks to the sentences that answer: every sentence scored, the best section's passage cut to what is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from faqbot.answering.library import Library
from faqbot.answering.quotable import quotable
from faqbot.answering.retrieval import ChunkVectors, HybridRetriever
from faqbot.answering.shaping import shape
from faqbot.answering.worded import worded
from faqbot.language.quantities import holds, shaped_kinds
from faqbot.protocols import Index, Matrix, Reranker
from faqbot.types import Candidate, Evidence, Query

_SENTENCES_FROM = 6
# The scores of a chunk that its sentences share, and those that each sentence has of its own.
SHARED = (
    "passage", "heading", "lexical", "theme", "meaning", "intent", "intent_best", "context", "worded_heading", "worded_intent",
)  # fmt: skip
OWN = ("sentence", "headed", "lexical_sentence", "intent_sentence", "plain_sentence", "plain_intent_sentence", "kind", "reranked")


@dataclass(frozen=True, slots=True)
class _About:
    """A question as sentences are scored against it: its vector, the shares of its intents, BM25's scores by sentence, and
    which kinds of thing it asks for.
    """

    vector: Matrix
    intents: Matrix
    lexical: Mapping[str, float]
    kinds: frozenset[str]


class SentenceSelector:
    """Scores the sentences of the best chunks by `weights` and shapes each section's best into evidence, which a reranker
    may read once more.
    """

    def __init__(
        self, library: Library, retriever: HybridRetriever, weights: Mapping[str, float], reranker: Reranker | None = None
    ) -> None:
        self._index: Index = library.index
        self._intents = library.intents
        self._retriever = retriever
        self._weights = weights
        self._reranker = reranker

    def select(self, query: Query, candidates: Sequence[Candidate]) -> list[Evidence]:
        """Evidence a section, best first; a section without sentences (not published yet) has nothing chosen."""
        best = candidates[:_SENTENCES_FROM]
        if not best:
            return []
        question = self._index.embedder.embed([query.search])[0]
        vectors = self._retriever.chunk_vectors([candidate.chunk for candidate in best])
        about = _About(
            question,
            self._intents.asked(query),
            dict(self._index.lexical("sentence", query.search, scope=query.scope, limit=100)),
            shaped_kinds(query.text),
        )
        found: dict[tuple[str, int], Evidence] = {}
        for candidate in best:
            evidence = self._evidence(candidate, vectors[candidate.chunk.id], about)
            key = (candidate.chunk.source, candidate.chunk.section)
            if evidence is not None and (key not in found or evidence.score > found[key].score):
                found[key] = evidence
        read = self._read(query, list(found.values()))
        return sorted(read, key=lambda evidence: (-evidence.score, evidence.document.source, evidence.chosen))

    def _read(self, query: Query, found: Sequence[Evidence]) -> Sequence[Evidence]:
        """The evidence with what the reranker makes of each quote below its headings; as it is where there is none."""
        if self._reranker is None:
            return found
        values = self._reranker.score(query.text, [_passage(evidence) for evidence in found])
        weight = self._weights.get("reranked", 0.0)
        return [
            replace(evidence, score=evidence.score + weight * value, features={**evidence.features, "reranked": value})
            for evidence, value in zip(found, values, strict=True)
        ]

    def _evidence(self, candidate: Candidate, vectors: ChunkVectors, about: _About) -> Evidence | None:
        chunk = candidate.chunk
        document = self._index.documents[chunk.source]
        section = document.sections[chunk.section]
        shared = {name: candidate.parts[name] for name in SHARED}
        if not section.sentences:
            parts = {**shared, **dict.fromkeys(OWN, 0.0)}
            return Evidence(document, section, (), self._sum(parts), parts)
        plain = 1 - worded(section)
        said = self._intents.said(about.intents, chunk, vectors.sentences)
        scored: list[tuple[float, int, dict[str, float]]] = []
        for row, number in enumerate(range(chunk.first, chunk.last)):
            one = section.sentences[number]
            if not quotable(document, section, one):
                continue
            sentence = float(np.dot(vectors.sentences[row], about.vector))
            own = {
                "sentence": sentence,
                "headed": float(np.dot(vectors.headed[row], about.vector)),
                "lexical_sentence": about.lexical.get(f"{chunk.id}.{number}", 0.0),
                "intent_sentence": float(said[row]),
                "plain_sentence": plain * sentence,
                "plain_intent_sentence": plain * float(said[row]),
                "kind": float(any(holds(kind, document.quote(one.start, one.end)) for kind in about.kinds)),
                "reranked": 0.0,
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


def _passage(evidence: Evidence) -> str:
    """The quote below its headings."""
    quoted = (evidence.section.sentences[number] for number in evidence.chosen)
    return "\n".join((*evidence.section.heading, *(evidence.document.quote(one.start, one.end) for one in quoted)))
