"""The file of multilingual-e5-small: a small one written here is read back, and its graph gives what its numbers say."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from faqbot.errors import ModelError
from faqbot.index import e5_file
from faqbot.index.onnx_export import export
from faqbot.index.unigram import tokenizer

HIDDEN, INNER, VOCABULARY = 32, 64, 6
PIECES = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("\u2581pay", -1.0), ("\u2581", -2.0)]


def q4(rows: int, columns: int) -> bytes:
    """Blocks whose scale is a half and whose numbers run from -8 to 7, over and over."""
    numbers = np.arange(rows * columns).reshape(-1, 32) % 16
    halves = numbers[:, :16] | (numbers[:, 16:] << 4)
    return b"".join(np.float16(0.5).tobytes() + row.astype(np.uint8).tobytes() for row in halves)


def tensors() -> dict[str, tuple[int, int, bytes]]:
    """The kind (1: four bits), the count and the bytes of each tensor of a model of one layer."""
    plain = lambda count: (0, count, np.linspace(-1, 1, count, dtype="<f4").tobytes())  # noqa: E731 - one line of three
    small = lambda rows, columns: (1, rows * columns, q4(rows, columns))  # noqa: E731
    found = {"emb.word": small(VOCABULARY, HIDDEN), "emb.pos": plain(8 * HIDDEN), "emb.type": plain(2 * HIDDEN)}
    found |= {f"emb.ln.{kind}": plain(HIDDEN) for kind in "wb"}
    for name in ("q", "k", "v", "ao"):
        found |= {f"l0.{name}.w": small(HIDDEN, HIDDEN), f"l0.{name}.b": plain(HIDDEN)}
    found |= {f"l0.{name}.{kind}": plain(HIDDEN) for name in ("aln", "oln") for kind in "wb"}
    found |= {"l0.fi.w": small(INNER, HIDDEN), "l0.fi.b": plain(INNER), "l0.fo.w": small(HIDDEN, INNER), "l0.fo.b": plain(HIDDEN)}
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    blob = [piece.encode() for piece, _ in PIECES]
    head = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, 1, 2, INNER, VOCABULARY, 8, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, sum(map(len, blob)))
    head += struct.pack(f"<{len(blob) + 1}I", *np.cumsum([0, *map(len, blob)]))
    head += struct.pack(f"<{len(blob)}f", *(score for _, score in PIECES)) + b"".join(blob) + struct.pack("<iI", 0, 0)
    held = tensors()
    place = len(head) + 4 + sum(2 + len(name) + 21 for name in held)
    directory = struct.pack("<i", len(held))
    for name, (kind, count, content) in held.items():
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", kind, count, place, len(content))
        place += len(content)
    path = tmp_path / "model.bin"
    path.write_bytes(head + directory + b"".join(content for _, _, content in held.values()))
    return path


def test_numbers_of_four_bits_are_read_back(file: Path) -> None:
    held = e5_file.read(file)
    expected = (np.arange(VOCABULARY * HIDDEN) % 16 - 8).reshape(VOCABULARY, HIDDEN)
    assert np.array_equal(held.words, expected)
    assert np.array_equal(held.scales, np.full((VOCABULARY, 1), 0.5))
    query = held.tensors["encoder.layer.0.attention.self.query.weight"]
    assert np.array_equal(query, (np.arange(HIDDEN * HIDDEN) % 16 - 8).reshape(HIDDEN, HIDDEN) * 0.5)
    assert held.tensors["encoder.layer.0.output.dense.weight"].shape == (HIDDEN, INNER)
    assert held.pieces == tuple(PIECES)


def test_a_small_table_of_words_gives_what_the_whole_one_gives(file: Path, tmp_path: Path) -> None:
    held = e5_file.read(file)
    whole = {**held.tensors, "embeddings.word_embeddings.weight": held.words * np.repeat(held.scales, 32, axis=1)}
    export(held.config, whole, tmp_path / "whole.onnx")
    export(held.config, held.tensors, tmp_path / "small.onnx", words=(held.words, held.scales))
    fed = {"input_ids": np.array([[0, 4, 5, 2]]), "attention_mask": np.array([[1, 1, 1, 1]])}
    one, other = (onnxruntime.InferenceSession(str(tmp_path / f"{name}.onnx")).run(None, fed)[0] for name in ("whole", "small"))
    assert np.allclose(one, other, atol=1e-5)


def test_the_tokenizer_marks_words_and_both_ends() -> None:
    made = tokenizer(PIECES, unknown=3)
    assert made.encode("pay  pay").ids == [0, 4, 4, 2]
    assert made.encode("\uff50ay").ids == [0, 4, 2]  # a wide p is a p


def test_another_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "other.bin").write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(ModelError, match=r"other\.bin is not a model file"):
        e5_file.read(tmp_path / "other.bin")
