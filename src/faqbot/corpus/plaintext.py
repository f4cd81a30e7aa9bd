"""Plain text: headings, bullets and FAQ lines told apart by their shape. The document's text is the file itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from faqbot.corpus import facts
from faqbot.corpus.blocks import Block
from faqbot.corpus.decoding import decode
from faqbot.corpus.page import Page
from faqbot.corpus.sections import is_question

_BULLET = re.compile(r"[ \t]*(?:[-*+•·–]|\d{1,3}[.)])[ \t]+")
_UNDERLINE = re.compile(r"\s*([=\-~_*])\1{2,}\s*")
_LONGEST_HEADING = 90
_MOST_HEADING_WORDS = 14


def read_plaintext(raw: bytes, source: str) -> list[Page]:
    """A text file as blocks: a short line without end mark, followed by text, is a heading."""
    text, removed = decode(raw, source)
    lines = _lines(text)
    blocks = [block for number in range(len(lines)) if (block := _block(text, lines, number)) is not None]
    headings = (text[block.start : block.end] for block in blocks if block.kind == "heading")
    title = next((line for line in headings if len(line.split()) > 1), "")
    return [Page(text, tuple(blocks), title=title, removed=removed)]


def _lines(text: str) -> list[tuple[int, int]]:
    """The trimmed spans of the lines that hold more than blanks and rules."""
    found = (match for match in re.finditer(r"[^\n]+", text) if match.group().strip() and not _UNDERLINE.fullmatch(match.group()))
    spans = []
    for match in found:
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        spans.append((start, match.start() + len(match.group().rstrip())))
    return spans


def _block(text: str, lines: Sequence[tuple[int, int]], number: int) -> Block | None:
    start, end = lines[number]
    bullet = _BULLET.match(text, start, end)
    if bullet:
        return Block("item", bullet.end(), end) if bullet.end() < end else None
    if number + 1 < len(lines) and _is_heading(text[start:end]):
        return Block("heading", start, end, level=2)
    return Block("paragraph", start, end)


def _is_heading(line: str) -> bool:
    """Short and without an end mark, and no fact; a question line is left to the rule for FAQ entries."""
    if facts.named(line):
        return False
    short = len(line) <= _LONGEST_HEADING and len(line.split()) <= _MOST_HEADING_WORDS
    return short and not is_question(line) and line[-1] not in '.!;:,…"”»)' and line[0].isalnum() and not line[0].islower()
