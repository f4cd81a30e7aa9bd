"""The part of `faqbot serve --watch` that reads documents anew, in a process of its own: answers wait for none of it."""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from faqbot.corpus.watching import Watch

_log = logging.getLogger(__name__)
# Seconds between two looks at the files.
_LOOK = 2.0
# How much an ingest lets the server go first.
_NICENESS = 10


@contextlib.contextmanager
def watching(given: Sequence[str], data_dir: Path, *, fetch_every: float, look: float = _LOOK) -> Iterator[None]:
    """While the block runs, ingest `given` anew whenever it is time; the server follows the new index by itself."""
    stop = threading.Event()
    thread = threading.Thread(
        target=_watch, args=(list(given), data_dir, stop), kwargs={"fetch_every": fetch_every, "look": look}, name="faqbot-watch"
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _watch(given: Sequence[str], data_dir: Path, stop: threading.Event, *, fetch_every: float, look: float) -> None:
    watch = Watch(given, fetch_every=fetch_every, now=time.monotonic())
    while not stop.wait(look):
        if watch.due(time.monotonic()):
            _log.info("The documents changed; they are read anew.")
            _ingest(given, data_dir, stop)


def _ingest(given: Sequence[str], data_dir: Path, stop: threading.Event) -> None:
    command = [sys.executable, "-m", "faqbot", "ingest", *given, "--data", str(data_dir), "--no-report"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as child:  # noqa: S603 - ourselves
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, child.pid, _NICENESS)
        while True:
            try:
                said, _ = child.communicate(timeout=0.2)
                break
            except subprocess.TimeoutExpired:
                if stop.is_set():
                    child.terminate()  # the live index stays whole: an ingest can be stopped at any moment
    if child.returncode > 1 and not stop.is_set():
        _log.error("The documents could not be read anew, the index stays as it was: %s", said.strip())
    else:
        _log.info("%s", said.strip())
