"""The OpenAPI document is true: whatever schemathesis makes up, within the schemas or against them, gets a documented answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS
from schemathesis.core.failures import FailureGroup

from faqbot.assembly import open_bot
from faqbot.settings import Settings
from faqbot.web.server import build_app
from tests.fakes import FakeBot, FakeRecords

# A role can be a word and still not be one of ours: what the schema allows may be refused, with a documented status.
ACCEPTS = "positive_data_acceptance"
# Its list of refusals leaves 413 out.
REFUSES = "negative_data_rejection"
NO_LIMITS = {"limit_client": 0, "limit_day": 0, "limit_conversation": 0}


def operations(app: Any) -> Iterator[Any]:
    for found in schemathesis.openapi.from_asgi("/openapi.json", app).get_all_operations():
        yield found.ok()


def fuzz(operation: Any, mode: GenerationMode, examples: int, headers: dict[str, str], seen: Counter[int]) -> None:
    """Call an operation with `examples` made-up requests; fails with the request of the first answer that is not documented."""

    checks = {check.__name__: check for check in CHECKS.get_all()}

    @given(case=operation.as_strategy(mode))
    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def run(case: Any) -> None:
        response = case.call(headers=headers)
        seen[response.status_code] += 1
        excluded = [checks[ACCEPTS], *([checks[REFUSES]] if response.status_code == 413 else [])]
        case.validate_response(response, excluded_checks=excluded)
        assert response.headers["x-content-type-options"] == ["nosniff"]
        assert "set-cookie" not in response.headers
        if response.status_code >= 400 and "json" in response.headers["content-type"][0]:
            assert response.json()["type"].startswith("urn:faqbot:problem:")

    try:
        run()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE, operation.label  # nothing can be wrong about a request without parameters


def fuzz_all(app: Any, examples: int) -> Counter[int]:
    seen: Counter[int] = Counter()
    for operation in operations(app):
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            fuzz(operation, mode, examples, {}, seen)
            if operation.label == "POST /api/v1/ask":
                fuzz(operation, mode, examples, {"accept": "text/event-stream"}, seen)
    return seen


def test_a_few_hundred_requests_get_documented_answers() -> None:
    seen = fuzz_all(build_app(FakeBot(), FakeRecords(), Settings(**NO_LIMITS)), 15)
    assert sum(seen.values()) > 200
    assert {200, 204, 404, 422} <= set(seen)
    assert max(seen) < 500


@pytest.mark.long
def test_five_thousand_requests_to_the_real_index_get_documented_answers(shipped: Settings) -> None:
    app = build_app(open_bot(shipped), FakeRecords(), Settings(**NO_LIMITS))
    seen = fuzz_all(app, 400)
    assert sum(seen.values()) >= 5000, seen
    assert max(seen) < 500


def test_a_status_that_is_not_documented_would_be_found() -> None:
    app = build_app(FakeBot(), FakeRecords(), Settings(**NO_LIMITS))
    told = app.openapi()
    del told["paths"]["/api/v1/feedback"]["post"]["responses"]["204"]
    app.openapi = lambda: told  # type: ignore[method-assign]
    operation = next(each for each in operations(app) if each.label == "POST /api/v1/feedback")
    with pytest.raises(FailureGroup, match="Undocumented status code"):
        fuzz(operation, GenerationMode.POSITIVE, 15, {}, Counter())
