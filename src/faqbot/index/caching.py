"""An embedder that remembers: one question is embedded once, however many stages ask for its vector."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from faqbot.protocols import Embedder, Matrix


class CachingEmbedder:
    """Wraps an embedder with two bounded memories, of vectors and of token vectors, least recently used out first.

    Both are bounded in bytes: the token vectors of one question of 2,000 characters take 400 kB. Safe to share between
    threads; what it returns must not be written to.
    """

    def __init__(self, embedder: Embedder, *, megabytes: float = 64) -> None:
        self._embedder = embedder
        self._vectors = _Memory(int(megabytes * 500_000))
        self._tokens = _Memory(int(megabytes * 500_000))

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
        rows = {text: self._vectors.get(text) for text in texts}
        missing = [text for text, row in rows.items() if row is None]
        if missing:
            for text, row in zip(missing, self._embedder.embed(missing), strict=True):
                # A copy, so that one remembered row does not keep the whole batch in memory.
                rows[text] = self._vectors.keep(text, row.copy())
        found = [row for text in texts if (row := rows[text]) is not None]
        return np.stack(found) if found else np.zeros((0, self.dimension), dtype=np.float32)

    def embed_tokens(self, text: str) -> Matrix:
        """See Embedder.embed_tokens."""
        rows = self._tokens.get(text)
        return self._tokens.keep(text, self._embedder.embed_tokens(text)) if rows is None else rows

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See Embedder.count_tokens."""
        return self._embedder.count_tokens(texts)


class _Memory:
    """Matrices by text, at most so many bytes of them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._bytes = 0
        self._kept: OrderedDict[str, Matrix] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, text: str) -> Matrix | None:
        """What is kept for `text`, which is then the last to go."""
        with self._lock:
            if text in self._kept:
                self._kept.move_to_end(text)
            return self._kept.get(text)

    def keep(self, text: str, rows: Matrix) -> Matrix:
        """Keep `rows` and return them, read-only."""
        rows.setflags(write=False)
        with self._lock:
            before = self._kept.pop(text, None)
            self._bytes += rows.nbytes - (0 if before is None else before.nbytes)
            self._kept[text] = rows
            while self._bytes > self._most:
                self._bytes -= self._kept.popitem(last=False)[1].nbytes
        return rows
