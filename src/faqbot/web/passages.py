"""A quote inside the text around it: the passage below a citation, and the document as it was read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from faqbot.language.markup import readable
from faqbot.types import Document, Section

# A citation opens in place: about this many characters on each side of the quote keep it readable on a phone.
_AROUND = 500
_BULLET = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])\s+")
# A row of a table without the bars at its ends, and the line below its head.
_ROW = re.compile(r"\s*\|\s*(.*?)\s*\|\s*")
_RULE = re.compile(r"[\s|:-]*-[\s|:-]*")
_HEADING = re.compile(r"(#{1,6})\s+")


@dataclass(frozen=True, slots=True)
class Span:
    """The place of quote number `n`."""

    n: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters, and the number of the quote that they belong to; 0 outside every quote."""

    text: str
    n: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list item, or a heading of `level` 2 to 4. The pieces of it, put together, are its text."""

    kind: Literal["paragraph", "item", "heading"]
    pieces: tuple[Piece, ...]
    level: int = 0

    @property
    def marked(self) -> bool:
        """Whether some of it is quoted."""
        return any(piece.n for piece in self.pieces)


def passage(document: Document, spans: Sequence[Span]) -> list[Block]:
    """The section that the quotes stand in, shortened to what is near them, at ends of sentences."""
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    section = _section(document, start, end)
    if section is None:
        return [Block("paragraph", (Piece(document.text[span.start : span.end], span.n),)) for span in spans]
    near = [each for each in section.sentences if each.end >= start - _AROUND and each.start <= end + _AROUND]
    blocks: list[Block] = []
    last_end = near[0].start
    for each in near:
        kind: Literal["paragraph", "item"] = "item" if each.kind == "item" else "paragraph"
        pieces = tuple(_pieces(document.text, each.start, each.end, spans))
        between = document.text[last_end : each.start]
        if blocks and kind == "paragraph" == blocks[-1].kind and "\n\n" not in between:
            blocks[-1] = Block(kind, (*blocks[-1].pieces, _joint(blocks[-1].pieces[-1], pieces[0]), *pieces))
        else:
            blocks.append(Block(kind, pieces))
        last_end = each.end
    return blocks


def quoted(document: Document, start: int, end: int) -> list[Block]:
    """The quote alone, in the paragraphs and items that it has in its document."""
    section = _section(document, start, end)
    # A quote that begins inside an item has left the item's mark behind.
    inside = section is not None and any(each.kind == "item" and each.start <= start < each.end for each in section.sentences)
    found = _shaped(document.text, start, end, [Span(1, start, end)], set())
    if inside and found and found[0].kind == "paragraph":
        found[0] = Block("item", found[0].pieces)
    return found


def blocks(document: Document, start: int, end: int) -> tuple[list[Block], list[Block]]:
    """The whole document as (its front matter, its text), a block a paragraph, item or heading."""
    text = document.text
    spans = [Span(1, start, end)]
    headings = {heading for section in document.sections for heading in section.heading}
    matter_end = _front_matter(text)
    matter = [Block("paragraph", tuple(_pieces(text, left, right, spans))) for left, right in _lines(text, 0, matter_end)]
    return matter, _shaped(text, matter_end, len(text), spans, headings)


def _shaped(text: str, begin: int, finish: int, spans: Sequence[Span], headings: set[str]) -> list[Block]:
    body: list[Block] = []
    last = begin
    kind: Literal["paragraph", "item", "heading"]
    for left, right in _lines(text, begin, finish):
        if (row := _ROW.fullmatch(text[left:right])) and _RULE.fullmatch(row.group(1)):
            continue
        kind, level, skip = ("item", 0, row.start(1)) if row else _shape(text[left:right], headings)
        pieces = tuple(_pieces(text, left + skip, left + row.end(1) if row else right, spans))
        if not pieces:  # an item or a heading of which nobody has written the words
            continue
        # Lines that follow each other without a blank one are one paragraph.
        if kind == "paragraph" and body and body[-1].kind != "heading" and text.count("\n", last, left) == 1:
            body[-1] = Block(body[-1].kind, (*body[-1].pieces, _joint(body[-1].pieces[-1], pieces[0]), *pieces))
        else:
            body.append(Block(kind, pieces, level))
        last = right
    return body


def _section(document: Document, start: int, end: int) -> Section | None:
    for section in document.sections:
        if section.sentences and section.sentences[0].start <= start and end <= section.sentences[-1].end:
            return section
    return None


def _shape(line: str, headings: set[str]) -> tuple[Literal["paragraph", "item", "heading"], int, int]:
    """What a line is, the level of a heading, and how many characters of mark to leave out."""
    if mark := _HEADING.match(line):
        return "heading", min(4, max(2, len(mark.group(1)))), mark.end()
    if readable(line) in headings:
        return "heading", 3, 0
    if bullet := _BULLET.match(line):
        return "item", 0, bullet.end()
    return "paragraph", 0, 0


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^\n]+", text[start:end]):
        if match.group().strip():
            yield start + match.start(), start + match.end()


def _front_matter(text: str) -> int:
    if not text.startswith("---\n"):
        return 0
    end = text.find("\n---", 3)
    return 0 if end < 0 else min(len(text), end + 4)


def _joint(before: Piece, after: Piece) -> Piece:
    """The blank that stands for a line end between two pieces; quoted when both belong to the same quote."""
    return Piece(" ", before.n if before.n == after.n else 0)


def _pieces(text: str, left: int, right: int, spans: Sequence[Span]) -> Iterator[Piece]:
    """The characters from `left` to `right`, cut where quotes begin and end. Of two that overlap the earlier one has them."""
    position = left
    for span in sorted(spans, key=lambda each: each.start):
        begin, finish = max(position, span.start), min(right, span.end)
        if begin >= finish:
            continue
        if position < begin:
            yield Piece(text[position:begin])
        yield Piece(text[begin:finish], span.n)
        position = finish
    if position < right:
        yield Piece(text[position:right])
