"""The server opens, says where, follows a new index, and stops in order when it is told to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from faqbot.errors import UsageError
from faqbot.web.server import listen

ROOT = Path(__file__).parents[3]
PROGRAM = """
import sys, time
from pathlib import Path
from faqbot.settings import Settings
from faqbot.web.server import serve
from tests.fakes import FakeBot, FakeRecords

current = Path(sys.argv[1])
def open_bot(settings):
    return FakeBot(generation=current.read_text(), hold=lambda: time.sleep(float(sys.argv[2])))
serve(
    Settings(port=0), open_bot=open_bot, open_records=lambda settings: FakeRecords(),
    generation=current.read_text, ready=lambda address: print(address, flush=True),
)
print("stopped", flush=True)
"""


@contextmanager
def served(current: Path, *, seconds: float = 0) -> Iterator[tuple[subprocess.Popen[str], str]]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(current), str(seconds)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=current.parent,
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


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_who_waits_when_it_is_told_to_stop_still_gets_the_answer(current: Path, accept: str) -> None:
    with served(current, seconds=2) as (process, address), ThreadPoolExecutor() as pool:
        body = {"question": "What does it pay?"}
        asked = pool.submit(httpx.post, f"{address}/api/v1/ask", json=body, headers={"accept": accept}, timeout=20)
        while "faqbot_http_requests_in_flight 2.0" not in httpx.get(f"{address}/metrics").text:  # the question, and this
            assert not asked.done()
        process.send_signal(signal.SIGTERM)
        response = asked.result(20)
        assert response.status_code == 200
        assert "A Head of Generative AI generally earns" in response.text
        assert process.wait(15) == 0
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{address}/healthz")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_memory_stays_where_it_is_under_what_hostile_clients_send(current: Path) -> None:
    def resident(pid: int) -> float:
        lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        return int(lines["VmRSS"].split()[0]) / 1024

    with served(current) as (process, address), httpx.Client(base_url=address, timeout=20) as client:
        host, port = address.removeprefix("http://").split(":")

        def batter(rounds: int) -> None:
            for number in range(rounds):
                assert client.post("/api/v1/ask", content=b"[" * 1_000_000).status_code == 413
                question = {"question": f"What does it pay? {number}", "conversation": f"c{number}", "turns": ["x" * 2000] * 10}
                assert client.post("/api/v1/ask", json=question).status_code == 200
                assert client.post("/api/v1/feedback", content=b'{"a":' * 10_000).status_code in (400, 422)
                with socket.create_connection((host, int(port))) as flood:
                    flood.sendall(b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 5000)
                    flood.recv(100)

        batter(10)
        before = resident(process.pid)
        batter(60)
        # The bodies alone were 60 MB.
        assert resident(process.pid) - before < 15


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
