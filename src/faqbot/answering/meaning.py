"""How much of a question a text covers, in the same words or in words that mean the same, weighed by rarity."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from faqbot.answering.library import Library
from faqbot.language.synonyms import synonyms
from faqbot.language.words import content_tokens, stem

# What a synonym counts where the word itself counts one.
_SYNONYM = 0.7


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of meaning of a question: each with its stem, the stems that mean the same, and its weight."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    alike: tuple[frozenset[str], ...]
    weights: tuple[float, ...]

    @property
    def total(self) -> float:
        """The weight of all words."""
        return sum(self.weights)

    def covered(self, there: Collection[str], *, synonym: float = _SYNONYM) -> float:
        """The share of the weight whose stems, or their synonyms at `synonym` each, are in `there`; 0 to 1."""
        if not self.words:
            return 0.0
        return sum(self._count(place, there, synonym) * weight for place, weight in enumerate(self.weights)) / self.total

    def uncovered(self, there: Collection[str]) -> list[tuple[str, float]]:
        """The words that neither they nor a synonym stand in `there`, with their weights."""
        return [(word, self.weights[place]) for place, word in enumerate(self.words) if not self._count(place, there, 1.0)]

    def _count(self, place: int, there: Collection[str], synonym: float) -> float:
        if self.stems[place] in there:
            return 1.0
        return synonym if not self.alike[place].isdisjoint(there) else 0.0


def asked(text: str, lang: str, library: Library) -> Asked:
    """The words of meaning in `text`, each once."""
    words = tuple(dict.fromkeys(content_tokens(text, lang)))
    found = tuple(stem(word, lang) for word in words)
    table = synonyms(lang)
    return Asked(
        words, found, tuple(table.get(one, frozenset()) for one in found), tuple(library.rarity(one, lang) for one in found)
    )
