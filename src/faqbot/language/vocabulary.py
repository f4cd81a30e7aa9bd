"""Words that are spelt right although no document holds them, so that the speller leaves them alone."""

from __future__ import annotations

import functools
from importlib import resources

from faqbot.language.functionwords import FUNCTION_WORDS
from faqbot.language.words import fold


@functools.cache
def known_words(lang: str) -> frozenset[str]:
    """The common words of `lang`, folded; empty for a language without a list."""
    file = resources.files("faqbot.language") / "wordlists" / f"{lang}.txt"
    listed = file.read_text(encoding="utf-8").split() if file.is_file() else []
    return frozenset(map(fold, listed)) | FUNCTION_WORDS.get(lang, frozenset())
