"""An answer as server-sent events: status, sentence, citation, done; or error, with a problem."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Any

import anyio
import anyio.to_thread

from faqbot import texts
from faqbot.types import AnswerSentence, Citation, Turn
from faqbot.web import problems
from faqbot.web.service import Service

MEDIA_TYPE = "text/event-stream"


def wanted(accept: str) -> bool:
    """Whether an `Accept` header asks for events."""
    return any(part.split(";")[0].strip().lower() == MEDIA_TYPE for part in accept.split(","))


async def events(service: Service, turn: Turn, request_id: str | None, waiting: anyio.CapacityLimiter) -> AsyncIterator[str]:
    """The events of one answer, as they become ready. A failure is the last event: the status line is gone by then.

    `status` is "reading"; "wording" once a language model's first sentence has been checked; "quoting" where it broke off after
    that, and what it said gives way to the quotes that follow.
    """
    yield event("status", {"state": "reading"})
    hearing = Hearing()
    asking = asyncio.ensure_future(anyio.to_thread.run_sync(service.answer, turn, hearing, limiter=waiting))
    asking.add_done_callback(hearing.over)
    spoken = Spoken()
    try:
        while heard := await hearing.next():
            if not spoken.sentences:
                yield event("status", {"state": "wording"})
            for part in spoken.say(*heard):
                yield part
        answer = (await asking).answer
    except Exception as error:  # noqa: BLE001 - a front: the visitor is told, the log has it
        yield event("error", problems.of_error(error, request_id=request_id).model_dump(exclude_none=True))
        return
    finally:
        hearing.leave()  # a visitor who has gone needs no language model
    if spoken.sentences and answer.support != "checked":
        yield event("status", {"state": "quoting"})
        spoken = Spoken()
    for sentence in answer.sentences[spoken.sentences :]:
        for part in spoken.say(sentence, answer.citations):
            yield part
    yield event("done", texts.render(answer))


class Spoken:
    """What has been sent: how many sentences, and which citations stand below them."""

    def __init__(self) -> None:
        self.sentences = 0
        self._cited: set[int] = set()

    def say(self, sentence: AnswerSentence, citations: Sequence[Citation]) -> Iterator[str]:
        """A sentence, followed by the citations that it is the first to name."""
        self.sentences += 1
        yield event("sentence", {"text": sentence.text, "citations": list(sentence.citations)})
        for one in citations:
            if one.n in sentence.citations and one.n not in self._cited:
                self._cited.add(one.n)
                yield event("citation", texts.citation(one))


class Hearing:
    """A listener between two threads: one answers and calls it, the event loop takes what it heard."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._heard: asyncio.Queue[tuple[AnswerSentence, Sequence[Citation]] | None] = asyncio.Queue()
        self._lock = threading.Lock()
        self._cancel: Callable[[], None] | None = None
        self._left = False

    def started(self, cancel: Callable[[], None]) -> None:
        """A language model is asked; `cancel` ends that."""
        with self._lock:
            self._cancel = cancel
            left = self._left
        if left:
            cancel()

    def sentence(self, sentence: AnswerSentence, citations: Sequence[Citation]) -> None:
        """A sentence that was checked."""
        self._loop.call_soon_threadsafe(self._heard.put_nowait, (sentence, citations))

    def over(self, asking: asyncio.Future[Any]) -> None:
        """Nothing more will be heard."""
        self._heard.put_nowait(None)
        if not asking.cancelled():
            asking.exception()  # taken note of, also where the visitor is gone

    async def next(self) -> tuple[AnswerSentence, Sequence[Citation]] | None:
        """The next sentence with its citations; None after the last."""
        return await self._heard.get()

    def leave(self) -> None:
        """Nobody listens any more."""
        with self._lock:
            self._left, cancel = True, self._cancel
        if cancel:
            cancel()


def event(name: str, data: object) -> str:
    """One event. JSON has no bare line ends, so one `data` line is enough."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
