"""A server or a database that is killed under writes loses no thumb that was acknowledged."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from faqbot.records import open_records
from tests.postgres import Postgres

ROOT = Path(__file__).resolve().parents[2]
WRITERS = 4
# The endpoints and everything below them, without the chat page, which takes seconds to start and writes nothing itself.
SERVER = """
import sys
from contextlib import asynccontextmanager
import uvicorn
from fastapi import FastAPI
from faqbot.records import open_records
from faqbot.settings import Settings
from faqbot.web import api, keeping, problems
from faqbot.web.desk import Desk
from faqbot.web.live import LiveBot
from faqbot.web.service import Service
from tests.desks import FakeDelivery
from tests.fakes import FakeBot
from faqbot.web.server import listen

service = Service(LiveBot(FakeBot()), open_records(sys.argv[1]), Settings(limit_conversation=0))

@asynccontextmanager
async def lifespan(_):
    service.start()
    yield

app = FastAPI(lifespan=lifespan)
problems.install(app)
app.include_router(api.router(service, Desk(service, FakeDelivery())))
app.include_router(keeping.router(service))
listening = listen("127.0.0.1", 0)
print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False)).run(sockets=[listening])
"""


class Writers:
    """Threads that give thumbs and ask questions as fast as they are answered, and remember what was acknowledged."""

    def __init__(self, address: str, begun: int) -> None:
        self.acknowledged: dict[str, bool] = {}
        self.tried = 0
        self._begun = begun
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(address, number)) for number in range(WRITERS)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def _write(self, address: str, writer: int) -> None:
        count = 0
        with httpx.Client(base_url=address, timeout=20) as client:
            while not self._stop.is_set():
                name, helpful = f"{self._begun}-{writer}-{count // 2}", count % 2 == 0
                count += 1
                self.tried += 1
                # From here until it is acknowledged either thumb may be the one that is kept.
                self.acknowledged.pop(name, None)
                try:
                    response = client.post("/api/v1/feedback", json={"answer": name, "helpful": helpful})
                    client.post("/api/v1/ask", json={"question": "What does it pay?", "conversation": name})
                except httpx.HTTPError:
                    return  # killed in the middle: nothing was promised about this one
                if response.status_code == 204:
                    self.acknowledged[name] = helpful


def start(url: str) -> tuple[subprocess.Popen[str], str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, url], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    )
    assert process.stdout
    return process, process.stdout.readline().strip()


def end(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(20)
    assert process.stdout
    process.stdout.close()


def kill_loop(url: str, rounds: int, postgres: Postgres | None) -> int:
    """Kill the server, or every other time its database, `rounds` times; returns how many thumbs were acknowledged."""
    chance = random.Random(7)
    promised: dict[str, bool] = {}
    for number in range(rounds):
        process, address = start(url)
        assert address.startswith("http://")
        writers = Writers(address, number)
        deadline = time.monotonic() + 60
        while not writers.acknowledged:
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.3))
        if postgres is not None and number % 2:
            postgres.kill()
            time.sleep(0.1)
            postgres.restart()
        else:
            end(process)
        writers.stop()
        if process.poll() is None:
            end(process)
        promised |= writers.acknowledged
        records = open_records(url)
        kept = {each.answer: each.helpful for each in records.all_feedback()}
        records.close()
        lost = {name: helpful for name, helpful in promised.items() if kept.get(name) is not helpful}
        assert lost == {}, f"round {number}: {len(lost)} of {len(promised)} acknowledged thumbs are not there"
    return len(promised)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Postgres | None]]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'records.sqlite'}", None
    else:
        server: Postgres = request.getfixturevalue("postgres")
        yield server.database(), server


def test_two_kills(place: tuple[str, Postgres | None]) -> None:
    url, postgres = place
    assert kill_loop(url, 2, postgres) > 0


@pytest.mark.long
def test_a_hundred_kills(place: tuple[str, Postgres | None], record_property: Callable[[str, object], None]) -> None:
    url, postgres = place
    acknowledged = kill_loop(url, 100, postgres)
    record_property("acknowledged", acknowledged)
    assert acknowledged > 1000
