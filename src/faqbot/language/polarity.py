"""Words that turn a statement round, weaken it or make it stricter, each with the words that it bears on.

"No degree is required" has the words of "A degree is required"; only the mark tells them apart. English and French.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from faqbot.language import sentences
from faqbot.language.functionwords import FUNCTION_WORDS
from faqbot.language.words import fold, stem

Kind = Literal["not", "must", "may", "only", "always"]

# By language and kind; folded, apostrophes straight. A longer wording is tried before a shorter one.
_MARKS: dict[str, dict[Kind, str]] = {
    "en": {
        "not": r"not|no|never|none|nobody|nothing|neither|nor|without|cannot|\w+n't|no longer|lacks?|lacking|absence of|unable|impossible|instead of|rather than|free of|refuses?|isnt|arent|dont|doesnt|cant|wont|non",
        "must": r"must|required?|requires|requirement|mandatory|compulsory|obligatory|have to|has to|needs? to|needed|necessary|essential|shall|obliged|prerequisites?|indispensable",
        "may": r"may|might|could|can|possibly|possible|perhaps|optional|optionally|ideally|preferably|up to|depending|according to|based on|likely|usually|generally|typically|often|sometimes|normally|about|around|approximately|roughly|some|many|most",
        "only": r"only|except|unless|solely|exclusively|at most|at least|minimum|maximum",
        "always": r"always|guaranteed?|guarantees|certainly|definitely|all|every|everyone|everybody|any|automatically|fully|entirely|completely|unlimited",
    },
    "fr": {
        "not": r"pas|aucune?s?|jamais|sans|ni|non|rien|nullement|guere|ne\s+\w+\s+(?:plus|personne)|n'\w+\s+(?:plus|personne)|impossible|au lieu de|plutot que|manque",
        "must": r"doit|doivent|devez|devra|devront|faut|faudra|obligatoires?|obligatoirement|exigee?s?|exige|requise?s?|requiert|necessaires?|necessite|indispensables?|imperatif|imperativement",
        "may": r"peut|peuvent|pouvez|pourrai[st]?|pourraient|pourra|pourront|possible|possibles|eventuellement|facultati(?:f|ve)s?|idealement|de preference|jusqu'a|selon|suivant|en fonction|environ|generalement|souvent|parfois|habituellement|en general|certaine?s|plupart|beaucoup",
        "only": r"ne\s+\w+(?:\s+\w+)?\s+que|n'\w+(?:\s+\w+)?\s+que|seulement|uniquement|sauf|excepte|exclusivement|au plus|au moins|minimum|maximum|a moins",
        "always": r"toujours|garantie?s?|garantit|certainement|tous|toutes|tout|toute|chaque|automatiquement|entierement|totalement|illimitee?s?",
    },
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_CLAUSE = re.compile(r"[,;:()]|\s[-–—]\s|\b(?:but|whereas|while|although|mais|tandis|alors que)\b")
_BEFORE, _AFTER = 2, 4


@dataclass(frozen=True, slots=True)
class Mark:
    """A kind of mark and the stems that it bears on: the nearest words of meaning before and after it in its clause."""

    kind: Kind
    bears_on: frozenset[str]


def marks(text: str, lang: str) -> list[Mark]:
    """The marks of `text` in order, sentence by sentence; a language without a table is read with English's."""
    found: list[Mark] = []
    for start, end in sentences.split(text):
        plain = re.sub(r"[’‘`´]", "'", fold(text[start:end]))
        found.extend(_marks(plain, lang))
    return found


def _marks(plain: str, lang: str) -> Iterator[Mark]:
    found = sorted(
        (match.start(), match.end(), kind) for kind, pattern in _patterns(lang).items() for match in pattern.finditer(plain)
    )
    bare = [(match.start(), match.group().removesuffix("'s").rsplit("'", 1)[-1]) for match in _WORD.finditer(plain)]
    words = [(place, stem(word, lang)) for place, word in bare if not _idle(word, lang)]
    for start, end, kind in found:
        first, last = _clause(plain, start)
        before = [word for place, word in words if first <= place < start][-_BEFORE:]
        after = [word for place, word in words if end <= place < last][:_AFTER]
        yield Mark(kind, frozenset(before + after))


def _clause(plain: str, place: int) -> tuple[int, int]:
    """The part of a sentence, between commas and conjunctions that oppose, that `place` lies in."""
    ends = [match.start() for match in _CLAUSE.finditer(plain)]
    return max((end for end in ends if end <= place), default=0), min((end for end in ends if end > place), default=len(plain))


def _idle(word: str, lang: str) -> bool:
    return word in FUNCTION_WORDS.get(lang, FUNCTION_WORDS["en"])


def _patterns(lang: str) -> dict[Kind, re.Pattern[str]]:
    return _COMPILED.get(lang, _COMPILED["en"])


_COMPILED: dict[str, dict[Kind, re.Pattern[str]]] = {
    lang: {kind: re.compile(rf"(?<![\w'])(?:{pattern})(?![\w'])") for kind, pattern in kinds.items()}
    for lang, kinds in _MARKS.items()
}
