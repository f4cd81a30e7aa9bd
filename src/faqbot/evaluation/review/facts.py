"""What documents state of pay, place, dates and grade, in a form in which two of them can be compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from faqbot.language.closing import closing
from faqbot.language.dates import dates
from faqbot.language.labelled import Labelled, labelled
from faqbot.language.money import Amount, sums
from faqbot.language.places import places
from faqbot.language.topics import topics
from faqbot.language.words import content_tokens, fold
from faqbot.types import Document, Section

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement: where it stands, and what it comes to; two of one kind agree when they share a value.

    Only statements of one `unit` can be compared: a range of yearly pay with another one, not with a day's pay.
    """

    document: Document
    start: int
    end: int
    values: frozenset[str]
    unit: str = ""


def pay(document: Document) -> Iterator[Fact]:
    """Sentences and fields on pay that name amounts; bonuses are something else."""
    for section in document.sections:
        about = topics(section.heading[-1])
        if section.kind == "field" and "pay" in about and (apart := _apart(document, section)):
            yield apart
            continue
        for one in section.sentences:
            text = document.quote(one.start, one.end)
            themes = topics(text) | (about if section.kind == "field" else frozenset())
            found = [amount for amount in sums(text) if amount.period] if "pay" in themes | about else []
            ranges = [amount for amount in found if amount.low < amount.high]
            for amount in ranges or ([] if "bonus" in themes else found):
                yield _paid(document, one.start, one.end, amount)


def _apart(document: Document, section: Section) -> Fact | None:
    """The amount of a field whose numbers and currency stand apart, as job feeds have them: 50000, 75000, EUR."""
    values = [document.quote(one.start, one.end) for one in section.sentences]
    numbers = [value for value in values if _NUMBER.fullmatch(value)]
    currency = next((value for value in values if _CURRENCY.fullmatch(value)), "")
    found = sums(f"{numbers[0]} - {numbers[-1]} {currency}") if numbers and currency else []
    return _paid(document, section.sentences[0].start, section.sentences[-1].end, found[0]) if found else None


def _paid(document: Document, start: int, end: int, amount: Amount) -> Fact:
    unit = f"{'range' if amount.low < amount.high else 'amount'} in {amount.currency} a {amount.period}"
    return Fact(document, start, end, frozenset({f"{amount.low:.2f} to {amount.high:.2f}"}), unit)


def place(document: Document) -> Iterator[Fact]:
    """Fields and lines that name the place of work."""
    for named in _named(
        document,
        r"(?:job |work )?locations?|place of work|office|duty station|city|based in|lieu(?: de travail| du poste)?|ville|bureau",
    ):
        known = places(named.value)
        words = known or content_tokens(named.value, document.lang)
        if words:
            yield Fact(document, named.start, named.end, frozenset(words))


def grade(document: Document) -> Iterator[Fact]:
    """Fields and lines that name the grade."""
    for named in _named(
        document, r"(?:pay |salary |job )?grades?|gs(?: grade)?|pay band|band|echelon|classification|coefficient"
    ):
        yield Fact(document, named.start, named.end, frozenset({" ".join(fold(named.value).split())}))


def closes(document: Document) -> Iterator[Fact]:
    """The last day on which one can apply."""
    end = closing(document)
    if end is not None and end.date is not None and end.end:
        yield Fact(document, end.start, end.end, frozenset({end.date.isoformat()}))


def starts(document: Document) -> Iterator[Fact]:
    """The first day of work."""
    for named in _named(
        document, r"start(?:ing)? date|date (?:de debut|de prise de poste|d'embauche)|prise de poste|starts?(?: on)?"
    ):
        days = dates(named.value)
        if days:
            yield Fact(document, named.start, named.end, frozenset(day.isoformat() for day in days))


# A kind of fact: the theme of the map that it belongs to, its name in a sentence, and what finds it.
FACTS: Mapping[str, tuple[str, Callable[[Document], Iterator[Fact]]]] = {
    "pay": ("pay", pay),
    "place": ("place of work", place),
    "deadline": ("closing date", closes),
    "start": ("start date", starts),
    "grade": ("grade", grade),
}


def _named(document: Document, labels: str) -> Iterator[Labelled]:
    pattern = re.compile(labels)
    return (named for named in labelled(document) if pattern.fullmatch(named.label.strip()))
