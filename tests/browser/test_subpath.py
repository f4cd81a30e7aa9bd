"""The chat page works below a path of another host, where a proxy takes that path off or leaves it on."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from faqbot.settings import Settings
from faqbot.web.server import build_app
from tests.fakes import FakeBot, FakeRecords
from tests.servers import running


class Proxy:
    """Shows `app` below /faq, and nothing elsewhere."""

    def __init__(self, app: ASGIApp, *, strips: bool) -> None:
        self.app = app
        self.strips = strips

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith("/faq/"):
            await send({"type": "http.response.start", "status": 418, "headers": []})
            await send({"type": "http.response.body", "body": b"not below /faq"})
            return
        path = scope.get("path", "")
        await self.app({**scope, "path": path.removeprefix("/faq") if self.strips else path}, receive, send)


@pytest.mark.browser
@pytest.mark.parametrize("strips", [True, False])
def test_the_page_asks_and_shows_its_source_below_a_path(chromium: Any, strips: bool) -> None:
    app = Proxy(build_app(FakeBot(), FakeRecords(), Settings(root_path="/faq")), strips=strips)
    with running(app) as address:
        context = chromium.new_context(locale="en-GB")
        page = context.new_page()
        page.set_default_timeout(15_000)
        answers: list[tuple[int, str]] = []
        page.on("response", lambda response: answers.append((response.status, response.url)))
        page.goto(f"{address}/faq/")
        page.get_by_role("textbox").first.fill("What does it pay?")
        page.keyboard.press("Enter")
        page.locator('[data-outcome="answered"]').wait_for()
        context.close()
    assert [each for each in answers if each[0] >= 400] == []
