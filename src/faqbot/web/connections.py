"""How connections are held: uvicorn's protocol, with an end to patience and with refusals in the form of all our others.

h11 and not httptools: it bounds the size of headers. A client that sends its headers byte by byte, or does not read its
answer, is cut off; what is no HTTP, or comes with too many headers, gets a problem instead of a line of text.
"""

from __future__ import annotations

import asyncio
import resource
import sys
from collections.abc import Callable
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import STATUS_PHRASES, H11Protocol, RequestResponseCycle

from faqbot.web import problems

# All headers of a request together; browsers send one or two thousand bytes.
MAX_HEADERS = 16 * 1024
# More than an office, less than what fills the memory: a connection takes about 30 KB.
MAX_CONNECTIONS = 2000
HEADER_SECONDS = 10.0
READ_SECONDS = 30.0
# Index, database and log want files too.
_OTHER_FILES = 256


def protocol(
    header_seconds: float = HEADER_SECONDS, read_seconds: float = READ_SECONDS, connections: float = MAX_CONNECTIONS
) -> type[H11Protocol]:
    """The protocol class for `uvicorn.Config(http=...)`."""

    class Held(_Held):
        headers_within = header_seconds
        read_within = read_seconds
        most = connections

    return Held


def allow_open_files() -> None:
    """Raise the soft limit of open files to what the connections need, as far as the hard one lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_CONNECTIONS + _OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


class _Held(H11Protocol):
    headers_within: float
    read_within: float
    most: float

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._headers = _Timer(self.loop, self.headers_within, self._late)
        # Not close(): that would wait for the very client that does not read.
        self._reading = _Timer(self.loop, self.read_within, transport.abort)
        if len(self.connections) > self.most:
            self._refuse("busy", "Try again in a few seconds.")
        else:
            self._headers.start()

    def connection_lost(self, exc: Exception | None) -> None:
        self._headers.stop()
        self._reading.stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        if self._between_requests():
            self._headers.start()
        super().data_received(data)
        if not self._between_requests():
            self._headers.stop()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._reading.start()

    def resume_writing(self) -> None:
        self._reading.stop()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        # Called while h11's error is handled, which knows better than "400" what is wrong.
        error = sys.exc_info()[1]
        if getattr(error, "error_status_hint", 400) == 431:
            self._refuse("headers", f"All headers together may have {MAX_HEADERS:,} bytes.")
        else:
            self._refuse("http", msg)

    def _between_requests(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle  # uvicorn's own type leaves the None out
        return cycle is None or cycle.response_complete

    def _late(self) -> None:
        if self.conn.trailing_data[0]:
            self._refuse("too_slow", "The headers did not arrive in time.")
        else:
            self.transport.close()  # nothing came: browsers open connections that they may need, and expect no word

    def _refuse(self, code: str, detail: str) -> None:
        """Send a problem and close. The response passes by the middleware, so it brings the headers that matter itself."""
        found = problems.response(problems.problem(code, detail))
        fixed = [(b"connection", b"close"), (b"x-content-type-options", b"nosniff"), (b"cache-control", b"no-store")]
        events: list[Any] = [
            h11.Response(
                status_code=found.status_code, headers=[*found.raw_headers, *fixed], reason=STATUS_PHRASES[found.status_code]
            ),
            h11.Data(data=bytes(found.body)),
            h11.EndOfMessage(),
        ]
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            for event in events:
                self.transport.write(self.conn.send(event))
        self.transport.close()


class _Timer:
    """Calls `late` once, `seconds` after the first start that no stop followed."""

    def __init__(self, loop: asyncio.AbstractEventLoop, seconds: float, late: Callable[[], object]) -> None:
        self._loop = loop
        self._seconds = seconds
        self._late = late
        self._handle: asyncio.TimerHandle | None = None

    def start(self) -> None:
        if self._handle is None:
            self._handle = self._loop.call_later(self._seconds, self._late)

    def stop(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
