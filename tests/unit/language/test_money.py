"""Amounts of money as documents write them."""

from __future__ import annotations

import pytest

from faqbot.language.money import Amount, sums

EUROS = Amount(45_000, 55_000, "EUR", "year")


@pytest.mark.parametrize(
    "text",
    [
        "€45,000 to €55,000 gross a year", "45-55k€", "45 000 € à 55 000 € brut par an", "between 45k and 55k euros", "entre 45 et 55 k€",
        "45\u202f000 – 55\u202f000 euros", "€45.000 - €55.000", "EUR 45,000.00 - 55,000.00",
    ],
)  # fmt: skip
def test_a_range_is_read_however_it_is_written(text: str) -> None:
    assert sums(text) == [EUROS]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("£30.50 per hour", [Amount(30.5, 30.5, "GBP", "hour")]),
        ("3 200 € brut par mois", [Amount(3200, 3200, "EUR", "month")]),
        ("a package of $200,000 or more", [Amount(200_000, 200_000, "USD", "year")]),
        ("in 2026 and €5 a day", [Amount(5, 5, "EUR", "day")]),
        ("10 to 15 interviews, 10% of 2026", []),
        ("step 8, 9, or 10", []),
    ],
)
def test_what_is_no_range_is_single_or_nothing(text: str, found: list[Amount]) -> None:
    assert sums(text) == found
