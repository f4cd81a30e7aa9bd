"""Who may come in, as plain ASGI: pages of allowed origins, visitors within their limits, no more than fit at once."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from faqbot.web import problems
from faqbot.web.context import CLIENT
from faqbot.web.limits import Limits, TooMany

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# What is looked up at some cost; files of the page, health and metrics are not counted.
_COUNTED = ("/api/", "/documents/")
_HANDOFF = "/api/v1/handoff"

_log = logging.getLogger(__name__)


class SameSite:
    """Refuses what a page of an origin that is not allowed sends. CORS alone would only hide the answer from it."""

    def __init__(self, app: ASGIApp, *, origins: Sequence[str] = ()) -> None:
        self.app = app
        self.origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through, or answer 403."""
        if scope["type"] != "http" or not _changes(scope) or self._allowed(Headers(scope=scope)):
            await self.app(scope, receive, send)
            return
        told = "This page's origin is not in FAQBOT_ALLOWED_ORIGINS of the server."
        await problems.response(problems.problem("origin", told, request_id=problems.id_of(scope)))(scope, receive, send)

    def _allowed(self, headers: Headers) -> bool:
        origin = headers.get("origin", "")
        if origin in self.origins:
            return True
        # Browsers say themselves where a request comes from, and a page cannot change what they say. Those that do not
        # say it send the origin, which is ours when it names the host that was asked. Programs send neither.
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site in ("same-origin", "none")
        return not origin or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


def _changes(scope: Scope) -> bool:
    """Whether a request could change something, or asks whether another one may."""
    return scope["method"] not in _SAFE or "access-control-request-method" in Headers(scope=scope)


class Throttled:
    """Names the client of a request for everything below, and holds it to the limits of its address."""

    def __init__(self, app: ASGIApp, *, limits: Limits, behind_proxy: bool = False) -> None:
        self.app = app
        self.limits = limits
        self.behind_proxy = behind_proxy
        self.warned = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through, or answer 429."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        self._look_for_proxy(scope)
        client = self.limits.client((scope.get("client") or ("",))[0])
        named = CLIENT.set(client)
        try:
            self._take(scope, client)
        except TooMany as refusal:
            await problems.response(problems.of_error(refusal, request_id=problems.id_of(scope)))(scope, receive, send)
        else:
            await self.app(scope, receive, send)
        finally:
            CLIENT.reset(named)

    def _take(self, scope: Scope, client: str) -> None:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if scope["method"] not in _SAFE:
            (self.limits.handoff if path == _HANDOFF else self.limits.ask)(client)
        elif path.startswith(_COUNTED):
            self.limits.read(client)

    def _look_for_proxy(self, scope: Scope) -> None:
        if not self.warned and not self.behind_proxy and b"x-forwarded-for" in (name for name, _ in scope["headers"]):
            self.warned = True
            _log.warning(
                "Requests come with X-Forwarded-For, which is not believed, so all visitors behind that proxy share one limit. "
                "Name the proxy's address in FAQBOT_TRUSTED_PROXIES."
            )


class Crowded:
    """Answers 503 at once where `most` requests are being answered: better than a queue that nobody waits for."""

    def __init__(self, app: ASGIApp, *, most: int) -> None:
        self.app = app
        self.most = most
        self.inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through, or answer 503."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self.inside >= self.most:
            found = problems.problem("busy", "Try again in a few seconds.", request_id=problems.id_of(scope))
            await problems.response(found)(scope, receive, send)
            return
        self.inside += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.inside -= 1
