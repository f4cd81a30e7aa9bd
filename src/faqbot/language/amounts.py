"""Numbers as they are meant: "100k", "100,000" and "100 000" are one, however they are written.

"€100-180k" names two amounts of money, "8 years" and "eight years" the same time; "8 months" is another one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from faqbot.language.words import fold

_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "quinze": 15,
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
}  # fmt: skip
_SCALES = {
    "k": 1e3,
    "thousand": 1e3,
    "mille": 1e3,
    "m": 1e6,
    "million": 1e6,
    "millions": 1e6,
    "bn": 1e9,
    "billion": 1e9,
    "milliard": 1e9,
    "milliards": 1e9,
}
_UNITS = {
    "money": r"€|\$|£|euros?\b|eur\b|dollars?\b|usd\b|pounds?\b|gbp\b",
    "percent": r"%|per ?cent\b|pour ?cent\b",
    "year": r"years?\b|yrs?\b|ans?\b|annees?\b",
    "month": r"months?\b|mois\b",
    "week": r"weeks?\b|semaines?\b",
    "day": r"days?\b|jours?\b|journees?\b",
    "hour": r"hours?\b|heures?\b|h\b",
    "minute": r"minutes?\b|min\b",
}
_SPACE = r"[ \u00a0\u202f\u2009]"
_NUMBER = re.compile(
    rf"(?P<before>[€$£]{_SPACE}?)?(?<![\w.])(?P<digits>\d{{1,3}}(?:[,.'’]\d{{3}})+(?:[.,]\d+)?|\d{{1,3}}(?:{_SPACE}\d{{3}})+(?:,\d+)?|\d+(?:[.,]\d+)?|(?:{'|'.join(_WORDS)})\b)"
    rf"(?:{_SPACE}?(?P<scale>k|m|bn|thousand|millions?|billion|mille|milliards?)(?![^\W\d_]))?(?P<ordinal>(?:st|nd|rd|th|e|er|eme)\b)?"
    rf"(?P<after>[+]?{_SPACE}?-?(?:{'|'.join(_UNITS.values())}))?"
)
_RANGE = re.compile(rf"{_SPACE}?(?:-|–|—|to|a|et|and){_SPACE}?[€$£]?{_SPACE}?$")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the kind of unit beside it (empty: none was written), and where it stands in the folded text."""

    value: float
    unit: str = ""
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    def agrees(self, other: Amount) -> bool:
        """Whether both are the same number, and their units do not contradict each other."""
        return self.value == other.value and (not self.unit or not other.unit or self.unit == other.unit)

    def rivals(self, other: Amount) -> bool:
        """Whether `other` is another number that could have been meant: its unit does not rule that out."""
        return self.value != other.value and (not self.unit or not other.unit or self.unit == other.unit)


def amounts(text: str) -> list[Amount]:
    """The numbers of `text` in order, in digits or as words from two up; in a range the unit and "k" count for both ends."""
    plain = fold(text)
    found: list[tuple[re.Match[str], float, str, str]] = []
    for match in _NUMBER.finditer(plain):
        unit = _unit((match["before"] or "") + (match["after"] or ""))
        found.append((match, _value(match["digits"]), match["scale"] or "", unit))
    for place in range(len(found) - 1, 0, -1):
        match, value, scale, unit = found[place - 1]
        following = found[place]
        if _RANGE.fullmatch(plain[match.end() : following[0].start()] + (following[0]["before"] or "")):
            lends = not scale and following[2] and value < 1000
            found[place - 1] = (match, value, following[2] if lends else scale, unit or following[3])
            found[place] = (*following[:3], following[3] or unit)
    return [
        Amount(value * _SCALES.get(scale, 1.0), unit, match.start("digits"), match.end()) for match, value, scale, unit in found
    ]


def _value(digits: str) -> float:
    if digits in _WORDS:
        return float(_WORDS[digits])
    plain = re.sub(rf"{_SPACE}|['’]", "", digits)
    plain = re.sub(r"[.,](?=\d{3}(?!\d))", "", plain)
    return float(plain.replace(",", "."))


def _unit(text: str) -> str:
    return next((unit for unit, pattern in _UNITS.items() if re.search(pattern, text)), "")
