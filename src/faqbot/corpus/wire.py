"""Documents as JSON between the reading process and ours. What comes back is checked: a broken reader must not be believed."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from faqbot.corpus.parsing import Parsed
from faqbot.errors import DocumentError
from faqbot.types import Document, Finding, Section, SectionKind, Sentence, SentenceKind

_TEXTS = ("source", "text", "title", "lang", "kind")
_MAYBE = ("role", "owner", "url")
_DATES = ("reviewed", "valid_until")
_FINDING = ("source", "line", "code", "message", "remedy")
_SECTION_KINDS, _SENTENCE_KINDS = get_args(SectionKind), get_args(SentenceKind)


def pack_parsed(found: Sequence[Parsed]) -> bytes:
    """The reply that holds documents."""
    return json.dumps({"parsed": [_plain(one) for one in found]}).encode()


def pack_refusal(error: DocumentError) -> bytes:
    """The reply that refuses the file."""
    return json.dumps({"refused": _finding_row(error)}).encode()


def unpack(reply: bytes, source: str) -> list[Parsed]:
    """The documents in a reply. Raises DocumentError where it refuses, ValueError where it is none that we could have sent."""
    try:
        row = json.loads(reply)
        if "refused" in row:
            _, line, code, message, remedy = row["refused"]
            raise DocumentError(source, line=int(line), code=str(code), message=str(message), remedy=str(remedy))
        found = [_parsed(one) for one in row["parsed"]]
    except (KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise ValueError(f"no reply of ours: {type(error).__name__}") from None
    if any(one.document.source != source and not one.document.source.startswith(f"{source}/") for one in found):
        raise ValueError("a reply about another file")
    return found


def _plain(parsed: Parsed) -> dict[str, object]:
    document = parsed.document
    dates = {name: value.isoformat() if (value := getattr(document, name)) else None for name in _DATES}
    sections = [
        [list(one.heading), one.kind, list(one.wordings), [[each.start, each.end, each.kind] for each in one.sentences]]
        for one in document.sections
    ]
    return {
        **{name: getattr(document, name) for name in (*_TEXTS, *_MAYBE)},
        **dates,
        "aliases": list(document.aliases),
        "sections": sections,
        "identity": parsed.identity,
        "warnings": [_finding_row(one) for one in parsed.warnings],
    }


def _finding_row(found: Finding | DocumentError) -> list[object]:
    return [getattr(found, name) for name in _FINDING]


def _parsed(row: Mapping[str, Any]) -> Parsed:
    text = str(row["text"])
    text.encode()  # half a surrogate pair could not be shown
    values: dict[str, Any] = {name: str(row[name]) for name in _TEXTS}
    values |= {name: None if row[name] is None else str(row[name]) for name in _MAYBE}
    values |= {name: datetime.date.fromisoformat(row[name]) if row[name] else None for name in _DATES}
    document = Document(
        **values,
        aliases=tuple(map(str, row["aliases"])),
        sections=tuple(_section(one, len(text)) for one in row["sections"]),
    )
    warnings = (
        Finding(str(place), int(line), str(code), str(message), str(remedy))
        for place, line, code, message, remedy in row["warnings"]
    )
    return Parsed(document, str(row["identity"]), tuple(warnings))


def _section(row: Sequence[Any], length: int) -> Section:
    heading, kind, wordings, sentences = row
    found = tuple(Sentence(int(start), int(end), each) for start, end, each in sentences)
    if kind not in _SECTION_KINDS or not heading or any(one.kind not in _SENTENCE_KINDS for one in found):
        raise ValueError("a section of no kind that we know")
    if any(not 0 <= one.start < one.end <= length for one in found):
        raise ValueError("a place outside the text")
    return Section(tuple(map(str, heading)), found, kind, tuple(map(str, wordings)))
