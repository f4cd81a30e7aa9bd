"""An answer as plain text for a terminal."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Mapping
from typing import Any

from faqbot.language.markup import readable
from faqbot.texts import page, written_date

_WIDTH = 96


def show_answer(answer: Mapping[str, Any]) -> str:
    """The rendered `answer` as paragraphs: the words, the notes, the sources, what else can be asked."""
    blocks = ["\n".join(_wrap(readable(line) if answer["citations"] else line) for line in answer["answer"].split("\n"))]
    blocks.extend(_wrap(f"({note['text']})") for note in answer["notes"])
    if answer["closest"]:
        blocks.append(textwrap.indent(_wrap(readable(answer["closest"]["quote"])), "  | "))
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


def _wrap(line: str) -> str:
    return textwrap.fill(line, _WIDTH, break_long_words=False, break_on_hyphens=False)
