"""Dates as documents write them, in English and French. A date that could be read in two ways is none."""

from __future__ import annotations

import datetime
import re

from faqbot.language.words import fold

_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "jan feb mar apr may jun jul aug sep oct nov dec",
    )
    for number, name in enumerate(names.split(), start=1)
} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    r"(?<!\d)(?:"
    r"(?P<y1>\d{4})-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th|er)?(?: of)? (?P<m2>{_MONTH})\.?,? (?P<y2>\d{{4}})"
    rf"|(?P<m3>{_MONTH})\.? (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y3>\d{{4}})"
    r"|(?P<d4>\d{1,2})[/.](?P<m4>\d{1,2})[/.](?P<y4>\d{4})"
    r")(?!\d)"
)


def dates(text: str) -> list[datetime.date]:
    """The days that `text` names, in order: 2026-06-09, 9 June 2026, June 9, 2026, 9 juin 2026, 30/06/2026."""
    return [day for match in _DATE.finditer(fold(text)) if (day := _day(match)) is not None]


def _day(match: re.Match[str]) -> datetime.date | None:
    for form in "1234":
        if not match[f"y{form}"]:
            continue
        year, month, day = (match[f"{part}{form}"] for part in "ymd")
        number = _MONTHS.get(month) or int(month)
        # 6/9/2026 is the ninth of June in New York and the sixth of September in Paris.
        if form == "4" and int(day) <= 12 and int(day) != number:
            return None
        try:
            return datetime.date(int(year), number, int(day))
        except ValueError:
            return None
    return None
