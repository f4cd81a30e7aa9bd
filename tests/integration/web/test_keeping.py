"""Conversations are written down after the answer, and the visitor can delete them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from starlette.testclient import TestClient

from faqbot.settings import Settings
from faqbot.web.server import build_app
from tests.fakes import FakeBot, FakeRecords
from tests.integration.web.api import ask, problem_of


@pytest.fixture
def records() -> FakeRecords:
    return FakeRecords()


@pytest.fixture
def client(records: FakeRecords) -> Iterator[TestClient]:
    with TestClient(build_app(FakeBot(), records, Settings()), raise_server_exceptions=False) as opened:
        yield opened


def test_what_was_asked_is_written_down_after_the_answer(client: TestClient, records: FakeRecords) -> None:
    answer = ask(client, question="What does it pay?", conversation="c1").json()
    assert waited(lambda: [each.id for each in records.answered] == [answer["id"]])
    assert records.answered[0].question == "What does it pay?"


def test_streamed_answers_are_written_down_too(client: TestClient, records: FakeRecords) -> None:
    headers = {"accept": "text/event-stream"}
    client.post("/api/v1/ask", json={"question": "What does it pay?", "conversation": "c2"}, headers=headers)
    assert waited(lambda: [each.conversation for each in records.answered] == ["c2"])


def test_a_visitor_can_delete_the_conversation(client: TestClient, records: FakeRecords) -> None:
    for name in ("c1", "c2"):
        ask(client, question="What does it pay?", conversation=name)
    for _ in range(2):
        response = client.delete("/api/v1/conversations/c1")
        assert (response.status_code, response.content) == (204, b"")
    assert waited(lambda: [each.conversation for each in records.answered] == ["c2"])


def test_what_may_still_be_there_is_never_said_to_be_deleted(client: TestClient, records: FakeRecords) -> None:
    records.dead = True
    response = client.delete("/api/v1/conversations/c1")
    problem_of(response, 503, "records")
    assert "retry-after" in response.headers
    problem_of(client.delete(f"/api/v1/conversations/{'c' * 101}"), 422, "invalid")


def test_with_recording_off_no_conversation_is_written_down() -> None:
    records = FakeRecords()
    with TestClient(build_app(FakeBot(), records, Settings(record="off"))) as client:
        assert ask(client, question="What does it pay?").status_code == 200
    assert records.answered == []


def waited(for_: Callable[[], bool]) -> bool:
    """Whether it comes true within a few seconds."""
    deadline = time.monotonic() + 10
    while not for_() and time.monotonic() < deadline:
        time.sleep(0.01)
    return for_()


def test_a_thumb_knows_its_conversation(client: TestClient, records: FakeRecords) -> None:
    client.post("/api/v1/feedback", json={"answer": "a1", "helpful": True, "conversation": "c1"})
    assert records.all_feedback()[0].conversation == "c1"


def test_the_metrics_say_what_waits(client: TestClient, records: FakeRecords) -> None:
    ask(client, question="What does it pay?")
    assert waited(lambda: "faqbot_records_kept_total 1.0" in client.get("/metrics").text)
    assert "faqbot_records_dropped_total 0.0" in client.get("/metrics").text
    assert "faqbot_records_waiting 0.0" in client.get("/metrics").text
