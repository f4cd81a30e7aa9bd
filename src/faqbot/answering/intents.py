"""What a question is after, as shares over the intents of the bank, and which of them the documents answer.

A linear classifier over the sentence's vector and its letters (so that "salery" and "cb ça paye" are recognised too),
fitted on the bank's wordings by `faqbot eval calibrate`. Sections are read by the same classifier, through their
headings and wordings: question and section meet where both mean the same, in whatever words.
"""

from __future__ import annotations

import functools
import zlib
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import numpy.typing as npt

from faqbot.language.markup import readable
from faqbot.language.names import names_of, without_names
from faqbot.language.words import fold
from faqbot.protocols import Index, Matrix
from faqbot.types import Chunk, Query

# Letters in rows of two to four, hashed into so many features; what the vector weighs beside them.
BUCKETS = 4096
_SHORTEST, _LONGEST = 2, 4
VECTOR_WEIGHT = 2.0
# From which share on a text is plainly after one thing, and up to which coefficient two are after different ones.
_PLAIN, _APART = 0.4, 0.3
# From which share on a question needs nothing that was said before. Between .4 and .8 what a change of subject costs on the
# development half is one question in 240; the higher, the more follow-ups without a theme are helped.
_COMPLETE = 0.6
_KEPT_CHUNKS = 20_000
_ARRAYS = ("vector", "grams", "bias", "idf")


@dataclass(frozen=True, slots=True)
class IntentModel:
    """Coefficients of a softmax: `vector` (dimension, intents), `grams` (BUCKETS, intents), `bias` (intents,).

    `idf` (BUCKETS,) weighs rows of letters by how rarely the bank's wordings hold them.
    """

    names: tuple[str, ...]
    vector: Matrix
    grams: Matrix
    bias: Matrix
    idf: Matrix

    def shares(self, texts: Sequence[str], vectors: Matrix) -> Matrix:
        """For each text with its vector the probability of each intent; shape (texts, intents), rows sum to one."""
        logits = VECTOR_WEIGHT * np.asarray(vectors) @ self.vector + self.bias
        for row, text in enumerate(texts):
            buckets, weights = weighed(text, self.idf)
            if len(buckets):
                logits[row] += weights @ self.grams[buckets]
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), dtype=np.float32)


def grams(text: str) -> Counter[int]:
    """How often each bucket's rows of letters stand in the words of `text`, folded; a blank marks a word's ends."""
    return Counter(zlib.crc32(gram.encode()) % BUCKETS for gram in _grams(text))


def weighed(text: str, idf: Matrix) -> tuple[npt.NDArray[np.int64], Matrix]:
    """The buckets of `text` and their weights, (1 + log count) * idf, of unit length together."""
    counted = grams(text)
    buckets = np.fromiter(counted.keys(), dtype=np.int64, count=len(counted))
    counts = np.fromiter(counted.values(), dtype=np.float32, count=len(counted))
    weights = (1 + np.log(counts)) * idf[buckets] if len(counted) else counts
    return buckets, np.asarray(weights / max(float(np.linalg.norm(weights)), 1e-9), dtype=np.float32)


def packed(model: IntentModel) -> bytes:
    """The file that holds `model`, in half precision."""
    content = BytesIO()
    half = {name: getattr(model, name).astype(np.float16) for name in _ARRAYS}
    np.savez_compressed(content, allow_pickle=False, names=np.array(model.names), **half)
    return content.getvalue()


def unpacked(content: bytes) -> IntentModel:
    """The model that `packed` wrote."""
    with np.load(BytesIO(content), allow_pickle=False) as arrays:
        names = tuple(str(name) for name in arrays["names"])
        return IntentModel(names, *(arrays[name].astype(np.float32) for name in _ARRAYS))


