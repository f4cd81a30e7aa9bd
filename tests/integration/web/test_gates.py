"""Who may come in: limits behind proxies, pages of other origins, no more than fit at once; and what is said and counted."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from faqbot.settings import Settings
from faqbot.web import logs
from faqbot.web.server import build_app
from tests.fakes import EN, FakeBot, FakeRecords
from tests.integration.web.api import ask, problem_of

ORIGIN = "https://careers.example.org"
Open = Callable[..., TestClient]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Makes a client, at an address, of an application with these settings."""
    clients: list[TestClient] = []

    def make(address: str = "192.0.2.1", app: Any = None, **settings: Any) -> TestClient:
        app = app or build_app(FakeBot(), FakeRecords(), Settings(**settings))
        client = TestClient(app, raise_server_exceptions=False, client=(address, 50_000))
        clients.append(client)
        return client.__enter__()

    yield make
    for client in clients:
        client.__exit__(None, None, None)


def counted(client: TestClient, name: str, **labels: str) -> float:
    families = text_string_to_metric_families(client.get("/metrics").text)
    found = [one for family in families for one in family.samples if one.name == name and labels.items() <= one.labels.items()]
    return sum(one.value for one in found)


# ------------------------------------------------------------------------------------------- limits


def test_too_many_questions_are_a_429_that_says_when_to_come_back(opened: Open) -> None:
    client = opened(limit_client=2)
    statuses = [ask(client, question="What does it pay?").status_code for _ in range(2)]
    response = ask(client, question="What does it pay?")
    found = problem_of(response, 429, "too_many")
    assert statuses == [200, 200]
    assert response.headers["retry-after"] == str(found["retry_after"]) == "30"
    assert client.get("/api/v1/roles").status_code == 200
    assert counted(client, "faqbot_limited_total", limit="client") == 1


def test_a_page_that_may_call_can_read_the_429(opened: Open) -> None:
    client = opened(limit_client=1, allowed_origins=(ORIGIN,))
    responses = [
        client.post("/api/v1/ask", json={"question": "pay"}, headers={"origin": ORIGIN, "sec-fetch-site": "cross-site"})
        for _ in range(2)
    ]
    assert [one.status_code for one in responses] == [200, 429]
    assert [one.headers["access-control-allow-origin"] for one in responses] == [ORIGIN, ORIGIN]
    assert "Retry-After" in responses[1].headers["access-control-expose-headers"]


def test_the_chat_page_is_held_to_the_same_limits(opened: Open) -> None:
    client = opened(limit_client=3, limit_conversation=1)
    components = client.get("/config").json()["components"]
    component = next(each["id"] for each in components if each["props"].get("elem_id") == "faqbot")

    def call() -> Any:
        data = {"question": "What does it pay?", "conversation": "c1"}
        body = {"session_hash": "abc", "component_id": component, "fn_name": "ask", "data": data}
        return client.post("/gradio_api/component_server/", json=body)

    assert 'data-outcome="answered"' in call().json()["html"]
    assert "Please try again in 60 seconds." in call().json()["say"]
    assert [call().status_code, call().status_code] == [200, 429]


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_conversation_has_a_limit_of_its_own(opened: Open, accept: str) -> None:
    client = opened(limit_conversation=2)

    def asked(conversation: str) -> Any:
        return client.post("/api/v1/ask", json={"question": "pay", "conversation": conversation}, headers={"accept": accept})

    assert [asked("c1").status_code, asked("c1").status_code, asked("c2").status_code] == [200, 200, 200]
    problem_of(asked("c1"), 429, "too_many")


def test_reading_has_a_wider_limit_and_files_of_the_page_have_none(opened: Open) -> None:
    client = opened(limit_client=1)
    assert [client.get(f"/documents/{EN}").status_code for _ in range(11)] == [200] * 10 + [429]
    assert {client.get(path).status_code for path in ("/healthz", "/readyz", "/metrics", "/theme.css") for _ in range(12)} == {
        200
    }


def test_behind_a_trusted_proxy_each_visitor_counts_alone(opened: Open) -> None:
    client = opened("10.0.0.7", limit_client=1, trusted_proxies=("10.0.0.0/8",))

    def from_(forwarded: str) -> int:
        return client.post("/api/v1/ask", json={"question": "pay"}, headers={"x-forwarded-for": forwarded}).status_code

    assert [from_("192.0.2.1"), from_("192.0.2.2"), from_("192.0.2.1")] == [200, 200, 429]
    # What a visitor writes into the header itself stands left of what the proxies add, and counts for nothing.
    assert [from_("192.0.2.9, 192.0.2.1"), from_("192.0.2.2, 10.0.0.9")] == [429, 429]


