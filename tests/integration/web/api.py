"""What tests of the API say again and again."""

from __future__ import annotations

from typing import Any

import httpx
from starlette.testclient import TestClient

PROBLEM = "application/problem+json"
ANSWER_KEYS = {
    "id", "question", "outcome", "abstained", "answer", "citations", "closest", "notes", "support", "confidence",
    "suggestions", "conversation", "role", "lang", "mode", "index", "latency_ms",
}  # fmt: skip


def ask(client: TestClient, **body: Any) -> httpx.Response:
    return client.post("/api/v1/ask", json=body)


def problem_of(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert (response.status_code, response.headers["content-type"]) == (status, PROBLEM)
    found: dict[str, Any] = response.json()
    assert found["type"] == f"urn:faqbot:problem:{code}"
    assert found["status"] == status
    assert found["title"]
    assert found["detail"]
    return found
