"""How much of a section is the answer: a short section whole, a list whole, otherwise the sentences that stand alone."""

from __future__ import annotations

import re
from collections.abc import Mapping

from faqbot.answering.quotable import leads, quotable
from faqbot.language.words import fold
from faqbot.types import Document, Section

_WHOLE_SECTION_WORDS = 90
_MOST_WORDS = 120
_MOST_SENTENCES = 3
# A second sentence joins the best one when its score is at least this share of it.
_CLOSE = 0.85
# Openings that lean on the sentence before; folded.
_DANGLES = re.compile(
    r"^(?:it|its|they|their|them|this|that|these|those|he|she|such|however|but|also|then|therefore|thus|instead|otherwise|in addition|moreover|and|or|so|as a result|for this reason|"
    r"il|elle|ils|elles|cela|ceci|ce|cette|ces|son|sa|ses|leur|leurs|cependant|toutefois|neanmoins|mais|aussi|de plus|en outre|ainsi|donc|sinon|en revanche)\b"
)
# Openings of an exception: cutting them off would change what the sentence before says.
_EXCEPTS = re.compile(
    r"^(?:except|unless|only|however|but|note that|provided|sauf|excepte|seulement|cependant|toutefois|mais|attention|a condition)\b"
)


def shape(document: Document, section: Section, scores: Mapping[int, float], *, best: int) -> tuple[int, ...]:
    """The sentences of `section` that answer, by number and in order; always holds `best`.

    `scores` has the sentences that may be quoted. At most 120 words, but for a single sentence or list item that is
    longer.
    """
    every = tuple(number for number, sentence in enumerate(section.sentences) if quotable(document, section, sentence))
    if _words(document, section, every) <= (_MOST_WORDS if section.kind == "faq" else _WHOLE_SECTION_WORDS) and not _many_fields(
        section
    ):
        return every
    chosen = _with_list(document, section, best)
    if len(chosen) == 1:
        chosen = _with_neighbours(document, section, best)
    for number in sorted(scores, key=lambda place: (-scores[place], place)):
        if len(chosen) >= _MOST_SENTENCES or scores[number] < _CLOSE * scores[best]:
            break
        wider = tuple(sorted({*chosen, *_with_neighbours(document, section, number)}))
        if _words(document, section, wider) <= _WHOLE_SECTION_WORDS:
            chosen = wider
    return chosen if _words(document, section, chosen) <= _MOST_WORDS else _trimmed(document, section, chosen, best)


def _many_fields(section: Section) -> bool:
    return section.kind == "field" and len(section.sentences) > 8


def _with_list(document: Document, section: Section, best: int) -> tuple[int, ...]:
    """The whole list that `best` is an item of or leads to, with the sentence that leads to it."""

    def leading(number: int) -> bool:
        return number >= 0 and leads(document.quote(section.sentences[number].start, section.sentences[number].end))

    def item(number: int) -> bool:
        return 0 <= number < len(section.sentences) and section.sentences[number].kind == "item"

    if not item(best) and not (leading(best) and item(best + 1)):
        return (best,)
    first = last = best
    while item(first) and item(first - 1):
        first -= 1
    if item(first) and leading(first - 1):
        first -= 1
    while item(last + 1):
        last += 1
    return tuple(range(first, last + 1))


def _with_neighbours(document: Document, section: Section, number: int) -> tuple[int, ...]:
    """A sentence with the one before when it leans on it, and the one after when that takes something back."""
    chosen = [number]
    while chosen[0] > 0 and len(chosen) < _MOST_SENTENCES and _DANGLES.match(_opening(document, section, chosen[0])):
        chosen.insert(0, chosen[0] - 1)
    after = number + 1
    if after < len(section.sentences) and _EXCEPTS.match(_opening(document, section, after)):
        chosen.append(after)
    return tuple(chosen)


def _trimmed(document: Document, section: Section, chosen: tuple[int, ...], best: int) -> tuple[int, ...]:
    """The sentences around `best` that fit in the limit: those before it first, then those after."""
    kept = [best]
    for number in sorted(chosen, key=lambda place: (abs(place - best), place)):
        if number != best and _words(document, section, (*kept, number)) <= _MOST_WORDS:
            kept.append(number)
    return tuple(sorted(kept))


def _opening(document: Document, section: Section, number: int) -> str:
    sentence = section.sentences[number]
    return fold(document.quote(sentence.start, min(sentence.end, sentence.start + 40))).lstrip("*_ \"'“«")


def _words(document: Document, section: Section, chosen: tuple[int, ...]) -> int:
    return sum(len(document.quote(section.sentences[number].start, section.sentences[number].end).split()) for number in chosen)
