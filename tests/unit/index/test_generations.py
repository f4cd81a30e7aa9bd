from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from faqbot.errors import IndexUnusable, UsageError
from faqbot.index.generations import build, current_generation, open_index, stored_documents
from faqbot.index.vectors import open_store
from faqbot.types import Document
from tests.builders import HashEmbedder, build_index, documents, index_of

PAY = {
    "pay.md": "# Pay\n\n## Salary\n\nThe role pays one hundred euros.\n\n## Bonus?\n\n- Any equity?\n\nThere is a bonus of ten euros.\n"
}
MORE = {**PAY, "place.md": "# Place\n\n## Office\n\nThe office is near the station.\n"}


def test_unchanged_input_embeds_nothing(tmp_path: Path) -> None:
    embedder = HashEmbedder()
    found = documents(tmp_path / "corpus", PAY)
    first = build_index(found, tmp_path / "data", embedder)
    spent = embedder.embedded
    second = build_index(found, tmp_path / "data", embedder)
    assert (first.changed, second.changed) == (True, False)
    assert first.generation == second.generation
    assert embedder.embedded == spent > 0


def test_a_new_document_embeds_only_what_is_new(tmp_path: Path) -> None:
    embedder = HashEmbedder()
    build_index(documents(tmp_path / "one", PAY), tmp_path / "data", embedder)
    spent = embedder.embedded
    report = build_index(documents(tmp_path / "two", MORE), tmp_path / "data", embedder)
    assert report.embedded == embedder.embedded - spent
    assert 0 < report.embedded <= 4


def test_a_generation_holds_exactly_what_it_was_given_and_the_one_before_is_kept_once(tmp_path: Path) -> None:
    embedder = HashEmbedder()
    generations = [
        build_index(documents(tmp_path / str(number), files), tmp_path / "data", embedder).generation
        for number, files in enumerate((PAY, MORE, {"a.md": "# A\n\nOne more text.\n"}))
    ]
    assert current_generation(tmp_path / "data") == generations[-1]
    assert list(stored_documents(tmp_path / "data")[0]) == ["a.md"]
    kept = {entry.name for entry in (tmp_path / "data" / "index").iterdir() if entry.is_dir()}
    assert kept == set(generations[1:])


def test_stored_documents_are_what_was_read(tmp_path: Path) -> None:
    found = documents(
        tmp_path / "corpus",
        {
            "r/en/a.md": "---\ntitle: T\nreviewed: 2026-06-09\naliases: [B, C]\nurl: https://example.org/a\n---\n# T\n\nLine one.\n\n- é\n"
        },
    )
    build_index(found, tmp_path / "data", HashEmbedder())
    assert tuple(stored_documents(tmp_path / "data")[0].values()) == found


def test_an_index_of_another_model_is_refused_with_the_command(tmp_path: Path) -> None:
    build_index(documents(tmp_path / "corpus", PAY), tmp_path / "data", HashEmbedder("one"))
    with pytest.raises(IndexUnusable, match=r"one-v1.*faqbot ingest"):
        open_index(tmp_path / "data", HashEmbedder("two"))


def test_no_index_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable, match="faqbot ingest"):
        open_index(tmp_path, HashEmbedder())


@pytest.mark.parametrize("name", ["manifest.json", "documents.jsonl", "chunks.jsonl"])
def test_a_damaged_file_is_told_and_the_next_build_mends_it(tmp_path: Path, name: str) -> None:
    embedder = HashEmbedder()
    found = documents(tmp_path / "corpus", PAY)
    report = build_index(found, tmp_path / "data", embedder)
    (tmp_path / "data" / "index" / report.generation / name).write_text("{broken", encoding="utf-8")
    with pytest.raises(IndexUnusable, match="faqbot ingest"):
        open_index(tmp_path / "data", embedder)
    assert build_index(found, tmp_path / "data", embedder).changed
    assert open_index(tmp_path / "data", embedder).generation == report.generation


def test_lost_vectors_are_noticed_by_a_real_query(tmp_path: Path) -> None:
    embedder = HashEmbedder()
    found = documents(tmp_path / "corpus", PAY)
    build_index(found, tmp_path / "data", embedder)
    # A copy: within one process Chroma keeps the files of a folder open that it has seen.
    shutil.copytree(tmp_path / "data", tmp_path / "lost", ignore=shutil.ignore_patterns("chroma"))
    assert build_index(found, tmp_path / "lost", embedder).changed


