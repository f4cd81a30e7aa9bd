"""Connections on real sockets: what is no HTTP, floods of headers, clients that dribble or do not read, very many at once."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections import Counter
from typing import Any

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from faqbot.settings import Settings
from faqbot.web.connections import allow_open_files
from faqbot.web.server import build_app
from tests.fakes import FakeBot, FakeRecords
from tests.servers import running

PAGE = b"x" * 50_000_000
QUESTION = (
    b"POST /api/v1/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
)


class App:
    """Answers everything with `body`, and knows how many answers are under way."""

    def __init__(self, body: bytes = b"ok") -> None:
        self.body = body
        self.inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        self.inside += 1
        try:
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(self.body))]})
            for begin in range(0, len(self.body), 1_000_000):
                await send({"type": "http.response.body", "body": self.body[begin : begin + 1_000_000], "more_body": True})
            await send({"type": "http.response.body"})
        finally:
            self.inside -= 1


def connect(address: str) -> socket.socket:
    host, port = address.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=10)


def rest(connection: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    found = b""
    while part := connection.recv(65_536):
        found += part
    return found


def get(connection: socket.socket) -> None:
    """Ask on a connection that stays open, and read the answer `ok`."""
    connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    found = b""
    while not found.endswith(b"\r\n\r\nok"):
        part = connection.recv(65_536)
        assert part
        found += part
    assert found.startswith(b"HTTP/1.1 200")


def problem(sent: bytes) -> tuple[int, str, bytes]:
    """Status, code, and the head of a raw response that is a problem."""
    head, body = sent.split(b"\r\n\r\n", 1)
    found = json.loads(body)
    assert b"application/problem+json" in head
    assert b"nosniff" in head
    assert found["status"] == int(head.split()[1])
    return found["status"], found["type"].removeprefix("urn:faqbot:problem:"), head


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        (b"NONSENSE\r\n\r\n", 400, "http"),
        (b"\x16\x03\x01\x02\x00\x01\x00", 400, "http"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 70_000, 431, "headers"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 20_000, 431, "headers"),
        (b"GET /" + b"a" * 70_000, 431, "headers"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400, "http"),
    ],
)
def test_what_is_no_request_is_a_problem(sent: bytes, status: int, code: str) -> None:
    with running(App()) as address, connect(address) as connection:
        connection.sendall(sent)
        assert problem(rest(connection))[:2] == (status, code)


def test_headers_that_dribble_in_are_cut_off() -> None:
    with running(App(), header_seconds=0.4) as address, connect(address) as connection:
        began = time.monotonic()
        for part in (b"GET / HTTP/1.1\r\n", b"Host: x\r\n", b"A: b\r\n"):
            connection.sendall(part)
            time.sleep(0.1)
        assert problem(rest(connection))[:2] == (408, "too_slow")
        assert time.monotonic() - began < 5


def test_a_connection_that_says_nothing_is_closed_without_a_word() -> None:
    with running(App(), header_seconds=0.2) as address, connect(address) as connection:
        assert rest(connection) == b""


def test_a_kept_connection_may_be_used_again_but_not_dribbled_on() -> None:
    with running(App(), header_seconds=0.3) as address, connect(address) as connection:
        for _ in range(2):
            get(connection)
            time.sleep(0.4)
        connection.sendall(b"GET / HT")
        assert problem(rest(connection))[0] == 408


def test_a_client_that_does_not_read_is_dropped() -> None:
    app = App(PAGE)
    with running(app, read_seconds=0.3) as address, connect(address) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        deadline = time.monotonic() + 10
        while app.inside == 0:
            assert time.monotonic() < deadline
        while app.inside:
            assert time.monotonic() < deadline, "it still waits for the client"
            time.sleep(0.02)


def test_a_client_that_reads_slowly_gets_everything() -> None:
    with running(App(PAGE[:5_000_000]), read_seconds=1.0) as address, connect(address) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        found = 0
        while part := connection.recv(500_000):
            found += len(part)
            time.sleep(0.05)
        assert found > 5_000_000


def test_one_connection_too_many_is_told_to_come_back() -> None:
    with running(App(), connections=2) as address, connect(address) as first, connect(address) as second:
        for connection in (first, second):
            get(connection)
        with connect(address) as third:
            status, code, head = problem(rest(third))
        assert (status, code) == (503, "busy")
        assert b"retry-after: 5" in head.lower()


def test_a_thousand_questions_at_once_each_get_a_documented_answer() -> None:
    allow_open_files()
    bot = FakeBot(hold=lambda: time.sleep(0.001))
    app = build_app(bot, FakeRecords(), Settings(limit_client=900))

    async def ask(host: str, port: int, number: int) -> tuple[int, Any]:
        body = json.dumps({"question": "What does it pay?", "conversation": f"c{number}"}).encode()
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(QUESTION % (len(body), body))
        head, content = (await reader.read()).split(b"\r\n\r\n", 1)
        writer.close()
        assert b"x-request-id" in head
        return int(head.split()[1]), json.loads(content)

    async def all_of_them(address: str) -> list[tuple[int, Any]]:
        host, port = address.removeprefix("http://").split(":")
        return await asyncio.gather(*(ask(host, int(port), number) for number in range(1000)))

    with running(app) as address:
        found = asyncio.run(all_of_them(address))
        assert httpx.get(f"{address}/readyz").status_code == 200
    statuses = Counter(status for status, _ in found)
    assert set(statuses) <= {200, 429, 503}
    assert statuses[200] >= 100
    assert statuses[429] <= 100
    for status, body in found:
        assert (body.get("outcome") == "answered") if status == 200 else body["retry_after"] > 0
