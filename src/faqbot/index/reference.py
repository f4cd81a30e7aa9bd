"""Any other model: a folder that sentence-transformers can load. Brings torch; the way the shipped model is checked."""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from faqbot.errors import ModelError
from faqbot.index.weights import folder_fingerprint
from faqbot.language.words import whole
from faqbot.protocols import Matrix

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


class ReferenceEmbedder:
    """A sentence-transformers model from a local folder."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        if importlib.util.find_spec("sentence_transformers") is None:
            raise ModelError("A model of your own needs sentence-transformers. Run: pip install sentence-transformers")
        if not (folder / "modules.json").is_file():
            raise ModelError(
                f"FAQBOT_EMBEDDING_MODEL names {folder}, which is not the folder of a sentence-transformers model: it has no modules.json."
            )
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(threads)
        try:
            self._model: SentenceTransformer = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except Exception as error:  # noqa: BLE001 - a foreign reader: transformers raises whatever it meets
            raise ModelError(f"The model in {folder} cannot be loaded: {error}") from None
        self._folder = folder

    @functools.cached_property
    def fingerprint(self) -> str:
        """See Embedder.fingerprint."""
        return folder_fingerprint(self._folder)

    @property
    def dimension(self) -> int:
        """See Embedder.dimension."""
        return int(self._model.get_embedding_dimension() or 0)

    @property
    def max_tokens(self) -> int:
        """See Embedder.max_tokens."""
        return int(self._model.max_seq_length or 256)

    @functools.cached_property
    def words(self) -> frozenset[str]:
        """The words that the model's tokenizer knows whole."""
        return frozenset(token for token in self._model.tokenizer.get_vocab() if token.isalpha() and len(token) > 2)

    def embed(self, texts: Sequence[str]) -> Matrix:
        """See Embedder.embed."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.asarray(
            self._model.encode([whole(text) for text in texts], normalize_embeddings=True, batch_size=8, show_progress_bar=False),
            dtype=np.float32,
        )

    def embed_tokens(self, text: str) -> Matrix:
        """See Embedder.embed_tokens."""
        (tokens,) = self._model.encode([whole(text)], output_value="token_embeddings", show_progress_bar=False)
        # Which tokens are special, and on which side they stand, is the model's affair.
        read = self._model.tokenizer(
            [whole(text)], truncation=True, max_length=self.max_tokens, return_special_tokens_mask=True, add_special_tokens=True
        )
        rows = np.asarray(tokens, dtype=np.float32)[np.asarray(read["special_tokens_mask"][0]) == 0]
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See Embedder.count_tokens."""
        return [len(ids) for ids in self._model.tokenizer([whole(text) for text in texts])["input_ids"]] if texts else []
