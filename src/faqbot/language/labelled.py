"""Named values of a document: its fields, and lines such as "Closing date: 9 June 2026"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from faqbot.language.markup import readable
from faqbot.language.words import fold
from faqbot.types import Document

_LINE = re.compile(r"([^\s:][^:]{1,48}?)\s?:\s+(\S.{0,198})")
_LONGEST = 250
_MOST_LABEL_WORDS = 6


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value with its name, folded, and where it stands; of a line the whole line, so that its name is quoted too."""

    label: str
    value: str
    start: int
    end: int


def labelled(document: Document) -> Iterator[Labelled]:
    """The named values of `document`, in order."""
    for section in document.sections:
        for one in section.sentences:
            text = document.quote(one.start, one.end)
            match = _LINE.fullmatch(readable(text)) if len(text) <= _LONGEST else None
            name = section.heading[-1]
            if section.kind == "field":
                with_name = match and fold(match[1]) == fold(name)
                yield Labelled(fold(name), match[2] if match and with_name else readable(text), one.start, one.end)
            elif match and len(match[1].split()) <= _MOST_LABEL_WORDS:
                yield Labelled(fold(match[1]), match[2], one.start, one.end)
