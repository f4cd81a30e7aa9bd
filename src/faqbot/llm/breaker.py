"""A circuit breaker: a provider that keeps failing is left alone for a while, so that visitors do not wait for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from faqbot.llm.failures import Failed, Result

# How a call can end without saying anything about the provider's health.
_NO_WORD: frozenset[Result] = frozenset({"left", "budget", "open", "crowded"})
_WELL: frozenset[Result] = frozenset({"answered", "cut"})


class Breaker:
    """Open after `failures` in a row, for `pause` seconds; then one call may try, and decides. Used in one thread."""

    def __init__(self, *, failures: int, pause: float, clock: Callable[[], float]) -> None:
        self._most = failures
        self._pause = pause
        self._clock = clock
        self._failures = 0
        self._opened: float | None = None
        self._trying = False

    @property
    def is_open(self) -> bool:
        """Whether calls are refused now."""
        return self._opened is not None and (self._trying or self._left() > 0)

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Let a call pass, and take in how it ends. Raises Failed while the provider is left alone."""
        if self.is_open:
            raise Failed(
                f"The language model failed {self._failures} times in a row and is left alone for {max(0, self._left()):.0f} s more.",
                "open",
            )
        trying = self._trying = self._opened is not None
        result: Result = "left"
        try:
            yield
            result = "answered"
        except Failed as failed:
            result = failed.result
            raise
        finally:
            if trying:
                self._trying = False
            self._take(result, trying)

    def _take(self, result: Result, trying: bool) -> None:
        if result in _WELL:
            self._failures, self._opened = 0, None
        elif result not in _NO_WORD:
            self._failures += 1
            if trying or self._failures >= self._most:
                self._opened = self._clock()

    def _left(self) -> float:
        return self._pause - (self._clock() - (self._opened or 0.0))
