"""Chromium on the real page, served on loopback over the fake bot. Every test fails on a console error or a request to elsewhere."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from faqbot.settings import Settings
from faqbot.web.server import build_app
from tests.browser.hosts import Hosts, Page
from tests.fakes import FakeBot, FakeRecords, other_role
from tests.servers import running

playwright = pytest.importorskip("playwright.sync_api", reason="install the test extra: pip install 'faqbot[test]'")

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for all tests."""
    path = os.environ.get("FAQBOT_CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
    )
    if not path or not Path(path).exists():
        pytest.fail("Chromium is missing. Install it (Debian: apt-get install chromium), or name it in FAQBOT_CHROMIUM.")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> Any:
    """axe-core, which looks for what keeps people out."""
    return pytest.importorskip("axe_playwright_python.sync_playwright", reason="install the test extra").Axe()


@dataclass
class Site:
    """A running page, and what stands behind it."""

    address: str
    bot: FakeBot
    records: FakeRecords


@pytest.fixture(scope="session")
def sites() -> Iterator[dict[str, Site]]:
    """The page over one role, and over two."""
    one, two, records = FakeBot(contact="jobs@example.org"), FakeBot(other_role()), FakeRecords()
    with (
        running(build_app(one, records, Settings(contact="jobs@example.org"))) as first,
        running(build_app(two, records, Settings())) as second,
    ):
        yield {"one": Site(first, one, records), "two": Site(second, two, records)}


@pytest.fixture
def site(sites: dict[str, Site]) -> Site:
    """The page over one role, nothing asked and nothing kept."""
    found = sites["one"]
    found.bot.asked.clear()
    found.bot.hold = None
    found.records.kept.clear()
    found.records.dead = False
    return found


@dataclass
class Career:
    """An employer's site on an origin of its own, and the server that its pages embed the widget from."""

    server: str
    host: str
    hosts: Hosts
    bot: FakeBot
    records: FakeRecords
    browser: Any
    expected: list[str] = field(default_factory=list)
    requests: list[Any] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    contexts: list[Any] = field(default_factory=list)

    def open(self, page: Page, *, path: str = "/jobs/1", **options: Any) -> Any:
        """A browser page that shows `page` of the career site."""
        self.hosts.pages[path] = page
        return self.visit(self.host + path, **options)

    def visit(self, address: str, **options: Any) -> Any:
        """A browser page at `address`."""
        options = {"locale": "en-GB", "viewport": {"width": 1280, "height": 860}, "reduced_motion": "reduce", **options}
        context = self.browser.new_context(**options)
        self.contexts.append(context)
        context.on("request", lambda request: self.requests.append(request))  # noqa: PLW0108 - Playwright wraps functions only
        opened = context.new_page()
        opened.set_default_timeout(15_000)
        opened.on("pageerror", lambda error: self.wrong.append(f"page error: {error}"))
        opened.on("console", self._listen)
        opened.goto(address)
        return opened

    def asked_of_server(self) -> list[str]:
        """Method and path of what was asked of the widget's server, in order."""
        return [f"{each.method} {urlsplit(each.url).path}" for each in self.requests if each.url.startswith(self.server)]

    def _listen(self, message: Any) -> None:
        if message.type in ("error", "warning") and not any(each in message.text for each in self.expected):
            self.wrong.append(f"console: {message.text}")


@pytest.fixture(scope="session")
def careers() -> Iterator[tuple[str, str, Hosts, FakeBot, FakeRecords]]:
    """A server that allows the origin of one career site."""
    hosts, bot, records = Hosts(), FakeBot(contact="jobs@example.org"), FakeRecords()
    with running(hosts.app) as host:
        settings = Settings(allowed_origins=(host,), contact="jobs@example.org")
        with running(build_app(bot, records, settings)) as server:
            yield server, host, hosts, bot, records


@pytest.fixture
def career(chromium: Any, careers: tuple[str, str, Hosts, FakeBot, FakeRecords]) -> Iterator[Career]:
    """That site, nothing asked and nothing kept; afterwards nothing may have gone wrong or left the two servers."""
    server, host, hosts, bot, records = careers
    bot.asked.clear()
    bot.hold = None
    records.kept.clear()
    records.dead = False
    site = Career(server, host, hosts, bot, records, chromium)
    yield site
    for context in site.contexts:
        context.close()
    elsewhere = [each.url for each in site.requests if not each.url.startswith((server, host, "data:"))]
    assert (site.wrong, elsewhere) == ([], [])


Open = Callable[..., Any]


@pytest.fixture
def open_page(chromium: Any, site: Site) -> Iterator[Open]:
    """Opens the page in a fresh context; afterwards nothing may have gone wrong in it or left loopback."""
    contexts: list[Any] = []
    wrong: list[str] = []

    def opened(address: str = "", *, path: str = "/", expected: tuple[str, ...] = (), **options: Any) -> Any:
        options = {"locale": "en-GB", "viewport": {"width": 1280, "height": 860}, "reduced_motion": "reduce", **options}
        context = chromium.new_context(**options)
        contexts.append(context)
        base = address or site.address

        def watch(page: Any) -> None:
            page.on("pageerror", lambda error: wrong.append(f"page error: {error}"))
            page.on(
                "console",
                lambda message: (
                    wrong.append(f"console: {message.text}")
                    if message.type in ("error", "warning") and not any(each in message.text for each in expected)
                    else None
                ),
            )

        context.on("page", watch)
        context.on(
            "request",
            lambda request: None if request.url.startswith((base, "data:", "blob:")) else wrong.append(f"request: {request.url}"),
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(base + path)
        page.wait_for_selector(".fb-question")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def ask_widget(page: Any, question: str) -> None:
    """Ask the widget, by keyboard, and wait for what it says."""
    before = page.locator("faq-bot .turn").count()
    page.locator("faq-bot .form textarea").fill(question)
    page.keyboard.press("Enter")
    page.locator("faq-bot .turn").nth(before).locator(".answer[data-outcome]").wait_for()


def ask(page: Any, question: str) -> Any:
    """Type a question, press Enter, and wait for its answer."""
    before = page.locator(".fb-turn").count()
    page.fill("#fb-question", question)
    page.keyboard.press("Enter")
    turn = page.locator(".fb-turn").nth(before)
    turn.locator(".fb-answer").wait_for()
    return turn