class Intents:
    """Reads questions and sections of one index by `model`; without one, everything is after nothing."""

    def __init__(self, index: Index, model: IntentModel | None) -> None:
        self._index = index
        self._model = model
        self._documents: dict[str, Mapping[int, tuple[Matrix, Matrix]]] = {}
        self._sentences: OrderedDict[str, npt.NDArray[np.float16]] = OrderedDict()
        self._nothing = np.zeros(len(model.names) if model else 1, dtype=np.float32)
        self._names = model.names if model else ()
        self._far = np.array([name.startswith("far.") for name in model.names] if model else [False])

    @functools.cached_property
    def _chunks(self) -> Mapping[str, Mapping[int, Chunk]]:
        """The first chunk of each section, by source and number of the section."""
        found: dict[str, dict[int, Chunk]] = {}
        for chunk in self._index.chunks.values():
            found.setdefault(chunk.source, {}).setdefault(chunk.section, chunk)
        return found

    def asked(self, query: Query) -> Matrix:
        """The shares of what `query` is after, shape (intents,)."""
        return np.asarray(self.of_texts([query.search])[0])

    def of_texts(self, texts: Sequence[str]) -> Matrix:
        """The shares of what each text is after, shape (texts, intents)."""
        if self._model is None:
            return np.tile(self._nothing, (len(texts), 1))
        return self._model.shares(texts, self._index.embedder.embed(texts))

    def apart(self, texts: Sequence[str]) -> bool:
        """Whether each text is plainly after something, and no two of them after the same."""
        shares = self.of_texts(texts)
        alike = np.sqrt(shares) @ np.sqrt(shares).T
        return bool(np.all(shares.max(axis=1) >= _PLAIN) and np.all(alike[~np.eye(len(texts), dtype=bool)] <= _APART))

    def complete(self, text: str) -> bool:
        """Whether `text` is so plainly after one thing about a job that nothing said before it is needed."""
        name, share = self.chief(text)
        return share >= _COMPLETE and not name.startswith("far.")

    def chief(self, text: str) -> tuple[str, float]:
        """The intent that `text` is most after, and its share."""
        (shares,) = self.of_texts([text])
        place = int(np.argmax(shares))
        return (self._names[place], float(shares[place])) if self._model else ("", 0.0)

    def met(self, asked: Matrix, source: str, section: int) -> tuple[float, float]:
        """How well a section answers what is asked: the Bhattacharyya coefficient of both distributions, and the mean
        share that its best wording gives to what is asked. Both 0 to 1.
        """
        mean, best = self._document(source).get(section, (self._nothing, self._nothing))
        return float(np.sqrt(asked * mean).sum()), float(asked @ best)

    def said(self, asked: Matrix, chunk: Chunk, vectors: Matrix) -> Matrix:
        """How near each sentence of `chunk`, with its stored vectors, is by itself to what is asked: the Bhattacharyya
        coefficient, 0 to 1, shape (sentences,). A fact may stand under a heading that promises something else.
        """
        if self._model is None or not len(vectors):
            return np.zeros(len(vectors), dtype=np.float32)
        if chunk.id not in self._sentences:
            document = self._index.documents[chunk.source]
            spans = document.sections[chunk.section].sentences[chunk.first : chunk.last]
            texts = [without_names(readable(document.quote(one.start, one.end)), names_of(document)) for one in spans]
            self._sentences[chunk.id] = np.sqrt(self._of_documents(texts, vectors)).astype(np.float16)
        self._sentences.move_to_end(chunk.id)
        while len(self._sentences) > _KEPT_CHUNKS:
            self._sentences.popitem(last=False)
        return np.asarray(self._sentences[chunk.id].astype(np.float32) @ np.sqrt(asked))

    def covered(self, asked: Matrix, sources: Iterable[str]) -> float:
        """How well the section that answers best among all published ones of `sources` does; 0 to 1."""
        found = [
            float(asked @ best)
            for source in sources
            for number, (_, best) in self._document(source).items()
            if self._index.documents[source].sections[number].sentences
        ]
        return max(found, default=0.0)

    def far(self, asked: Matrix) -> float:
        """The share of what has nothing to do with jobs."""
        return float(asked[self._far].sum())

    def _of_documents(self, texts: Sequence[str], vectors: Matrix) -> Matrix:
        """The shares of what each text of a document is after, given that it is about a job, whatever its words: so a question
        off the subject meets nothing by its intents.
        """
        assert self._model is not None
        shares = self._model.shares(texts, vectors)
        shares[:, self._far] = 0.0
        return np.asarray(shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-9), dtype=np.float32)

    def _document(self, source: str) -> Mapping[int, tuple[Matrix, Matrix]]:
        if source not in self._documents:
            self._documents[source] = dict(self._read(source)) if self._model else {}
        return self._documents[source]

    def _read(self, source: str) -> Iterator[tuple[int, tuple[Matrix, Matrix]]]:
        """For each section the mean of its wordings' shares, and the most that one of them gives to each intent."""
        document = self._index.documents[source]
        names = names_of(document)
        chunks = self._chunks.get(source, {})
        wordings = {number: document.sections[number].wordings or document.sections[number].heading[-1:] for number in chunks}
        ids = [f"{chunks[number].id}/{place}" for number, lines in wordings.items() for place in range(len(lines))]
        stored = self._index.vectors("heading", ids)
        for number, lines in wordings.items():
            vectors = np.stack([stored[f"{chunks[number].id}/{place}"] for place in range(len(lines))])
            shares = self._of_documents([without_names(line, names) for line in lines], vectors)
            yield number, (shares.mean(axis=0), shares.max(axis=0))


def _grams(text: str) -> Iterator[str]:
    for word in fold(text).split():
        marked = f" {word} "
        for length in range(_SHORTEST, _LONGEST + 1):
            for start in range(max(1, len(marked) - length + 1)):
                yield marked[start : start + length]