def test_nothing_to_index_keeps_the_live_one(tmp_path: Path) -> None:
    report = build_index(documents(tmp_path / "corpus", PAY), tmp_path / "data", HashEmbedder())
    with pytest.raises(UsageError, match="no document"):
        build([], cut=lambda _: [], embedder=HashEmbedder(), data_dir=tmp_path / "data")
    assert current_generation(tmp_path / "data") == report.generation


def test_documents_that_hold_nothing_keep_the_live_one(tmp_path: Path) -> None:
    report = build_index(documents(tmp_path / "corpus", PAY), tmp_path / "data", HashEmbedder())
    with pytest.raises(UsageError, match="could answer"):
        build_index([Document("empty.md", "", "Empty", "en", None, ())], tmp_path / "data", HashEmbedder())
    assert current_generation(tmp_path / "data") == report.generation


@pytest.mark.parametrize("content", ["", "../..", "/etc", "é", "0123456789abcdeg", "\0" * 16])
def test_a_pointer_to_nowhere_is_no_index(tmp_path: Path, content: str) -> None:
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "current").write_text(content, encoding="utf-8")
    assert current_generation(tmp_path) is None
    with pytest.raises(IndexUnusable, match="faqbot ingest"):
        open_index(tmp_path, HashEmbedder())


def test_leftovers_of_a_killed_build_are_swept(tmp_path: Path) -> None:
    leftover = tmp_path / "data" / "index" / ".building-1-x"
    leftover.mkdir(parents=True)
    build_index(documents(tmp_path / "corpus", PAY), tmp_path / "data", HashEmbedder())
    assert not leftover.exists()


def test_an_entry_without_an_answer_can_be_found_by_its_wordings(tmp_path: Path) -> None:
    index = index_of(tmp_path, {"a.md": "# A\n\n## Is it remote?\n\n- Home office?\n"})
    vector = index.embedder.embed(["Home office?"])[0]
    ((entry, score), *_) = index.nearest("heading", vector, scope=frozenset(index.documents), limit=1)
    assert entry.endswith("/1")
    assert score == pytest.approx(1.0, abs=1e-4)


def test_only_documents_in_scope_are_found(tmp_path: Path) -> None:
    index = index_of(tmp_path, {f"{number}.md": f"# T{number}\n\nThe very same words stand here.\n" for number in range(40)})
    scope = frozenset({"7.md"})
    vector = index.embedder.embed(["The very same words stand here."])[0]
    for kind in ("passage", "sentence", "headed", "heading"):
        found = index.nearest(kind, vector, scope=scope, limit=3)
        assert {index.chunks[key.split("/")[0].split(".")[0]].source for key, _ in found} == scope
    assert {index.chunks[key].source for key, _ in index.lexical("chunk", "very same words", scope=scope, limit=9)} == scope


def test_a_collection_with_a_foreign_embedding_function_is_refused(tmp_path: Path) -> None:
    import chromadb
    from chromadb.utils.embedding_functions import register_embedding_function

    class Foreign(chromadb.EmbeddingFunction[chromadb.Documents]):
        def __init__(self) -> None:
            pass

        def __call__(self, input: chromadb.Documents) -> chromadb.Embeddings:  # noqa: A002
            return [[0.0] * 4 for _ in input]  # type: ignore[misc]

        @staticmethod
        def name() -> str:
            return "foreign"

        def get_config(self) -> dict[str, str]:
            return {"run": "this"}

        @staticmethod
        def build_from_config(config: dict[str, str]) -> Foreign:
            return Foreign()

    register_embedding_function(Foreign)
    client = chromadb.PersistentClient(str(tmp_path / "chroma" / "g1"), settings=chromadb.Settings(anonymized_telemetry=False))
    client.create_collection("g1-passage", embedding_function=Foreign())  # type: ignore[arg-type]
    with pytest.raises(IndexUnusable, match="foreign"):
        open_store(tmp_path, "g1", chroma="").count("passage")


def test_scores_of_bm25_are_shares_of_the_possible_maximum(tmp_path: Path) -> None:
    index = index_of(tmp_path, MORE)
    scope = frozenset(index.documents)
    (_, whole), *_ = index.lexical("sentence", "The office is near the station", scope=scope, limit=5)
    (_, half), *_ = index.lexical("sentence", "office zeppelin", scope=scope, limit=5)
    assert 0 < half < whole <= 1
    assert index.lexical("sentence", "zeppelin", scope=scope, limit=5) == []


def test_the_manifest_counts(tmp_path: Path) -> None:
    report = build_index(documents(tmp_path / "corpus", MORE), tmp_path / "data", HashEmbedder())
    manifest = json.loads((tmp_path / "data" / "index" / report.generation / "manifest.json").read_text())
    assert (manifest["documents"], manifest["chunks"]) == (2, 3)
