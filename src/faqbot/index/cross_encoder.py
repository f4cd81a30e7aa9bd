"""A cross-encoder: a model that reads question and passage together, which is slower than comparing vectors and sees more."""

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

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


@functools.lru_cache(maxsize=2)
def open_reranker(folder: Path, threads: int) -> CrossEncoderReranker:
    """The cross-encoder in `folder`, opened once. Raises ModelError with the remedy when it cannot be loaded."""
    return CrossEncoderReranker(folder, threads=threads)


class CrossEncoderReranker:
    """A cross-encoder of sentence-transformers from a local folder."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        if importlib.util.find_spec("sentence_transformers") is None:
            raise ModelError("A reranker needs sentence-transformers. Run: pip install sentence-transformers")
        if not (folder / "config.json").is_file():
            raise ModelError(
                f"FAQBOT_RERANKER names {folder}, which is not the folder of a cross-encoder: it has no config.json."
            )
        import torch
        from sentence_transformers import CrossEncoder

        torch.set_num_threads(threads)
        try:
            self._model: CrossEncoder = CrossEncoder(str(folder), device="cpu", local_files_only=True)
        except Exception as error:  # noqa: BLE001 - a foreign reader: transformers raises whatever it meets
            raise ModelError(f"The reranker in {folder} cannot be loaded: {error}") from None
        if self._model.num_labels != 1:
            raise ModelError(
                f"The reranker in {folder} gives {self._model.num_labels} numbers a passage. Name a cross-encoder that gives one."
            )
        self._folder = folder

    @functools.cached_property
    def fingerprint(self) -> str:
        """See Reranker.fingerprint."""
        return folder_fingerprint(self._folder)

    def score(self, question: str, passages: Sequence[str]) -> list[float]:
        """See Reranker.score."""
        if not passages:
            return []
        from torch.nn import Sigmoid

        pairs = [(whole(question), whole(passage)) for passage in passages]
        # Whatever the model's own last step is, a logistic one gives every model's numbers the same meaning.
        given = self._model.predict(pairs, activation_fn=Sigmoid(), batch_size=8, show_progress_bar=False)
        return [float(value) for value in np.asarray(given, dtype=np.float64).reshape(-1)]
