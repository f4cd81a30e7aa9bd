"""BM25 over stems, for chunks and for sentences, one index a language.

Scores are divided by the query's possible maximum, so that they mean the same for short and long questions: with
Lucene's BM25 a term adds at most idf * (k1 + 1) / (k1 + 1) = idf, so the maximum is the sum of the idf of the query's
stems, and a stem that no document holds counts in it with the idf of a word that stands nowhere.

The idf is the corpus's own. Halving it with a background (Zipf's law over the model's vocabulary, which is ordered by
frequency) was measured: right first 0.49 to 0.54 on 213 FAQ entries, unchanged on samples of 40 and on two sets of
prose passages; not enough for a second source of numbers.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import bm25s
import numpy as np

from faqbot.language.markup import readable
from faqbot.language.names import names_of, without_names
from faqbot.language.words import stems
from faqbot.types import Chunk, Document

_K1, _B = 1.2, 0.75


class _Unit:
    """BM25 over the texts of one unit in one language."""

    def __init__(self, rows: Sequence[tuple[str, str, list[str]]]) -> None:
        self.ids = [row[0] for row in rows]
        self.sources = [row[1] for row in rows]
        self._frequency = Counter(word for _, _, words in rows for word in set(words))
        self._vocabulary = {word: number for number, word in enumerate(sorted(self._frequency))}
        self._model = bm25s.BM25(method="lucene", k1=_K1, b=_B)
        tokens = [[self._vocabulary[word] for word in words] for _, _, words in rows]
        self._model.index((tokens, self._vocabulary), show_progress=False)

    def scores(self, query: Sequence[str]) -> list[tuple[int, float]]:
        """The rows with a score, as (row, score from 0 to 1)."""
        known = [self._vocabulary[word] for word in dict.fromkeys(query) if word in self._vocabulary]
        most = sum(self._idf(word) for word in dict.fromkeys(query))
        if not known or not most:
            return []
        found = self._model.get_scores_from_ids(known)
        return [(int(row), float(min(1.0, found[row] / most))) for row in np.flatnonzero(found > 0)]

    def _idf(self, word: str) -> float:
        frequency = self._frequency.get(word, 0)
        return math.log(1 + (len(self.ids) - frequency + 0.5) / (frequency + 0.5))


class LexicalIndex:
    """Built in memory when a generation is opened: a few milliseconds a hundred documents, nothing to keep in step."""

    def __init__(self, documents: Mapping[str, Document], chunks: Iterable[Chunk]) -> None:
        rows: dict[tuple[str, str], list[tuple[str, str, list[str]]]] = {}
        for chunk in chunks:
            document = documents[chunk.source]
            for unit, key, text in _texts(document, chunk):
                words = stems(text, document.lang)
                if words:
                    rows.setdefault((unit, document.lang), []).append((key, document.source, words))
        self._units = {place: _Unit(own) for place, own in rows.items()}

    def search(self, unit: str, text: str, *, scope: frozenset[str], limit: int) -> list[tuple[str, float]]:
        """The best entries of `unit` ("chunk" or "sentence") in `scope` as (id, score 0 to 1), ties by id."""
        found: list[tuple[str, float]] = []
        for (name, lang), own in self._units.items():
            if name == unit:
                found.extend(
                    (own.ids[row], round(score, 6)) for row, score in own.scores(stems(text, lang)) if own.sources[row] in scope
                )
        return sorted(found, key=lambda row: (-row[1], row[0]))[:limit]


def _texts(document: Document, chunk: Chunk) -> Iterable[tuple[str, str, str]]:
    names = names_of(document)
    section = document.sections[chunk.section]
    sentences = [
        without_names(readable(document.quote(one.start, one.end)), names) for one in section.sentences[chunk.first : chunk.last]
    ]
    headings = [without_names(line, names) for line in (*section.heading, *section.wordings[1:])]
    yield "chunk", chunk.id, "\n".join((*headings, *sentences))
    for number, sentence in enumerate(sentences, start=chunk.first):
        yield "sentence", f"{chunk.id}.{number}", sentence
