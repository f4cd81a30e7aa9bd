"""The embedder that remembers: the same rows, fewer calls, bounded memory."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faqbot.index.caching import CachingEmbedder
from tests.builders import HashEmbedder

batches = st.lists(st.lists(st.sampled_from(["a", "b", "c c", "d", ""]), max_size=5), max_size=6)


@given(batches, st.sampled_from([0.0, 0.0003, 1.0]))
def test_rows_are_those_of_the_embedder_whatever_is_remembered(asked: list[list[str]], megabytes: float) -> None:
    plain, caching = HashEmbedder(), CachingEmbedder(HashEmbedder(), megabytes=megabytes)
    for texts in asked:
        assert np.array_equal(caching.embed(texts), plain.embed(texts))
        for text in texts:
            assert np.array_equal(caching.embed_tokens(text), plain.embed_tokens(text))


def test_a_text_is_embedded_once_also_within_a_batch() -> None:
    inner = HashEmbedder()
    caching = CachingEmbedder(inner)
    caching.embed(["a", "a", "b"])
    caching.embed(["b", "a"])
    assert inner.embedded == 2


def test_the_least_recently_used_goes_first_when_the_bytes_are_spent() -> None:
    inner = HashEmbedder()
    row = 4 * inner.dimension
    caching = CachingEmbedder(inner, megabytes=2 * 2 * row / 1e6)  # two rows in the half that is for vectors
    for text in ("a", "b", "a", "c"):
        caching.embed([text])
    spent = inner.embedded
    caching.embed(["a", "c"])
    assert inner.embedded == spent
    caching.embed(["b"])
    assert inner.embedded == spent + 1


def test_what_is_remembered_cannot_be_written_to() -> None:
    rows = CachingEmbedder(HashEmbedder()).embed_tokens("a b")
    with pytest.raises(ValueError, match="read-only"):
        rows[0, 0] = 1.0


def test_threads_may_share_it() -> None:
    caching = CachingEmbedder(HashEmbedder(), megabytes=0.001)
    wrong: list[str] = []

    def ask(first: int) -> None:
        plain = HashEmbedder()
        for number in range(200):
            text = f"word{(first * 7 + number) % 23}"
            if not np.array_equal(caching.embed([text]), plain.embed([text])):
                wrong.append(text)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
