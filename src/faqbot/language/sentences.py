"""Sentences of a passage, with exact offsets. English and French; other languages by punctuation alone."""

from __future__ import annotations

import re

# A mark that may end a sentence, the closing quotes and brackets after it, then the blank before the next one.
_BREAK = re.compile(r"[.!?…]+[\"'”’»)\]]*(?:[ \t\u00a0\u202f]*\n\s*|[ \t\u00a0\u202f]+|$)")
_ABBREVIATIONS = frozenset(
    "e.g i.e etc vs cf approx inc ltd corp co dr mr mrs ms prof st no nos fig dept est jr sr vol p pp ed eds al "
    "m mm mme mlle env ex art tél tel min max réf ref av bd jan feb mar apr jun jul aug sep sept oct nov dec u.s u.k".split()
)
_LAST_WORD = re.compile(r"[^\s(\[\"“«'’]+$")


def split(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The spans of the sentences in `text[start:end]`, trimmed of blanks, in order; they never overlap.

    A full stop after an abbreviation or an initial, or before a lower-case letter, ends no sentence.
    """
    end = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    begin = start
    for match in _BREAK.finditer(text, start, end):
        if _ends_sentence(text, match, begin, end):
            _append(spans, text, begin, match.end())
            begin = match.end()
    _append(spans, text, begin, end)
    return spans


def _ends_sentence(text: str, match: re.Match[str], begin: int, end: int) -> bool:
    if match.end() >= end:
        return True
    following = text[match.end()]
    if following.islower():
        return False
    if not match.group().startswith(".") or match.group().startswith(".."):
        return True
    last = _LAST_WORD.search(text, begin, match.start())
    word = last.group().lower() if last else ""
    initial = len(word) == 1 and word.isalpha() and text[match.start() - 1].isupper()
    return not (word.rstrip(".") in _ABBREVIATIONS and word != "etc") and not initial


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))
