"""The verbs of faqbot: what a module must be able to do to take a place in the pipeline or the index."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from faqbot.types import (
    Answer,
    AnswerSentence,
    Candidate,
    Chunk,
    Citation,
    Document,
    Evidence,
    Feedback,
    Part,
    Prompt,
    Query,
    Verdict,
)

Matrix = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Turns text into vectors of unit length."""

    @property
    def fingerprint(self) -> str:
        """Names model and weights; two embedders with the same fingerprint give the same vectors."""
        ...

    @property
    def dimension(self) -> int:
        """The number of columns of every matrix this embedder returns."""
        ...

    @property
    def max_tokens(self) -> int:
        """How many tokens of a text the model reads, special tokens included; the rest is dropped."""
        ...

    @property
    def words(self) -> frozenset[str]:
        """Words that the model knows whole, in small letters: spelt right, whether or not a document holds them."""
        ...

    def embed(self, texts: Sequence[str]) -> Matrix:
        """One row a text, shape (len(texts), dimension), unit length."""
        ...

    def embed_tokens(self, text: str) -> Matrix:
        """One row a token of `text` (special tokens left out), unit length; shape (tokens, dimension)."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, special tokens included, before anything is dropped."""
        ...


class Reranker(Protocol):
    """Reads a question together with each passage."""

    @property
    def fingerprint(self) -> str:
        """Names model and weights, as an embedder's does."""
        ...

    def score(self, question: str, passages: Sequence[str]) -> list[float]:
        """How well each passage answers, 0 to 1, in order."""
        ...


class Index(Protocol):
    """One generation: immutable once built; every query sees the same documents."""

    @property
    def generation(self) -> str: ...

    @property
    def documents(self) -> Mapping[str, Document]:
        """By source."""
        ...

    @property
    def chunks(self) -> Mapping[str, Chunk]:
        """By id."""
        ...

    @property
    def embedder(self) -> Embedder: ...

    def nearest(self, kind: str, vector: Matrix, *, scope: frozenset[str], limit: int) -> list[tuple[str, float]]:
        """The entries of `kind` ("passage", "heading", "sentence", "headed") nearest to `vector` (shape
        (dimension,)), as (entry id, cosine), best first, ties by id; only entries of documents in `scope`.
        """
        ...

    def vectors(self, kind: str, ids: Sequence[str]) -> Mapping[str, Matrix]:
        """The stored vectors, shape (dimension,) each, of these entries of `kind`; unknown ids are left out."""
        ...

    def lexical(self, unit: str, text: str, *, scope: frozenset[str], limit: int) -> list[tuple[str, float]]:
        """BM25 over `unit` ("chunk" or "sentence") divided by the query's possible maximum, so 0 to 1, stemmed as each document's language asks; as (entry id,
        score), best first, ties by id; scores of zero are left out.
        """
        ...


class Retriever(Protocol):
    """Brings up the chunks that may hold the answer, best first."""

    def retrieve(self, queries: Sequence[Query]) -> list[list[Candidate]]: ...


class Selector(Protocol):
    """Picks the sentences that answer; an empty list when no candidate may be one. Best first."""

    def select(self, query: Query, candidates: Sequence[Candidate]) -> list[Evidence]: ...


class Judge(Protocol):
    """Says whether the evidence answers the question."""

    def judge(self, query: Query, evidence: Sequence[Evidence]) -> tuple[Verdict, dict[str, float]]:
        """The verdict on the first entry of `evidence`, and the features it rests on, by name."""
        ...


class Stream(Iterator[str], Protocol):
    """The pieces of a text as they arrive; `close`, which any thread may call, cancels what is still to come."""

    def close(self) -> None: ...


class LanguageModel(Protocol):
    """Writes text. Nothing that it writes is believed: the composer checks each sentence."""

    @property
    def name(self) -> str:
        """Provider and model, as metrics and traces name them."""
        ...

    def stream(self, prompt: Prompt, *, timeout: float, conversation: str = "") -> Stream:
        """The answer to `prompt`, piece by piece as it arrives; the pieces joined are the whole text.

        `timeout` is in seconds and covers all of it: connecting, retries, the last piece. Closing the stream cancels the call. `conversation` is
        what a budget is kept for. Raises ProviderError, before the first piece or between two, and nothing else.
        """
        ...


class Listener(Protocol):
    """Hears an answer while a language model words it."""

    def started(self, cancel: Callable[[], None]) -> None:
        """The model is asked; `cancel`, called from any thread, ends that, and the verbatim answer is given."""
        ...

    def sentence(self, sentence: AnswerSentence, citations: Sequence[Citation]) -> None:
        """A sentence that was checked, and the citations that support it."""
        ...


class Composer(Protocol):
    """Words an answer that quotes."""

    def compose(self, answer: Answer, parts: Sequence[Part], *, today: datetime.date, listener: Listener | None = None) -> Answer:
        """`answer` in other words, each sentence with what supports it; `answer` itself where that cannot be had."""
        ...


class Reader(Protocol):
    """Reads where rules do not: near misses and follow-ups."""

    def judged(self, part: Part, lang: str, conversation: str = "") -> Part:
        """`part`, as an answer where it was a near miss and a sentence is found that answers."""
        ...

    def standalone(self, question: str, turns: Sequence[str], lang: str, conversation: str = "") -> str:
        """`question` with what it leaves to the `turns` before it."""
        ...


class Records(Protocol):
    """What is kept of conversations. Raises RecordsUnavailable when the database does not answer."""

    def answers(self, answers: Sequence[Answer]) -> None:
        """Keep answers with their questions, personal data masked; none of a conversation that was erased."""
        ...

    def feedback(self, feedback: Feedback) -> None:
        """Keep a thumb; the same answer again replaces it. It is kept for good when this returns."""
        ...

    def erase(self, conversation: str) -> int:
        """Delete a conversation with its answers and thumbs; returns how many rows that were."""
        ...

    def purge(self, before: datetime.datetime) -> int:
        """Delete what is older than `before`; returns how many answers and thumbs that were."""
        ...

    def ping(self) -> None:
        """Return when the database answers."""
        ...

    def close(self) -> None:
        """Give back what is held of the database."""
        ...
