"""Numbers that mean the same are the same, however they are written."""

from __future__ import annotations

import pytest

from faqbot.language.amounts import Amount, amounts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("€100,000 to €180,000", [(100_000, "money"), (180_000, "money")]),
        ("100 000 € et 180 000 €", [(100_000, "money"), (180_000, "money")]),
        ("€100-180k", [(100_000, "money"), (180_000, "money")]),
        ("entre 100 et 180 k€", [(100_000, "money"), (180_000, "money")]),
        ("8 years", [(8, "year")]),
        ("eight years", [(8, "year")]),
        ("huit ans", [(8, "year")]),
        ("2,5 jours", [(2.5, "day")]),
        ("20 %", [(20, "percent")]),
        ("June 23rd, 2026", [(23, ""), (2026, "")]),
        ("no number, often", []),
    ],
)
def test_a_number_has_one_value_in_all_its_spellings(text: str, found: list[tuple[float, str]]) -> None:
    assert [(one.value, one.unit) for one in amounts(text)] == found


def test_a_unit_that_is_left_out_contradicts_none_and_another_one_does() -> None:
    assert Amount(8, "year").agrees(Amount(8))
    assert not Amount(8, "year").agrees(Amount(8, "month"))
    assert not Amount(8).agrees(Amount(9))
