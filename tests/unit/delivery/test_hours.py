"""Opening hours are read as they are written, and are said in the visitor's language."""

from __future__ import annotations

import datetime

import pytest

from faqbot.delivery.hours import is_open, parse
from faqbot.errors import SettingsError
from faqbot.settings import load
from faqbot.texts import handoffs

OPENINGS = parse("Mon-Fri 09:00-18:30; sat 10:00-12:00")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-23 09:00", True),  # a Monday
        ("2026-11-23 08:59", False),
        ("2026-11-27 18:29", True),
        ("2026-11-27 18:30", False),
        ("2026-11-28 10:30", True),
        ("2026-11-29 10:30", False),
    ],
)
def test_open_from_the_first_minute_up_to_the_last(now: str, expected: bool) -> None:
    assert is_open(OPENINGS, datetime.datetime.fromisoformat(now)) is expected


def test_days_may_go_over_the_end_of_the_week() -> None:
    assert parse("Sun-Tue 8:00-9:00")[0].days == (6, 0, 1)


@pytest.mark.parametrize("text", ["always", "Mon 9-18", "Mon 25:00-26:00", "Mon 18:00-09:00", "Mun-Fri 09:00-18:00"])
def test_what_cannot_be_read_stops_the_start_and_says_why(text: str) -> None:
    with pytest.raises(SettingsError, match="FAQBOT_OPENING_HOURS"):
        load({"FAQBOT_OPENING_HOURS": text})


@pytest.mark.parametrize("zone", ["Nowhere/Town", "../etc/passwd", "/etc/passwd"])
def test_an_unknown_time_zone_stops_the_start(zone: str) -> None:
    with pytest.raises(SettingsError, match="FAQBOT_TIMEZONE"):
        load({"FAQBOT_TIMEZONE": zone})


def test_hours_in_words() -> None:
    assert handoffs.hours("en", OPENINGS, "Europe/Paris", open_now=True) == (
        "People are there Monday to Friday, 9:00 to 18:30; Saturday, 10:00 to 12:00 (Paris time). They are there now."
    )
    assert handoffs.hours("fr", OPENINGS, "America/New_York", open_now=False) == (
        "L’équipe est présente du lundi au vendredi, de 9 h à 18 h 30 ; le samedi, de 10 h à 12 h (heure de New York). "
        "Elle n’est pas présente en ce moment."
    )
    assert handoffs.hours("en", (), "UTC", open_now=False) == ""


@pytest.mark.parametrize(
    ("days", "said"),
    [(None, ""), (1, "You get an answer within one working day."), (3, "You get an answer within 3 working days.")],
)
def test_a_promise_in_words(days: int | None, said: str) -> None:
    assert handoffs.promise("en", days) == said
