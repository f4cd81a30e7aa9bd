"""One call to a provider, guarded: within its time, its budget and its turn, with retries, and given up where all fails.

Everything here runs in one event loop, so a time limit or a cancelled task ends a call wherever it hangs.
"""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
    wait_random_exponential,
)

from faqbot.llm.breaker import Breaker
from faqbot.llm.budget import Budget, Usage
from faqbot.llm.counters import Counters, Prices
from faqbot.llm.failures import Failed, Result, explain
from faqbot.llm.speech import Voice
from faqbot.types import Prompt

_CHARACTERS = 16  # an answer with more than this for each token that was allowed is out of control
# How an attempt can fail that the provider does not bill.
_UNBILLED: frozenset[Result] = frozenset({"refused", "key", "busy", "down"})
# Full jitter: those who failed together do not come back together.
_backoff = wait_random_exponential(multiplier=0.25, max=2.0)


@dataclass(frozen=True, slots=True)
class Limits:
    """What is asked of a provider at most. A budget of 0 tokens is no limit."""

    concurrent: int = 8
    attempts: int = 3
    failures: int = 3  # calls in a row that fail before the provider is left alone for `pause` seconds
    pause: float = 30.0
    day_tokens: int = 0
    conversation_tokens: int = 0
    prices: Prices = field(default_factory=Prices)


class Asker:
    """Asks one model."""

    def __init__(
        self, voice: Voice, name: str, key: str, *, limits: Limits, clock: Callable[[], float], today: Callable[[], datetime.date]
    ) -> None:
        self._voice = voice
        self._name = name
        self._key = key
        self._attempts = limits.attempts
        self._clock = clock
        self._seats = asyncio.Semaphore(limits.concurrent)
        self._most = limits.concurrent
        self._waiting = 0
        self.breaker = Breaker(failures=limits.failures, pause=limits.pause, clock=clock)
        self.budget = Budget(day=limits.day_tokens, conversation=limits.conversation_tokens, today=today)
        self.counters = Counters(limits.prices)

    async def ask(self, prompt: Prompt, *, timeout: float, conversation: str, hear: Callable[[str], None]) -> None:
        """Give each piece of the answer to `hear`. Raises Failed, and nothing else but a cancellation."""
        began = self._clock()
        result: Result = "left"
        usage: Usage | None = None
        try:
            with self.budget.reserved(prompt, conversation) as usage, self.breaker.guard():
                await self._in_time(prompt, usage, timeout, hear)
            result = "answered"
        except Failed as failed:
            result = failed.result
            raise
        finally:
            self.counters.ended(result, self._clock() - began)
            if usage is not None:
                self.counters.spent(usage.prompt, usage.completion)

    async def close(self) -> None:
        """Close the connections."""
        await self._voice.close()

    async def _in_time(self, prompt: Prompt, usage: Usage, timeout: float, hear: Callable[[str], None]) -> None:
        try:
            async with asyncio.timeout(timeout) as limit, self._seat():
                left = (limit.when() or 0.0) - asyncio.get_running_loop().time()
                await self._with_retries(prompt, usage, left, hear)
            return
        except TimeoutError:
            late = Failed(f"{self._name} did not answer within {timeout:g} s.", "late")
        raise late  # outside the handler, see `_attempt`

    @asynccontextmanager
    async def _seat(self) -> AsyncIterator[None]:
        """A place among the calls at once. As many again may wait for one; who comes then is not kept waiting."""
        if self._seats.locked() and self._waiting >= self._most:
            raise Failed(f"{self._name} is answering {self._most} others, and as many wait.", "crowded")
        self._waiting += 1
        try:
            await self._seats.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._seats.release()

    async def _with_retries(self, prompt: Prompt, usage: Usage, left: float, hear: Callable[[str], None]) -> None:
        heard = 0

        def listen(text: str) -> None:
            nonlocal heard
            heard += len(text)
            if heard > _CHARACTERS * prompt.max_tokens:
                raise Failed(f"{self._name} does not stop: {heard:,} characters for {prompt.max_tokens} tokens.", "cut")
            hear(text)

        retrying = AsyncRetrying(
            # What has been heard cannot be taken back, so only an answer that has not begun can be asked for again.
            retry=retry_if_exception(lambda error: isinstance(error, Failed) and error.again and not heard),
            stop=stop_after_attempt(self._attempts) | stop_before_delay(left),
            wait=_wait,
            before_sleep=lambda _: self.counters.retried(),
            reraise=True,
        )
        async for attempt in retrying:
            with attempt:
                await self._attempt(prompt, usage, listen)

    async def _attempt(self, prompt: Prompt, usage: Usage, hear: Callable[[str], None]) -> None:
        usage.begin()
        try:
            async with aclosing(self._voice.say(prompt)) as pieces:
                async for piece in pieces:
                    usage.take(piece)
                    if piece.text:
                        hear(piece.text)
            return
        except Exception as error:  # noqa: BLE001 - around a provider's client, which may raise anything
            failed = explain(error, self._name, self._key)
        # Outside the handler: what a client raises may hold the request, and with it the key.
        if failed.result in _UNBILLED:
            usage.refused()
        raise failed


def _wait(state: RetryCallState) -> float:
    """At least what the provider asks for."""
    error = state.outcome.exception() if state.outcome else None
    return max(_backoff(state), error.after if isinstance(error, Failed) else 0.0)
