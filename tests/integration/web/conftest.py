"""The whole web application over the fakes, in process and behind a real socket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from faqbot.settings import Settings
from faqbot.web.server import build_app
from tests.fakes import FakeBot, FakeRecords
from tests.servers import running


@pytest.fixture(scope="module")
def bot() -> FakeBot:
    return FakeBot()


@pytest.fixture(scope="module")
def records() -> FakeRecords:
    return FakeRecords()


@pytest.fixture(scope="module")
def app(bot: FakeBot, records: FakeRecords) -> Any:
    return build_app(bot, records, Settings(allowed_origins=("https://careers.example.org",)))


@pytest.fixture(scope="module")
def client(app: Any) -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(app: Any) -> Iterator[str]:
    with running(app) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _fresh(bot: FakeBot, records: FakeRecords) -> None:
    bot.asked.clear()
    records.kept.clear()
    records.answered.clear()
    records.dead = False
