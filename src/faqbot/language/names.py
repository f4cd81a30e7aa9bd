"""The names of roles: every document about a role repeats its name, so the name tells nothing apart.

Names are left out of what is embedded and of the question that is searched with; what is shown keeps them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from faqbot.language.words import content_tokens, fold
from faqbot.types import Document

_ARTICLE = r"(?:\b(?:the|an?|le|la|les|une?|du|des|de la|d[’']|l[’']|of a|of the|for a|as a)\s*)?"
_SPACES = re.compile(r"\s{2,}")
_DANGLING = re.compile(r"\s+([,.;:?!])")


def names_of(document: Document) -> tuple[str, ...]:
    """The names under which a document's role is known, longest first; none for a document that serves every role."""
    if document.role is None:
        return ()
    names = {document.role.replace("-", " "), *document.aliases}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def without_names(text: str, names: Sequence[str]) -> str:
    """`text` without any of `names` and the article before them; `text` itself when no word of meaning would be left."""
    if not names:
        return text
    shorter = _pattern(tuple(names)).sub(" ", text)
    shorter = _DANGLING.sub(r"\1", _SPACES.sub(" ", shorter)).strip(" \t,;:-–—")
    return shorter if content_tokens(shorter, "en") and content_tokens(shorter, "fr") else text


def mentions(text: str, name: str) -> bool:
    """Whether `name` stands in `text` as whole words, in any case, with or without accents and hyphens."""
    return _pattern((fold(name),)).search(fold(text)) is not None


@functools.lru_cache(maxsize=4096)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    loose = (r"[\s\-–’']+".join(re.escape(word) for word in re.split(r"[\s\-–’']+", name) if word) for name in names)
    return re.compile(rf"{_ARTICLE}\b(?:{'|'.join(loose)})(?:s\b|\b)(?:[’']s\b)?", re.IGNORECASE)
