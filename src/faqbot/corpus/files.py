"""Which files of the paths that were named are to be read, under which source, and their bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from faqbot.corpus.loaders import LOADERS
from faqbot.corpus.refusals import refusal
from faqbot.errors import UsageError

_MOST_BYTES = 10 * 1024 * 1024
_NOT_DOCUMENTS = frozenset({"readme", "license", "licence", "changelog", "contributing"})


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: where it is, its source, and its parts below its root (which say role and language)."""

    path: Path
    source: str
    below: tuple[str, ...]


def find(paths: Sequence[Path]) -> list[Found]:
    """The files below `paths`, by source. Raises UsageError for a missing path or two files with one source.

    Hidden files and folders, links, READMEs and formats without a loader inside a folder are passed over; a file
    that is named itself is always taken.
    """
    found: dict[str, Found] = {}
    several = len(paths) > 1
    for root in paths:
        if not root.exists():
            raise UsageError(f"There is no file or folder {root}. Name a folder of documents, such as `faqbot ingest corpus`.")
        for file in _below(root, prefix=several and root.is_dir()):
            if file.source in found and found[file.source].path.resolve() != file.path.resolve():
                raise UsageError(
                    f"{found[file.source].path} and {file.path} would both be called {file.source}. Rename one, or ingest a folder above both."
                )
            found[file.source] = file
    return [found[source] for source in sorted(found)]


def read_bytes(found: Found) -> bytes:
    """What the file holds. Raises DocumentError when it cannot be read or has no loader."""
    if found.path.suffix.lower() not in LOADERS:
        message = f"Files of the kind {found.path.suffix or '(no ending)'} cannot be read."
        raise refusal(found.source, "format", message, remedy=f"Save it as one of {', '.join(LOADERS)}.")
    try:
        size = found.path.stat().st_size
        if size > _MOST_BYTES:
            raise refusal(found.source, "too-large", f"The file has {size:,} bytes; the limit is {_MOST_BYTES:,}.")
        return found.path.read_bytes()
    except OSError as error:
        raise refusal(found.source, "unreadable", f"The file cannot be opened: {error.strerror}.") from None


def _below(root: Path, *, prefix: bool) -> Iterator[Found]:
    if not root.is_dir():
        yield Found(root, root.name, ())
        return
    for path in sorted(root.rglob("*")):
        below = path.relative_to(root).parts
        if _passed_over(path, below):
            continue
        source = "/".join((root.resolve().name, *below) if prefix else below)
        yield Found(path, source, below[:-1])


def _passed_over(path: Path, below: tuple[str, ...]) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in below)
    return (
        hidden
        or path.is_symlink()
        or not path.is_file()
        or path.suffix.lower() not in LOADERS
        or path.stem.lower() in _NOT_DOCUMENTS
    )
