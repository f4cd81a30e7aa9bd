"""How much is asked, and what is left out."""

from __future__ import annotations

import pytest

from faqbot.errors import SettingsError
from faqbot.evaluation.review.coverage import Subject, count
from faqbot.evaluation.review.making import make, within
from faqbot.evaluation.review.themes import THEMES
from faqbot.settings import Settings

ROLES = [Subject(f"Role {number}", ("en",), role=f"role-{number}") for number in range(5)]
ALL = len(THEMES)


@pytest.mark.parametrize(
    ("most", "asked", "wordings"),
    [(None, 5, 3), (15 * ALL, 5, 3), (15 * ALL - 1, 5, 2), (5 * ALL, 5, 1), (5 * ALL - 1, 4, 1), (ALL, 1, 1)],
)
def test_fewer_ways_of_asking_come_before_fewer_roles(most: int | None, asked: int, wordings: int) -> None:
    kept, ways = within(ROLES, THEMES, most)
    assert (kept, ways) == (ROLES[:asked], wordings)
    assert most is None or count(kept, THEMES, wordings=ways) <= most


def test_a_theme_that_is_none_is_named_with_the_nearest() -> None:
    with pytest.raises(SettingsError, match=r"FAQBOT_REPORT_WITHOUT names 'travels'.*travel"):
        make(Settings(report_without=("travels",)))
