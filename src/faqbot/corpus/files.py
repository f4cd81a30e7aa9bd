"""Which files of the paths that were named are to be read, under which source, and their bytes."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from faqbot.corpus.loaders import LOADERS
from faqbot.corpus.refusals import refusal
from faqbot.errors import DocumentError, UsageError

_MOST_TEXT = 10 * 1024 * 1024
# Of these most is pictures, fonts and packing.
_MOST_PACKED = 25 * 1024 * 1024
_PACKED = frozenset({".pdf", ".docx", ".xlsx"})
_NOT_DOCUMENTS = frozenset({"readme", "license", "licence", "changelog", "contributing"})
# What people write documents in and no loader reads: passing it over in silence would leave them waiting for answers.
_UNREAD = frozenset(".doc .dot .odt .rtf .pages .ppt .pptx .odp .xls .xlsb .ods .numbers .epub .eml .msg".split())


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: where it is, its source, and its parts below its root (which say role and language)."""

    path: Path
    source: str
    below: tuple[str, ...]


def find(paths: Sequence[Path]) -> tuple[list[Found], list[DocumentError]]:
    """The files below `paths` by source, and those that are refused. Raises UsageError for a missing path or two files with one source.

    Hidden files and folders, READMEs and files that are no documents inside a folder are passed over; a file that is
    named itself is always taken. Links, devices and names that play tricks are refused.
    """
    found: dict[str, Found] = {}
    refused: list[DocumentError] = []
    several = len(paths) > 1
    for root in paths:
        if not root.exists():
            raise UsageError(f"There is no file or folder {root}. Name a folder of documents, such as `faqbot ingest corpus`.")
        for file in _below(root, prefix=several and root.is_dir()):
            try:
                _check(file)
            except DocumentError as error:
                refused.append(error)
                continue
            if file.source in found and found[file.source].path.resolve() != file.path.resolve():
                raise UsageError(
                    f"{found[file.source].path} and {file.path} would both be called {file.source}. Rename one, or ingest a folder above both."
                )
            found[file.source] = file
    return [found[source] for source in sorted(found)], refused


def read_bytes(found: Found) -> bytes:
    """What the file holds. Raises DocumentError when it cannot be read."""
    suffix = found.path.suffix.lower()
    most = _MOST_PACKED if suffix in _PACKED else _MOST_TEXT
    try:
        # What was a file a moment ago may be a link or a pipe now: never follow, never wait.
        handle = os.open(found.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise refusal(found.source, "not-a-file", "It is no file.")
            raw = file.read(most + 1)
            size = max(os.fstat(handle).st_size, len(raw))
    except OSError as error:
        raise refusal(found.source, "unreadable", f"The file cannot be opened: {error.strerror}.") from None
    if size > most:
        raise refusal(found.source, "too-large", f"The file has {size:,} bytes; the limit is {most:,}.")
    return raw


def _check(file: Found) -> None:
    """Return when the file may be opened. Raises DocumentError otherwise."""
    shown = "".join(letter if _plain(letter) else "\N{REPLACEMENT CHARACTER}" for letter in file.source)
    if shown != file.source:
        raise refusal(shown, "name", "The file's name holds characters that do not show.")
    if file.path.is_symlink():
        raise refusal(file.source, "link", "It is a link, and links are not followed.")
    if file.path.is_dir():
        raise refusal(file.source, "unreadable", "The folder cannot be listed.")
    if not file.path.is_file():
        raise refusal(file.source, "not-a-file", "It is no file.")
    if file.path.suffix.lower() not in LOADERS:
        message = f"Files of the kind {file.path.suffix or '(no ending)'} cannot be read."
        raise refusal(file.source, "format", message, remedy=f"Save it as one of {', '.join(LOADERS)}.")


def _plain(letter: str) -> bool:
    return unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Zl", "Zp") and letter != "\\"


def _below(root: Path, *, prefix: bool) -> Iterator[Found]:
    if not root.is_dir():
        # Whoever names a link means what it points to.
        yield Found(root.resolve(), root.name, ())
        return
    for path in _walk(root):
        below = path.relative_to(root).parts
        if not _passed_over(path, below):
            source = "/".join((root.resolve().name, *below) if prefix else below)
            yield Found(path, source, below[:-1])


def _walk(root: Path) -> Iterator[Path]:
    """All files below `root` in order, the links to folders, which are not followed, and the folders that cannot be listed."""
    closed: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=closed.append):
        folders.sort()
        yield from (Path(folder, name) for name in sorted(names))
        yield from (path for name in folders if (path := Path(folder, name)).is_symlink())
    yield from (Path(str(error.filename)) for error in closed)


def _passed_over(path: Path, below: tuple[str, ...]) -> bool:
    if any(part.startswith((".", "~$")) for part in below):
        return True
    suffix = path.suffix.lower()
    if path.is_dir():
        return False
    return (suffix not in LOADERS and suffix not in _UNREAD) or path.stem.lower() in _NOT_DOCUMENTS
