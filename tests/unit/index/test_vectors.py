"""Vectors in Chroma: what is found, in which order, and what happens to files that are not as they were written."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import chromadb
import numpy as np
import pytest

from faqbot.errors import IndexUnusable, SettingsError
from faqbot.index.entries import KINDS, Entry
from faqbot.index.generations import current_generation, open_index, stored_documents
from faqbot.index.vectors import check_seal, key_of, open_store, seal
from tests.builders import HashEmbedder, build_index, documents, index_of

# From 1,000 entries of a kind on, Chroma keeps their graph in files of its own.
MANY = 1100


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an index large enough to have graphs on the disk."""
    folder = tmp_path_factory.mktemp("large")
    lines = "\n\n".join(f"Line {number} says {number * 7}." for number in range(MANY))
    build_index(documents(folder / "corpus", {"a.md": f"# A\n\n## B\n\n{lines}\n"}), folder / "data", HashEmbedder())
    return folder / "data"


def copy_of(data: Path, target: Path) -> tuple[Path, Path]:
    """The copy of a data folder, and the folder of its live generation's store."""
    shutil.copytree(data, target)
    (store,) = (target / "index" / str(current_generation(target)) / "chroma").iterdir()
    return target, store


def graph_file(store: Path, name: str) -> Path:
    return sorted(path.parent for path in store.rglob("index_metadata.pickle"))[0] / name


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


HARM = {
    # The first four end the process with a segmentation fault or worse when Chroma is let near them.
    "a cut graph": lambda store: cut(graph_file(store, "data_level0.bin")),
    "another graph": lambda store: graph_file(store, "data_level0.bin").write_bytes(os.urandom(4096)),
    "no links": lambda store: graph_file(store, "link_lists.bin").unlink(),
    "a graph without its names": lambda store: graph_file(store, "index_metadata.pickle").unlink(),
    "a cut database": lambda store: cut(store / "chroma.sqlite3"),
    "no database": lambda store: (store / "chroma.sqlite3").unlink(),
    "a text for a database": lambda store: (store / "chroma.sqlite3").write_text("text " * 9999),
    "nothing": shutil.rmtree,
}


@pytest.mark.parametrize("harm", HARM)
def test_harmed_vectors_are_told_in_a_sentence_and_mended_by_the_next_build(large: Path, tmp_path: Path, harm: str) -> None:
    data, store = copy_of(large, tmp_path / "data")
    found = tuple(stored_documents(data)[0].values())
    HARM[harm](store)
    with pytest.raises(IndexUnusable, match="faqbot ingest"):
        open_index(data, HashEmbedder())
    assert build_index(found, data, HashEmbedder()).changed
    open_index(data, HashEmbedder()).close()


def test_an_intact_copy_answers(large: Path, tmp_path: Path) -> None:
    data, _ = copy_of(large, tmp_path / "data")
    index = open_index(data, HashEmbedder())
    vector = index.embedder.embed(["Line 7 says 49."])[0]
    ((key, score),) = index.nearest("sentence", vector, scope=frozenset(index.documents), limit=1)
    assert score == pytest.approx(1.0, abs=1e-4)
    assert np.allclose(index.vectors("sentence", [key])[key], vector, atol=1e-6)


def test_using_an_index_does_not_break_its_seal(large: Path, tmp_path: Path) -> None:
    data, store = copy_of(large, tmp_path / "data")
    folder = store.parent.parent
    before = seal(folder, store.name)
    assert before
    for _ in range(2):
        index = open_index(data, HashEmbedder())
        for kind in KINDS:
            index.nearest(kind, index.embedder.embed(["Line"])[0], scope=frozenset(index.documents), limit=50)
        index.close()
    check_seal(folder, store.name, before)


def test_a_damaged_index_is_built_anew_in_the_process_that_has_it_open(large: Path, tmp_path: Path) -> None:
    """Chroma goes on using the files of a path that it has seen: the new build must not lie at the old one."""
    data, store = copy_of(large, tmp_path / "data")
    index = open_index(data, HashEmbedder())
    cut(graph_file(store, "data_level0.bin"))
    report = build_index(list(index.documents.values()), data, HashEmbedder())
    assert report.changed
    again = open_index(data, HashEmbedder())
    assert again.generation == index.generation
    vector = index.embedder.embed(["Line 8 says 56."])[0]
    for one in (again, index):
        assert one.nearest("sentence", vector, scope=frozenset(one.documents), limit=1)[0][1] > 0.999


