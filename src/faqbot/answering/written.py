"""What a language model wrote, read as it arrives: JSON objects wherever they stand; everything else is passed over.

A fence, a list around the objects or a word before them does no harm, and an object that is not of the form is none.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from faqbot.language import sentences
from faqbot.language.markup import readable

# More than any answer that was asked for; whatever comes after it is not read.
_LONGEST = 12_000
_LONGEST_SENTENCE = 400
_OBJECT = re.compile(r"\{[^{}]*\}")
_MARKER = re.compile(r"\s*\[\s*\d+(?:\s*[,;–-]\s*\d+)*\s*\]")
# A link, an address, a tag, a picture: none of these may come from a model, whatever the documents say. Nor may what stands in
# brackets where something personal was masked before it was sent.
_FOREIGN = re.compile(
    r"://|\bwww\.|\]\(|\]\[|!\[|[<>{}`|\\]|@\w|\[[a-z][a-z -]*\]|\bjavascript:|\bdata:|&#|%[0-9a-f]{2}",
    re.IGNORECASE,
)
# A domain as people write an address; "DeepLearning.AI" is a name.
_DOMAIN = re.compile(
    r"(?<![\w.])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|ai|fr|eu|de|uk|xyz|example|info|biz|co|dev|app|me|ru|cn|gouv)\b"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence that a model wrote and the numbers that it points at, in its order, each once."""

    text: str
    numbers: tuple[int, ...]


def objects(pieces: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    """The JSON objects without objects inside them, each as soon as it is closed."""
    waiting, read = "", 0
    for piece in pieces:
        waiting += piece[: _LONGEST - read]
        read += len(piece)
        while match := _OBJECT.search(waiting):
            waiting = waiting[match.end() :]
            try:
                found = json.loads(match.group())
            except ValueError:
                continue
            if isinstance(found, dict):
                yield found
        if read >= _LONGEST:
            return


def parts(pieces: Iterable[str]) -> Iterator[Written]:
    """The sentences of an answer with their numbers; an object of another form, or with a link in it, gives none."""
    for found in objects(pieces):
        text, numbers = found.get("text"), found.get("from")
        if not isinstance(text, str) or not isinstance(numbers, list) or not all(type(one) is int for one in numbers):
            continue
        pointed = tuple(dict.fromkeys(numbers))
        plain = plainly(text)
        for start, end in sentences.split(plain):
            if end - start <= _LONGEST_SENTENCE and not foreign(plain[start:end]):
                yield Written(plain[start:end], pointed)


def foreign(text: str) -> bool:
    """Whether `text` holds a link, an address or markup, which no model may write and none is shown."""
    return _FOREIGN.search(text) is not None or _DOMAIN.search(text) is not None


def plainly(text: str) -> str:
    """`text` on one line, without markup, markers and invisible characters. A link stays visible as a link."""
    visible = "".join(
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", text)
        if character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    bare = visible if _FOREIGN.search(visible) else readable(visible)
    return " ".join(_MARKER.sub("", bare).split())
