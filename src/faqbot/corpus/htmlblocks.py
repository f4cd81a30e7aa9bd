"""HTML inside Markdown: the text between the tags, with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from faqbot.corpus.blocks import Block
from faqbot.language.markup import readable

_RUN = re.compile(r"<(/?)([A-Za-z][\w-]*)[^<>]*>|([^<]+)")
_SKIPPED = frozenset({"script", "style", "template", "head", "title"})
# Tags inside a run of text that do not end it.
_INLINE = frozenset("a abbr b bdi bdo br cite code dfn em i kbd mark q s samp small span strong sub sup time u var wbr".split())
_BUTTONS = frozenset({"download", "word document"})


def html_blocks(text: str, start: int, end: int) -> Iterator[Block]:
    """Blocks of `text[start:end]`: a `<dt>` with its `<dd>` is a field, an `<li>` an item, other text a paragraph."""
    label: tuple[str, ...] = ()
    for tag, left, right in _runs(text, start, end):
        content = readable(text[left:right])
        if not content:
            continue
        if tag == "dt":
            label = (content,)
        elif tag == "dd":
            if label and content.lower() not in _BUTTONS and label[0].lower() not in _BUTTONS:
                yield Block("field", left, right, label=label)
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            yield Block("heading", left, right, level=int(tag[1]))
        else:
            yield Block("item" if tag == "li" else "paragraph", left, right)


def _runs(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Runs of text between block tags, as (innermost block tag, start, end), trimmed."""
    stack: list[str] = []
    left = right = -1
    for match in _RUN.finditer(text, start, end):
        if match.group(3) is None:
            tag = match.group(2).lower()
            if tag in _INLINE:
                continue
            if left >= 0:
                yield stack[-1] if stack else "", left, right
            left = right = -1
            _step(stack, tag, closing=bool(match.group(1)), alone=match.group().endswith("/>"))
        elif match.group(3).strip() and not _SKIPPED.intersection(stack):
            blank = len(match.group(3)) - len(match.group(3).lstrip())
            left = match.start() + blank if left < 0 else left
            right = match.start() + len(match.group(3).rstrip())
    if left >= 0:
        yield stack[-1] if stack else "", left, right


def _step(stack: list[str], tag: str, *, closing: bool, alone: bool) -> None:
    if closing:
        while stack and stack.pop() != tag:
            pass
    elif not alone and tag not in ("hr", "img", "input", "meta", "link"):
        stack.append(tag)
