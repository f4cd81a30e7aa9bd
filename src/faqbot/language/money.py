"""Amounts of money in a text: what from, what to, in which currency, for how long a time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from faqbot.language.words import fold

_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD",
    "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "chf": "CHF",
}  # fmt: skip
_SIGN = "|".join(sorted(map(re.escape, _CURRENCIES), key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:[ ,.]\d{3})+(?:[.,]\d{2})?(?!\d)|\d+(?:[.,]\d{1,2})?"
_RANGE = re.compile(
    rf"(?P<s1>{_SIGN})?\s?(?P<n1>{_NUMBER})\s?(?P<k1>k)?\s?(?P<s2>{_SIGN})?"
    rf"(?:\s?(?:-|–|—|to|and|et|a)\s?(?P<s3>{_SIGN})?\s?(?P<n2>{_NUMBER})\s?(?P<k2>k)?\s?(?P<s4>{_SIGN})?)?(?![\w%])"
)
_PERIODS = {
    "hour": r"\b(?:per hour|an hour|hourly|/ ?h(?:our)?\b|(?:par|de l') ?heure)",
    "day": r"\b(?:per day|a day|daily|par jour|tjm)\b",
    "month": r"\b(?:per month|a month|monthly|par mois|mensuel\w*)\b",
    "year": r"\b(?:per year|a year|yearly|per annum|annual\w*|par an|annuel\w*|brut an)\b",
}
# Nobody earns less than this a year, or more than this an hour, day or month.
_LEAST_A_YEAR = 9000


@dataclass(frozen=True, slots=True)
class Amount:
    """From `low` to `high` (the same for a single amount) in `currency`, for each `period`."""

    low: float
    high: float
    currency: str
    period: str


def sums(text: str) -> list[Amount]:
    """The amounts of money in `text`, in order: "€45,000 to €55,000 a year", "45-55k€", "100 000 € brut par an"."""
    folded = fold(text.replace("\u202f", " ").replace("\u00a0", " "))
    named = next((period for period, pattern in _PERIODS.items() if re.search(pattern, folded)), "")
    found = []
    for match in _RANGE.finditer(folded):
        sign = next((match[name] for name in ("s1", "s2", "s3", "s4") if match[name]), None)
        if sign is None:
            continue
        thousands = bool(match["k1"] or match["k2"])
        high = _number(match["n2"] or match["n1"], thousands)
        # In "2026 and €5" only what follows the sign is money; in "45 to 55 k€" both are.
        alone = match["n2"] is None or (match["s3"] and not (match["s1"] or match["s2"]))
        low = high if alone else _number(match["n1"], thousands)
        period = named or ("year" if high >= _LEAST_A_YEAR else "")
        found.append(Amount(min(low, high), max(low, high), _CURRENCIES[sign], period))
    return found


def _number(digits: str, thousands: bool) -> float:
    plain = re.sub(r"[ ,.](?=\d{3}(?!\d))", "", digits).replace(",", ".")
    value = float(plain)
    return 1000 * value if thousands and value < 1000 else value
