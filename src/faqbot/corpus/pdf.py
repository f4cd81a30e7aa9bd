"""PDF: lines as they are laid out, joined to headings, paragraphs and items by their size, weight, gaps and bullets."""

from __future__ import annotations

import ctypes
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from faqbot.corpus.lines import BULLET, Lines, may_head
from faqbot.corpus.page import Page
from faqbot.corpus.refusals import refusal

_MOST_PAGES = 500
# Drawn invisible (3), or only as a path to clip with (7).
_UNSEEN_MODES = frozenset({3, 7})
_SMALLEST = 3.0
_MOST_GROUNDS = 500
_WHITE = 250
_BOLD = 600
# A heading's size in the size of the text; a gap that ends a paragraph in the height of a line.
_LARGER = 1.12
_GAP = 1.5
# A line that stands on at least this share of the pages is a header or a footer.
_REPEATED = 0.6
# A blank wider than this, in the height of a line, stands between two cells of a table.
_COLUMN = 1.0
# Text that begins this far right of most text, in points, is an item, whether its bullet is a letter or a drawing.
_INDENT = 8
_FEWEST_PAGES = 3


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a page: its text, its size and weight, where its foot and its left end are."""

    text: str
    size: float
    bold: bool
    bottom: float
    left: float


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    bottom: float
    right: float
    top: float


def read_pdf(raw: bytes, source: str) -> list[Page]:
    """A PDF's visible text. Raises DocumentError when it is locked, damaged, or holds pictures of text only."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        # PDFium may tell of the file before this one, so the file itself is asked too.
        if "password" in str(error).lower() and b"/Encrypt" in raw:
            raise refusal(source, "encrypted", "The file is locked with a password.") from None
        raise refusal(source, "damaged", f"The file is no PDF that can be read: {str(error).rstrip('.')}.") from None
    with document:
        if len(document) > _MOST_PAGES:
            raise refusal(source, "too-large", f"The file has {len(document):,} pages; the limit is {_MOST_PAGES}.")
        pages = [_page_lines(document[number]) for number in range(len(document))]
        title = str(document.get_metadata_dict().get("Title", ""))
    if not any(pages):
        raise refusal(source, "no-text", "The file has no text that can be seen, only pictures of it, if anything.")
    lines = Lines()
    _write(lines, _without_margins(pages))
    return [lines.page(title=title)]


def _write(lines: Lines, pages: Sequence[Sequence[_Line]]) -> None:
    sizes = Counter({0.0: 0})
    for line in (line for page in pages for line in page):
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0]
    levels = {
        size: min(level, 5)
        for level, size in enumerate(sorted((one for one in sizes if one > _LARGER * body), reverse=True), start=1)
    }
    lefts = Counter(round(line.left) for page in pages for line in page if line.size == body)
    margin = min(left for left, count in lefts.items() if count >= max(lefts.values()) / 3)
    shape = _Shape(body, margin, levels)
    block: list[_Line] = []
    for page in pages:
        for line in page:
            if block and _starts_anew(block[-1], line, body):
                shape.add(lines, block)
                block = []
            block.append(line)
    if block:
        shape.add(lines, block)


@dataclass(frozen=True, slots=True)
class _Shape:
    """How this document sets its text: the size and left margin of most of it, and the depth of headings by size."""

    body: float
    margin: int
    levels: dict[float, int]

    def add(self, lines: Lines, block: Sequence[_Line]) -> None:
        """Add a block to `lines` as what its shape says it is."""
        first, text = block[0], _joined(line.text for line in block)
        bullet = BULLET.match(text)
        if bullet or " | " in text:
            lines.add("item", text[bullet.end() :] if bullet else text)
        elif first.size in self.levels:
            lines.heading(text, self.levels[first.size])
        elif first.bold and may_head(text):
            lines.heading(text, 6)
        else:
            lines.add("item" if first.left > self.margin + _INDENT else "paragraph", text)


def _starts_anew(before: _Line, line: _Line, body: float) -> bool:
    """Whether a line begins a block of its own."""
    if (
        BULLET.match(line.text)
        or " | " in line.text + before.text
        or abs(line.size - before.size) > 0.5
        or line.bold != before.bold
    ):
        return True
    gap = before.bottom - line.bottom
    if gap <= 0:  # the next page or column: a sentence that has not ended goes on
        return before.text.rstrip()[-1] in ".!?:;" or before.size > _LARGER * body
    return gap > _GAP * line.size * 1.2 or (before.text.rstrip()[-1] in ".!?:" and len(before.text) < 40)


def _joined(texts: Iterator[str]) -> str:
    """Lines as one; a hyphen at the end of a line inside a word goes."""
    return re.sub(r"(?<=[^\W\d_])[\u00ad\ufffe\x02]\s*|(?<=[a-zà-ÿ])-\n(?=[a-zà-ÿ])", "", "\n".join(texts)).replace("\n", " ")


