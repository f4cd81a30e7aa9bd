"""The language of a short question. Function words decide; where there are none, the corpus's own words do."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from faqbot.language.functionwords import FUNCTION_WORDS
from faqbot.language.words import tokens

_FRENCH_SHAPE = re.compile(r"[àâçèêëîïôùûœ]|\b(?:qu|[cdjlmnst])['’]\w|est-ce|é", re.IGNORECASE)
# Words that English and French function-word lists share, or that stand in questions of both: they decide nothing.
_SHARED = frozenset(
    {"a", "on", "as", "me", "or", "si", "no", "non", "plus", "an", "am", "so", "comment", "son", "ok", "fait", "main"}
)
Words = Mapping[str, Collection[str]]
# What a word weighs that only one language's documents, or its list of common words, hold.
_DOCUMENTS, _LISTED = 0.9, 0.5


def detect(text: str, *, vocabulary: Words | None = None, listed: Words | None = None, default: str = "en") -> str:
    """The language of `text` among those with function words: "en" or "fr".

    `vocabulary` maps a language to the folded words of the corpus in it, `listed` to its common words; they decide
    where no function word does, as in a bare "salaire ?".
    """
    words = [word for word in tokens(text) if word not in _SHARED and len(word) > 1]
    scores = {lang: float(sum(word in idle for word in words)) for lang, idle in FUNCTION_WORDS.items()}
    scores["fr"] += len(_FRENCH_SHAPE.findall(text))
    for lang in scores:
        scores[lang] += _DOCUMENTS * _alone(words, lang, vocabulary or {}) + _LISTED * _alone(words, lang, listed or {})
    best = max(scores, key=lambda lang: (scores[lang], lang == default))
    return best if scores[best] > 0 else default


def _alone(words: Sequence[str], lang: str, known: Words) -> int:
    """How many of `words` the collection of `lang` holds and no other one does."""
    own = known.get(lang, ())
    return sum(word in own and not any(word in other for code, other in known.items() if code != lang) for word in words)
