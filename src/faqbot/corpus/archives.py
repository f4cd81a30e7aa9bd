"""A look into a zip archive (DOCX and XLSX are ones) before a reader opens it: what would unpack to too much is refused."""

from __future__ import annotations

import io
import zipfile
import zlib

from faqbot.corpus.refusals import refusal

_MOST_ENTRIES = 2_000
_MOST_UNPACKED = 64 * 1024 * 1024
# XML packs to a tenth, seldom to a fiftieth; a bomb to a thousandth. Small entries may pack as they like.
_MOST_RATIO = 200
_SMALL = 8 * 1024 * 1024
_READ_AT_ONCE = 1024 * 1024


def inspect(raw: bytes, source: str) -> None:
    """Return when the archive is safe to open. Raises DocumentError otherwise."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _check_entries(archive, raw, source)
            for entry in archive.infolist():
                if entry.filename.lower().endswith((".xml", ".rels")):
                    _check_part(archive, entry, source)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        if raw.startswith(b"\xd0\xcf\x11\xe0"):
            message = "The file is locked with a password, or is of the format before 2007."
            raise refusal(source, "encrypted", message) from None
        raise refusal(
            source, "damaged", f"The file's archive is broken: {str(error).rstrip('.') or type(error).__name__}."
        ) from None


def _check_entries(archive: zipfile.ZipFile, raw: bytes, source: str) -> None:
    entries = archive.infolist()
    if len(entries) > _MOST_ENTRIES:
        raise refusal(source, "archive-bomb", f"The archive has {len(entries):,} entries; the limit is {_MOST_ENTRIES:,}.")
    unpacked, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if unpacked > _MOST_UNPACKED:
        raise refusal(source, "archive-bomb", f"The archive unpacks to {unpacked:,} bytes; the limit is {_MOST_UNPACKED:,}.")
    if packed > len(raw) or len({entry.header_offset for entry in entries}) < len(entries):
        raise refusal(
            source, "archive-bomb", "Entries of the archive lie over each other, so that it unpacks to more than it holds."
        )
    for entry in entries:
        parts = entry.filename.replace("\\", "/").split("/")
        if ".." in parts or entry.filename.startswith(("/", "\\")) or ":" in parts[0]:
            raise refusal(source, "archive-path", f"The archive holds {entry.filename[:80]!r}, a path that leads out of it.")
        if entry.file_size > _SMALL and entry.file_size > _MOST_RATIO * max(entry.compress_size, 1):
            raise refusal(
                source,
                "archive-bomb",
                f"{entry.filename[:80]!r} in the archive unpacks to {entry.file_size:,} bytes from {entry.compress_size:,}.",
            )
        if entry.flag_bits & 1:
            raise refusal(source, "encrypted", f"{entry.filename[:80]!r} in the archive is locked with a password.")


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, source: str) -> None:
    """Office documents hold no DTD: where one stands it is there for its entities, at which readers drop text or hang."""
    tail = b""
    with archive.open(entry) as part:
        while block := part.read(_READ_AT_ONCE):
            window = (tail + block).replace(b"\0", b"")  # UTF-16 has zero bytes between the letters
            if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
                raise refusal(source, "entities", f"{entry.filename[:80]!r} in the archive declares entities.")
            tail = block[-32:]
