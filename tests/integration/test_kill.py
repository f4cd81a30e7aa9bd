"""An ingest that is killed at any moment leaves the old or the new generation answering, never neither."""

from __future__ import annotations

import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from faqbot.index.entries import chunk_of
from faqbot.index.generations import current_generation, open_index
from tests.builders import HashEmbedder, build_index, documents

CHILD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from tests.builders import HashEmbedder, build_index, documents
from faqbot.corpus import read
print("ready", flush=True)
build_index(read([Path(sys.argv[1])]).documents, Path(sys.argv[2]), HashEmbedder())
print("done", flush=True)
"""
ROOT = Path(__file__).resolve().parents[2]


def start(folder: Path, data: Path) -> subprocess.Popen[str]:
    """An ingest of `folder` in a process of its own, about to build."""
    command = [sys.executable, "-c", CHILD, str(folder), str(data), str(ROOT)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def corpus(folder: Path, number: str) -> Path:
    documents(
        folder,
        {
            f"{page}.md": f"# T{page}\n\n"
            + "".join(f"## H{line}\n\nRound {number} line {line} of page {page}.\n\n" for line in range(30))
            for page in range(4)
        },
    )
    return folder


def kill_rounds(tmp_path: Path, rounds: int) -> tuple[int, int]:
    """Kill an ingest `rounds` times; returns how often the old and how often the new generation answered."""
    data = tmp_path / "data"
    # One ingest is left alone and timed, so that kills fall all over the time that one takes on this machine.
    child = start(corpus(tmp_path / "first", "zero"), data)
    started = time.monotonic()
    child.communicate()
    longest = 1.3 * (time.monotonic() - started)
    chance = random.Random(11)
    old = new = 0
    answering = "zero"
    for number in range(rounds):
        before = current_generation(data)
        child = start(corpus(tmp_path / f"c{number}", str(number)), data)
        assert child.stdout is not None
        time.sleep(chance.uniform(0, longest))
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        index = open_index(data, HashEmbedder())
        vector = index.embedder.embed(["Round line of page"])[0]
        found = index.nearest("sentence", vector, scope=frozenset(index.documents), limit=3)
        assert found, f"round {number}: the index {index.generation} does not answer"
        rounds = {re.findall(r"Round (\w+)", index.documents[index.chunks[chunk_of(key)].source].text)[0] for key, _ in found}
        assert rounds == {str(number) if index.generation != before else answering}
        (answering,) = rounds
        old, new = old + (index.generation == before), new + (index.generation != before)
    build_index(documents(tmp_path / "last", {"a.md": "# A\n\nThe last round.\n"}), data, HashEmbedder())
    left = [entry.name for entry in (data / "index").iterdir() if entry.is_dir()]
    assert len(left) == 2
    assert not [name for name in left if name.startswith(".")]
    return old, new


def test_five_kills(tmp_path: Path) -> None:
    assert sum(kill_rounds(tmp_path, 5)) == 5


@pytest.mark.long
def test_fifty_kills(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    old, new = kill_rounds(tmp_path, 50)
    record_property("old generation answered", old)
    record_property("new generation answered", new)
    assert old > 0
    assert new > 0
