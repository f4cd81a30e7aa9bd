"""A server that speaks the wire protocol of a provider, and misbehaves when told to.

`with provider_server("anthropic") as server:` gives its address; `server.then(...)` says what goes wrong with the next requests,
`server.requests` what was asked. It listens on loopback and knows one key.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.servers import running
from tests.wires import EVENTS, WIRES, Wire, sse

_WORDS = ("The answer ", "is ", "here.")
Fault = Callable[["ProviderServer", Request, dict[str, Any]], Response]


@dataclass
class ProviderServer:
    """What a test sees of the server: what it is to say, what is to go wrong, and what was asked."""

    name: str
    wire: Wire
    address: str = ""
    words: list[str] = field(default_factory=lambda: list(_WORDS))
    writes: Callable[[str], list[str]] | None = None  # the words made of what is asked, in place of `words`
    faults: deque[Fault] = field(default_factory=deque)
    always: Fault | None = None
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    left: int = 0
    at_once: int = 0
    most_at_once: int = 0

    def reset(self) -> None:
        """Nothing goes wrong, and nothing was asked."""
        self.faults.clear()
        self.requests.clear()
        self.headers.clear()
        self.always, self.left, self.most_at_once = None, 0, 0
        self.words, self.writes = list(_WORDS), None

    def then(self, *faults: Fault) -> None:
        """Let the next requests go wrong like this, one each."""
        self.faults.extend(faults)

    async def answer(self, request: Request) -> Response:
        """The answer to one request."""
        body = await request.json()
        self.requests.append(body)
        self.headers.append(dict(request.headers))
        if self.writes:
            self.words = self.writes(body["messages"][-1]["content"])
        if fault := self.faults.popleft() if self.faults else self.always:
            return fault(self, request, body)
        if flaw := self.wire.flaw(body, request.headers):
            status = 401 if flaw == "key" else 422 if "extra" in flaw else 400
            return JSONResponse(self.wire.error(status, flaw), status)
        if not body.get("stream"):
            return JSONResponse(self.wire.plain(self.words))
        return self.streaming(self.wire.lines(self.words, body))

    def streaming(self, lines: list[str], after: Callable[[], AsyncIterator[str]] | None = None) -> Response:
        """`lines` one by one, then what `after` brings; notes when the client leaves before the end."""

        async def body() -> AsyncIterator[str]:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            try:
                for line in lines:
                    yield line
                    await asyncio.sleep(0)
                if after:
                    async for line in after():
                        yield line
            except asyncio.CancelledError:
                self.left += 1
                raise
            finally:
                self.at_once -= 1

        return StreamingResponse(body(), media_type=self.wire.media)


def status(code: int, message: str = "no", **headers: str) -> Fault:
    """An error of the provider, in its own form."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda server, _request, _body: JSONResponse(server.wire.error(code, message), code, headers=named)


def redirected(address: str) -> Fault:
    """A request to send everything elsewhere."""
    return lambda server, _request, _body: Response(status_code=307, headers={"location": address + server.wire.path})


def truncated(server: ProviderServer, _request: Request, body: dict[str, Any]) -> Response:
    """A stream that ends, as if in order, before the lines that say it is over."""
    return server.streaming(server.wire.lines(server.words, body)[: -server.wire.ending])


def torn(server: ProviderServer, _request: Request, body: dict[str, Any]) -> Response:
    """A stream whose connection breaks in the middle."""

    async def tear() -> AsyncIterator[str]:
        raise ConnectionResetError("the server is gone")
        yield

    return server.streaming(server.wire.lines(server.words, body)[: -server.wire.ending], tear)


def malformed(server: ProviderServer, _request: Request, _body: dict[str, Any]) -> Response:
    """A first line that is no JSON."""
    line = sse("{not json", "message_start") if server.wire.media == EVENTS else "{not json\n"
    return server.streaming([line])


def endless(server: ProviderServer, _request: Request, body: dict[str, Any]) -> Response:
    """A stream that never ends."""

    async def on() -> AsyncIterator[str]:
        while True:
            yield server.wire.piece("and on ")
            await asyncio.sleep(0.01)

    return server.streaming(server.wire.lines(server.words, body)[: -server.wire.ending], on)


def slow(server: ProviderServer, _request: Request, body: dict[str, Any]) -> Response:
    """The whole answer, after a moment."""

    async def late() -> AsyncIterator[str]:
        await asyncio.sleep(0.5)
        for line in server.wire.lines(server.words, body):
            yield line

    return server.streaming([], late)


def silent(server: ProviderServer, _request: Request, _body: dict[str, Any]) -> Response:
    """Headers, and then nothing for half a minute."""

    async def nothing() -> AsyncIterator[str]:
        await asyncio.sleep(30)
        yield ""

    return server.streaming([], nothing)


# What goes wrong, and as what it is counted.
FAULTS: dict[str, tuple[Fault, str]] = {
    "400": (status(400), "refused"),
    "401": (status(401), "key"),
    "429": (status(429, retry_after="3600"), "busy"),
    "500": (status(500), "down"),
    "truncated": (truncated, "broken"),
    "torn": (torn, "down"),
    "malformed": (malformed, "garbled"),
    "endless": (endless, "late"),
    "silent": (silent, "late"),
}


@contextmanager
def provider_server(name: str) -> Iterator[ProviderServer]:
    """The provider `name`, served on a free port of loopback."""
    server = ProviderServer(name, WIRES[name])
    app = Starlette(routes=[Route(server.wire.path, server.answer, methods=["POST"])])
    with running(app) as address:
        server.address = address + server.wire.base
        yield server
