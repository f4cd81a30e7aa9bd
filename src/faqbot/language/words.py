"""Words of a text: tokens as a person would count them, and stems as a search compares them.

Everything is case-folded and stripped of accents before it is compared, because candidates type "experience requise"
as readily as "expérience requise". The stemmer therefore sees folded text on both sides.
"""

from __future__ import annotations

import functools
import re
import unicodedata

import Stemmer

from faqbot.language.functionwords import FUNCTION_WORDS

# A word is letters and digits; a number keeps the separators inside it ("100,000", "2.5").
_TOKEN = re.compile(r"\d+(?:[.,\u202f\u00a0]\d+)*|[^\W\d_]+(?:\d+)?|\d+[^\W\d_]+")
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=\w)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)
_GROUPING = re.compile(r"(?<=\d)[,.](?=\d{3}(?!\d))")
# "100 000", as French writes it; four digits before the blank are a year, not a group.
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)")
_STEMMERS = {"en": "english", "fr": "french", "de": "german", "es": "spanish", "it": "italian", "nl": "dutch", "pt": "portuguese"}


def fold(text: str) -> str:
    """`text` in lower case and without accents; the length may change, so never use it for offsets."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def whole(text: str) -> str:
    """`text` as a tokenizer takes it: half of a surrogate pair is no character, but a program can send one."""
    return text.encode("utf-8", "replace").decode("utf-8")


def tokens(text: str) -> list[str]:
    """The words of `text` in order, folded, numbers without grouping ("100,000" gives "100000")."""
    plain = _POSSESSIVE.sub("", _ELISION.sub("", fold(text)))
    joined = _SPACED.sub(lambda match: match.group().replace(" ", ""), plain)
    return _TOKEN.findall(_GROUPING.sub("", joined))


def content_tokens(text: str, lang: str) -> list[str]:
    """The tokens of `text` that carry meaning: function words of `lang` left out."""
    idle = FUNCTION_WORDS.get(lang, FUNCTION_WORDS["en"])
    return [token for token in tokens(text) if token not in idle]


def stem(token: str, lang: str) -> str:
    """The stem of one folded token; the token itself where `lang` has no stemmer."""
    stemmer = _stemmer(lang)
    return str(stemmer.stemWord(token)) if stemmer else token


def stems(text: str, lang: str) -> list[str]:
    """The stems of the content words of `text`, in order; of all its words when none carries meaning."""
    words = content_tokens(text, lang) or tokens(text)
    return [stem(word, lang) for word in words]


@functools.cache
def _stemmer(lang: str) -> Stemmer.Stemmer | None:
    name = _STEMMERS.get(lang)
    return Stemmer.Stemmer(name) if name else None
