"""The chat page's doors: what the browser may call, what it may not, and the documents that citations open."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from faqbot.types import Feedback
from tests.fakes import EN, FakeBot, FakeRecords, documents

CALL = "/gradio_api/component_server/"


@pytest.fixture(scope="module")
def component(client: TestClient) -> int:
    config = client.get("/config").json()
    return next(each["id"] for each in config["components"] if each["props"].get("elem_id") == "faqbot")


@pytest.fixture
def call(client: TestClient, component: int) -> Any:
    def called(name: str, sent: Any, **changes: Any) -> Any:
        body = {"session_hash": "abc123", "component_id": component, "fn_name": name, "data": sent, **changes}
        return client.post(CALL, json=body)

    return called


def test_the_page_asks_and_gets_an_answer_as_html(call: Any, bot: FakeBot) -> None:
    given = call(
        "ask",
        {"question": "What does it pay?", "role": None, "lang": None, "page": "en", "conversation": "c1", "turns": ["earlier"]},
    ).json()
    assert 'data-outcome="answered"' in given["html"]
    assert given["conversation"] == "c1"
    assert bot.asked[0].turns == ("earlier",)


@pytest.mark.parametrize(
    ("question", "chosen", "page", "lang"),
    [
        ("What does it pay?", None, "fr", "en"),
        ("salaire ?", None, "fr", "fr"),
        ("salaire ?", "en", "fr", "en"),
        ("1234", None, "fr", "fr"),
    ],
)
def test_the_language_chosen_counts_then_that_of_the_question_then_that_of_the_page(
    call: Any, bot: FakeBot, question: str, chosen: str | None, page: str, lang: str
) -> None:
    call("ask", {"question": question, "lang": chosen, "page": page})
    assert bot.asked[0].lang == lang


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"question": ""}, "Please type a question first."),
        ({"question": "x" * 10_000}, "Your question has 10,000 characters. Please shorten it to 2,000 at most."),
        ({"question": "x", "role": "astronaut"}, "no documents about that role"),
        ({"question": "x", "turns": ["y"] * 99}, "I could not read that question."),
        ({"question": 1}, "I could not read that question."),
        ({"question": "broken"}, "I cannot read my documents at the moment."),
        ({"question": "crash"}, "Something went wrong on our side."),
        ({"question": "", "page": "fr"}, "Écrivez d’abord une question."),
    ],
)
def test_what_cannot_be_answered_is_a_sentence_with_a_way_to_try_again(call: Any, data: Any, says: str) -> None:
    response = call("ask", data)
    given = response.json()
    assert response.status_code == 200
    assert says in given["say"]
    assert 'data-do="retry"' in given["html"]
    assert "secret" not in response.text


def test_a_thumb_on_the_page_is_kept_through_the_same_service(call: Any, records: FakeRecords) -> None:
    given = call("feedback", {"answer": "a1", "helpful": False, "reason": "wrong", "page": "fr"}).json()
    assert given == {"kept": True, "say": "Merci. Votre avis a été enregistré."}
    assert records.all_feedback() == [Feedback("a1", False, "wrong")]


def test_a_thumb_that_was_not_kept_is_not_thanked_for(call: Any, records: FakeRecords) -> None:
    records.dead = True
    assert call("feedback", {"answer": "a1", "helpful": True}).json()["kept"] is False
    records.dead = False
    assert call("feedback", {"answer": "", "helpful": True}).json()["kept"] is False


@pytest.mark.parametrize(
    "changes",
    [
        {"component_id": 99_999},
        {"component_id": "x"},
        {"fn_name": "postprocess"},
        {"fn_name": "__init__"},
        {"session_hash": "../x"},
        {"data": "text"},
        {"data": [1]},
    ],
)
def test_calls_that_the_page_does_not_make_are_refused(call: Any, bot: FakeBot, changes: dict[str, Any]) -> None:
    response = call("ask", {"question": "What does it pay?"}, **changes)
    assert response.status_code == 422
    assert bot.asked == []


def test_calls_that_are_not_json_are_refused(client: TestClient) -> None:
    for content, kind in (
        (b"{", "application/json"),
        (b"\xff", "application/json"),
        (b"[]", "application/json"),
        (b"a=b", "multipart/form-data; boundary=x"),
    ):
        assert client.post(CALL, content=content, headers={"content-type": kind}).status_code == 422


def test_a_large_call_is_refused(client: TestClient) -> None:
    assert client.post(CALL, content=b" " * 70_000).status_code == 413


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"), ("POST", "/gradio_api/run/predict"), ("POST", "/gradio_api/queue/join"), ("POST", "/gradio_api/call/ask"),
        ("GET", "/gradio_api/file=/etc/passwd"), ("GET", "/gradio_api/proxy=https://example.org"), ("GET", "/gradio_api/runs"), ("GET", "/gradio_api/openapi.json"),
        ("GET", "/monitoring"), ("POST", "/login"), ("GET", "/gradio_api/vibe-code/"), ("GET", "/static/../../server.py"), ("GET", "/gradio_api/deep_link"),
        ("GET", "/custom_component/x/client/component/index.js"), ("GET", "/svelte/x.js"), ("GET", "/docs"), ("GET", "/redoc"),
    ],
)  # fmt: skip
def test_the_rest_of_gradio_is_closed(client: TestClient, method: str, path: str) -> None:
    response = client.request(method, path)
    assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")


def test_the_page_names_no_other_site(client: TestClient) -> None:
    response = client.get("/")
    assert response.status_code == 200
    html = response.text
    assert "gradio_config" in html
    for name in ("raw.githubusercontent.com", "@teamGradio", "twitter:", '"og:', "fonts.googleapis", "huggingface.co"):
        assert name not in html


# ------------------------------------------------------------------------------------------- documents


def test_a_document_opens_at_its_quote(client: TestClient) -> None:
    text = documents()[EN].text
    start = text.index("In large organisations")
    response = client.get(f"/documents/{EN}?start={start}&end={start + 22}&lang=fr")
    assert '<mark id="quote">In large organisations</mark>' in response.text
    assert response.text.count("<mark") == 1
    assert "Relu le 9 juin 2026" in response.text
    assert '<html lang="en">' in response.text
    assert "script-src" not in response.headers["content-security-policy"]
    assert "<details>" in response.text


def test_a_quote_in_the_front_matter_is_not_hidden(client: TestClient) -> None:
    response = client.get(f"/documents/{EN}?start=4&end=9")
    assert "<details open>" in response.text
    assert '<mark id="quote">title</mark>' in response.text


def test_a_quote_over_several_lines_has_one_place_to_scroll_to(client: TestClient) -> None:
    response = client.get(f"/documents/{EN}?start=150&end=900")
    assert response.text.count('id="quote"') == 1
    assert response.text.count("<mark") > 2


@pytest.mark.parametrize("query", ["?start=5&end=2", "?start=0&end=0", "?start=999999&end=1999999", ""])
def test_a_span_that_is_none_marks_nothing(client: TestClient, query: str) -> None:
    response = client.get(f"/documents/{EN}{query}")
    assert response.status_code == 200
    assert "<mark" not in response.text


@pytest.mark.parametrize(
    ("query", "status"),
    [("?start=-1", 422), ("?start=x", 422), ("?start=99999999999999999999", 422), ("?lang=%3Cscript%3E", 422)],
)
def test_a_wrong_span_is_a_problem(client: TestClient, query: str, status: int) -> None:
    assert client.get(f"/documents/{EN}{query}").status_code == status


def test_an_unknown_document_is_a_page_that_says_so(client: TestClient) -> None:
    response = client.get("/documents/<script>?lang=fr")
    assert response.status_code == 404
    assert "Ce document n’existe pas" in response.text
    assert "<script>" not in response.text
