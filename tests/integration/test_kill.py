"""An ingest that is killed at any moment leaves the old or the new generation answering, never neither."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

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


def corpus(folder: Path, number: int) -> Path:
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
    started = time.monotonic()
    build_index(documents(tmp_path / "first", {"a.md": "# A\n\nRound zero.\n"}), data, HashEmbedder())
    longest = max(0.5, 2 * (time.monotonic() - started))
    chance = random.Random(11)
    old = new = 0
    for number in range(rounds):
        before = current_generation(data)
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(corpus(tmp_path / f"c{number}", number)), str(data), str(ROOT)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0, longest))
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        index = open_index(data, HashEmbedder())
        vector = index.embedder.embed(["Round line of page"])[0]
        found = index.nearest("sentence", vector, scope=frozenset(index.documents), limit=3)
        assert found, f"round {number}: the index {index.generation} does not answer"
        old, new = old + (index.generation == before), new + (index.generation != before)
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
