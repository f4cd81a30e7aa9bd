"""Sentences made wrong on purpose, each in one way, to count how many of them the verifier catches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from faqbot.answering.claims import Claim
from faqbot.language.amounts import amounts
from faqbot.language.words import fold

# Small enough to spell and to shift: "May 1889" becomes "May 2889", "3 days" becomes "4 days".
_DIGITS = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w])")
_NAME = re.compile(r"(?<=[a-zà-þ,] )[A-ZÀ-Þ][a-zà-þ]{2,}\b")
_AUXILIARY = {
    "en": re.compile(r"\b(?:is|are|was|were|has|have|had|can|may|will|must|should|could|would|does|do|did)\b(?! not|n['’]t)"),
    "fr": re.compile(r"\b(est|sont|était|étaient|a|ont|peut|peuvent|doit|doivent|va|vont|sera|seront)\b(?! pas)"),
}
_NEGATION = {
    "en": re.compile(r"\b(?:not|never)\s|n['’]t\b"),
    "fr": re.compile(r"\bne\s|\bn['’]|\s(?:pas|jamais|plus)\b"),
}


def another_number(claim: Claim) -> Iterator[str]:
    """The claim with its first number one higher in the leading digit, where the evidence does not hold that one too."""
    match = _DIGITS.search(claim.text)
    if match:
        leading = str(int(match.group()[0]) % 9 + 1)
        changed = claim.text[: match.start()] + leading + claim.text[match.start() + 1 :]
        there = {one.value for one in amounts(claim.evidence)}
        if any(one.value not in there for one in amounts(changed)):
            yield changed


def number_of_the_evidence(claim: Claim) -> Iterator[str]:
    """The claim with its first number replaced by another one that its evidence holds."""
    match = _DIGITS.search(claim.text)
    others = [one for one in _DIGITS.findall(claim.evidence) if match and one not in _DIGITS.findall(claim.text)]
    if match and others:
        yield claim.text[: match.start()] + others[0] + claim.text[match.end() :]


def negated(claim: Claim) -> Iterator[str]:
    """The claim with "not" behind its first auxiliary; in French "ne" and "pas" around it."""
    match = _AUXILIARY.get(claim.lang, _AUXILIARY["en"]).search(claim.text)
    if match:
        verb = match.group()
        turned = f"n’{verb} pas" if verb[0] in "aeéiou" else f"ne {verb} pas"
        yield claim.text[: match.start()] + (turned if claim.lang == "fr" else f"{verb} not") + claim.text[match.end() :]


def affirmed(claim: Claim) -> Iterator[str]:
    """The claim without its negation."""
    pattern = _NEGATION.get(claim.lang, _NEGATION["en"])
    if pattern.search(claim.text):
        yield pattern.sub("", claim.text)


def renamed(claim: Claim, others: Sequence[str]) -> Iterator[str]:
    """The claim with its first name replaced by one of `others` that its evidence does not hold."""
    match = _NAME.search(claim.text)
    there = fold(claim.evidence)
    other = next((name for name in others if fold(name) not in there), None)
    if match and other:
        yield claim.text[: match.start()] + other + claim.text[match.end() :]


def names(texts: Sequence[str]) -> list[str]:
    """The names inside the sentences of `texts`, each once, in order."""
    return list(dict.fromkeys(name for text in texts for name in _NAME.findall(text)))


PERTURBATIONS: Mapping[str, Callable[[Claim], Iterator[str]]] = {
    "another number": another_number,
    "a number of the same evidence": number_of_the_evidence,
    "an inserted negation": negated,
    "a negation left out": affirmed,
}
