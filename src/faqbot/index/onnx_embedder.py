"""A shipped model served by onnxruntime: no torch on the way to an answer."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from faqbot.language.words import whole
from faqbot.protocols import Matrix

MODEL, TOKENIZER, WORDS, CENTRE = "model.onnx", "tokenizer.json", "words.txt", "centre.npy"
_BATCH = 8
_MAX_TOKENS = 256


class OnnxEmbedder:
    """An exported BERT model of 384 dimensions: mean pooling over tokens, unit length, 256 tokens.

    `prefix` is what the model wants before each text; the centre of its vectors, where one was written, is taken off.
    """

    dimension = 384
    max_tokens = _MAX_TOKENS

    def __init__(self, folder: Path, *, fingerprint: str, prefix: str = "", threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(folder / MODEL), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._folder = folder
        self._fingerprint = fingerprint
        self._prefix: list[int] = self._tokenizer.encode(prefix, add_special_tokens=False).ids if prefix else []
        self._centre = np.load(folder / CENTRE) if (folder / CENTRE).is_file() else np.float32(0)

    @property
    def fingerprint(self) -> str:
        """Names the weights and the way they are served."""
        return self._fingerprint

    @functools.cached_property
    def words(self) -> frozenset[str]:
        """Common English words, as the export lists them."""
        return frozenset((self._folder / WORDS).read_text(encoding="utf-8").split())

    def embed(self, texts: Sequence[str]) -> Matrix:
        """One row a text, shape (len(texts), 384); in batches of eight of like length, so that little is padded."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        encoded = self._encode(texts)
        order = sorted(range(len(texts)), key=lambda number: len(encoded[number]))
        for begin in range(0, len(order), _BATCH):
            batch = order[begin : begin + _BATCH]
            hidden, mask = self._run([self._cut(encoded[number]) for number in batch])
            pooled = _unit((hidden * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True))
            rows[batch] = _unit(pooled - self._centre)
        return rows

    def embed_tokens(self, text: str) -> Matrix:
        """One row a token of `text`, special tokens left out."""
        hidden, _ = self._run([self._cut(self._encode([text])[0])])
        return _unit(hidden[0, 1 + len(self._prefix) : -1])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, special tokens included."""
        return [len(ids) for ids in self._encode(texts)]

    def _encode(self, texts: Sequence[str]) -> list[list[int]]:
        return [encoding.ids for encoding in self._tokenizer.encode_batch([whole(text) for text in texts])]

    def _cut(self, ids: list[int]) -> list[int]:
        kept = ids if len(ids) <= _MAX_TOKENS else [*ids[: _MAX_TOKENS - 1], ids[-1]]
        return [kept[0], *self._prefix, *kept[1:]]

    def _run(self, texts: Sequence[Sequence[int]]) -> tuple[Matrix, Matrix]:
        longest = max(map(len, texts))
        ids = np.zeros((len(texts), longest), dtype=np.int64)
        mask = np.zeros((len(texts), longest), dtype=np.int64)
        for row, text in enumerate(texts):
            ids[row, : len(text)] = text
            mask[row, : len(text)] = 1
        (hidden,) = self._session.run(["last_hidden_state"], {"input_ids": ids, "attention_mask": mask})
        return np.asarray(hidden, dtype=np.float32), mask.astype(np.float32)


def _unit(rows: Matrix) -> Matrix:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9), dtype=np.float32)
