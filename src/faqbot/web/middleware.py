"""What holds for every request, as plain ASGI: BaseHTTPMiddleware would hold back streamed answers.

Outermost first: an id, the headers, a log line and a count; CORS (Starlette's own); the last catch; who may come in
(`gates`); the size of a body.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Sequence

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from faqbot.web import problems
from faqbot.web.context import REQUEST_ID
from faqbot.web.metrics import Metrics, route_of

MAX_BODY = 64 * 1024
# A body that is too large is read and thrown away up to here: a client that is cut off in the middle of sending
# never gets to see the 413.
_DRAIN = 4 * 1024 * 1024
_BODY_SECONDS = 15.0
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

_log = logging.getLogger("faqbot.web.requests")

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"


def frame_ancestors(origins: Sequence[str]) -> str:
    """The CSP directive that lets the pages of these origins, and our own, frame us."""
    return " ".join(["frame-ancestors 'self'", *origins])


class Below:
    """Lets the application know that it is shown below `root`, whether the proxy takes that path off or leaves it on."""

    def __init__(self, app: ASGIApp, *, root: str) -> None:
        self.app = app
        self.root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with the path as ASGI wants it: the root in it, and named."""
        if scope["type"] == "http" and self.root:
            path = scope["path"]
            under = path == self.root or path.startswith(f"{self.root}/")
            scope = {**scope, "root_path": self.root, "path": path if under else self.root + path}
        await self.app(scope, receive, send)


class Headed:
    """Gives each request an id and each response the headers that hold everywhere; logs a line without the question.

    A front may set a Content-Security-Policy of its own; without one nothing may be loaded at all.
    """

    def __init__(self, app: ASGIApp, *, origins: Sequence[str] = (), metrics: Metrics | None = None) -> None:
        self.app = app
        self.metrics = metrics or Metrics()
        ancestors = frame_ancestors(origins)
        self.headers = {
            "content-security-policy": f"default-src 'none'; {ancestors}",
            "x-content-type-options": "nosniff",
            "referrer-policy": "no-referrer",
            "permissions-policy": PERMISSIONS,
            "cross-origin-opener-policy": "same-origin",
        }
        if not origins:
            self.headers["x-frame-options"] = "SAMEORIGIN"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers in place, and log a line."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        named = REQUEST_ID.set(request_id)
        started = time.perf_counter()
        status = 0

        async def headed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
                headers["x-request-id"] = request_id
            await send(message)

        self.metrics.in_flight.inc()
        try:
            await self.app(scope, receive, headed)
        finally:
            self.metrics.in_flight.dec()
            seconds = time.perf_counter() - started
            self.metrics.request(scope, status, seconds)
            _say(scope, status, seconds)
            REQUEST_ID.reset(named)


def _say(scope: Scope, status: int, seconds: float) -> None:
    # The pattern of the path: the path itself and the query string are a visitor's words.
    method, route = scope["method"] if scope["method"].isalpha() else "?", route_of(scope)
    milliseconds = round(1000 * seconds, 1)
    fields = {"method": method, "route": route, "status": status, "milliseconds": milliseconds}
    _log.info("%s %s %d %.1f ms", method, route, status, milliseconds, extra=fields)


class Caught:
    """Turns what nothing else caught into a problem 500 without details; the log has them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with a problem where the app raised."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:  # noqa: BLE001 - the outermost front: nobody above us could answer
            found = problems.of_error(error, request_id=scope["state"]["request_id"])
            if not begun:
                await problems.response(found)(scope, receive, send)


class Limited:
    """Reads a body before anybody else does, and refuses one over `limit` bytes with a problem 413."""

    def __init__(self, app: ASGIApp, *, limit: int = MAX_BODY, seconds: float = _BODY_SECONDS) -> None:
        self.app = app
        self.limit = limit
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse the body."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self.app(scope, receive, send)
            return
        request_id = scope["state"]["request_id"]
        try:
            with anyio.fail_after(self.seconds):
                body = await self._read(receive)
        except TimeoutError:
            late = problems.problem("too_slow", "The body did not arrive in time.", request_id=request_id)
            await problems.response(late)(scope, receive, send)
            return
        if body is None:
            return  # the client has left
        if len(body) > self.limit:
            large = problems.problem("too_large", f"At most {self.limit:,} bytes are read.", request_id=request_id)
            await problems.response(large)(scope, receive, send)
            return
        await self.app(scope, _replay(bytes(body), receive), send)

    async def _read(self, receive: Receive) -> bytearray | None:
        body, size = bytearray(), 0
        while size <= _DRAIN:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            chunk = message.get("body", b"")
            size += len(chunk)
            # One byte over the limit is all that is ever kept.
            body += chunk[: self.limit + 1 - len(body)]
            if not message.get("more_body", False):
                break
        return body


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed
