"""One call to a provider and those who listen to it: it runs in the model's own thread, and is read in the askers'."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

from faqbot.llm.failures import Failed

# The call itself ends at its limit and knows why; a reader's own limit is for a call that does not.
_GRACE = 0.25  # seconds


class Call:
    """An answer as it arrives. Whoever asks the same meanwhile hears it from its beginning."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.pieces: list[str] = []
        self.over = False
        self.error: Failed | None = None
        self.readers = 0
        self.cancel: Callable[[], object] = lambda: None

    def add(self, text: str) -> None:
        """A piece has arrived."""
        with self.changed:
            self.pieces.append(text)
            self.changed.notify_all()

    def finish(self, error: Failed | None = None) -> None:
        """Nothing more will arrive."""
        with self.changed:
            self.over, self.error = True, error
            self.changed.notify_all()


class Reader(Iterator[str]):
    """The pieces of a call for one asker, until `deadline`. Another thread may `close` it, which ends the waiting at once."""

    def __init__(self, call: Call, *, deadline: float, left: Callable[[Call], None]) -> None:
        self._call = call
        self._deadline = deadline + _GRACE
        self._left = left
        self._read = 0
        self._closed = False

    def __next__(self) -> str:
        call = self._call
        with call.changed:
            while not self._closed:
                if self._read < len(call.pieces):
                    self._read += 1
                    return call.pieces[self._read - 1]
                if call.over:
                    if call.error:
                        raise call.error
                    raise StopIteration
                remaining = self._deadline - time.monotonic()
                if remaining <= 0:
                    raise Failed("The language model did not answer in time.", "late")
                call.changed.wait(remaining)
        raise Failed("Nobody waits for this answer any more.", "left")

    def close(self) -> None:
        """Listen no longer; a call that nobody listens to is cancelled."""
        with self._call.changed:
            if self._closed:
                return
            self._closed = True
            self._call.changed.notify_all()
        self._left(self._call)

    def __del__(self) -> None:
        self.close()
