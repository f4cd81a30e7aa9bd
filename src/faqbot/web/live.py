"""The bot that answers now: re-opened when an ingest has switched the index, without a pause for those who ask."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from faqbot.errors import FaqbotError
from faqbot.protocols import Index, Listener
from faqbot.types import Answer, Draft, RoleCard, Turn

_log = logging.getLogger(__name__)


class Bot(Protocol):
    """What the fronts need of `faqbot.pipeline.FaqBot`."""

    @property
    def index(self) -> Index:
        """The generation that it answers from."""
        ...

    def prepare(self, turn: Turn) -> Turn:
        """The turn with its follow-up made whole by a language model, where one reads; may take seconds."""
        ...

    def draft_many(self, turns: Sequence[Turn]) -> list[Draft]:
        """What quotes answer each turn; quick."""
        ...

    def word(self, draft: Draft, listener: Listener | None = None) -> Answer:
        """The answer of a draft, in a language model's words where there is one; may take seconds."""
        ...

    def roles(self) -> list[RoleCard]:
        """The roles that have documents."""
        ...

    def languages(self) -> tuple[str, ...]:
        """The languages of the documents, the most used first."""
        ...

    def suggestions(self, role: str | None = None, lang: str | None = None, limit: int = 4) -> list[str]:
        """Questions to begin with."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer, and the bot that gave it: sources are shown from the same generation."""

    answer: Answer
    bot: Bot


class LiveBot:
    """Holds a bot and swaps it for a new one when the generation on disk is another.

    `generation` names the generation on disk (None: there is none, keep what we have); it is looked at when somebody
    asks, at most every `interval` seconds. `reopen` opens the bot over it; while it works, the old bot answers.
    """

    def __init__(
        self,
        bot: Bot,
        *,
        generation: Callable[[], str | None] = lambda: None,
        reopen: Callable[[], Bot] | None = None,
        interval: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bot = bot
        self._generation = generation
        self._reopen = reopen
        self._interval = interval
        self._clock = clock
        self._looked = clock()
        self._refused: str | None = None
        self._lock = threading.Lock()

    @property
    def bot(self) -> Bot:
        """The bot that answers now; does not look for a newer generation, so it never takes time."""
        return self._bot

    def get(self) -> Bot:
        """The bot to ask now. One request must keep the bot it got: an answer cites one generation."""
        if self._reopen and self._clock() - self._looked >= self._interval and self._lock.acquire(blocking=False):
            try:
                self._looked = self._clock()
                self._swap(self._reopen)
            finally:
                self._lock.release()
        return self._bot

    def _swap(self, reopen: Callable[[], Bot]) -> None:
        generation = self._generation()
        if generation in (None, self._bot.index.generation, self._refused):
            return
        try:
            self._bot = reopen()
        except FaqbotError as error:
            # The old generation still answers; do not try the broken one again with every question.
            self._refused = generation
            _log.error(
                "The new index %s cannot be opened, %s goes on answering: %s", generation, self._bot.index.generation, error
            )
        else:
            _log.info("Answering from index %s", self._bot.index.generation)
