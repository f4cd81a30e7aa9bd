"""Markdown with front matter. The document's text is the file itself; every offset points into it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from faqbot.corpus import frontmatter
from faqbot.corpus.blocks import Block
from faqbot.corpus.decoding import decode
from faqbot.corpus.htmlblocks import html_blocks
from faqbot.corpus.page import Page
from faqbot.language.markup import blank_comments, readable

# Blocks are all that is asked of it: what stands inside a line is quoted as it is, and brackets by the thousand take it long.
_PARSER = MarkdownIt("commonmark").enable("table").disable("inline")
_MARKER = re.compile(r"(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])(?=[ \t\n]))*[ \t]*")
_HEADING_MARKS = re.compile(r"[ \t]*#{1,6}[ \t]*")
_HEADING_TAIL = re.compile(r"[ \t]+#+[ \t]*\Z|[ \t]*\n[ \t]*(?:=+|-+)[ \t]*\Z")
_TASK = re.compile(r"\[[ xX]\][ \t]+")


def read_markdown(raw: bytes, source: str) -> list[Page]:
    """A Markdown document as blocks; raises DocumentError for front matter that cannot be used."""
    text, removed = decode(raw, source)
    matter = frontmatter.read(text, source)
    # Comments never count, and must not hide the Markdown around them from the parser; blanks keep offsets.
    body = " " * matter.body
    body = (
        re.sub(r"[^\n]", " ", text[: matter.body]) + blank_comments(text[matter.body :]) if matter.body else blank_comments(text)
    )
    lines = _line_starts(body)
    blocks = [block for block in _blocks(_PARSER.parse(body), body, lines) if readable(body[block.start : block.end])]
    return [Page(text, (*matter.fields, *blocks), values=matter.values, removed=removed)]


def _line_starts(text: str) -> list[int]:
    starts = [0]
    starts.extend(match.end() for match in re.finditer("\n", text))
    return [*starts, len(text) + 1]


def _blocks(parsed: list[Token], text: str, lines: list[int]) -> Iterator[Block]:
    depth = 0
    for position, token in enumerate(parsed):
        depth += (token.type == "list_item_open") - (token.type == "list_item_close")
        if token.map is None:
            continue
        start, end = lines[token.map[0]], min(lines[token.map[1]] - 1, len(text))
        if token.type == "html_block":
            yield from html_blocks(text, start, end)
        elif token.type == "inline":
            opening = parsed[position - 1]
            yield from _inline(text, start, end, opening, in_list=depth > 0)
        elif token.type in ("fence", "code_block"):
            yield Block("paragraph", *_trimmed(text, start, end))
        elif token.type == "tr_open":
            yield from _row(text, start, end)


def _inline(text: str, start: int, end: int, opening: Token, *, in_list: bool) -> Iterator[Block]:
    if opening.type in ("th_open", "td_open"):
        return
    if opening.type == "heading_open":
        marks = _HEADING_MARKS.match(text, start, end) if opening.markup.startswith("#") else None
        start = marks.end() if marks else start
        tail = _HEADING_TAIL.search(text[start:end])
        end = start + tail.start() if tail else end
        yield Block("heading", *_trimmed(text, start, end), level=int(opening.tag[1]))
        return
    marker = _MARKER.match(text, start, end)
    start = marker.end() if marker else start
    task = _TASK.match(text, start, end) if in_list else None
    yield Block("item" if in_list else "paragraph", *_trimmed(text, task.end() if task else start, end))


def _row(text: str, start: int, end: int) -> Iterator[Block]:
    """A table row is quoted as one line, without its outer bars."""
    line_end = text.find("\n", start, end)
    left, right = _trimmed(text, start, end if line_end < 0 else line_end)
    while left < right and text[left] in "| \t":
        left += 1
    while right > left and text[right - 1] in "| \t":
        right -= 1
    if left < right:
        yield Block("item", left, right)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