def test_equal_scores_are_ordered_by_id_on_both_sides_of_the_limit(tmp_path: Path) -> None:
    index = index_of(tmp_path, {f"{n:02}.md": "# Same\n\n## Words\n\nThe very same words stand here.\n" for n in range(60)})
    vector = index.embedder.embed(["The very same words stand here."])[0]
    every, half = frozenset(index.documents), frozenset(sorted(index.documents)[::2])
    for scope in (every, half, frozenset(sorted(every)[:3])):
        ids = sorted(f"{chunk.id}.{chunk.first}" for chunk in index.chunks.values() if chunk.source in scope)
        found = index.nearest("sentence", vector, scope=scope, limit=5)
        assert [key for key, _ in found] == ids[:5]


def test_nothing_in_scope_is_nothing_found(tmp_path: Path) -> None:
    index = index_of(tmp_path, {"a.md": "# A\n\nOne line.\n"})
    vector = index.embedder.embed(["One line."])[0]
    for scope in (frozenset[str](), frozenset({"no/such.md"})):
        assert index.nearest("sentence", vector, scope=scope, limit=5) == []
        assert index.lexical("sentence", "line", scope=scope, limit=5) == []


def test_a_scope_with_unknown_sources_finds_no_more_than_its_own(tmp_path: Path) -> None:
    index = index_of(tmp_path, {"a.md": "# A\n\nOne line.\n", "b.md": "# B\n\nOne line.\n"})
    vector = index.embedder.embed(["One line."])[0]
    found = index.nearest("sentence", vector, scope=frozenset({"a.md", "x.md", "y.md"}), limit=5)
    assert [index.chunks[key.split(".")[0]].source for key, _ in found] == ["a.md"]


def test_vectors_of_unknown_and_of_repeated_ids(tmp_path: Path) -> None:
    index = index_of(tmp_path, {"a.md": "# A\n\nOne line.\n"})
    (key,) = index.chunks
    assert list(index.vectors("passage", [key, "unknown", key])) == [key]
    assert index.vectors("passage", []) == {}


def test_the_key_of_a_text_depends_on_text_and_model_and_takes_any_text() -> None:
    assert len({key_of("a", "m"), key_of("b", "m"), key_of("a", "n"), key_of("\ud800", "m")}) == 4
    assert key_of("a", "m") == key_of("a", "m")


@pytest.mark.parametrize("address", ["localhost:8000", "ftp://127.0.0.1", "http://", "http://127.0.0.1:port", "http://[1"])
def test_an_address_that_is_none_is_a_wrong_setting(tmp_path: Path, address: str) -> None:
    with pytest.raises(SettingsError, match="FAQBOT_CHROMA"):
        open_store(tmp_path, "x", chroma=address)


@pytest.mark.parametrize("number", [3, 2100])
def test_all_entries_are_counted_and_given_back(tmp_path: Path, number: int) -> None:
    """More than Chroma is asked for at once, too."""
    store = open_store(tmp_path, "some")
    rows = np.eye(4, dtype=np.float32)
    kinds = KINDS if number < 9 else KINDS[:1]
    store.write([(Entry(f"{n}", kind, "a.md", ""), rows[n % 4], f"{kind}{n}") for kind in kinds for n in range(number)])
    assert [store.count(kind) for kind in kinds] == [number] * len(kinds)
    assert {key for key, _ in store.keyed()} == {f"{kind}{n}" for kind in kinds for n in range(number)}
    found = store.get(KINDS[0], [str(n) for n in range(number)])
    assert len(found) == number
    assert all(np.array_equal(found[str(n)], rows[n % 4]) for n in range(number))
    store.close()


def tampered(store: Path, *, renamed: bool) -> None:
    """Take the first passage out of a store; put it back under another id when `renamed`."""
    settings = chromadb.Settings(anonymized_telemetry=False)
    with chromadb.PersistentClient(str(store), settings=settings) as client:
        collection = client.get_collection(f"{store.name}-passage", embedding_function=None)
        for key in collection.get()["ids"]:
            vector = np.ones(HashEmbedder.dimension, dtype=np.float32)
            collection.delete([key])
            if renamed:
                collection.add(["other" + key[5:]], embeddings=[vector], metadatas=[{"source": "a.md", "key": "k"}])


@pytest.mark.parametrize(("renamed", "said"), [(False, r"has \d entries of \d"), (True, "does not find its own passage")])
def test_an_index_that_lacks_its_own_entries_is_told(tmp_path: Path, renamed: bool, said: str) -> None:
    build_index(documents(tmp_path / "corpus", {"a.md": "# A\n\nOne line.\n"}), tmp_path / "data", HashEmbedder())
    data, store = copy_of(tmp_path / "data", tmp_path / "copy")
    tampered(store, renamed=renamed)
    with pytest.raises(IndexUnusable, match=f"{said}.*faqbot ingest"):
        open_index(data, HashEmbedder())
