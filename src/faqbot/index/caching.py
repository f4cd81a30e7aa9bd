"""An embedder that remembers: one question is embedded once, however many stages ask for its vector."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence

import numpy as np

from faqbot.protocols import Embedder, Matrix


class CachingEmbedder:
    """Wraps an embedder with two bounded memories, of vectors and of token vectors, least recently used out first."""

    def __init__(self, embedder: Embedder, *, kept: int = 2048) -> None:
        self._embedder = embedder
        self._kept = kept
        self._vectors: OrderedDict[str, Matrix] = OrderedDict()
        self._tokens: OrderedDict[str, Matrix] = OrderedDict()

    @property
    def fingerprint(self) -> str:
        """See Embedder.fingerprint."""
        return self._embedder.fingerprint

    @property
    def dimension(self) -> int:
        """See Embedder.dimension."""
        return self._embedder.dimension

    @property
    def max_tokens(self) -> int:
        """See Embedder.max_tokens."""
        return self._embedder.max_tokens

    @property
    def words(self) -> frozenset[str]:
        """See Embedder.words."""
        return self._embedder.words

    def embed(self, texts: Sequence[str]) -> Matrix:
        """See Embedder.embed; only texts that are not remembered are embedded, together."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        fresh = dict(zip(missing, self._embedder.embed(missing), strict=True)) if missing else {}
        rows = [fresh[text] if text in fresh else self._vectors[text] for text in texts]
        for text, row in zip(texts, rows, strict=True):
            self._keep(self._vectors, text, row)
        return np.stack(rows) if rows else np.zeros((0, self.dimension), dtype=np.float32)

    def embed_tokens(self, text: str) -> Matrix:
        """See Embedder.embed_tokens."""
        return self._remembered(self._tokens, text, self._embedder.embed_tokens)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See Embedder.count_tokens."""
        return self._embedder.count_tokens(texts)

    def _remembered(self, memory: OrderedDict[str, Matrix], text: str, make: Callable[[str], Matrix]) -> Matrix:
        row = memory[text] if text in memory else make(text)
        self._keep(memory, text, row)
        return row

    def _keep(self, memory: OrderedDict[str, Matrix], text: str, row: Matrix) -> None:
        memory[text] = row
        memory.move_to_end(text)
        if len(memory) > self._kept:
            memory.popitem(last=False)
