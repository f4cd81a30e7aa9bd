"""From a file's bytes to its text."""

from __future__ import annotations

from collections import Counter

from faqbot.corpus.invisible import clean
from faqbot.corpus.refusals import refusal


def decode(raw: bytes, source: str) -> tuple[str, Counter[str]]:
    """The text with LF line ends, without invisible characters, and those. Raises DocumentError when it is not UTF-8 text."""
    if b"\0" in raw:
        raise refusal(source, "binary", "The file is not text: it holds a zero byte.", line=_line(raw, raw.index(b"\0")))
    try:
        return clean(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        message = f"The file is not UTF-8: byte 0x{raw[error.start]:02x} stands where none may."
        raise refusal(source, "encoding", message, line=_line(raw, error.start)) from None


def _line(raw: bytes, place: int) -> int:
    return raw.count(b"\n", 0, place) + 1
