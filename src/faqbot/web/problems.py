"""Errors as application/problem+json (RFC 9457). The `type` of each is stable; programs may rely on it."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import Scope

from faqbot.errors import DeliveryFailed, FaqbotError, IndexUnusable, ModelError, RecordsUnavailable, UsageError
from faqbot.web.batching import Busy
from faqbot.web.limits import TooMany
from faqbot.web.service import FeedbackOff, NotFound, Refused

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 5

_log = logging.getLogger(__name__)


class Problem(BaseModel):
    """What went wrong, for a program (`type`) and for a person (`title`, `detail`)."""

    type: str = Field(examples=["urn:faqbot:problem:too_long"])
    title: str
    status: int
    detail: str
    request_id: str | None = None
    retry_after: int | None = Field(None, description="Seconds after which to try again, as in the header Retry-After.")


# code: (status, title). The type of a problem is `urn:faqbot:problem:` and the code.
TABLE: dict[str, tuple[int, str]] = {
    "empty": (422, "The question is empty"),
    "too_long": (422, "The question is too long"),
    "too_many_turns": (422, "There are too many earlier questions"),
    "unknown_role": (422, "The role is unknown"),
    "refused": (422, "The question cannot be read"),
    "invalid": (422, "The request is not valid"),
    "not_json": (400, "The body is not JSON"),
    "too_large": (413, "The body is too large"),
    "too_slow": (408, "The body did not arrive in time"),
    "headers": (431, "The headers are too large"),
    "not_found": (404, "There is nothing here"),
    "method": (405, "The method is not allowed here"),
    "handoff_off": (403, "Nothing is sent from here"),
    "handoff_changed": (409, "This is not what was shown"),
    "handoff_busy": (409, "It is being sent already"),
    "reply_to": (422, "A person could not answer"),
    "consent": (422, "A yes needs what was shown"),
    "delivery": (503, "The hand-off could not be sent"),
    "feedback_off": (403, "Feedback is not kept"),
    "origin": (403, "Pages of this origin may not do this"),
    "too_many": (429, "Too many requests"),
    "busy": (503, "Too many visitors are being answered"),
    "not_ready": (503, "The documents cannot be read at the moment"),
    "records": (503, "The database does not answer"),
    "failed": (500, "Something went wrong on our side"),
    "http": (400, "The request cannot be served"),
}


def problem(code: str, detail: str, *, request_id: str | None = None, status: int | None = None) -> Problem:
    """The problem named `code`, with a sentence about this case."""
    usual, title = TABLE[code]
    found = status or usual
    return Problem(
        type=f"urn:faqbot:problem:{code}",
        title=title,
        status=found,
        detail=detail,
        request_id=request_id,
        retry_after=RETRY_SECONDS if found == 503 else None,
    )


def of_error(error: Exception, *, request_id: str | None = None) -> Problem:
    """The problem that an exception comes to. What is our fault is logged and told without details."""
    if isinstance(error, Refused):
        return problem(error.code, str(error), request_id=request_id)
    if isinstance(error, UsageError):
        return problem("invalid", str(error), request_id=request_id)
    if isinstance(error, NotFound):
        return problem("not_found", str(error), request_id=request_id)
    if isinstance(error, TooMany):
        return problem("too_many", str(error), request_id=request_id).model_copy(update={"retry_after": error.seconds})
    if isinstance(error, Busy):
        return problem("busy", str(error), request_id=request_id)
    if isinstance(error, FeedbackOff):
        return problem("feedback_off", str(error), request_id=request_id)
    if isinstance(error, RecordsUnavailable):
        _log.error("Nothing was changed (request %s): %s", request_id, error)
        return problem(
            "records", "The database did not answer, so nothing was changed. Try again in a few seconds.", request_id=request_id
        )
    if isinstance(error, DeliveryFailed):
        _log.error("A hand-off was not sent (request %s): %s", request_id, error)
        return problem("delivery", "Nothing was sent. Try again, or use the link of the preview.", request_id=request_id)
    if isinstance(error, IndexUnusable | ModelError):
        _log.error("No question can be answered (request %s): %s", request_id, error)
        return problem("not_ready", "No question can be answered now. Try again in a few seconds.", request_id=request_id)
    _log.error("Request %s failed", request_id, exc_info=error)
    return problem("failed", "The failure was logged under the id of this request.", request_id=request_id)


def response(found: Problem) -> JSONResponse:
    """The problem as a response; a 429 and a 503 say when to come back."""
    headers = {"Retry-After": str(found.retry_after)} if found.retry_after else None
    return JSONResponse(found.model_dump(exclude_none=True), status_code=found.status, media_type=MEDIA_TYPE, headers=headers)


def responses(*codes: str) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI entries of an endpoint that may end in these problems."""
    entries: dict[int | str, dict[str, Any]] = {}
    for code in codes:
        status, title = TABLE[code]
        entry = entries.setdefault(
            status, {"description": title, "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
        )
        if status in (429, 503):
            entry["headers"] = {"Retry-After": {"description": "Seconds", "schema": {"type": "integer"}}}
        if title not in entry["description"]:
            entry["description"] += f"; {title[0].lower()}{title[1:]}"
    return entries


def install(app: FastAPI) -> None:
    """Let every expected error of `app` end as a problem; the middleware sees to the unexpected ones."""

    async def ours(request: Request, error: Exception) -> JSONResponse:
        return response(of_error(error, request_id=request_id(request)))

    async def invalid(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        code = "not_json" if any(each["type"] == "json_invalid" for each in error.errors()) else "invalid"
        return response(problem(code, _sentence(error), request_id=request_id(request)))

    async def http(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        code = {404: "not_found", 405: "method"}.get(error.status_code, "http")
        found = problem(code, str(error.detail), request_id=request_id(request), status=error.status_code)
        answer = response(found)
        answer.headers.update(error.headers or {})
        return answer

    app.add_exception_handler(FaqbotError, ours)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)


def request_id(request: Request) -> str | None:
    """The id that the middleware gave to this request."""
    return id_of(request.scope)


def id_of(scope: Scope) -> str | None:
    """The same, where there is no request yet."""
    found = scope.get("state", {}).get("request_id")
    return found if isinstance(found, str) else None


def _sentence(error: RequestValidationError) -> str:
    # Names and reasons only: what was sent may be personal, or too long to repeat.
    found = []
    for each in error.errors()[:5]:
        where = ".".join(str(part) for part in each["loc"][1:]) or "body"
        found.append(f"{where}: {each['msg']}")
    return "; ".join(found)
