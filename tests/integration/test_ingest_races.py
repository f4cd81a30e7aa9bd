"""Readers while an index is switched, and two ingests at once: every answer comes whole from one generation."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from pathlib import Path

from faqbot.errors import FaqbotError, IndexUnusable
from faqbot.index.generations import drop_older, open_index
from tests.builders import HashEmbedder, build_index, documents
from tests.integration.test_kill import CHILD, ROOT

PAGES = 6


def pages(number: int) -> dict[str, str]:
    return {f"{page}.md": f"# T{page}\n\n## Round\n\nRound {number} of page {page}.\n" for page in range(PAGES)}


def test_readers_see_whole_generations_while_others_are_built(tmp_path: Path) -> None:
    data = tmp_path / "data"
    build_index(documents(tmp_path / "0", pages(0)), data, HashEmbedder())
    done = threading.Event()
    wrong: list[str] = []
    seen: set[str] = set()

    def read() -> None:
        vector = HashEmbedder().embed(["Round of page"])[0]
        while not done.is_set():
            try:
                index = open_index(data, HashEmbedder())
            except FaqbotError as error:
                wrong.append(str(error))
                continue
            found = index.nearest("sentence", vector, scope=frozenset(index.documents), limit=PAGES)
            rounds = {
                index.documents[index.chunks[key.split(".")[0]].source].text.split("Round ")[1].split()[0] for key, _ in found
            }
            if len(found) != PAGES or len(rounds) != 1:
                wrong.append(f"{index.generation}: {found} {rounds}")
            seen.add(index.generation)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(1, 7):
            build_index(documents(tmp_path / str(number), pages(number)), data, HashEmbedder())
            drop_older(data)
    finally:
        done.set()
        reader.join()
    assert wrong == []
    assert len(seen) > 1


def test_an_open_index_goes_on_answering_when_it_is_switched_away(tmp_path: Path) -> None:
    """One generation back its files are still there; further back it may say that they are gone, and nothing else."""
    data = tmp_path / "data"
    build_index(documents(tmp_path / "0", pages(0)), data, HashEmbedder())
    index = open_index(data, HashEmbedder())
    vector = index.embedder.embed(["Round 0 of page 3."])[0]
    scope = frozenset(index.documents)
    before = index.nearest("sentence", vector, scope=scope, limit=9)
    build_index(documents(tmp_path / "1", pages(1)), data, HashEmbedder())
    assert index.nearest("sentence", vector, scope=scope, limit=9) == before
    assert index.vectors("sentence", [before[0][0]])
    for number in (2, 3):
        build_index(documents(tmp_path / str(number), pages(number)), data, HashEmbedder())
        with contextlib.suppress(IndexUnusable):
            assert index.nearest("sentence", vector, scope=scope, limit=9) == before


def test_going_back_to_earlier_documents_gives_the_earlier_index(tmp_path: Path) -> None:
    data = tmp_path / "data"
    some = [documents(tmp_path / str(number), pages(number)) for number in range(4)]
    first = build_index(some[0], data, HashEmbedder()).generation
    opened = open_index(data, HashEmbedder())  # keeps Chroma's files of the first build in use
    for number in (1, 0, 1, 2, 3, 0):
        report = build_index(some[number], data, HashEmbedder())
        index = open_index(data, HashEmbedder())
        vector = index.embedder.embed([f"Round {number} of page 3."])[0]
        ((key, score),) = index.nearest("sentence", vector, scope=frozenset(index.documents), limit=1)
        assert f"Round {number}" in index.documents[index.chunks[key.split(".")[0]].source].text
        assert score > 0.999
        assert (report.generation == first) == (number == 0)
    opened.close()


def test_two_ingests_at_once_end_in_one_of_the_two(tmp_path: Path) -> None:
    data = tmp_path / "data"
    several = []
    for number in range(2):
        documents(tmp_path / str(number), pages(number))
        command = [sys.executable, "-c", CHILD, str(tmp_path / str(number)), str(data), str(ROOT)]
        several.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
    said = [process.communicate(timeout=60) for process in several]
    assert [process.returncode for process in several] == [0, 0], said
    index = open_index(data, HashEmbedder())
    texts = {document.text.split("Round ")[1].split()[0] for document in index.documents.values()}
    assert texts in ({"0"}, {"1"})
    kept = [entry.name for entry in (data / "index").iterdir() if entry.is_dir()]
    assert len(kept) == 2
    assert not [name for name in kept if name.startswith(".")]