def test_without_a_trusted_proxy_nobody_gets_away_with_a_header(opened: Open, caplog: pytest.LogCaptureFixture) -> None:
    client = opened(limit_client=1)
    statuses = [
        client.post("/api/v1/ask", json={"question": "pay"}, headers={"x-forwarded-for": f"192.0.2.{n}"}).status_code
        for n in range(3)
    ]
    assert statuses == [200, 429, 429]
    assert caplog.text.count("FAQBOT_TRUSTED_PROXIES") == 1
    assert "192.0.2" not in caplog.text


# ------------------------------------------------------------------------------------------- origins


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": ORIGIN, "sec-fetch-site": "cross-site"}, 200),
        ({"origin": "http://testserver"}, 200),
        ({"origin": "https://behind-a-proxy.example.org", "sec-fetch-site": "same-origin"}, 200),
        ({"origin": "https://evil.example.net", "sec-fetch-site": "cross-site"}, 403),
        ({"origin": "https://evil.example.net"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "https://careers.example.org.evil.example.net"}, 403),
        ({"origin": "https://testserver.evil.example.net", "sec-fetch-site": "same-site"}, 403),
    ],
)
def test_a_page_of_another_origin_changes_nothing(client: TestClient, headers: dict[str, str], status: int) -> None:
    response = client.post("/api/v1/ask", json={"question": "pay"}, headers=headers)
    assert response.status_code == status
    if status == 403:
        problem_of(response, 403, "origin")
        assert "access-control-allow-origin" not in response.headers


# ------------------------------------------------------------------------------------------- logs and metrics


def test_log_lines_are_json_with_the_id_of_the_request_and_without_what_was_asked(opened: Open) -> None:
    lines = _logged(opened(), log_format="json")
    request = next(line for line in lines if line.get("route") == "/api/v1/ask")
    answer = next(line for line in lines if "outcome" in line)
    assert (request["status"], request["method"], request["level"], request["logger"]) == (
        200,
        "POST",
        "INFO",
        "faqbot.web.requests",
    )
    assert (answer["outcome"], answer["lang"]) == ("answered", "en")
    assert request["request_id"] == answer["request_id"] == "test-request-1"
    assert request["time"].startswith("20")
    assert "Zebulon" not in json.dumps(lines)


def test_log_lines_hold_questions_where_that_is_set_and_never_an_address(opened: Open) -> None:
    text = json.dumps(_logged(opened(log_questions=True), log_format="json"))
    assert "Zebulon" in text
    assert "zebulon@example.org" not in text
    assert "192.0.2.1" not in text


def _logged(client: TestClient, *, log_format: str) -> list[dict[str, Any]]:
    caught: list[str] = []

    class Catching(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            caught.append(self.format(record))

    handler, logger = Catching(), logging.getLogger("faqbot")
    logs.dress(handler, log_format)
    logger.addHandler(handler)
    level = logger.level
    logger.setLevel("INFO")
    try:
        question = "I am Zebulon (zebulon@example.org). What does it pay?"
        client.post("/api/v1/ask?secret=Zebulon", json={"question": question}, headers={"x-request-id": "test-request-1"})
        client.get("/Zebulon/%0Aforged")
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    return [json.loads(line) for line in caught]


def test_metrics_count_by_the_pattern_of_a_path_and_never_by_the_path(opened: Open) -> None:
    client = opened()
    ask(client, question="What does it pay?")
    ask(client, question="")
    for path in ("/Zebulon", "/documents/Zebulon", "/api/v1/sources/Zebulon"):
        client.get(path)
    client.request("ZEBULON", "/healthz")
    assert counted(client, "faqbot_http_requests_total", route="/api/v1/ask", status="200") == 1
    assert counted(client, "faqbot_http_requests_total", route="/api/v1/ask", status="422") == 1
    assert counted(client, "faqbot_http_requests_total", route="/documents/{source:path}", status="404") == 1
    assert counted(client, "faqbot_answers_total", outcome="answered", lang="en") == 1
    assert "Zebulon" not in client.get("/metrics").text
    assert "ZEBULON" not in client.get("/metrics").text
