"""An answer as server-sent events: status, sentence, citation, done; or error, with a problem."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import anyio
import anyio.to_thread

from faqbot import texts
from faqbot.types import Answer, Turn
from faqbot.web import problems
from faqbot.web.service import Service

MEDIA_TYPE = "text/event-stream"


def wanted(accept: str) -> bool:
    """Whether an `Accept` header asks for events."""
    return any(part.split(";")[0].strip().lower() == MEDIA_TYPE for part in accept.split(","))


async def events(service: Service, turn: Turn, request_id: str | None, waiting: anyio.CapacityLimiter) -> AsyncIterator[str]:
    """The events of one answer, as they become ready. A failure is the last event: the status line is gone by then."""
    yield event("status", {"state": "reading"})
    try:
        asked = await anyio.to_thread.run_sync(service.answer, turn, limiter=waiting)
    except Exception as error:  # noqa: BLE001 - a front: the visitor is told, the log has it
        yield event("error", problems.of_error(error, request_id=request_id).model_dump(exclude_none=True))
        return
    for part in parts(asked.answer):
        yield part


def parts(answer: Answer) -> Iterator[str]:
    """Each sentence, followed by the citations that it is the first to name; then the whole answer."""
    rendered = texts.render(answer)
    citations: dict[int, Any] = {citation["n"]: citation for citation in rendered["citations"]}
    for sentence in answer.sentences:
        yield event("sentence", {"text": sentence.text, "citations": list(sentence.citations)})
        for n in sentence.citations:
            if n in citations:
                yield event("citation", citations.pop(n))
    yield event("done", rendered)


def event(name: str, data: object) -> str:
    """One event. JSON has no bare line ends, so one `data` line is enough."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
