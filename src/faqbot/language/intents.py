"""What candidates ask, in the words in which they ask it: intents, each with many wordings in every language we speak.

A question is recognised by the wordings that it is nearest to. So the bank knows what "is the money good" means, and
also what a profile seldom answers ("when do the shares vest"), which is how a near miss is told from a question that
is answered. It speaks of jobs in general: no document has to be written for it.
"""

from __future__ import annotations

import functools
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from faqbot.language.words import tokens

LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Bank:
    """Every wording with the number of its intent; `names` are the intents, such as "pay.amount"."""

    names: tuple[str, ...]
    wordings: tuple[str, ...]
    intents: tuple[int, ...]

    @property
    def hash(self) -> str:
        """Changes when any wording or intent does."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


@functools.cache
def bank() -> Bank:
    """The wordings of `intents/*.txt`: a line `[name]` begins an intent, each line after it is a wording."""
    names: dict[str, int] = {}
    wordings: list[str] = []
    intents: list[int] = []
    for lang in LANGUAGES:
        number = 0
        for line in _lines(lang):
            if line.startswith("["):
                number = names.setdefault(line.strip("[] "), len(names))
            else:
                wordings.append(line)
                intents.append(number)
    return Bank(tuple(names), tuple(wordings), tuple(intents))


@functools.cache
def spoken(lang: str) -> Counter[str]:
    """The words of the wordings in `lang`, folded, with how often they are used: how candidates talk."""
    return (
        Counter(word for line in _lines(lang) if not line.startswith("[") for word in tokens(line))
        if lang in LANGUAGES
        else Counter()
    )


def _lines(lang: str) -> Iterator[str]:
    text = (resources.files("faqbot.language") / "intents" / f"{lang}.txt").read_text(encoding="utf-8")
    return (line.strip() for line in text.splitlines() if line.strip())
