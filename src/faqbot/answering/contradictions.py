"""What sets a written sentence against the sentences it cites: a number, a name, a "not" or a "must" that they do not hold.

These rules come before any likeness, because likeness is blind to what matters most: a swapped number or an inserted "not"
leaves every vector where it was.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from faqbot.answering.claims import Claim
from faqbot.language import sentences
from faqbot.language.amounts import Amount, amounts
from faqbot.language.places import places
from faqbot.language.polarity import Kind, marks
from faqbot.language.words import content_tokens, fold, stem, tokens

# Inside a sentence a capital makes a name; a word of letters and digits, or with a dot inside, is one anywhere.
_NAME = re.compile(r"(?<![\w.'’-])(?:[A-ZÀ-Þ][\w&+]*(?:[-.'’][\w&+]+)*|\w*[^\W\d_]\w*\d\w*|\w{2,}(?:\.[^\W\d_]{2,})+)")
_WORD = re.compile(r"[^\W\d_]+")
# How many words on each side tell what a number is of; how well another number must fit (1: the word beside it is the
# same), and by how much better.
_BESIDE = 2
_BESIDE_IT = 0.9
_FITS_BETTER = 0.2
# Adding these says more than the evidence; leaving these out does. A weaker sentence than the evidence is no lie.
_NOT_ADDED: tuple[Kind, ...] = ("not", "must", "only", "always")
_NOT_DROPPED: tuple[Kind, ...] = ("not", "may", "only")
_SAME_MATTER = 0.75


def contradictions(claim: Claim) -> tuple[str, ...]:
    """Which rules the claim breaks: number, name, and the kinds of marks that were added or left out."""
    found = []
    if strange_numbers(claim) or misplaced_numbers(claim):
        found.append("number")
    if strange_names(claim):
        found.append("name")
    return (*found, *_turned(claim))


def strange_numbers(claim: Claim) -> list[float]:
    """The numbers of the claim that its evidence lacks, or has with another unit."""
    there = amounts(f"{claim.context}\n{claim.evidence}")
    return [one.value for one in amounts(claim.text) if not any(one.agrees(other) for other in there)]


def strange_names(claim: Claim) -> list[str]:
    """The names in the claim that its evidence lacks; an acronym counts as there when its words are, a nationality when
    its country is.
    """
    around = f"{claim.context}\n{claim.evidence}"
    words = tokens(around)
    there = {*words, *(stem(word, claim.lang) for word in words)}
    initials = "".join(word[0] for word in words)
    countries = places(around)
    strange = []
    for name in _names(claim.text):
        parts = [word for word in tokens(name) if word not in there and stem(word, claim.lang) not in there]
        if parts and not (name.isupper() and len(name) > 1 and fold(name) in initials) and not _known(name, countries):
            strange.append(name)
    return strange


def misplaced_numbers(claim: Claim) -> list[float]:
    """The numbers of the claim that stand in the evidence, but beside other words: those beside another number there."""
    there = _beside(claim.evidence, claim.lang)
    found = []
    for amount, before, after in _beside(claim.text, claim.lang):
        own = [_fit(before, left) + _fit(after, right) for other, left, right in there if amount.agrees(other)]
        rival = [_fit(before, left) + _fit(after, right) for other, left, right in there if amount.rivals(other)]
        if own and max(rival, default=0.0) >= max(_BESIDE_IT, max(own, default=0.0) + _FITS_BETTER):
            found.append(amount.value)
    return found


def _turned(claim: Claim) -> list[str]:
    """The kinds of marks by which claim and evidence differ about the same matter, with + (added) or - (left out)."""
    said, held = marks(claim.text, claim.lang), marks(claim.evidence, claim.lang)
    about = {stem(word, claim.lang) for word in content_tokens(claim.text, claim.lang)}
    added = [
        f"+{one.kind}"
        for one in said
        if one.kind in _NOT_ADDED and not any(one.kind == other.kind and _same(one.bears_on, other.bears_on) for other in held)
    ]
    dropped = [
        f"-{one.kind}"
        for one in held
        if one.kind in _NOT_DROPPED
        and len(one.bears_on) > 1
        and len(one.bears_on & about) >= _SAME_MATTER * len(one.bears_on)
        and not any(one.kind == other.kind and one.bears_on & other.bears_on for other in said)
    ]
    return list(dict.fromkeys(added + dropped))


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one or not other or bool(one & other)


def _names(text: str) -> list[str]:
    """The names in `text`. The first word of a sentence is one only when it cannot be another word."""
    found = []
    for start, end in sentences.split(text):
        sentence = text[start:end]
        opening = len(sentence) - len(sentence.lstrip("\"'“«(¿¡*_ -"))
        for match in _NAME.finditer(sentence):
            name = match.group()
            special = name[1:].lower() != name[1:] or any(character.isdigit() or character == "." for character in name)
            if match.start() > opening or special or places(name):
                found.append(name)
    return [name for name in found if name != "I" and not name.replace(",", "").isdigit()]


def _known(name: str, countries: Collection[str]) -> bool:
    named = places(name)
    return bool(named) and all(one in countries for one in named)


def _beside(text: str, lang: str) -> list[tuple[Amount, list[str], list[str]]]:
    """The numbers of `text`, each with the stems of the words before it, nearest first, and after it."""
    found = amounts(text)
    spans = [(one.start, one.end) for one in found]
    words = [
        (match.start(), stem(match.group(), lang))
        for match in _WORD.finditer(fold(text))
        if not any(start <= match.start() < end for start, end in spans)
    ]
    return [
        (
            one,
            [word for place, word in words if place < one.start][: -_BESIDE - 1 : -1],
            [word for place, word in words if place >= one.end][:_BESIDE],
        )
        for one in found
    ]


def _fit(words: Sequence[str], there: Sequence[str]) -> float:
    """How well two lists of words fit, each nearest first: near ones count more."""
    return sum(1 / ((place + 1) * (there.index(word) + 1)) for place, word in enumerate(words) if word in there)
