"""A language model that keeps its promises: an answer in time or an error, whatever its provider does.

Calls run in one thread with an event loop of its own; those who ask wait in theirs.
"""

from __future__ import annotations

import asyncio
import datetime
import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

from faqbot.language.personal import mask
from faqbot.llm.asking import Asker, Limits
from faqbot.llm.calls import Call, Reader
from faqbot.llm.failures import Failed
from faqbot.llm.speech import Voice
from faqbot.types import Prompt, Sample

_REMEMBERED = 256
_REMEMBERED_FOR = 3600.0  # seconds


def _utc_today() -> datetime.date:
    return datetime.datetime.now(tz=datetime.UTC).date()


class GuardedModel:
    """The model `name` as protocols.LanguageModel wants it. Equal prompts share a call, and for an hour its answer."""

    def __init__(
        self,
        voice: Voice,
        *,
        name: str,
        key: str = "",
        limits: Limits | None = None,
        told: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name = name
        self.told = told
        self._clock = clock
        self._asker = Asker(voice, name, key, limits=limits or Limits(), clock=clock, today=_utc_today)
        self._lock = threading.RLock()  # a reader may be collected, and leave, while this thread holds it
        self._running: dict[Prompt, Call] = {}
        self._remembered: OrderedDict[Prompt, tuple[float, str]] = OrderedDict()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: weakref.finalize[..., GuardedModel] | None = None

    def __repr__(self) -> str:
        return f"GuardedModel({self._name!r})"

    @property
    def name(self) -> str:
        """Provider and model."""
        return self._name

    def stream(self, prompt: Prompt, *, timeout: float, conversation: str = "") -> Reader:
        """The answer to `prompt`, in which personal data is masked first; see protocols.LanguageModel."""
        prompt = replace(prompt, user=mask(prompt.user)[0])
        with self._lock:
            call = self._known(prompt) or self._begin(prompt, timeout, conversation)
            call.readers += 1
        return Reader(call, deadline=time.monotonic() + timeout, left=self._left)

    def samples(self) -> list[Sample]:
        """What the calls came to, and how things stand, for a page of metrics."""
        asker = self._asker
        return [
            *asker.counters.samples(),
            Sample("faqbot_llm_calls_in_flight", "Calls under way.", float(len(self._running))),
            Sample("faqbot_llm_circuit_open", "1 while the provider is left alone.", float(asker.breaker.is_open)),
            Sample("faqbot_llm_tokens_today", "Tokens that count against the budget of the day.", float(asker.budget.spent)),
        ]

    def close(self) -> None:
        """Cancel what is running, close the connections, end the thread; this happens by itself when nobody holds the model."""
        with self._lock:
            end, self._end = self._end, None
        if end:
            end()

    def _known(self, prompt: Prompt) -> Call | None:
        """The call under way with this prompt, or one made of an answer that is remembered."""
        if call := self._running.get(prompt):
            self._asker.counters.spared("shared")
            return call
        then, text = self._remembered.get(prompt, (0.0, ""))
        if not text or self._clock() - then > _REMEMBERED_FOR:
            return None
        self._asker.counters.spared("remembered")
        call = Call()
        call.add(text)
        call.finish()
        return call

    def _begin(self, prompt: Prompt, timeout: float, conversation: str) -> Call:
        if self._loop is None or self._end is None:
            self._loop = asyncio.new_event_loop()
            self._end = weakref.finalize(self, _end, self._loop, self._asker)
            self._end.atexit = False  # the thread is a daemon: when the program ends it is gone already
            threading.Thread(target=_work, args=(self._loop,), name="faqbot-llm", daemon=True).start()
        call = self._running[prompt] = Call()
        future = asyncio.run_coroutine_threadsafe(self._run(call, prompt, timeout, conversation), self._loop)
        call.cancel = future.cancel
        return call

    async def _run(self, call: Call, prompt: Prompt, timeout: float, conversation: str) -> None:
        error: Failed | None = Failed("Nobody waits for this answer any more.", "left")
        try:
            await self._asker.ask(prompt, timeout=timeout, conversation=conversation, hear=call.add)
            error = None
        except Failed as failed:
            error = failed
        finally:
            with self._lock:
                if self._running.get(prompt) is call:
                    del self._running[prompt]
                if error is None:
                    self._remembered[prompt] = (self._clock(), "".join(call.pieces))
                    self._remembered.move_to_end(prompt)
                    while len(self._remembered) > _REMEMBERED:
                        self._remembered.popitem(last=False)
            call.finish(error)

    def _left(self, call: Call) -> None:
        """A reader of `call` is gone; the last one takes the call with it, and nobody may join it any more."""
        with self._lock:
            call.readers -= 1
            if call.readers == 0 and not call.over:
                self._running = {prompt: each for prompt, each in self._running.items() if each is not call}
                call.cancel()


async def _cancel_and_close(asker: Asker) -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asker.close()


def _end(loop: asyncio.AbstractEventLoop, asker: Asker) -> None:
    asyncio.run_coroutine_threadsafe(_cancel_and_close(asker), loop).result(5)
    loop.call_soon_threadsafe(loop.stop)


def _work(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
