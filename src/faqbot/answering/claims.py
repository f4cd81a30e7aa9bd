"""A written sentence beside the sentences it cites, and the numbers that tell how well they support it.

Each is a plain measure of overlap. What they weigh is fitted on claims that people judged (`faqbot eval calibrate --claims`).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import LCSseq

from faqbot.language import sentences
from faqbot.language.amounts import amounts
from faqbot.language.words import content_tokens, fold, stem, tokens
from faqbot.protocols import Embedder

FEATURES: tuple[str, ...] = (
    "covered", "worst_sentence", "uncovered", "words_there", "pairs", "triples", "in_order",
    "token_match", "weakest_tokens", "likeness", "speaks_of_itself", "asks", "length", "evidence_length",
)  # fmt: skip

_SPEAKER = frozenset("i me my mine myself we us our je j moi mon ma mes nous notre nos".split())
_WEAKEST = 3


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence to check, the sentences it cites as one text, and their language.

    `context` is what these stand under, title and headings: the claim may take words from it, but it supports nothing.
    """

    text: str
    evidence: str
    lang: str
    context: str = ""


def quoted(claim: Claim) -> bool:
    """Whether the claim is one of the sentences it cites, word for word."""
    words = tokens(claim.text)
    return bool(words) and any(words == tokens(claim.evidence[start:end]) for start, end in sentences.split(claim.evidence))


def verbatim(claim: Claim) -> bool:
    """Whether the words of the claim stand in a row in its evidence."""
    words = tokens(claim.text)
    return bool(words) and f" {' '.join(words)} " in f" {' '.join(tokens(claim.evidence))} "


def features(claim: Claim, embedder: Embedder) -> dict[str, float]:
    """The features by name, in the order of FEATURES."""
    words, there = tokens(_valued(claim.text)), tokens(_valued(claim.evidence))
    stems, evidence = [stem(word, claim.lang) for word in words], [stem(word, claim.lang) for word in there]
    known = frozenset([*evidence, *(stem(word, claim.lang) for word in tokens(_valued(claim.context)))])
    meaning = [stem(word, claim.lang) for word in content_tokens(_valued(claim.text), claim.lang)]
    values = {
        "covered": _share(meaning, known),
        "worst_sentence": min((_share(part, known) for part in _by_sentence(claim)), default=0.0),
        "uncovered": math.log1p(sum(one not in known for one in meaning)),
        "words_there": _share(stems, known),
        "pairs": _runs(stems, evidence, 2),
        "triples": _runs(stems, evidence, 3),
        "in_order": LCSseq.similarity(stems, evidence) / len(stems) if stems else 0.0,
        "speaks_of_itself": sum(word in _SPEAKER and word not in there for word in words) / max(1, len(words)),
        "asks": float("?" in claim.text),
        "length": math.log1p(len(words)),
        "evidence_length": math.log1p(len(there)),
        **_likeness(claim, embedder),
    }
    return {name: values[name] for name in FEATURES}


def _by_sentence(claim: Claim) -> list[list[str]]:
    spans = sentences.split(claim.text)
    parts = [_valued(claim.text[start:end]) for start, end in spans]
    return [[stem(word, claim.lang) for word in content_tokens(part, claim.lang)] for part in parts]


def _valued(text: str) -> str:
    """`text`, folded, with each number as its value, so that "100k" and "100,000" are one word."""
    plain = fold(text)
    for one in reversed(amounts(text)):
        plain = f"{plain[: one.start]} {one.value:.12g} {plain[one.end :]}"
    return plain


def _share(stems: Sequence[str], there: Collection[str]) -> float:
    return sum(one in there for one in stems) / len(stems) if stems else 0.0


def _runs(stems: Sequence[str], evidence: Sequence[str], length: int) -> float:
    """The share of the claim's runs of `length` words that are runs of the evidence (BLEU's n-gram precision)."""
    runs = [tuple(stems[place : place + length]) for place in range(len(stems) - length + 1)]
    if not runs:
        return _share(stems, frozenset(evidence))
    there = {tuple(evidence[place : place + length]) for place in range(len(evidence) - length + 1)}
    return sum(run in there for run in runs) / len(runs)


def _likeness(claim: Claim, embedder: Embedder) -> dict[str, float]:
    """MaxSim (Khattab and Zaharia 2020) over the claim's tokens, the mean of the weakest three, and the cosine."""
    said, held = embedder.embed_tokens(claim.text), embedder.embed_tokens(claim.evidence)
    one, other = embedder.embed([claim.text, claim.evidence])
    cosine = float(np.dot(one, other))
    if not len(said) or not len(held):
        return {"token_match": 0.0, "weakest_tokens": 0.0, "likeness": cosine}
    nearest = np.sort(np.max(said @ held.T, axis=1))
    return {"token_match": float(np.mean(nearest)), "weakest_tokens": float(np.mean(nearest[:_WEAKEST])), "likeness": cosine}
