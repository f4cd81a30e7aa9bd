"""`faqbot serve --watch` under load: no question fails, whatever is switched beneath it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from faqbot.settings import Settings
from tests.conftest import ROOT
from tests.integration.test_cli import run

VISITORS = 4
# A busy machine takes its time; what is asked here is that nothing fails meanwhile.
PATIENCE = 300.0


def write(folder: Path, number: int) -> None:
    (folder / "cook" / "en").mkdir(parents=True, exist_ok=True)
    text = f"# Cook\n\n## What does it pay?\n\nA cook earns €{30_000 + number:,} a year.\n\n## Where is it?\n\nThe kitchen is in Lyon.\n"
    (folder / "cook" / "en" / "faq.md").write_text(text, encoding="utf-8")


@contextlib.contextmanager
def served(data: Path) -> Iterator[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "OMP_NUM_THREADS": "1",
        "FAQBOT_LIMIT_CLIENT": "0",
        "FAQBOT_LIMIT_DAY": "0",
    }
    command = [sys.executable, "-m", "faqbot", "serve", "--watch", "--port", "0", "--data", str(data)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().split()[3]
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        process.stdout.close()


class Load:
    """Visitors who ask without a pause and keep what they saw: status, quote, index."""

    def __init__(self, address: str) -> None:
        self.seen: list[tuple[int, str, str]] = []
        self._address = address
        self._done = threading.Event()
        self._threads = [threading.Thread(target=self._visit) for _ in range(VISITORS)]

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, words: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not any(words in quote for _, quote, _ in self.seen[-VISITORS:]):
            assert time.monotonic() < deadline, f"{words} was never answered"
            time.sleep(0.05)

    def _visit(self) -> None:
        with httpx.Client(base_url=self._address, timeout=60) as client:
            while not self._done.is_set():
                reply = client.post("/api/v1/ask", json={"question": "What does it pay?", "role": "cook"})
                body = reply.json() if reply.status_code == 200 else {}
                quotes = [one["quote"] for one in body.get("citations", ())]
                self.seen.append((reply.status_code, "".join(quotes), body.get("index", "")))


def switches(place: Path, count: int, models: Path) -> Load:
    folder, data = place / "corpus", place / "data"
    shutil.copytree(models, data / "models")
    write(folder, 0)
    assert run("ingest", folder, "--data", data, "--no-report").exit_code == 0
    assert json.loads((data / "given.json").read_text()) == [str(folder)]
    with served(data) as address, Load(address) as load:
        for number in range(1, count + 1):
            write(folder, number)
            load.wait_for(f"€{30_000 + number:,}")
    return load


def judge(load: Load, count: int) -> None:
    assert [one for one in load.seen if one[0] != 200 or not one[1].startswith("A cook earns")] == []
    # An index and its words go together: no answer mixes two generations.
    assert len({(quote, index) for _, quote, index in load.seen}) == len({index for *_, index in load.seen}) == count + 1


def test_an_edit_is_answered_from_without_a_failed_question(tmp_path: Path, shipped: Settings) -> None:
    judge(switches(tmp_path, 1, shipped.data_dir / "models"), 1)


@pytest.mark.long
def test_twenty_switches_under_load(tmp_path: Path, shipped: Settings, record_property: Callable[[str, object], None]) -> None:
    load = switches(tmp_path, 20, shipped.data_dir / "models")
    record_property("questions asked", len(load.seen))
    judge(load, 20)
