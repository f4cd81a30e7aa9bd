"""The script as it is served, and what the API gives the widget to begin with."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from faqbot import texts
from faqbot.settings import Settings
from faqbot.web.server import build_app
from tests.fakes import EN, ROLE, FakeBot, FakeRecords, other_role
from tests.integration.web.api import problem_of

MOST_BYTES = 20 * 1024


def test_the_script_is_served_compressed_to_be_kept_and_to_any_origin(client: TestClient) -> None:
    response = client.get("/widget.js", headers={"accept-encoding": "gzip", "origin": "https://elsewhere.example"})
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["content-encoding"] == "gzip"
    assert response.headers["vary"].startswith("Accept-Encoding")
    assert response.headers["cache-control"].startswith("public, max-age=")
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["access-control-allow-origin"] == "*"
    assert "set-cookie" not in response.headers
    plain = client.get("/widget.js", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == response.content


def test_a_browser_that_has_it_is_told_so(client: TestClient) -> None:
    first = client.get("/widget.js")
    again = client.get("/widget.js", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/widget.js", headers={"if-none-match": '"another"'}).status_code == 200
    head = client.head("/widget.js")
    assert (head.status_code, head.headers["etag"]) == (200, first.headers["etag"])


def test_the_script_and_the_strings_weigh_less_than_twenty_kilobytes(client: TestClient) -> None:
    took = 0
    for address in ("/widget.js", f"/api/v1/texts?lang=fr&role={ROLE}"):
        with client.stream("GET", address, headers={"accept-encoding": "gzip"}) as response:
            assert response.headers["content-encoding"] == "gzip"
            took += len(b"".join(response.iter_raw()))
    assert took < MOST_BYTES


def test_the_first_words_of_every_language_are_in_the_script(client: TestClient) -> None:
    script = client.get("/widget.js").text
    for lang in texts.LANGUAGES:
        assert texts.page(lang)["launch"] in script


def test_one_request_tells_the_widget_all_that_it_begins_with(client: TestClient) -> None:
    given = client.get("/api/v1/texts", params={"lang": "fr", "role": ROLE.upper()}).json()
    assert given["texts"] == {**texts.page("fr"), "privacy": given["texts"]["privacy"]}
    assert given["role"]["role"] == ROLE
    assert given["suggestions"] == ["Quel est le salaire ?", "Quelles sont les missions ?"]
    assert given["days"] == 90


def test_the_only_role_needs_no_name_and_an_unknown_one_gets_no_questions(client: TestClient) -> None:
    assert client.get("/api/v1/texts").json()["role"]["role"] == ROLE
    unknown = client.get("/api/v1/texts?role=astronaut").json()
    assert (unknown["role"], unknown["suggestions"]) == (None, [])
    with TestClient(build_app(FakeBot(other_role()), FakeRecords(), Settings(record="off"))) as two:
        given = two.get("/api/v1/texts").json()
    assert (given["role"], given["days"]) == (None, None)


def test_the_passage_around_quotes_has_each_of_them_told_apart(client: TestClient) -> None:
    answer = client.post("/api/v1/ask", json={"question": "What does it pay?"}).json()
    spans = [f"{each['n']}-{each['start']}-{each['end']}" for each in answer["citations"]]
    plain = client.get(f"/api/v1/sources/{EN}").json()
    given = client.get(f"/api/v1/sources/{EN}", params={"span": spans}).json()
    assert set(plain) == {"source", "title", "lang", "role", "text", "index"}
    assert set(given) == {*plain, "passage"}
    pieces = [piece for block in given["passage"] for piece in block["pieces"]]
    for citation in answer["citations"]:
        assert "".join(piece["text"] for piece in pieces if piece["n"] == citation["n"]) == citation["quote"]
    assert any(piece["text"].startswith("The market is still young") for piece in pieces if piece["n"] == 0)


@pytest.mark.parametrize("span", ["1", "1-2", "a-b-c", "1-2-3-4", "1--2-3", "1-2-99999999999"])
def test_a_span_that_is_none_is_a_422(client: TestClient, span: str) -> None:
    problem_of(client.get(f"/api/v1/sources/{EN}", params={"span": span}), 422, "invalid")


@pytest.mark.parametrize("span", ["1-0-0", "1-9-3", "1-999999-9999999"])
def test_a_span_outside_of_everything_is_answered(client: TestClient, span: str) -> None:
    assert client.get(f"/api/v1/sources/{EN}", params={"span": span}).status_code == 200


def test_the_page_for_recruiters_runs_no_script_but_its_own(client: TestClient) -> None:
    response = client.get("/embed", headers={"accept-language": "de, fr;q=0.8"})
    assert response.status_code == 200
    policy = dict(part.strip().split(" ", 1) for part in response.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in response.headers["content-security-policy"]
    assert policy["frame-ancestors"] == "'self'"
    assert '<html lang="fr">' in response.text
    assert "https://careers.example.org" in response.text
    assert '<html lang="en">' in client.get("/embed?lang=de").text
    problem_of(client.get("/embed?lang=<b>"), 422, "invalid")
