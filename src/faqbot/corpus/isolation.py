"""Reads files in a process of its own: one for a whole ingest, a new one after a file that broke it.

A file that breaks a process which has read others before is tried once more in a fresh one, so that no file is refused
for what another left behind.
"""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import BinaryIO, Self

from faqbot.corpus import limits, wire
from faqbot.corpus.parsing import Parsed
from faqbot.corpus.refusals import refusal
from faqbot.corpus.worker import OUT_OF_MEMORY, receive, send
from faqbot.errors import FaqbotError

_LONGEST_REPLY = 256 * 1024 * 1024


class _Broken(Exception):
    """The process ended, or said that it has no memory left; `code` of a refusal says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Reader:
    """Parses files one after the other in a child process, which starts with the first of them."""

    def __init__(self, wall_seconds: float = limits.WALL_SECONDS) -> None:
        self._wall = wall_seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def parse(self, raw: bytes, source: str, below: tuple[str, ...]) -> list[Parsed]:
        """The documents in a file. Raises DocumentError when it cannot be read, or not within the limits."""
        fresh = self._process is None
        try:
            return self._parse(raw, source, below)
        except _Broken as error:
            broken = error
        if not fresh and broken.code != "too-slow":
            try:
                return self._parse(raw, source, below)
            except _Broken as error:
                broken = error
        raise refusal(source, broken.code, str(broken))

    def probe(self) -> Mapping[str, bool]:
        """Which limits hold on this system, by name, tried out in the child process."""
        reply = self._exchange(b"")
        found: Mapping[str, bool] = json.loads(reply)
        return found

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            for stream in (process.stdin, process.stdout):
                # A process that is gone leaves what was never sent.
                with contextlib.suppress(OSError):
                    if stream:
                        stream.close()
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _parse(self, raw: bytes, source: str, below: tuple[str, ...]) -> list[Parsed]:
        reply = self._exchange(json.dumps({"source": source, "below": below}).encode(), raw)
        if reply == OUT_OF_MEMORY:
            self._end()
            raise _Broken("too-heavy", f"Reading it takes more than {limits.MEMORY // 1024**2} MiB of memory.")
        try:
            return wire.unpack(reply, source)
        except ValueError as error:
            self._end()
            raise _Broken("crashed", f"Its reader gave {error}.") from None

    def _exchange(self, *messages: bytes) -> bytes:
        """Send `messages`, and return what comes back in time."""
        process = self._running()
        requests, replies = _streams(process)
        slow = threading.Event()

        def stop() -> None:
            slow.set()
            process.kill()

        timer = threading.Timer(self._wall, stop)
        timer.start()
        try:
            for message in messages:
                send(requests, message)
            reply = receive(replies, _LONGEST_REPLY)
        except (OSError, ValueError):
            reply = None
        finally:
            timer.cancel()
        if reply is None:
            process.kill()
            raise self._broken(process.wait(), too_slow=slow.is_set())
        return reply

    def _broken(self, status: int, *, too_slow: bool) -> _Broken:
        self._end()
        if too_slow or status == -signal.SIGXCPU:
            return _Broken(
                "too-slow",
                f"Reading it takes more than {limits.CPU_SECONDS} seconds of computing, or {self._wall:g} seconds in all.",
            )
        return _Broken(
            "crashed", f"Its reader broke off ({signal.Signals(-status).name if status < 0 else f'exit code {status}'})."
        )

    def _end(self) -> None:
        """Forget a process that cannot go on."""
        if self._process is not None:
            self._process.kill()
            self.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            # -P: what lies in the folder the command runs in must not be taken for a library.
            command = [sys.executable, "-P", "-m", "faqbot.corpus.worker"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603
        return self._process


def _streams(process: subprocess.Popen[bytes]) -> tuple[BinaryIO, BinaryIO]:
    if process.stdin is None or process.stdout is None:
        raise FaqbotError("The reading process has no pipes.")
    return process.stdin, process.stdout  # type: ignore[return-value]
