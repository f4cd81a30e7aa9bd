"""The text of HTML elements as headings, paragraphs, items and fields. Which elements do not count, a `Chrome` says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from lxml.html import HtmlElement

from faqbot.corpus.blocks import BlockKind
from faqbot.corpus.lines import Lines, may_head
from faqbot.corpus.sections import is_question
from faqbot.corpus.tables import is_faq, write_table

_BLOCKS: dict[str, BlockKind] = {
    "p": "paragraph", "li": "item", "td": "item", "th": "item", "dd": "item", "dt": "paragraph", "blockquote": "paragraph",
    "figcaption": "paragraph", "pre": "paragraph", "div": "paragraph", "section": "paragraph", "article": "paragraph",
    "main": "paragraph", "body": "paragraph", "header": "paragraph", "aside": "paragraph", "address": "paragraph",
    "ul": "paragraph", "ol": "paragraph", "dl": "paragraph", "details": "paragraph", "fieldset": "paragraph", "form": "paragraph",
}  # fmt: skip
_LEVELS = {f"h{level}": level for level in range(1, 7)} | {"summary": 6}
_BOLD = frozenset({"b", "strong"})
_LONGEST_FIELD = 200
_LONG_CELL = 300
_END = object()


class Chrome(Protocol):
    """Says which elements are no part of the text."""

    def dropped(self, element: HtmlElement) -> bool:
        """Whether the element is left out with all that is in it."""
        ...

    def heads(self, element: HtmlElement) -> bool:
        """Whether the element, such as the button of an accordion, is the heading of what follows."""
        ...


class HtmlWriter:
    """Walks elements in reading order and fills `lines`."""

    def __init__(self, lines: Lines, chrome: Chrome) -> None:
        self._lines = lines
        self._chrome = chrome
        self._open: list[tuple[str, bool]] = []
        self._kind: BlockKind = "paragraph"
        self._level = 0
        self._bold = 0
        self._label = ""

    def write(self, element: HtmlElement) -> None:
        """Add the text of `element`."""
        # An explicit stack: a page nested ten thousand deep must not end in a recursion error.
        stack: list[HtmlElement | tuple[object, str, str]] = [element]
        while stack:
            step = stack.pop()
            if isinstance(step, tuple):
                mark, tag, tail = step
                if mark is _END:
                    self._leave(tag)
                self._say(tail)
            elif isinstance(step.tag, str) and not self._chrome.dropped(step) and not self._whole(step):
                self._enter(step)
                stack.append((_END, str(step.tag), ""))
                for child in reversed(step):
                    stack.append((None, "", child.tail or ""))
                    stack.append(child)
        self._close()

    def text(self, element: HtmlElement) -> str:
        """What is seen of an element, in one line."""
        pieces: list[str] = []
        stack: list[HtmlElement | str] = [element]
        while stack:
            step = stack.pop()
            if isinstance(step, str):
                pieces.append(step)
            elif isinstance(step.tag, str) and not self._chrome.dropped(step):
                pieces.append(step.text or "")
                for child in reversed(step):
                    stack.append(child.tail or "")
                    stack.append(child)
                    if child.tag in _BLOCKS or child.tag == "br":
                        stack.append(" ")
        return " ".join("".join(pieces).split())

    def _whole(self, element: HtmlElement) -> bool:
        """Write an element at once where it is a table, or a term or its value; otherwise do nothing."""
        if element.tag == "table":
            rows = [
                list(row.iterchildren("td", "th")) for row in element.iter("tr") if next(row.iterancestors("table")) is element
            ]
            texts = [[self.text(cell) for cell in row] for row in rows]
            if len(list(element.iter("table"))) > 1 or (
                any(len(text) > _LONG_CELL for row in texts for text in row) and not is_faq(texts)
            ):
                return False
            self._close()
            self._table(rows, texts)
        elif element.tag == "dt" and not is_question(self.text(element)):
            self._close()
            self._label = self.text(element)
        elif element.tag == "dd" and self._label:
            value = self.text(element)
            if len(value) > _LONGEST_FIELD or len(list(element.iterdescendants("li", "p"))) > 1:
                self._lines.heading(self._label, 6)
                self._label = ""
                return False
            self._lines.field((self._label,), value)
        else:
            return False
        return True

    def _table(self, rows: Sequence[Sequence[HtmlElement]], texts: Sequence[Sequence[str]]) -> None:
        """A table; rows of a name (`th`) and its value are fields."""
        named = [[cell.tag for cell in row] == ["th", "td"] for row in rows]
        if named and all(named):
            for name, value in texts:
                self._lines.field((name.rstrip(" :"),), value)
        else:
            write_table(self._lines, texts)

    def _enter(self, element: HtmlElement) -> None:
        tag = str(element.tag)
        if tag in _LEVELS or self._chrome.heads(element):
            self._close()
            self._kind, self._level = "heading", _LEVELS.get(tag, 6)
        elif tag in _BLOCKS and self._kind != "heading":
            # Text that follows a list item's opening tag is the item's, whatever wraps it.
            inside_item = self._kind == "item" and not any(text.strip() for text, _ in self._open) and tag in ("p", "div")
            self._close()
            self._kind, self._level = ("item" if inside_item else _BLOCKS[tag]), 0
        elif tag == "br" and self._kind != "heading":
            kind = self._kind
            self._close()
            self._kind = kind
        elif tag == "br":
            self._say(" ")
        self._bold += tag in _BOLD
        self._say(element.text or "")

    def _leave(self, tag: str) -> None:
        self._bold -= tag in _BOLD
        heading = self._kind == "heading"
        if tag in _LEVELS or (tag in _BLOCKS and not heading) or (heading and tag == "button"):
            self._close()
            self._kind, self._level = "paragraph", 0

    def _say(self, text: str) -> None:
        if text:
            self._open.append((text, self._bold > 0))

    def _close(self) -> None:
        text = "".join(text for text, _ in self._open)
        stressed = all(bold for part, bold in self._open if part.strip())
        self._open = []
        if self._kind == "paragraph" and stressed and text.strip() and may_head(text):
            self._lines.heading(text, 6)
        else:
            self._lines.add(self._kind, text, level=self._level)
