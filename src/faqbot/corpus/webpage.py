"""HTML pages: the main content only. The document's text is what was extracted, one block a line."""

from __future__ import annotations

import re

from lxml import html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from faqbot.corpus.blocks import BlockKind
from faqbot.corpus.decoding import decode
from faqbot.corpus.lines import Lines
from faqbot.corpus.page import Page
from faqbot.corpus.refusals import refusal

_DROPPED = frozenset(
    "script style template noscript nav header footer aside form dialog button select option svg iframe object canvas audio video head menu".split()
)
_BLOCKS: dict[str, BlockKind] = {
    "p": "paragraph",
    "li": "item",
    "td": "item",
    "th": "item",
    "dd": "item",
    "dt": "paragraph",
    "blockquote": "paragraph",
    "figcaption": "paragraph",
    "summary": "heading",
    "pre": "paragraph",
    "div": "paragraph",
    "section": "paragraph",
    "article": "paragraph",
    "main": "paragraph",
    "body": "paragraph",
}
_LEVELS = {f"h{level}": level for level in range(1, 7)} | {"summary": 6}
_CHROME = re.compile(
    r"\b(?:cookie|consent|banner|breadcrumb|navbar|sidebar|menu|footer|header|skip-?link|share|social|newsletter|popup|modal)s?\b",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])", re.IGNORECASE)


def read_webpage(raw: bytes, source: str) -> list[Page]:
    """The main content of a page: navigation, chrome, hidden text, comments and templates are left out."""
    text, removed = decode(raw, source)
    try:
        root = html.document_fromstring(
            text.encode(), parser=html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
        )
    except ParserError as error:
        raise refusal(
            source,
            "damaged",
            f"The page cannot be read: {error}.",
            line=1,
            remedy="Save it again from the browser as a complete page.",
        ) from None
    writer = _Writer(Lines(removed))
    for element in _main(root):
        writer.walk(element)
    writer.close()
    title = root.findtext(".//h1") or root.findtext(".//title") or ""
    values = {"lang": lang[:2].lower()} if (lang := root.get("lang", "")) and lang[:2].isalpha() else {}
    return [writer.lines.page(title=title, values=values)]


def _main(root: HtmlElement) -> list[HtmlElement]:
    for path in (".//main", ".//*[@role='main']", ".//article", ".//body"):
        found = [element for element in root.iterfind(path) if not _hidden(element)]
        if found:
            return [element for element in found if not any(ancestor in found for ancestor in element.iterancestors())]
    return [root]


def _hidden(element: HtmlElement) -> bool:
    named = f"{element.get('class', '')} {element.get('id', '')}"
    return (
        element.tag in _DROPPED
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or element.get("role") in ("navigation", "banner", "contentinfo", "search", "dialog")
        or bool(_HIDDEN.search(element.get("style", "")))
        or (element.tag not in ("main", "article", "body") and bool(_CHROME.search(named)))
    )


class _Writer:
    """Collects the text of block elements line by line, and where each line stands."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self._open: list[str] = []
        self._kind: BlockKind = "paragraph"
        self._level = 0

    def walk(self, element: HtmlElement) -> None:
        # An explicit stack: a page nested ten thousand deep must not end in a recursion error.
        stack: list[HtmlElement | tuple[str, str]] = [element]
        while stack:
            step = stack.pop()
            if isinstance(step, tuple):
                self._leave(*step)
            elif isinstance(step.tag, str) and not _hidden(step):
                self._enter(step)
                stack.append((step.tag, ""))
                for child in reversed(step):
                    stack.append(("", child.tail or ""))
                    stack.append(child)

    def _enter(self, element: HtmlElement) -> None:
        tag = str(element.tag)
        if tag in _BLOCKS or tag in _LEVELS:
            inside_item = self._kind == "item" and not self._open and tag in ("p", "div")
            self.close()
            self._level = _LEVELS.get(tag, 0)
            self._kind = "heading" if self._level else "item" if inside_item else _BLOCKS[tag]
        elif tag == "br":
            self._open.append(" ")
        self._open.append(element.text or "")

    def _leave(self, tag: str, tail: str) -> None:
        if tag in _BLOCKS or tag in _LEVELS:
            self.close()
            self._kind, self._level = "paragraph", 0
        self._open.append(tail)

    def close(self) -> None:
        self.lines.add(self._kind, "".join(self._open), level=self._level)
        self._open = []
