"""The shipped model served by onnxruntime: no torch on the way to an answer."""

from __future__ import annotations

import functools
import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import filelock
import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from faqbot.errors import ModelError
from faqbot.index import weights
from faqbot.language.words import whole
from faqbot.protocols import Matrix

# Raised when the graph or the pooling changes, so that older exports and indexes are not taken for the same.
_EXPORT_VERSION = 1
_BATCH = 8
_MAX_TOKENS = 256
_MODEL, _TOKENIZER, _SEAL = "model.onnx", "tokenizer.json", "seal.json"


class OnnxEmbedder:
    """all-MiniLM-L6-v2: mean pooling over tokens, unit length, 256 tokens."""

    dimension = 384
    max_tokens = _MAX_TOKENS

    def __init__(self, folder: Path, *, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(folder / _MODEL), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    @property
    def fingerprint(self) -> str:
        """Names the weights and the way they are served."""
        return f"all-minilm-l6-v2-{weights.SHA256[:12]}-v{_EXPORT_VERSION}"

    @functools.cached_property
    def words(self) -> frozenset[str]:
        """The words that the model has a token of its own for: common words of the language it was trained on."""
        return frozenset(token for token in self._tokenizer.get_vocab() if token.isalpha() and len(token) > 2)

    def embed(self, texts: Sequence[str]) -> Matrix:
        """One row a text, shape (len(texts), 384); in batches of eight of like length, so that little is padded."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        encoded = self._encode(texts)
        order = sorted(range(len(texts)), key=lambda number: len(encoded[number]))
        for begin in range(0, len(order), _BATCH):
            batch = order[begin : begin + _BATCH]
            hidden, mask = self._run([self._cut(encoded[number]) for number in batch])
            pooled = (hidden * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
            rows[batch] = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
        return rows

    def embed_tokens(self, text: str) -> Matrix:
        """One row a token of `text`, special tokens left out."""
        hidden, _ = self._run([self._cut(self._encode([text])[0])])
        tokens = hidden[0, 1:-1]
        return np.asarray(tokens / np.maximum(np.linalg.norm(tokens, axis=1, keepdims=True), 1e-9), dtype=np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, special tokens included."""
        return [len(ids) for ids in self._encode(texts)]

    def _encode(self, texts: Sequence[str]) -> list[list[int]]:
        return [encoding.ids for encoding in self._tokenizer.encode_batch([whole(text) for text in texts])]

    def _cut(self, ids: list[int]) -> list[int]:
        return ids if len(ids) <= _MAX_TOKENS else [*ids[: _MAX_TOKENS - 1], ids[-1]]

    def _run(self, texts: Sequence[Sequence[int]]) -> tuple[Matrix, Matrix]:
        longest = max(map(len, texts))
        ids = np.zeros((len(texts), longest), dtype=np.int64)
        mask = np.zeros((len(texts), longest), dtype=np.int64)
        for row, text in enumerate(texts):
            ids[row, : len(text)] = text
            mask[row, : len(text)] = 1
        (hidden,) = self._session.run(["last_hidden_state"], {"input_ids": ids, "attention_mask": mask})
        return np.asarray(hidden, dtype=np.float32), mask.astype(np.float32)


def open_default(data_dir: Path, *, threads: int) -> OnnxEmbedder:
    """The shipped model, exported below `data_dir` the first time. Raises ModelError when its files are not intact."""
    folder = data_dir / "models" / f"all-minilm-l6-v2-v{_EXPORT_VERSION}"
    if not _intact(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        # The second of two processes waits and then finds the export of the first.
        with filelock.FileLock(folder.parent / ".lock"):
            if not _intact(folder):
                _export(folder)
    try:
        return OnnxEmbedder(folder, threads=threads)
    except Exception as error:  # noqa: BLE001 - onnxruntime raises classes of its own that share no base
        raise ModelError(
            f"The exported model in {folder} cannot be loaded: {error}. Delete that folder; it is made anew."
        ) from None


def _intact(folder: Path) -> bool:
    """Whether the export is complete, made of the promised weights, and as it was written."""
    try:
        seal = json.loads((folder / _SEAL).read_text(encoding="utf-8"))
        return bool(seal == _seal(folder))
    except (OSError, ValueError):
        return False


def _seal(folder: Path) -> dict[str, str]:
    return {"weights": weights.SHA256, **{name: weights.sha256(folder / name) for name in (_MODEL, _TOKENIZER)}}


def _export(folder: Path) -> None:
    """Write the export aside and move it to its place; what killed exports left is removed. The caller holds the lock."""
    from faqbot.index.onnx_export import export

    source = weights.model_folder()
    weights.check(source / "model.safetensors")
    for leftover in folder.parent.glob(f".{folder.name}-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    aside = folder.with_name(f".{folder.name}-{os.getpid()}")
    aside.mkdir()
    export(source, aside / _MODEL)
    shutil.copyfile(source / _TOKENIZER, aside / _TOKENIZER)
    (aside / _SEAL).write_text(json.dumps(_seal(aside)), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    aside.rename(folder)
