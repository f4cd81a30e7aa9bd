"""Typing mistakes: only words of four letters or more that neither the documents nor the language know are corrected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from faqbot.language.words import fold

_SHORTEST = 4
_TIMES = 10
_WORD = re.compile(r"[^\W\d_]{4,}")


Initials = Mapping[str, Sequence[str]]


def initials(vocabulary: Iterable[str]) -> Initials:
    """The words of `vocabulary` that may be meant by a mistake, by their first letter: a correction keeps it."""
    found: dict[str, list[str]] = {}
    for word in vocabulary:
        if len(word) >= _SHORTEST - 1:
            found.setdefault(word[0], []).append(word)
    return found


def correct(
    question: str, vocabulary: Mapping[str, int], right: Callable[[str], bool], by_initial: Initials | None = None
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """`question` with its unknown words replaced by the nearest words of `vocabulary`, and which were replaced.

    `vocabulary` maps folded words to how likely they are; `right` says whether a folded word is spelt right although it is
    none of them. A correction keeps the first letter, and changes one letter (two from eight letters on; two neighbours
    that changed places count as one: optimal string alignment distance). Capitals throughout are a name or an acronym.
    `by_initial` is `initials(vocabulary)`, for who corrects more than once.
    """
    replaced: list[tuple[str, str]] = []
    shouted = question.isupper()

    def repair(match: re.Match[str]) -> str:
        word = fold(match.group())
        if word in vocabulary or right(word) or (match.group().isupper() and not shouted):
            return match.group()
        nonlocal by_initial
        by_initial = by_initial or initials(vocabulary)
        best = _nearest(word, vocabulary, by_initial.get(word[0], ()))
        if best is None:
            return match.group()
        replaced.append((match.group(), best))
        return best

    return _WORD.sub(repair, question), tuple(replaced)


def mistaken(word: str, counts: Mapping[str, int]) -> bool:
    """Whether `word` looks like a mistake for one that `counts` holds so many times more often."""
    common = {other: count for other, count in counts.items() if count >= _TIMES * counts[word]}
    return len(word) >= _SHORTEST and _nearest(word, common, initials(common).get(word[0], ())) is not None


def _nearest(word: str, vocabulary: Mapping[str, int], among: Sequence[str]) -> str | None:
    most = 2 if len(word) >= 8 else 1
    near = extract(word, among, scorer=OSA.distance, score_cutoff=most, limit=5)
    if not near:
        return None
    return min(near, key=lambda found: (found[1], -vocabulary[found[0]], found[0]))[0]
