"""Questions and feedback: what is answered, what is refused and how, what is kept."""

from __future__ import annotations

import json
import logging
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from faqbot.settings import Settings
from faqbot.types import Feedback
from faqbot.web.server import build_app
from tests.fakes import EN, ROLE, FakeBot, FakeRecords
from tests.integration.web.api import ANSWER_KEYS, PROBLEM, ask, problem_of


def test_an_answer_has_every_key_and_its_quotes_stand_in_the_source(client: TestClient) -> None:
    response = ask(client, question="What does it pay?")
    assert response.status_code == 200
    answer = response.json()
    assert set(answer) == ANSWER_KEYS
    text = client.get(f"/api/v1/sources/{EN}").json()["text"]
    for citation in answer["citations"]:
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert [citation["n"] for citation in answer["citations"]] == [1, 2]


def test_what_the_visitor_sent_reaches_the_bot(client: TestClient, bot: FakeBot) -> None:
    ask(client, question="And skills?", role=ROLE, lang="fr", conversation="c1", turns=["What does it pay?"])
    (turn,) = bot.asked
    assert (turn.question, turn.role, turn.lang, turn.conversation, turn.turns) == (
        "And skills?",
        ROLE,
        "fr",
        "c1",
        ("What does it pay?",),
    )


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"question": ""}, "empty"),
        ({"question": " \t\n\u200b\x00"}, "empty"),
        ({"question": "x" * 2001}, "too_long"),
        ({"question": "x", "turns": ["y" * 2001]}, "too_long"),
        ({"question": "x", "turns": ["y"] * 11}, "too_many_turns"),
        ({"question": "x", "role": "astronaut"}, "unknown_role"),
        ({"question": 7}, "invalid"),
        ({"question": "x", "turns": "y"}, "invalid"),
        ({"question": "x", "lang": "<b>"}, "invalid"),
        ({"question": "x", "conversation": "c" * 101}, "invalid"),
        ({"question": "x", "surprise": 1}, "invalid"),
        ({}, "invalid"),
        ([], "invalid"),
    ],
)
def test_a_wrong_question_is_a_422_that_says_why(client: TestClient, bot: FakeBot, body: Any, code: str) -> None:
    problem_of(client.post("/api/v1/ask", json=body), 422, code)
    assert bot.asked == []


def test_the_longest_question_is_answered(client: TestClient) -> None:
    assert ask(client, question="pay " + "x" * 1996, turns=["y" * 2000] * 10).status_code == 200


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"nonsense", b'{"question": '])
def test_a_body_that_is_not_json_is_a_400(client: TestClient, content: bytes) -> None:
    response = client.post("/api/v1/ask", content=content, headers={"content-type": "application/json"})
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == PROBLEM


def test_half_a_surrogate_pair_is_refused_not_a_crash(client: TestClient) -> None:
    response = client.post("/api/v1/ask", content=b'{"question": "\\ud800 pay"}', headers={"content-type": "application/json"})
    problem_of(response, 422, "invalid")


@pytest.mark.parametrize(
    "question", ["<script>alert(1)</script>", "\x1b[31mred\x07", "薪水是多少？", "1234567890 ?!", "'; DROP TABLE feedback; --"]
)
def test_odd_questions_are_answered_without_an_error(client: TestClient, question: str) -> None:
    assert ask(client, question=question).status_code == 200


