"""Small documents, indexes and embedders that tests are made of."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from faqbot.corpus.chunking import chunk
from faqbot.index.generations import BuildReport, Generation, build, open_index
from faqbot.protocols import Embedder, Matrix
from faqbot.types import Document
from tests.reading import read


class HashEmbedder:
    """A fast embedder for tests: a text is the sum of a fixed random vector a word, so shared words mean likeness."""

    dimension = 32
    max_tokens = 64
    words = frozenset({"what", "about"})

    def __init__(self, name: str = "hash") -> None:
        self.name = name
        self.embedded = 0

    @property
    def fingerprint(self) -> str:
        return f"{self.name}-v1"

    def embed(self, texts: Sequence[str]) -> Matrix:
        self.embedded += len(texts)
        return np.array([self._row(text) for text in texts], dtype=np.float32).reshape(len(texts), self.dimension)

    def embed_tokens(self, text: str) -> Matrix:
        return np.array([self._word(word) for word in text.lower().split()], dtype=np.float32).reshape(-1, self.dimension)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) + 2 for text in texts]

    def _row(self, text: str) -> Matrix:
        words = text.lower().split() or ["-"]
        total = np.sum([self._word(word) for word in words], axis=0)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)

    def _word(self, word: str) -> Matrix:
        seed = int.from_bytes(hashlib.sha256(word.encode("utf-8", "replace")).digest()[:4], "little")
        vector = np.random.default_rng(seed).normal(size=self.dimension)
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def documents(folder: Path, files: dict[str, str]) -> tuple[Document, ...]:
    """The documents that these files, by path below `folder`, are read as."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    found = read([folder])
    assert not found.refused
    return found.documents


def build_index(found: Sequence[Document], data_dir: Path, embedder: Embedder) -> BuildReport:
    """Build a generation as an ingest does."""
    return build(
        found, cut=lambda one: chunk(one, embedder.count_tokens, embedder.max_tokens), embedder=embedder, data_dir=data_dir
    )


def index_of(folder: Path, files: dict[str, str], embedder: Embedder | None = None) -> Generation:
    """A generation over these files, built and opened."""
    embedder = embedder or HashEmbedder()
    build_index(documents(folder / "corpus", files), folder / "data", embedder)
    return open_index(folder / "data", embedder)
