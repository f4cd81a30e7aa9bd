"""What can be read, and what stands in every response: headers, origins, limits, the OpenAPI document."""

from __future__ import annotations

import json

import httpx
import pytest
from starlette.testclient import TestClient

from faqbot.settings import Settings
from faqbot.web.server import build_app
from tests.fakes import EN, ROLE, FakeBot, FakeRecords
from tests.integration.web.api import problem_of


def test_roles_suggestions_and_texts(client: TestClient) -> None:
    assert client.get("/api/v1/roles").json() == {
        "roles": [{"role": ROLE, "name": "Head of Generative AI", "langs": ["en", "fr"]}]
    }
    assert (
        client.get("/api/v1/suggestions", params={"role": ROLE, "lang": "fr"}).json()["suggestions"][0] == "Quel est le salaire ?"
    )
    problem_of(client.get("/api/v1/suggestions?role=astronaut"), 422, "unknown_role")
    assert client.get("/api/v1/texts?lang=fr").json()["texts"]["ask"] == "Demander"
    assert client.get("/api/v1/texts?lang=fr-CA").json()["lang"] == "fr"
    assert client.get("/api/v1/texts?lang=xx").json()["lang"] == "en"
    problem_of(client.get("/api/v1/texts?lang=%3Cb%3E"), 422, "invalid")


@pytest.mark.parametrize("source", ["nothing.md", "../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", f"{ROLE}/en/", "x" * 3000])
def test_an_unknown_source_is_a_404(client: TestClient, source: str) -> None:
    response = client.get(f"/api/v1/sources/{source}")
    problem_of(response, 404, "not_found")


def test_health_and_readiness(client: TestClient, bot: FakeBot) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready", "index": bot.index.generation}


def test_not_ready_when_the_real_question_fails() -> None:
    bot = FakeBot()

    def fail() -> None:
        from faqbot.errors import IndexUnusable

        raise IndexUnusable("The index is damaged. Run `faqbot ingest`.")

    bot.hold = fail
    with TestClient(build_app(bot, FakeRecords(), Settings())) as client:
        response = client.get("/readyz")
        problem_of(response, 503, "not_ready")
        assert "retry-after" in response.headers
        assert client.get("/healthz").status_code == 200


# ------------------------------------------------------------------------------------------- every response


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200), ("/healthz", 200), ("/api/v1/nothing", 404), (f"/documents/{EN}", 200), ("/documents/none", 404), ("/openapi.json", 200),
        ("/gradio_api/upload", 404), ("/theme.css", 200),
    ],
)  # fmt: skip
def test_every_response_carries_the_headers(client: TestClient, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    headers = response.headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "camera=()" in headers["permissions-policy"]
    assert "frame-ancestors 'self' https://careers.example.org" in headers["content-security-policy"]
    assert headers["x-request-id"]
    assert "http" not in headers["content-security-policy"].replace("https://careers.example.org", "")


def test_a_request_id_is_kept_when_it_is_one(client: TestClient) -> None:
    assert client.get("/healthz", headers={"x-request-id": "abcdef-0123"}).headers["x-request-id"] == "abcdef-0123"
    assert client.get("/healthz", headers={"x-request-id": "a b\tc<>"}).headers["x-request-id"] != "a b\tc<>"


def test_only_allowed_origins_may_call(client: TestClient) -> None:
    asked = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    allowed = client.options("/api/v1/ask", headers={"origin": "https://careers.example.org", **asked})
    assert allowed.headers["access-control-allow-origin"] == "https://careers.example.org"
    refused = client.options("/api/v1/ask", headers={"origin": "https://evil.example.net", **asked})
    assert "access-control-allow-origin" not in refused.headers
    problem_of(refused, 403, "origin")
    for path in ("/healthz", "/", "/gradio_api/startup-events"):
        answered = client.get(path, headers={"origin": "https://evil.example.net"})
        assert "access-control-allow-origin" not in answered.headers
        assert "access-control-allow-credentials" not in answered.headers


@pytest.mark.parametrize("size", [64 * 1024 + 1, 1024 * 1024])
def test_a_large_body_is_a_413_that_the_client_gets_to_see(address: str, size: int) -> None:
    response = httpx.post(f"{address}/api/v1/ask", content=b"x" * size, headers={"content-type": "application/json"}, timeout=20)
    problem_of(response, 413, "too_large")
    chunks = (b"x" * 8192 for _ in range(size // 8192 + 1))
    problem_of(httpx.post(f"{address}/api/v1/feedback", content=chunks, timeout=20), 413, "too_large")


def test_a_body_of_just_the_limit_is_read(address: str) -> None:
    padding = b" " * (64 * 1024 - len(b'{"question":"pay"}'))
    response = httpx.post(
        f"{address}/api/v1/ask", content=padding + b'{"question":"pay"}', headers={"content-type": "application/json"}
    )
    assert response.status_code == 200


def test_the_wrong_method_is_a_problem_too(client: TestClient) -> None:
    response = client.get("/api/v1/ask")
    problem_of(response, 405, "method")
    assert response.headers["allow"] == "POST"


# ------------------------------------------------------------------------------------------- OpenAPI


def test_openapi_names_every_status_that_was_seen(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    codes = {
        (path, method): " ".join(entry["responses"])
        for path, entries in document["paths"].items()
        for method, entry in entries.items()
    }
    assert codes["/api/v1/ask", "post"] == "200 400 408 413 422 403 429 503 500 431"
    assert codes["/api/v1/feedback", "post"] == "204 400 408 413 422 403 429 503 500 431"
    assert codes["/api/v1/sources/{source}", "get"] == "200 404 422 429 503 500 431"
    assert codes["/healthz", "get"] == "200 503 500 431"
    assert "Problem" in document["components"]["schemas"]
    text = json.dumps(document)
    references = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert references <= set(document["components"]["schemas"])
    assert "gradio" not in text.lower()
