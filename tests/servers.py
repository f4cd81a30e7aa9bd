"""A real uvicorn on a free port of loopback, for tests that need a socket; it stops with its `with` block."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from faqbot.web.server import held, listen


@contextmanager
def running(app: Any, **patience: float) -> Iterator[str]:
    """The address of `app`, served by a thread as `faqbot serve` does it."""
    listening = listen("127.0.0.1", 0)
    config = held(app, **patience)
    config.timeout_graceful_shutdown = 2
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])), daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started:
        assert thread.is_alive(), "the server stopped before it was open"
        assert time.monotonic() < deadline, "the server did not open"
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()


def wait_until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Return once `true()` is; it must be within `seconds`."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)
