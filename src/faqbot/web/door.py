"""Stands before the mounted Gradio app: opens only what the chat page uses, and takes Gradio's advertising off the page.

Gradio serves uploads, files, proxies, a run history and an editor to whoever asks. The page needs its scripts and one
endpoint, so everything else is a 404 here, and that endpoint takes only the calls that the page makes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from starlette.datastructures import Headers, MutableHeaders
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from faqbot.web import problems
from faqbot.web.chat import FUNCTIONS

# What a browser asks for when it shows the page; anchored, and nothing with a user's path in it.
OPEN = re.compile(
    r"/|/(?:config|theme\.css|favicon\.ico|robots\.txt|manifest\.json|pwa_icon(?:/\d{1,4})?)"
    r"|/(?:assets|static)/[A-Za-z0-9_./-]+"
    r"|/gradio_api/(?:heartbeat/[A-Za-z0-9]{1,40}|startup-events|theme\.css|info|app_id)"
)
CALL = re.compile(r"/gradio_api/component_server/?")
# og: and twitter: tags that name Gradio, its picture and its account.
_ADVERTISING = re.compile(rb"\s*<meta\s+(?:property|name)=\"(?:og|twitter):[^>]*>")


class Call(BaseModel):
    """The only body that Gradio's endpoint for component functions gets to see."""

    model_config = ConfigDict(extra="ignore")

    session_hash: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,40}$")]
    component_id: int
    fn_name: str
    data: dict[str, Any] = Field(default_factory=dict)


class Door:
    """ASGI: lets through what the page needs, with the page's own Content-Security-Policy."""

    def __init__(self, app: ASGIApp, *, component: int, policy: str, routes: Sequence[BaseRoute] = ()) -> None:
        self.app = app
        self.component = component
        self.policy = policy
        self.routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through, or refuse."""
        if scope["type"] != "http":
            return  # no websocket is part of the page
        path, method = scope["path"].removeprefix(scope.get("root_path", "")) or "/", scope["method"]
        if CALL.fullmatch(path) and method == "POST":
            await self._call(scope, receive, send)
        elif not OPEN.fullmatch(path) or ".." in path:
            await self._elsewhere(scope, receive, send)
        elif method not in ("GET", "HEAD"):
            await self._refuse(scope, receive, send, "method", "Allowed here: GET, HEAD.", allow="GET, HEAD")
        elif path == "/":
            await self.app(_unpacked(scope), receive, self._page(send))
        else:
            await self.app(scope, receive, send)

    async def _call(self, scope: Scope, receive: Receive, send: Send) -> None:
        # The body is in memory already, and small: `middleware.Limited` saw to both.
        body = (await receive()).get("body", b"")
        try:
            call = Call.model_validate(json.loads(body))
        except (ValidationError, ValueError):
            await self._refuse(scope, receive, send, "invalid", "The page does not send this.")
            return
        if (
            call.component_id != self.component
            or call.fn_name not in FUNCTIONS
            or not Headers(scope=scope).get("content-type", "").startswith("application/json")
        ):
            await self._refuse(scope, receive, send, "invalid", "The page does not send this.")
            return
        given = False

        async def replayed() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self.app(scope, replayed, send)

    async def _elsewhere(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A path of ours with a method that it does not take, which its own route says best; or no path at all."""
        for route in self.routes:
            match, found = route.matches(scope)
            if match is Match.PARTIAL:
                await route.handle({**scope, **found}, receive, send)
                return
        await self._refuse(scope, receive, send, "not_found", "There is no such page.")

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, code: str, detail: str, *, allow: str = "") -> None:
        found = problems.problem(code, detail, request_id=scope.get("state", {}).get("request_id"))
        response = problems.response(found)
        if allow:
            response.headers["allow"] = allow
        await response(scope, receive, send)

    def _page(self, send: Send) -> Send:
        """A `send` that holds the page until it is whole, and then sends it without the advertising."""
        start: Message = {}
        body = bytearray()

        async def whole(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
            if message["type"] != "http.response.body":
                return
            body.extend(message.get("body", b""))
            if message.get("more_body", False):
                return
            mended = _ADVERTISING.sub(b"", bytes(body))
            headers = MutableHeaders(scope=start)
            headers["content-length"] = str(len(mended))
            headers["content-security-policy"] = self.policy
            headers["cache-control"] = "no-store"
            await send(start)
            await send({"type": "http.response.body", "body": mended})

        return whole


def policy(ancestors: str) -> str:
    """The page's Content-Security-Policy. Gradio compiles its templates in the browser, hence 'unsafe-eval', and writes
    its settings into the page, hence 'unsafe-inline'; but nothing is loaded from, or sent to, any other origin.
    """
    return (
        "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        f"font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'self'; {ancestors}"
    )


def _unpacked(scope: Scope) -> Scope:
    # Compressed bytes cannot be mended, so the app behind is not told that the browser reads them.
    headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": headers}
