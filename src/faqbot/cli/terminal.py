"""An answer as plain text for a terminal."""

from __future__ import annotations

import datetime
import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from faqbot.language.markup import readable
from faqbot.texts import page, written_date

_WIDTH = 96
_ITEM = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])\s+")


def show_answer(answer: Mapping[str, Any]) -> str:
    """The rendered `answer` as paragraphs: the words, the notes, the sources, what else can be asked."""
    blocks = [_quoted(answer["answer"]) if answer["citations"] else "\n".join(map(_wrap, answer["answer"].split("\n")))]
    blocks.extend(_wrap(f"({note['text']})") for note in answer["notes"])
    if answer["closest"]:
        blocks.append(textwrap.indent(_quoted(answer["closest"]["quote"]), "  | ", lambda _: True))
    sources = [*answer["citations"], *([answer["closest"]] if answer["closest"] else [])]
    if sources:
        blocks.append("\n".join(_source(source, answer["lang"]) for source in sources))
    if answer["suggestions"]:
        blocks.append("\n".join(f"  ? {question}" for question in answer["suggestions"]))
    return "\n\n".join(blocks)


def _source(source: Mapping[str, Any], lang: str) -> str:
    strings = page(lang)
    date = datetime.date.fromisoformat(source["reviewed"]) if source["reviewed"] else None
    reviewed = f" ({strings['reviewed'].format(date=written_date(strings, date))})" if date else ""
    return f"[{source['n']}] {source['source']}, {' > '.join(source['heading'])}{reviewed}"


def _quoted(text: str) -> str:
    """Quotes as they stand in their documents, paragraph by paragraph; items of a list begin with a mark."""
    return "\n\n".join(_paragraph(part.split("\n")) for part in re.split(r"\n\s*\n", text.strip()))


def _paragraph(lines: Sequence[str]) -> str:
    items = [_ITEM.match(line) is not None for line in lines]
    # The first item of a quoted list has left its mark in the document.
    items[0] = items[0] or (any(items[1:2]) and not lines[0].rstrip().endswith(":"))
    return "\n".join(_wrap(readable(line), mark="• " if item else "") for line, item in zip(lines, items, strict=True))


def _wrap(line: str, mark: str = "") -> str:
    return textwrap.fill(
        line,
        _WIDTH,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )
