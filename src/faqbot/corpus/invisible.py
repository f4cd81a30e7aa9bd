"""Characters that no reader sees: they hide text from people, turn it around, or cut words apart for a search."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

# Line ends of other kinds are line ends; form feeds stand between the pages of printed text.
_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff\ud800-\udfff]"
    # Joiners shape Arabic, Indic scripts and emoji; anywhere else they are invisible.
    "|(?<![\u0590-\u1fff\u2600-\u27bf\ufb1d-\ufefc\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
)
_MOST_NAMED = 5


def clean(text: str) -> tuple[str, Counter[str]]:
    """`text` with LF line ends and without invisible characters, and which were left out how often."""
    removed: Counter[str] = Counter()

    def leave_out(match: re.Match[str]) -> str:
        removed[match.group()] += 1
        return ""

    return _UNSEEN.sub(leave_out, _LINE_ENDS.sub("\n", text)), removed


def describe(removed: Mapping[str, int]) -> str:
    """How many characters were left out, and the commonest by name."""
    common = sorted(removed.items(), key=lambda pair: (-pair[1], pair[0]))
    named = [f"{count} × {_name(character)}" for character, count in common[:_MOST_NAMED]]
    others = ", and others" if len(common) > _MOST_NAMED else ""
    return f"{sum(removed.values())} invisible characters were left out: {', '.join(named)}{others}."


def _name(character: str) -> str:
    name = unicodedata.name(character, "").lower()
    return f"U+{ord(character):04X}{f' ({name})' if name else ''}"
