"""Several questions in one line: "What does it pay, and is it remote?" asks twice."""

from __future__ import annotations

import re

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
_MOST = 3


def split(question: str, lang: str) -> list[str]:
    """The questions in `question`, at most three; the whole line when its parts do not each ask for something.

    A part counts when it has a word of meaning; parts on the same theme stay together, because the second then
    usually narrows the first ("What does it pay? In France, I mean.").
    """
    parts = [part.strip() for part in _BETWEEN.split(question) if part and part.strip()]
    asking = [part for part in parts if content_tokens(part, lang)]
    if len(asking) < 2 or len(asking) > _MOST or len(asking) < len([part for part in parts if "?" in part]):
        return [question]
    themes = [topics(part) for part in asking]
    if any(not theme for theme in themes) or any(
        first & second for number, first in enumerate(themes) for second in themes[number + 1 :]
    ):
        return [question]
    return asking
