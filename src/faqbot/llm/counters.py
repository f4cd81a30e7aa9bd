"""What the calls to a language model came to: results, tokens, cost, time. Numbers only, nothing about a visitor."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass

from faqbot.llm.failures import Result
from faqbot.types import Sample


@dataclass(frozen=True, slots=True)
class Prices:
    """What a million tokens cost, in whatever currency the bill is in."""

    prompt: float = 0.0
    completion: float = 0.0


class Counters:
    """Counts of one model since it was opened; safe to read from any thread."""

    def __init__(self, prices: Prices) -> None:
        self._prices = prices
        self._lock = threading.Lock()
        self._calls: Counter[str] = Counter()
        self._tokens: Counter[str] = Counter()
        self._seconds = 0.0
        self._retries = 0
        self._spared: Counter[str] = Counter()

    def ended(self, result: Result, seconds: float) -> None:
        """A call to the provider is over."""
        with self._lock:
            self._calls[result] += 1
            self._seconds += seconds

    def spent(self, prompt: int, completion: int) -> None:
        """Tokens that the provider will bill."""
        with self._lock:
            self._tokens["prompt"] += prompt
            self._tokens["completion"] += completion

    def retried(self) -> None:
        """An attempt failed and another one follows."""
        with self._lock:
            self._retries += 1

    def spared(self, how: str) -> None:
        """A question that needed no call: "shared" with one under way, or "remembered" from an earlier one."""
        with self._lock:
            self._spared[how] += 1

    @property
    def cost(self) -> float:
        """The tokens at their prices."""
        with self._lock:
            return (self._tokens["prompt"] * self._prices.prompt + self._tokens["completion"] * self._prices.completion) / 1e6

    def samples(self) -> list[Sample]:
        """Every number, for a page of metrics."""
        cost = self.cost
        with self._lock:
            return [
                *(
                    _sample("calls_total", "Calls to the language model.", count, result=name)
                    for name, count in self._calls.items()
                ),
                *(
                    _sample("spared_total", "Questions that needed no call.", count, how=name)
                    for name, count in self._spared.items()
                ),
                *(_sample("tokens_total", "Tokens sent and received.", count, kind=name) for name, count in self._tokens.items()),
                _sample("cost_total", "The tokens at the prices that are set.", cost),
                _sample("retries_total", "Attempts that failed and were made again.", self._retries),
                _sample("seconds_total", "Time spent in calls.", self._seconds),
            ]


def _sample(name: str, told: str, value: float, **labels: str) -> Sample:
    return Sample(f"faqbot_llm_{name}", told, value, labels)