def test_a_fault_of_ours_is_a_500_without_details_and_a_log_with_them(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        found = problem_of(ask(client, question="crash"), 500, "failed")
    assert "secret" not in json.dumps(found)
    assert "secret detail" in caplog.text
    assert found["request_id"] in caplog.text


def test_an_unusable_index_is_a_503_that_says_when_to_come_back(client: TestClient) -> None:
    response = ask(client, question="broken")
    found = problem_of(response, 503, "not_ready")
    assert int(response.headers["retry-after"]) > 0
    assert "damaged" not in found["detail"]


def test_questions_are_not_logged(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="faqbot"):
        ask(client, question="My name is Zebulon, what does it pay?")
        client.get("/api/v1/suggestions?role=Zebulon")
    assert "POST /api/v1/ask 200" in caplog.text
    assert "Zebulon" not in caplog.text


# ------------------------------------------------------------------------------------------- events


def events(text: str) -> list[tuple[str, Any]]:
    found = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_events_bring_sentences_with_their_citations_and_then_the_whole_answer(client: TestClient) -> None:
    response = client.post("/api/v1/ask", json={"question": "What does it pay?"}, headers={"accept": "text/event-stream"})
    assert response.headers["content-type"].startswith("text/event-stream")
    found = events(response.text)
    assert [name for name, _ in found] == ["status", "sentence", "citation", "sentence", "citation", "done"]
    done = found[-1][1]
    assert set(done) == ANSWER_KEYS
    assert [data for name, data in found if name == "citation"] == done["citations"]
    assert found[1][1] == {"text": done["citations"][0]["quote"], "citations": [1]}


@pytest.mark.parametrize(("question", "code"), [("broken", "not_ready"), ("crash", "failed")])
def test_a_failure_after_the_start_is_an_error_event(client: TestClient, question: str, code: str) -> None:
    response = client.post("/api/v1/ask", json={"question": question}, headers={"accept": "text/event-stream"})
    name, data = events(response.text)[-1]
    assert (name, data["type"]) == ("error", f"urn:faqbot:problem:{code}")
    assert "secret" not in response.text


def test_a_wrong_question_is_refused_before_the_stream_begins(client: TestClient) -> None:
    response = client.post("/api/v1/ask", json={"question": ""}, headers={"accept": "text/event-stream"})
    problem_of(response, 422, "empty")


def test_the_status_arrives_while_the_answer_is_still_being_made(app: Any, bot: FakeBot, address: str) -> None:
    import threading

    gate = threading.Event()
    bot.hold = lambda: gate.wait(10) and None
    try:
        request = {"json": {"question": "What does it pay?"}, "headers": {"accept": "text/event-stream"}, "timeout": 10}
        with httpx.stream("POST", f"{address}/api/v1/ask", **request) as response:  # type: ignore[arg-type]
            lines = response.iter_lines()
            assert next(lines) == "event: status"
            gate.set()
            assert any(line == "event: done" for line in lines)
    finally:
        gate.set()
        bot.hold = None


# ------------------------------------------------------------------------------------------- feedback


def test_a_thumb_is_kept_and_the_last_one_counts(client: TestClient, records: FakeRecords) -> None:
    for body in ({"answer": "a1", "helpful": True}, {"answer": "a1", "helpful": False, "reason": "outdated", "comment": "2024?"}):
        response = client.post("/api/v1/feedback", json=body)
        assert (response.status_code, response.content) == (204, b"")
    assert records.all_feedback() == [Feedback("a1", False, "outdated", "2024?")]


def test_a_dead_database_is_never_acknowledged_and_answers_go_on(client: TestClient, records: FakeRecords) -> None:
    records.dead = True
    response = client.post("/api/v1/feedback", json={"answer": "a1", "helpful": True})
    problem_of(response, 503, "records")
    assert "retry-after" in response.headers
    assert ask(client, question="What does it pay?").status_code == 200
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"answer": "", "helpful": True},
        {"answer": "a"},
        {"answer": "a", "helpful": True, "comment": "x" * 2001},
        {"answer": "a" * 101, "helpful": True},
    ],
)
def test_wrong_feedback_is_a_422(client: TestClient, records: FakeRecords, body: Any) -> None:
    problem_of(client.post("/api/v1/feedback", json=body), 422, "invalid")
    assert records.kept == {}


def test_with_recording_off_nothing_is_acknowledged_or_kept(bot: FakeBot) -> None:
    records = FakeRecords()
    with TestClient(build_app(bot, records, Settings(record="off"))) as client:
        problem_of(client.post("/api/v1/feedback", json={"answer": "a1", "helpful": True}), 403, "feedback_off")
    assert records.kept == {}
