"""When documents are to be read anew: once the files have changed and rest again, and the web after a while."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from faqbot.corpus.gathering import is_address


def signature(given: Sequence[str]) -> str:
    """Names the state of all files below the paths in `given`: another one when a file came, went or was written."""
    digest = hashlib.sha256()
    for root in given:
        if is_address(root):
            continue
        for path in sorted(_files(Path(root))):
            try:
                state = path.stat()
            except OSError:  # gone since it was listed
                continue
            digest.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\0{state.st_ino}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


class Watch:
    """Says at each look whether it is time. A change counts at the look after the one that saw it, if nothing moved since:
    a folder that is being copied is not read half.
    """

    def __init__(self, given: Sequence[str], *, fetch_every: float, now: float) -> None:
        self._given = list(given)
        self._every = fetch_every if any(map(is_address, given)) or any(one.endswith(".urls") for one in given) else None
        self._read = self._seen = signature(self._given)
        self._fetched = now

    def due(self, now: float) -> bool:
        """Whether to read anew; then the files are taken as read from now on."""
        state = signature(self._given)
        rests, self._seen = state == self._seen, state
        fetch = self._every is not None and now - self._fetched >= self._every
        if not (fetch or (rests and state != self._read)):
            return False
        self._read, self._fetched = state, now
        return True


def _files(root: Path) -> Iterator[Path]:
    if not root.is_dir():
        yield root
        return
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(folder, name) for name in names if not name.startswith("."))
