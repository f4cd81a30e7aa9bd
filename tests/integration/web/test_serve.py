"""The server opens, says where, follows a new index, and stops in order when it is told to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from faqbot.errors import UsageError
from faqbot.web.server import listen

ROOT = Path(__file__).parents[3]
PROGRAM = """
import sys
from pathlib import Path
from faqbot.settings import Settings
from faqbot.web.server import serve
from tests.fakes import FakeBot, FakeRecords

current = Path(sys.argv[1])
def open_bot(settings):
    return FakeBot(generation=current.read_text())
serve(
    Settings(port=0), open_bot=open_bot, open_records=lambda settings: FakeRecords(),
    generation=current.read_text, ready=lambda address: print(address, flush=True),
)
print("stopped", flush=True)
"""


@contextmanager
def served(current: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(current)], stdout=subprocess.PIPE, text=True, env=environment, cwd=current.parent
    )
    assert process.stdout
    try:
        yield process, process.stdout.readline().strip()
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(10)
        process.stdout.close()


@pytest.fixture
def current(tmp_path: Path) -> Path:
    path = tmp_path / "current"
    path.write_text("one")
    return path


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_answers_and_stops_in_order(current: Path, number: signal.Signals) -> None:
    with served(current) as (process, address):
        assert httpx.post(f"{address}/api/v1/ask", json={"question": "What does it pay?"}).status_code == 200
        process.send_signal(number)
        assert process.stdout
        assert process.stdout.read().strip() == "stopped"
        assert process.wait(15) == 0


def test_a_new_index_is_followed_while_serving(current: Path) -> None:
    with served(current) as (_, address):
        assert httpx.get(f"{address}/readyz").json()["index"] == "one"
        current.write_text("two")
        deadline = time.monotonic() + 10
        while httpx.get(f"{address}/readyz").json()["index"] != "two":
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_answers_do_not_wait_for_nagle(current: Path) -> None:
    with served(current) as (_, address), httpx.Client(base_url=address) as client:
        taken = []
        for _ in range(20):
            started = time.perf_counter()
            client.get("/healthz")
            taken.append(time.perf_counter() - started)
    assert sorted(taken)[5] < 0.03  # with Nagle nearly all of them take 40 ms


def test_a_port_in_use_is_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"Port {port} on 127.0.0.1 is in use.*--port"):
            listen("127.0.0.1", port)


def test_an_address_that_is_not_ours_is_a_sentence() -> None:
    with pytest.raises(UsageError, match=r"192\.0\.2\.1 is not an address of this machine"):
        listen("192.0.2.1", 0)
