"""Opening hours as a setting writes them: `Mon-Fri 09:00-18:00; Sat 10:00-12:00`."""

from __future__ import annotations

import datetime
import re

from faqbot.delivery.handoff import Opening

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PART = re.compile(r"([a-z]{3})(?:\s*-\s*([a-z]{3}))?\s+(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


def parse(text: str) -> tuple[Opening, ...]:
    """The openings that `text` names, in its order. Raises ValueError with what is wrong."""
    return tuple(_opening(part.strip()) for part in text.split(";") if part.strip())


def is_open(openings: tuple[Opening, ...], now: datetime.datetime) -> bool:
    """Whether people are there at `now`, which is told in the zone of the openings."""
    return any(now.weekday() in each.days and each.start <= now.time() < each.end for each in openings)


def _opening(part: str) -> Opening:
    found = _PART.fullmatch(part.lower())
    if not found or found[1] not in _DAYS or (found[2] or found[1]) not in _DAYS:
        raise ValueError(f"{part!r} cannot be read; write it like Mon-Fri 09:00-18:00; Sat 10:00-12:00")
    first, last = _DAYS.index(found[1]), _DAYS.index(found[2] or found[1])
    # From Sunday to Tuesday goes over the end of the week.
    days = tuple((first + step) % 7 for step in range((last - first) % 7 + 1))
    try:
        start, end = datetime.time(int(found[3]), int(found[4])), datetime.time(int(found[5]), int(found[6]))
    except ValueError:
        raise ValueError(f"{part!r} names a time that no clock shows") from None
    if start >= end:
        raise ValueError(f"{part!r} ends before it begins")
    return Opening(days, start, end)
