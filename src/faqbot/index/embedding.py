"""Which embedder a setting means: a shipped model, or a folder of any other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from faqbot.errors import ModelError
from faqbot.protocols import Embedder

if TYPE_CHECKING:
    from faqbot.index.shipped import Shipped

AUTO = "auto"
NAMES = ("multilingual-e5-small", "all-MiniLM-L6-v2")


def shipped() -> Mapping[str, Shipped]:
    """The shipped models by name, the better one first."""
    from faqbot.index.shipped import E5, MINILM

    return dict(zip(NAMES, (E5, MINILM), strict=True))


def open_embedder(model: str, data_dir: Path, threads: int = 1) -> Embedder:
    """The embedder of `model`: a shipped one by name, the folder of a sentence-transformers model, or "auto": the first
    shipped one whose package is installed (there is none of the first for every machine).

    Raises ModelError with the remedy when it cannot be loaded.
    """
    known = shipped()
    if model == AUTO:
        model = next((name for name, one in known.items() if one.promise.installed), NAMES[-1])
    if model in known:
        return known[model].open(data_dir, threads=threads)
    if not Path(model).is_dir():
        raise ModelError(f"FAQBOT_EMBEDDING_MODEL is {model!r}, which is none of {', '.join((AUTO, *known))} and no folder.")
    from faqbot.index.reference import ReferenceEmbedder

    return ReferenceEmbedder(Path(model), threads=threads)
