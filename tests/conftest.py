"""What several suites share: the shipped corpus, ingested once with the real model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from faqbot.assembly import ingest, open_bot
from faqbot.pipeline import FaqBot
from faqbot.settings import Settings, load
from tests.postgres import Postgres, binaries, running

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose data folder holds the index of `corpus/`."""
    settings = load({}, data_dir=tmp_path_factory.mktemp("shipped"), corpus=ROOT / "corpus", today="2026-11-24")
    report = ingest([ROOT / "corpus"], settings)
    assert report.changed
    assert not report.refused
    return settings


@pytest.fixture(scope="session")
def shipped_bot(shipped: Settings) -> FaqBot:
    """The bot over the shipped corpus."""
    return open_bot(shipped)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: Playwright keeps an event loop running in the main thread, beside which no other can start."""
    items.sort(key=lambda item: "browser" in item.path.parts)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL of our own; where none is installed, what asks for it is skipped."""
    found = binaries()
    if found is None:
        pytest.skip("PostgreSQL is not installed, so nothing is tested on it: run scripts/postgres")
    with running(found) as server:
        yield server
