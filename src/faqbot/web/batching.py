"""Questions that arrive while others are answered are answered together, in turn by visitor.

Nobody waits for company: an idle server answers a single question at once, and while it does, the next batch gathers.
One question at a time from each visitor in turn, so whoever sends a thousand delays himself.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from faqbot.errors import FaqbotError
from faqbot.types import Draft, Turn
from faqbot.web.live import Bot

# Beyond so many waiting questions a visitor would wait for more than ten seconds.
WAITING = 256


class Busy(FaqbotError):
    """More questions wait already than can be answered in good time."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """What answers a question, and the bot that found it: sources are shown from the same generation."""

    draft: Draft
    bot: Bot


@dataclass(frozen=True, slots=True)
class _Waiting:
    turn: Turn
    asked: Future[Drafted] = field(default_factory=Future)


class Batcher:
    """Asks `bot()` the waiting questions in batches, from threads of its own that work only while something waits."""

    def __init__(
        self,
        bot: Callable[[], Bot],
        *,
        batch: int = 8,
        workers: int = 1,
        waiting: int = WAITING,
        answered: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._bot = bot
        self._batch = batch
        self._most = waiting
        self._answered = answered
        self._lanes: OrderedDict[str, deque[_Waiting]] = OrderedDict()
        self._count = 0
        self._working = 0
        self._workers = workers
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="faqbot-answers")

    @property
    def waiting(self) -> int:
        """How many questions wait for their turn."""
        return self._count

    def ask(self, turn: Turn, visitor: str) -> Drafted:
        """What answers `turn`, when it is found. Raises Busy at once when too many questions wait."""
        one = _Waiting(turn)
        with self._lock:
            # One visitor may take half of the queue, so that there is always room for another.
            if self._count >= self._most or len(self._lanes.get(visitor, ())) >= self._most // 2:
                raise Busy("Too many questions wait to be answered. Try again in a few seconds.")
            self._lanes.setdefault(visitor, deque()).append(one)
            self._count += 1
            if self._working < self._workers:
                self._working += 1
                self._threads.submit(self._work)
        return one.asked.result()

    def _work(self) -> None:
        while batch := self._take():
            self._answered(len(batch))
            self._answer(batch)

    def _take(self) -> list[_Waiting]:
        """The next batch, one question a visitor in turn; with none left the thread has done its work."""
        taken: list[_Waiting] = []
        with self._lock:
            while self._lanes and len(taken) < self._batch:
                visitor, lane = self._lanes.popitem(last=False)
                taken.append(lane.popleft())
                if lane:
                    self._lanes[visitor] = lane
            self._count -= len(taken)
            if not taken:
                self._working -= 1
        return taken

    def _answer(self, batch: Sequence[_Waiting]) -> None:
        try:
            bot = self._bot()
            drafts = bot.draft_many([one.turn for one in batch])
        except Exception as error:  # noqa: BLE001 - it is raised again for whoever asked
            if len(batch) == 1:
                batch[0].asked.set_exception(error)
                return
            # One question that cannot be asked must not take the others with it.
            for one in batch:
                self._answer([one])
            return
        for one, draft in zip(batch, drafts, strict=True):
            one.asked.set_result(Drafted(draft, bot))
