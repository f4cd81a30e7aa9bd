"""The models that are shipped: what each is made of, and how it is written down for onnxruntime.

An export is a folder below the data folder: the graph, the tokenizer, and for a model whose vectors all lean one way the
centre that is taken off them. It is made once, aside, and sealed by digests.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import filelock
import numpy as np
from tokenizers import Tokenizer

from faqbot.errors import ModelError
from faqbot.index import weights
from faqbot.index.onnx_embedder import CENTRE, MODEL, TOKENIZER, WORDS, OnnxEmbedder

_SEAL = "seal.json"


@dataclass(frozen=True, slots=True)
class Shipped:
    """A model by name: its promised weights, what is put before every text, and how it is exported into a folder.

    `version` is raised when graph, tokenizer or pooling change, so that older exports and indexes are not taken for the
    same. `centred` models have the mean vector of `background.txt` taken off.
    """

    name: str
    promise: weights.Promise
    write: Callable[[weights.Promise, Path], None]
    version: int = 1
    prefix: str = ""
    centred: bool = False

    @property
    def fingerprint(self) -> str:
        """Names the weights and the way they are served."""
        about = _background_digest()[:6] if self.centred else ""
        return f"{self.name.lower()}-{self.promise.sha256[:12]}-v{self.version}{about and '-' + about}"

    def open(self, data_dir: Path, *, threads: int) -> OnnxEmbedder:
        """The model, exported below `data_dir` the first time. Raises ModelError when its files are not intact."""
        folder = data_dir / "models" / self.fingerprint
        if not self._intact(folder):
            folder.parent.mkdir(parents=True, exist_ok=True)
            # The second of two processes waits and then finds the export of the first.
            with filelock.FileLock(folder.parent / ".lock"):
                if not self._intact(folder):
                    self._export(folder)
        return self._load(folder, threads)

    def _load(self, folder: Path, threads: int) -> OnnxEmbedder:
        try:
            return OnnxEmbedder(folder, fingerprint=self.fingerprint, prefix=self.prefix, threads=threads)
        except Exception as error:  # noqa: BLE001 - onnxruntime raises classes of its own that share no base
            raise ModelError(
                f"The exported model in {folder} cannot be loaded: {error}. Delete that folder; it is made anew."
            ) from None

    def _intact(self, folder: Path) -> bool:
        """Whether the export is complete, made of the promised weights, and as it was written."""
        try:
            seal = json.loads((folder / _SEAL).read_text(encoding="utf-8"))
            return bool(seal == self._seal(folder))
        except (OSError, ValueError):
            return False

    def _seal(self, folder: Path) -> dict[str, str]:
        files = (MODEL, TOKENIZER, WORDS, CENTRE) if self.centred else (MODEL, TOKENIZER, WORDS)
        return {"weights": self.promise.sha256, **{name: weights.sha256(folder / name) for name in files}}

    def _export(self, folder: Path) -> None:
        """Write the export aside and move it to its place; what killed exports left is removed. The caller holds the lock."""
        self.promise.kept()
        for leftover in folder.parent.glob(f".{folder.name}-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        aside = folder.with_name(f".{folder.name}-{os.getpid()}")
        aside.mkdir()
        self.write(self.promise, aside)
        (aside / WORDS).write_text("\n".join(_english()), encoding="utf-8")
        if self.centred:
            np.save(aside / CENTRE, self._load(aside, 1).embed(_background()).mean(axis=0))
        (aside / _SEAL).write_text(json.dumps(self._seal(aside)), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        aside.rename(folder)


def _minilm(promise: weights.Promise, target: Path) -> None:
    from safetensors.numpy import load_file

    from faqbot.index.onnx_export import export

    source = (promise.folder() / promise.file).parent
    config = json.loads((source / "config.json").read_text(encoding="utf-8"))
    export(config, load_file(source / "model.safetensors"), target / MODEL)
    shutil.copyfile(source / "tokenizer.json", target / TOKENIZER)


def _e5(promise: weights.Promise, target: Path) -> None:
    from faqbot.index import e5_file
    from faqbot.index.onnx_export import export
    from faqbot.index.unigram import tokenizer

    held = e5_file.read(promise.folder() / promise.file)
    export(held.config, held.tensors, target / MODEL, words=(held.words, held.scales))
    tokenizer(held.pieces, unknown=held.unknown).save(str(target / TOKENIZER))


def _english() -> list[str]:
    """Common English words: those that the tokenizer of all-MiniLM-L6-v2, which was made from English, has whole."""
    vocabulary = Tokenizer.from_file(str(weights.MINILM.folder() / "model" / TOKENIZER)).get_vocab()
    return sorted(token for token in vocabulary if token.isalpha() and len(token) > 2)


def _background() -> list[str]:
    """Texts about everything that candidates ask. They fix the centre: another line in them is another model."""
    return (resources.files("faqbot.index") / "background.txt").read_text(encoding="utf-8").splitlines()


def _background_digest() -> str:
    return hashlib.sha256("\n".join(_background()).encode()).hexdigest()


MINILM = Shipped("all-MiniLM-L6-v2", weights.MINILM, _minilm)
# The prefix is the one that the model was trained to read before both sides of a question-to-question match.
E5 = Shipped("multilingual-e5-small", weights.E5, _e5, prefix="query: ", centred=True)
