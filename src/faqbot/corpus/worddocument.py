"""Word documents (DOCX). The document's text is what was extracted; what Word hides or has deleted is left out."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from lxml.etree import _Element as Element

from faqbot.corpus import archives
from faqbot.corpus.blocks import BlockKind
from faqbot.corpus.lines import Lines, may_head
from faqbot.corpus.page import Page
from faqbot.corpus.tables import is_faq, write_table


def _w(name: str) -> str:
    """A name of Word's own XML as lxml writes it."""
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


_P, _TBL, _R, _T = _w("p"), _w("tbl"), _w("r"), _w("t")
# Content of these never counts: deleted or moved-away text, text boxes (walked on their own), the copy for old readers.
_SKIPPED = frozenset(
    {
        _w("del"),
        _w("moveFrom"),
        _w("txbxContent"),
        _w("pPr"),
        _w("rPr"),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
)
_MARKS = {_w("tab"): " ", _w("br"): "\n", _w("cr"): "\n", _w("noBreakHyphen"): "-", _w("ptab"): " "}
_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"toc(?: heading| \d)|table of figures", re.IGNORECASE)
_LONG_CELL = 300
# Half points: below this nobody reads it.
_TINY = 5


def read_word(raw: bytes, source: str) -> list[Page]:
    """A Word document: headings, paragraphs, lists and tables in order; no header, footer, comment or hidden text."""
    archives.inspect(raw, source)
    import docx

    document = docx.Document(io.BytesIO(raw))
    writer = _Writer(document)
    writer.write(document.element.body)
    return [writer.lines.page(title=writer.title)]


class _Writer:
    """Walks a document's body and fills lines."""

    def __init__(self, document: Any) -> None:
        self.lines = Lines()
        self.title = ""
        self._styles = {style.style_id: style for style in document.styles if style.type == 1}
        self._default = next((style for style in self._styles.values() if style.name == "Normal"), None)

    def write(self, container: Element) -> None:
        for child in container.iterchildren():
            if child.tag == _P:
                self._paragraph(child)
            elif child.tag == _TBL:
                self._table(child)
            elif child.tag not in _SKIPPED:
                self.write(child)

    def _paragraph(self, element: Element) -> None:
        style, level, is_item = self._shape(element)
        text = _text(element)
        if text.strip() and not _CONTENTS.fullmatch(style):
            kind: BlockKind = "item" if is_item else "paragraph"
            if not level and not is_item and _all_bold(element) and may_head(text):
                level = 6
            if level:
                self.title = self.title or (text.strip() if level == 1 or self.lines.empty else "")
                self.lines.heading(text, level)
            else:
                for line in text.split("\n"):
                    self.lines.add(kind, line)
        for box in element.iter(_w("txbxContent")):
            if not any(parent.tag in _SKIPPED for parent in box.iterancestors()):
                self.write(box)

    def _shape(self, element: Element) -> tuple[str, int, bool]:
        """The style's name, the depth of a heading (0: none), and whether the paragraph is a list item."""
        named = element.find(f"{_w('pPr')}/{_w('pStyle')}")
        style = self._styles.get(named.get(_w("val"), "") if named is not None else "", self._default)
        name = (style.name if style is not None else "") or ""
        level, numbered = 0, _numbered(element)
        while style is not None:
            heading = _HEADING.fullmatch(style.name or "")
            level = level or (int(heading.group(1)) if heading else 1 if style.name == "Title" else _outline(style.element))
            numbered = _numbered(style.element) if numbered is None else numbered
            style = style.base_style
        level = level or _outline(element)
        return name, level, bool(numbered) and not level

    def _table(self, table: Element) -> None:
        rows = [[_cell(cell) for cell in row.iterchildren(_w("tc"))] for row in table.iter(_w("tr")) if _own(row, table)]
        nested = sum(1 for _ in table.iter(_TBL)) > 1
        laid_out = nested or any(len(cell) > _LONG_CELL for row in rows for cell in row)
        if laid_out and not is_faq(rows):
            # A table that only arranges the page: its cells are read as the text they are.
            for cell in table.iter(_w("tc")):
                if _own(cell, table):
                    self.write(cell)
        else:
            write_table(self.lines, rows)


def _own(element: Element, table: Element) -> bool:
    return next(element.iterancestors(_TBL)) is table


def _cell(cell: Element) -> str:
    return "\n".join(filter(None, (_text(paragraph).strip() for paragraph in cell.iter(_P))))


def _text(paragraph: Element) -> str:
    return "".join(_pieces(paragraph))


def _pieces(element: Element) -> Iterator[str]:
    for child in element.iterchildren():
        if child.tag in _SKIPPED or (child.tag == _R and _hidden(child)):
            continue
        if child.tag == _T:
            yield child.text or ""
        elif child.tag in _MARKS:
            yield _MARKS[child.tag]
        else:
            yield from _pieces(child)


def _hidden(run: Element) -> bool:
    """Hidden by Word's own mark, white on no ground of its own, or too small to see."""
    properties = run.find(_w("rPr"))
    if properties is None:
        return False
    vanish, colour, size = (properties.find(_w(name)) for name in ("vanish", "color", "sz"))
    if vanish is not None and vanish.get(_w("val"), "true") not in ("0", "false", "off"):
        return True
    if size is not None and size.get(_w("val"), "").isdigit() and int(size.get(_w("val"))) < _TINY:
        return True
    white = colour is not None and colour.get(_w("val"), "").upper() == "FFFFFF"
    return (
        white
        and not any(parent.tag == _w("tc") for parent in run.iterancestors())
        and next(run.getparent().iter(_w("shd")), None) is None
    )


def _all_bold(paragraph: Element) -> bool:
    runs = [run for run in paragraph.iter(_R) if any((text.text or "").strip() for text in run.iter(_T))]
    return bool(runs) and all(run.find(f"{_w('rPr')}/{_w('b')}") is not None for run in runs)


def _outline(element: Element) -> int:
    """The depth that a paragraph or a style states itself; 0 for body text."""
    level = element.find(f"{_w('pPr')}/{_w('outlineLvl')}")
    value = level.get(_w("val"), "9") if level is not None else "9"
    return int(value) + 1 if value.isdigit() and int(value) < 9 else 0


def _numbered(element: Element) -> bool | None:
    """Whether a paragraph or a style says that it is an item of a list; None where it says nothing."""
    number = element.find(f"{_w('pPr')}/{_w('numPr')}/{_w('numId')}")
    return None if number is None else number.get(_w("val")) != "0"