def _without_margins(pages: Sequence[Sequence[_Line]]) -> list[list[_Line]]:
    """The pages without the lines that stand on most of them, page numbers counted as one."""
    if len(pages) < _FEWEST_PAGES:
        return [
            [
                line
                for line in page
                if not re.fullmatch(r"\s*(?:page\s*)?\d{1,3}(?:\s*(?:/|of|sur)\s*\d{1,3})?\s*", line.text, re.IGNORECASE)
            ]
            for page in pages
        ]
    count = Counter(key for page in pages for key in {_key(line) for line in page})
    return [[line for line in page if count[_key(line)] < _REPEATED * len(pages)] for page in pages]


def _key(line: _Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round(line.bottom / 5)


def _page_lines(page: Any) -> list[_Line]:
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    count = pdfium.FPDFText_CountChars(text)
    seen = _Seen(page, text)
    lines: list[_Line] = []
    letters: list[int] = []
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in (10, 13):
            lines.extend(_line(text, letters))
            letters = []
        elif code and seen.shows(index):
            letters.append(index)
    lines.extend(_line(text, letters))
    text.close()
    page.close()
    return lines


def _line(text: Any, letters: Sequence[int]) -> Iterator[_Line]:
    import pypdfium2.raw as pdfium

    letter = {index: chr(pdfium.FPDFText_GetUnicode(text, index)) for index in letters}
    drawn = [index for index in letters if not letter[index].isspace()]
    if not drawn:
        return
    boxes = [_box(text, index) for index in drawn]
    said = letter[drawn[0]]
    for number, (box, after) in enumerate(itertools.pairwise(boxes), start=1):
        between = range(drawn[number - 1] + 1, drawn[number])
        blank = bool(between)
        # A gap that hidden text left is none between columns.
        wide = after.left - box.right > _COLUMN * (box.top - box.bottom) and all(index in letter for index in between)
        said += (" | " if wide else " " if blank else "") + letter[drawn[number]]
    sizes = Counter(round(box.top - box.bottom, 1) for box in boxes)
    bold = all(pdfium.FPDFText_GetFontWeight(text, index) >= _BOLD or _named_bold(text, index) for index in drawn)
    yield _Line(said, sizes.most_common(1)[0][0], bold, boxes[0].bottom, boxes[0].left)


def _box(text: Any, index: int) -> _Box:
    """The box of a character as tall as its font: the font's own size says nothing, because a page may be scaled."""
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text, index, box)
    return _Box(box.left, box.bottom, box.right, box.top)


def _named_bold(text: Any, index: int) -> bool:
    import pypdfium2.raw as pdfium

    name, flags = ctypes.create_string_buffer(64), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, index, name, 64, flags)
    return b"bold" in name.value.lower()


class _Seen:
    """Tells whether a reader of the page sees a character: painted, not white on white, not tiny, and on the page."""

    def __init__(self, page: Any, text: Any) -> None:
        self._text = text
        self._width, self._height = page.get_size()
        self._modes: dict[int, int] = {}
        self._grounds = list(_grounds(page))

    def shows(self, index: int) -> bool:
        """Whether the character at `index` can be seen."""
        import pypdfium2.raw as pdfium

        if pdfium.FPDFText_IsGenerated(self._text, index) == 1:
            return True
        item = pdfium.FPDFText_GetTextObject(self._text, index)
        address = ctypes.cast(item, ctypes.c_void_p).value or 0
        if address not in self._modes:
            self._modes[address] = pdfium.FPDFTextObj_GetTextRenderMode(item) if item else 0
        box = _box(self._text, index)
        inside = box.right > 0 and box.left < self._width and box.top > 0 and box.bottom < self._height
        return (
            self._modes[address] not in _UNSEEN_MODES
            and inside
            and box.top - box.bottom >= _SMALLEST
            and self._coloured(index, box)
        )

    def _coloured(self, index: int, box: _Box) -> bool:
        import pypdfium2.raw as pdfium

        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        pdfium.FPDFText_GetFillColor(self._text, index, red, green, blue, alpha)
        white = min(red.value, green.value, blue.value) >= _WHITE
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        return alpha.value > 0 and (
            not white or any(one.left <= x <= one.right and one.bottom <= y <= one.top for one in self._grounds)
        )


def _grounds(page: Any) -> Iterator[_Box]:
    """Where the page is coloured or holds a picture, so that white text shows."""
    import pypdfium2.raw as pdfium

    for number, item in enumerate(page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE))):
        if number >= _MOST_GROUNDS:
            return
        if item.type == pdfium.FPDF_PAGEOBJ_PATH:
            red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
            pdfium.FPDFPageObj_GetFillColor(item.raw, red, green, blue, alpha)
            if min(red.value, green.value, blue.value) >= _WHITE or alpha.value == 0:
                continue
        yield _Box(*item.get_bounds())
