"""Several questions in one line: "What does it pay, and is it remote?" asks twice."""

from __future__ import annotations

import re

from faqbot.answering.intents import Intents
from faqbot.language.topics import topics
from faqbot.language.words import content_tokens

_STARTS = (
    r"what|what's|whats|where|when|who|why|how|which|is|are|do|does|did|can|could|will|would|should|"
    r"quel(?:le)?s?|où|ou est|quand|qui|pourquoi|comment|combien|est[- ]ce|y a[- ]t[- ]il|peut[- ]on|faut[- ]il|qu['’]est|c['’]est"
)
_BETWEEN = re.compile(
    rf"(?<=[?!])\s+|\s*[,;]?\s+(?:and also|and|also|et aussi|et|puis|plus)\s+(?=(?:{_STARTS})\b)|\s*[,;]\s+(?=(?:{_STARTS})\b)|\n+",
    re.IGNORECASE,
)
_LOOSE = re.compile(r"(?<=[?!])\s+|\s+(?:and|n|et|plus|also)\s+|\s*[&+;]\s*|\n+", re.IGNORECASE)
_OF_THEM = re.compile(r"\b(?:they|them|ils|elles|eux)\b", re.IGNORECASE)
_MOST = 3


def split(question: str, lang: str, intents: Intents) -> list[str]:
    """The questions in `question`, at most three; the whole line when its parts do not each ask for something.

    A part counts when it has a word of meaning; parts on the same theme stay together, because the second then
    usually narrows the first ("What does it pay? In France, I mean."). Where that tells nothing apart, parts do that are
    plainly after different things ("training & salary").
    """
    asked = _themed(question, lang)
    if len(asked) > 1:
        return asked
    parts = [part for part in map(str.strip, _LOOSE.split(question)) if content_tokens(part, lang)]
    several = 1 < len(parts) <= _MOST and not _one_matter(parts, lang) and intents.apart(parts)
    return parts if several else [question]


def _one_matter(parts: list[str], lang: str) -> bool:
    """Whether a later part is nothing without the first: "do I need a permit, and will they pay?" asks who pays for it."""
    return any(_OF_THEM.search(part) and len(content_tokens(part, lang)) < 2 for part in parts[1:])


def _themed(question: str, lang: str) -> list[str]:
    """The parts that begin like questions, each on a theme of its own."""
    parts = [part.strip() for part in _BETWEEN.split(question) if part and part.strip()]
    asking = [part for part in parts if content_tokens(part, lang)]
    if len(asking) < 2 or len(asking) > _MOST or len(asking) < len([part for part in parts if "?" in part]):
        return [question]
    themes = [topics(part) for part in asking]
    if (
        _one_matter(asking, lang)
        or any(not theme for theme in themes)
        or any(first & second for number, first in enumerate(themes) for second in themes[number + 1 :])
    ):
        return [question]
    return asking
