"""With a database that is down or hangs, answers go on; a thumb is 503 and never acknowledged; afterwards all is as before."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from faqbot.records import SqlRecords, open_records
from faqbot.settings import Settings
from faqbot.web.server import build_app
from tests.fakes import FakeBot
from tests.integration.web.api import ask, problem_of
from tests.postgres import Postgres


@pytest.fixture
def records(postgres: Postgres) -> Iterator[SqlRecords]:
    opened = open_records(postgres.database())
    yield opened
    opened.close()


@pytest.mark.parametrize("how", ["down", "hangs"])
def test_answers_go_on_and_nothing_is_acknowledged(postgres: Postgres, records: SqlRecords, how: str) -> None:
    with TestClient(build_app(FakeBot(), records, Settings(limit_client=0))) as client:
        assert client.post("/api/v1/feedback", json={"answer": "before", "helpful": True}).status_code == 204
        (postgres.kill if how == "down" else postgres.pause)()
        try:
            for number in range(3):
                response = client.post("/api/v1/feedback", json={"answer": f"lost-{number}", "helpful": True})
                problem_of(response, 503, "records")
                assert "retry-after" in response.headers
            problem_of(client.delete("/api/v1/conversations/c1"), 503, "records")
            started = time.monotonic()
            for number in range(20):
                assert ask(client, question="What does it pay?", conversation=f"meanwhile-{number}").status_code == 200
            assert time.monotonic() - started < 20
        finally:
            (postgres.restart if how == "down" else postgres.resume)()
        deadline = time.monotonic() + 30
        while client.post("/api/v1/feedback", json={"answer": "after", "helpful": True}).status_code != 204:
            assert time.monotonic() < deadline, "the database is back and the server does not notice"
            time.sleep(0.1)
    # A thumb that was never acknowledged may be there all the same; one that was must be.
    assert {"before", "after"} <= {each.answer for each in records.all_feedback()}
    with records.reading() as connection:
        kept = connection.exec_driver_sql("SELECT count(*) FROM conversation WHERE id LIKE 'meanwhile-%%'").scalar()
    assert kept == 20
