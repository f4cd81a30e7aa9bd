"""`POST /api/v1/feedback` and `DELETE /api/v1/conversations/{id}`: what waits for the database before it answers."""

from __future__ import annotations

from typing import Annotated

import anyio
from fastapi import APIRouter, Path

from faqbot.web.models import FeedbackBody, Id
from faqbot.web.problems import responses
from faqbot.web.service import Service

_COMMON = ("too_many", "busy", "failed", "records")


def router(service: Service) -> APIRouter:
    """The endpoints over `service`."""
    made = APIRouter()
    # A database that hangs must not use up the threads that answer questions.
    limiter = anyio.CapacityLimiter(8)

    @made.post(
        "/api/v1/feedback",
        tags=["ask"],
        status_code=204,
        responses=responses("not_json", "too_slow", "too_large", "invalid", "feedback_off", *_COMMON),
    )
    async def feedback(body: FeedbackBody) -> None:
        """Keep a thumb on an answer. 204 means that it is in the database; giving it again replaces it."""
        await anyio.to_thread.run_sync(service.feedback, body.feedback(), limiter=limiter)

    @made.delete("/api/v1/conversations/{id}", tags=["ask"], status_code=204, responses=responses("invalid", *_COMMON))
    async def erase(id: Annotated[Id, Path(description="The `conversation` of the answers.")]) -> None:  # noqa: A002 - its name outside
        """Delete what is kept of a conversation: its questions, answers and thumbs. 204 means that nothing of it is left,
        also where nothing was kept.
        """
        await anyio.to_thread.run_sync(service.erase, id, limiter=limiter)

    return made
