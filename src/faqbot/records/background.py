"""Writes answers down after they were given: a visitor waits for no database, and one that is dead stops no answer."""

from __future__ import annotations

import datetime
import logging
import threading
import time
from collections import deque
from collections.abc import Callable

from faqbot.errors import RecordsUnavailable
from faqbot.protocols import Records
from faqbot.types import Answer, Sample

# Answers that wait for the database. With one that is dead the oldest go first: what is asked now tells more.
_WAITING = 1000
_BATCH = 100
_HOUR = 3600.0
# Seconds between two tries with a database that does not answer, doubled up to the last.
_FIRST_PAUSE, _LAST_PAUSE = 0.5, 30.0

_log = logging.getLogger(__name__)


class Recorder:
    """Keeps answers in the background, and purges once an hour; its thread starts with `start`, and `close` ends it.

    `oldest` says when now whatever is older must go.
    """

    def __init__(self, records: Records, *, oldest: Callable[[], datetime.datetime], waiting: int = _WAITING) -> None:
        self._records = records
        self._oldest = oldest
        self._queue: deque[Answer] = deque()
        self._most = waiting
        self._wake = threading.Condition()
        # Held while answers are written: an erasure waits for it, or they would be written after it.
        self._writing = threading.Lock()
        self._closing = False
        self._thread: threading.Thread | None = None
        self.kept = 0
        self.dropped = 0

    @property
    def waiting(self) -> int:
        """How many answers are not written yet."""
        return len(self._queue)

    def samples(self) -> list[Sample]:
        """Its numbers for a page of metrics."""
        return [
            Sample("faqbot_records_kept_total", "Answers that were written down.", self.kept),
            Sample("faqbot_records_dropped_total", "Answers that were not, because the database did not keep up.", self.dropped),
            Sample("faqbot_records_waiting", "Answers that are not written down yet.", self.waiting),
        ]

    def start(self) -> None:
        """Begin to write; what was kept before waits until then."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="faqbot-recorder", daemon=True)
            self._thread.start()

    def keep(self, answer: Answer) -> None:
        """Have an answer written soon. Never waits, never fails."""
        with self._wake:
            if len(self._queue) >= self._most:
                self._queue.popleft()
                self._drop(1)
            self._queue.append(answer)
            self._wake.notify()

    def erase(self, conversation: str) -> int:
        """Delete a conversation, also what still waits to be written. Raises RecordsUnavailable; then nothing more of it
        is written, but what was written stays.
        """
        with self._writing:
            with self._wake:
                self._queue = deque(each for each in self._queue if each.conversation != conversation)
            return self._records.erase(conversation)

    def flush(self, seconds: float) -> bool:
        """Wait until everything is written, `seconds` at most; whether it is."""
        with self._wake:
            return self._wake.wait_for(lambda: not self._queue, seconds)

    def close(self, seconds: float = 5.0) -> None:
        """Write what waits, `seconds` at most, and end the thread; what is left then is lost and said."""
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        if self._thread is not None:
            self._thread.join(seconds)
            self._thread = None
        with self._wake:
            if self._queue:
                self._drop(len(self._queue))
                self._queue.clear()

    def _work(self) -> None:
        pause, purged = 0.0, float("-inf")
        while True:
            with self._wake:
                if not self._queue and not self._closing:
                    self._wake.wait(max(0.0, purged + _HOUR - time.monotonic()))
                closing = self._closing
                if closing and not self._queue:
                    return
            try:
                if time.monotonic() - purged >= _HOUR and not closing:
                    self._purge()
                    purged = time.monotonic()
                self._write()
                pause = 0.0
            except RecordsUnavailable as error:
                if not pause:
                    _log.error("Conversations are not being kept for the moment, answers go on: %s", error)
                if closing:
                    return
                pause = min(_LAST_PAUSE, 2 * pause or _FIRST_PAUSE)
                with self._wake:
                    self._wake.wait_for(lambda: self._closing, pause)

    def _write(self) -> None:
        with self._writing:
            with self._wake:
                batch = [self._queue[place] for place in range(min(_BATCH, len(self._queue)))]
            if not batch:
                return
            self._records.answers(batch)
            with self._wake:
                # Some of the batch may have been pushed out meanwhile by newer ones.
                written = {id(each) for each in batch}
                while self._queue and id(self._queue[0]) in written:
                    self._queue.popleft()
                self.kept += len(batch)
                self._wake.notify_all()

    def _purge(self) -> None:
        with self._writing:
            gone = self._records.purge(self._oldest())
        if gone:
            _log.info("%d answers and thumbs were as old as they may get, and were deleted.", gone)

    def _drop(self, count: int) -> None:
        if not self.dropped:
            _log.warning("Answers are given faster than the database takes them: the oldest that wait are not kept.")
        self.dropped += count
