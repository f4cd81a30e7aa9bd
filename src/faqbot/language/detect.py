"""The language of a short question. Function words decide; where there are none, the corpus's own words do."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from faqbot.language.functionwords import FUNCTION_WORDS
from faqbot.language.words import tokens

_FRENCH_SHAPE = re.compile(r"[àâçèêëîïôùûœ]|\b(?:qu|[cdjlmnst])['’]\w|est-ce|é", re.IGNORECASE)
# Words that English and French function-word lists share, or that stand in questions of both: they decide nothing.
_SHARED = frozenset(
    {
        "a",
        "on",
        "as",
        "me",
        "or",
        "y",
        "si",
        "no",
        "non",
        "plus",
        "an",
        "am",
        "so",
        "s",
        "t",
        "m",
        "d",
        "l",
        "c",
        "des",
        "lui",
        "comment",
        "son",
        "ok",
        "fait",
        "sera",
        "main",
    }
)


def detect(text: str, *, vocabulary: Mapping[str, Collection[str]] | None = None, default: str = "en") -> str:
    """The language of `text` among those with function words: "en" or "fr".

    `vocabulary` maps a language to the folded words of the corpus in it; it breaks the tie of a bare "salaire ?".
    """
    words = [word for word in tokens(text) if word not in _SHARED]
    scores = {lang: float(sum(word in idle for word in words)) for lang, idle in FUNCTION_WORDS.items()}
    scores["fr"] += len(_FRENCH_SHAPE.findall(text))
    for lang, known in (vocabulary or {}).items():
        if lang in scores:
            alone = sum(
                word in known and not any(word in other for code, other in (vocabulary or {}).items() if code != lang)
                for word in words
            )
            scores[lang] += 0.9 * alone
    best = max(scores, key=lambda lang: (scores[lang], lang == default))
    return best if scores[best] > 0 else default
