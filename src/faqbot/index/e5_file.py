"""Reads the file that carries multilingual-e5-small: a header, the pieces of a unigram tokenizer, a directory of tensors.

Little-endian throughout. Tensors are float32, or blocks of 32 weights in four bits with one float16 scale ("Q4_0"): byte j
of a block holds weight j in its low half and weight j + 16 in its high one, both plus 8.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from faqbot.errors import ModelError

_MAGIC = b"E5S1"
_BLOCK = 32
_Q4 = np.dtype([("scale", "<f2"), ("halves", "u1", (_BLOCK // 2,))])
# The names that a BERT checkpoint gives to what the file calls by a few letters.
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class E5File:
    """What the file holds: BERT's configuration, the pieces with their scores, the tensors by their BERT names.

    The table of words stays small: `words` are its weights as int8 (vocabulary, hidden), `scales` float32 (vocabulary,
    hidden / 32); their product is the table.
    """

    config: Mapping[str, Any]
    pieces: tuple[tuple[str, float], ...]
    unknown: int
    tensors: Mapping[str, Array]
    words: Array
    scales: Array


def read(file: Path) -> E5File:
    """The content of `file`. Raises ModelError when it is of another format."""
    content = file.read_bytes()
    if content[:4] != _MAGIC:
        raise ModelError(f"{file} is not a model file of the kind that this version reads.")
    hidden, layers, heads, inner, _, _, _, epsilon, _ = struct.unpack_from("<7ifi", content, 8)
    config = {
        "hidden_size": hidden, "num_hidden_layers": layers, "num_attention_heads": heads,
        "intermediate_size": inner, "layer_norm_eps": epsilon,
    }  # fmt: skip
    pieces, unknown, place = _pieces(content, 44)
    raw = dict(_directory(content, place))
    words, scales = _unpacked(raw.pop("emb.word"))
    tensors = {_name(name): _plain(value, name, hidden, inner) for name, value in raw.items()}
    return E5File(config, pieces, unknown, tensors, words.reshape(-1, hidden), scales.reshape(-1, hidden // _BLOCK))


def _pieces(content: bytes, place: int) -> tuple[tuple[tuple[str, float], ...], int, int]:
    count, _, _, _, unknown, length = struct.unpack_from("<5iQ", content, place)
    place += 28
    offsets = np.frombuffer(content, "<u4", count + 1, place)
    place += offsets.nbytes
    scores = np.frombuffer(content, "<f4", count, place)
    place += scores.nbytes
    blob = content[place : place + length]
    pieces = tuple((blob[offsets[n] : offsets[n + 1]].decode("utf-8"), float(scores[n])) for n in range(count))
    # A table that folds characters follows; NFKC does the same (the tokens of both were compared).
    _, folded = struct.unpack_from("<iI", content, place + length)
    return pieces, unknown, place + length + 8 + folded


def _directory(content: bytes, place: int) -> list[tuple[str, Array]]:
    (count,) = struct.unpack_from("<i", content, place)
    place += 4
    found: list[tuple[str, Array]] = []
    for _ in range(count):
        (length,) = struct.unpack_from("<H", content, place)
        name = content[place + 2 : place + 2 + length].decode("ascii")
        place += 2 + length
        packed, numbers, start, size = struct.unpack_from("<BIQQ", content, place)
        place += 21
        kind, number = (_Q4, size // _Q4.itemsize) if packed else (np.dtype("<f4"), numbers)
        found.append((name, np.frombuffer(content, kind, number, start)))
    return found


def _name(name: str) -> str:
    first, *rest = name.split(".")
    if first == "emb":
        table = {"pos": "position_embeddings.weight", "type": "token_type_embeddings.weight"}
        return "embeddings." + (table.get(rest[0]) or f"LayerNorm.{_kind(rest[1])}")
    return f"encoder.layer.{first[1:]}.{_LAYER[rest[0]]}.{_kind(rest[1])}"


def _kind(letter: str) -> str:
    return {"w": "weight", "b": "bias"}[letter]


def _plain(value: Array, name: str, hidden: int, inner: int) -> Array:
    """A tensor as float32 in the shape that BERT's checkpoint gives it."""
    if value.dtype == _Q4:
        numbers, scales = _unpacked(value)
        value = (numbers.reshape(-1, _BLOCK).astype(np.float32) * scales[:, None]).ravel()
        return value.reshape((-1, inner) if name.endswith("fo.w") else (-1, hidden))
    return value.reshape(-1, hidden) if name in ("emb.pos", "emb.type") else value


def _unpacked(blocks: Array) -> tuple[Array, Array]:
    """The numbers of blocks, int8 from -8 to 7 in a row, and the scale of each block."""
    halves = blocks["halves"]
    numbers = np.concatenate([halves & 0x0F, halves >> 4], axis=1).astype(np.int8) - np.int8(8)
    return numbers.ravel(), blocks["scale"].astype(np.float32)
