"""Which embedder a setting means: the shipped model, or a folder of any other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from faqbot.errors import ModelError
from faqbot.protocols import Embedder


def _shipped(data_dir: Path, threads: int) -> Embedder:
    from faqbot.index.onnx_embedder import open_default

    return open_default(data_dir, threads=threads)


EMBEDDERS: Mapping[str, Callable[[Path, int], Embedder]] = {"all-MiniLM-L6-v2": _shipped}


def open_embedder(model: str, data_dir: Path, threads: int = 1) -> Embedder:
    """The embedder of `model`: a name of EMBEDDERS or the folder of a sentence-transformers model.

    Raises ModelError with the remedy when it cannot be loaded.
    """
    if model in EMBEDDERS:
        return EMBEDDERS[model](data_dir, threads)
    if not Path(model).is_dir():
        raise ModelError(f"FAQBOT_EMBEDDING_MODEL is {model!r}, which is neither {' nor '.join(EMBEDDERS)} nor a folder.")
    from faqbot.index.reference import ReferenceEmbedder

    return ReferenceEmbedder(Path(model), threads=threads)
