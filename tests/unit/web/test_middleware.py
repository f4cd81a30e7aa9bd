"""A body is read before anybody else reads it: within the limit it is given on, above it is thrown away to the end."""

from __future__ import annotations

import time
from typing import Any

import anyio
import pytest
from starlette.types import Message, Receive, Scope, Send

from faqbot.web.middleware import Caught, Limited

SCOPE: dict[str, Any] = {"type": "http", "method": "POST", "path": "/", "headers": [], "state": {"request_id": "test-0001"}}


class Client:
    """Sends chunks, and keeps what comes back."""

    def __init__(self, *chunks: bytes, leaves: bool = False, stalls: bool = False) -> None:
        self.messages: list[Message] = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
        if not leaves and not stalls:
            self.messages.append({"type": "http.request", "body": b"", "more_body": False})
        self.stalls = stalls
        self.read = 0
        self.sent: list[Message] = []

    async def receive(self) -> Message:
        if not self.messages and self.stalls:
            await anyio.sleep_forever()
        self.read += 1
        return self.messages.pop(0) if self.messages else {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        self.sent.append(message)

    @property
    def status(self) -> int | None:
        return self.sent[0]["status"] if self.sent else None


class App:
    """Reads its body, and says what it got."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.after: list[Message] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.bodies.append((await receive())["body"])
        self.after.append(await receive())
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def run(client: Client, app: Any, **options: Any) -> None:
    anyio.run(Limited(app, **options), dict(SCOPE), client.receive, client.send)


def test_a_body_within_the_limit_is_given_on_whole() -> None:
    client, app = Client(b"abc", b"def"), App()
    run(client, app, limit=6)
    assert app.bodies == [b"abcdef"]
    assert app.after == [{"type": "http.disconnect"}]
    assert client.status == 200


def test_a_body_over_the_limit_is_read_to_its_end_and_refused() -> None:
    client, app = Client(*[b"x" * 1000] * 50), App()
    run(client, app, limit=6)
    assert (client.status, app.bodies, client.messages) == (413, [], [])


def test_a_body_without_an_end_is_not_read_for_ever() -> None:
    client = Client(*[b"x" * 1_000_000] * 20)
    run(client, App(), limit=6)
    assert client.status == 413
    assert client.read <= 6


def test_a_client_that_stalls_is_told_after_a_while() -> None:
    client = Client(b"abc", stalls=True)
    started = time.monotonic()
    run(client, App(), limit=6, seconds=0.05)
    assert time.monotonic() - started < 5
    assert client.status == 408


def test_a_client_that_leaves_gets_nothing() -> None:
    client, app = Client(b"abc", leaves=True), App()
    run(client, app, limit=6)
    assert (client.sent, app.bodies) == ([], [])


def test_a_failure_after_the_answer_began_is_logged_and_sends_no_second_start(caplog: pytest.LogCaptureFixture) -> None:
    async def breaking(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("too late")

    client = Client()
    anyio.run(Caught(breaking), dict(SCOPE), client.receive, client.send)
    assert len(client.sent) == 1
    assert "too late" in caplog.text
