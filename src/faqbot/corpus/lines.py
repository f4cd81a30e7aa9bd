"""The text of a document that is extracted from a format of its own: one block a line, each with its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from faqbot.corpus import facts
from faqbot.corpus.blocks import Block, BlockKind
from faqbot.corpus.invisible import clean
from faqbot.corpus.page import Page

_SPACES = re.compile(r"\s+")
# How an item of a list begins where a format has no lists.
BULLET = re.compile(r"(?:[-*+•·–▪◦‣●○]|\d{1,3}[.)])\s+")


_LETTERS = re.compile(r"[^\W\d_]{3}")
_LONGEST_HEADING = 90


def may_head(text: str) -> bool:
    """Whether a line that is set in bold can be a heading: short, without an end mark, no fact, and no mere grade or amount."""
    line = text.strip()
    return (
        len(line) <= _LONGEST_HEADING
        and "\n" not in line
        and line[-1] not in ".!;,"
        and bool(_LETTERS.search(line))
        and not facts.named(line)
    )


class Lines:
    """Collects headings, paragraphs, items and fields in reading order."""

    def __init__(self, removed: Mapping[str, int] | None = None) -> None:
        self._lines: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0
        self._removed: Counter[str] = Counter(removed or {})

    @property
    def empty(self) -> bool:
        """Whether nothing was added yet."""
        return not self._lines

    def add(self, kind: BlockKind, text: str, *, level: int = 0) -> None:
        """A block of one line, blanks made one; nothing where there is no text."""
        line = self._line(text)
        if line:
            self._append(kind, "", line, level=level)

    def wording(self, text: str) -> None:
        """Another way to ask the question above. It is known by its mark, which few who list some write behind each."""
        if plain := text.strip().rstrip("? "):
            self.add("item", f"{plain}?")

    def heading(self, text: str, level: int) -> None:
        """A heading of `level` 1 to 6; nothing where there is no text."""
        self.add("heading", text, level=max(1, min(level, 6)))

    def passage(self, text: str) -> None:
        """Text of several lines: a line that begins with a bullet or a number is an item."""
        for line in text.splitlines():
            bullet = BULLET.match(line.strip())
            self.add("item" if bullet else "paragraph", line.strip()[bullet.end() :] if bullet else line)

    def field(self, label: tuple[str, ...], value: str, *, part: str = "") -> None:
        """A named value; `part` says which of several with that name it is, such as the minimum of a range."""
        line = self._line(value)
        if line:
            label = tuple(map(self._line, label))
            name = " › ".join(label) + (f" ({part})" if part else "")
            self._append("field", f"{name}: ", line, label=label)

    def page(self, *, title: str = "", values: Mapping[str, object] | None = None, part: str = "") -> Page:
        """All that was added, as a page."""
        title = self._line(title)
        text = "\n".join(self._lines)
        return Page(text, tuple(self._blocks), values=values or {}, title=title, removed=self._removed, part=part)

    def _line(self, text: str) -> str:
        cleaned, removed = clean(text)
        self._removed.update(removed)
        return _SPACES.sub(" ", cleaned).strip()

    def _append(self, kind: BlockKind, before: str, line: str, *, level: int = 0, label: tuple[str, ...] = ()) -> None:
        start = self._length + len(before)
        self._blocks.append(Block(kind, start, start + len(line), level=level, label=label))
        self._lines.append(before + line)
        self._length = start + len(line) + 1
