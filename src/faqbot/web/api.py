"""The HTTP API, version 1. Each endpoint reads a request, asks the service, and writes an answer; no more."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any, TypeVar

import anyio
import anyio.to_thread
from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response, StreamingResponse

from faqbot import texts
from faqbot.types import Document, RoleCard
from faqbot.web import passages, streaming
from faqbot.web.batching import WAITING
from faqbot.web.desk import Desk
from faqbot.web.models import (
    AnswerOut,
    AskBody,
    BlockOut,
    Health,
    Lang,
    PassageOut,
    Ready,
    RoleOut,
    RolesOut,
    Slug,
    SourceOut,
    SpanText,
    SuggestionsOut,
    TextsOut,
)
from faqbot.web.packing import packed
from faqbot.web.problems import request_id, responses
from faqbot.web.service import Service

_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer; as events when `Accept: text/event-stream` asks for them: `status` (its `state` is `reading`, `wording`, or `quoting`, after which all sentences before are void), `sentence`, `citation`, `done`, `error`.",
        "content": {streaming.MEDIA_TYPE: {"schema": {"type": "string"}}},
    }
}
T = TypeVar("T")
_COMMON = ("too_many", "busy", "failed")
_BODY = ("not_json", "too_slow", "too_large", "invalid", "origin")
_SPAN = "A citation as its number, start and end: the passage around all of them is in `passage`, with the quotes told apart."
# Answers and suggestions belong to one visitor or one generation: nothing in between may keep them.
_FRESH = {"Cache-Control": "no-store"}


def router(service: Service, desk: Desk) -> APIRouter:
    """The endpoints over `service`; `desk` says how a person is reached."""
    made = APIRouter()
    _asking(made, service)
    _reading(made, service, desk)
    _health(made, service)
    return made


def _asking(made: APIRouter, service: Service) -> None:
    # Whoever waits for an answer holds a thread; these are others than those that feedback and health need.
    waiting = anyio.CapacityLimiter(WAITING)
    asking = responses(*_BODY, *_COMMON, "empty", "too_long", "too_many_turns", "unknown_role", "refused", "not_ready")

    @made.post("/api/v1/ask", tags=["ask"], response_model=AnswerOut, responses={**_EVENTS, **asking})
    async def ask(body: AskBody, request: Request) -> Response:
        """One answer: sentences quoted from the documents, each with its citation, or a plain "not in the documents"."""
        turn = body.turn()
        if streaming.wanted(request.headers.get("accept", "")):
            await _in_thread(service.admit, turn)
            found = streaming.events(service, turn, request_id(request), waiting)
            return StreamingResponse(found, media_type=streaming.MEDIA_TYPE, headers={**_FRESH, "X-Accel-Buffering": "no"})
        asked = await _in_thread(service.ask, turn, limiter=waiting)
        answer = AnswerOut.model_validate(texts.render(asked.answer))
        return Response(answer.model_dump_json(), media_type="application/json", headers=_FRESH)


def _reading(made: APIRouter, service: Service, desk: Desk) -> None:
    @made.get("/api/v1/roles", tags=["read"], responses=responses(*_COMMON))
    def roles() -> RolesOut:
        """The roles that can be asked about."""
        return RolesOut(roles=[_role_out(card) for card in service.roles()])

    @made.get("/api/v1/suggestions", tags=["read"], responses=responses("invalid", "unknown_role", *_COMMON))
    def suggestions(role: Annotated[Slug | None, Query()] = None, lang: Annotated[Lang | None, Query()] = None) -> SuggestionsOut:
        """Questions to begin with, all of which the documents answer."""
        return SuggestionsOut(suggestions=service.suggestions(role, lang[:2] if lang else None))

    @made.get("/api/v1/texts", tags=["read"], response_model=TextsOut, responses=responses("invalid", *_COMMON))
    def page_texts(
        request: Request, lang: Annotated[Lang, Query()] = "en", role: Annotated[Slug | None, Query()] = None
    ) -> Response:
        """The strings of the widget, English where a language is not spoken, and what it begins with. `privacy` says what this server keeps."""
        given = _beginning(service, desk, lang[:2] if lang[:2] in texts.LANGUAGES else "en", role)
        return packed(request, given.model_dump_json().encode(), "application/json", headers=_FRESH)

    @made.get("/api/v1/sources/{source:path}", tags=["read"], responses=responses("not_found", "invalid", *_COMMON))
    def source(
        source: Annotated[str, Path(description="The `source` of a citation.")],
        span: Annotated[list[SpanText] | None, Query(max_length=50, description=_SPAN, examples=[["1-1234-1310"]])] = None,
    ) -> PassageOut | SourceOut:
        """A document as it was read; the offsets of citations point into its `text`. With `span`, also the text around them."""
        document, index = service.source(source)
        whole = source_out(document, index)
        if not span:
            return whole
        spans = [passages.Span(*map(int, each.split("-"))) for each in span]
        blocks = [BlockOut.model_validate(asdict(block)) for block in passages.passage(document, spans)]
        return PassageOut(**whole.model_dump(), passage=blocks)


def _health(made: APIRouter, service: Service) -> None:
    @made.get("/healthz", tags=["run"], responses=responses("busy", "failed"))
    def healthz() -> Health:
        """The process is alive."""
        return Health()

    @made.get("/readyz", tags=["run"], responses=responses("busy", "failed", "not_ready"))
    def readyz() -> Ready:
        """The index has just answered a real question."""
        return Ready(index=service.ready())


def source_out(document: Document, index: str) -> SourceOut:
    """A document as the API gives it."""
    return SourceOut(
        source=document.source, title=document.title, lang=document.lang, role=document.role, text=document.text, index=index
    )


def _beginning(service: Service, desk: Desk, lang: str, role: str | None) -> TextsOut:
    """The strings, and what a widget about `role` begins with."""
    card = service.role(role)
    return TextsOut(
        lang=lang,
        texts={**texts.page(lang), "privacy": service.privacy(lang)},
        handoff=desk.channel,
        role=_role_out(card) if card else None,
        suggestions=[] if role and not card else service.suggestions(card.role if card else None, lang),
        days=service.settings.retention_days if service.settings.record != "off" else None,
    )


def _role_out(card: RoleCard) -> RoleOut:
    return RoleOut(role=card.role, name=card.name, langs=list(card.langs))


async def _in_thread(function: Callable[..., T], *args: object, limiter: anyio.CapacityLimiter | None = None) -> T:
    return await anyio.to_thread.run_sync(functools.partial(function, *args), limiter=limiter)
