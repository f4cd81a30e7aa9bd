"""Dates as people write them, and what a document says of its own end."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from faqbot.language.closing import closing
from faqbot.language.dates import dates
from tests.builders import documents

JUNE = datetime.date(2026, 6, 9)


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-09", "2026-06-09T23:59", "9 June 2026", "9th of June 2026", "June 9, 2026", "Jun 9, 2026", "9 juin 2026", "le 9 Juin 2026.",
    ],
)  # fmt: skip
def test_a_date_is_read_however_it_is_written(text: str) -> None:
    assert dates(f"until {text}") == [JUNE]


@pytest.mark.parametrize("text", ["6/9/2026", "2026", "31 February 2026", "12026-06-09", "June 2026", "9 mars"])
def test_what_is_no_day_or_two_days_is_none(text: str) -> None:
    assert dates(text) == []


def test_days_that_can_be_read_in_one_way_only_are_read() -> None:
    assert dates("30/06/2026 and 1er mai 2026 and 1/1/2027") == [
        datetime.date(2026, 6, 30),
        datetime.date(2026, 5, 1),
        datetime.date(2027, 1, 1),
    ]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("---\ncloses: 2026-06-09\n---\n\n# Cook\n\nA cook cooks.\n", JUNE),
        ("# Cook\n\nClosing date: 9 June 2026\n\nA cook cooks.\n", JUNE),
        ("# Cook\n\n- **Date limite de candidature** : 9 juin 2026\n", JUNE),
        ("# Cook\n\n<dl><dt>Application deadline</dt><dd>9 June 2026</dd></dl>\n", JUNE),
        ("---\nkind: posting\nvalid_until: 2026-06-09\n---\n\n# Cook\n\nA cook cooks.\n", JUNE),
        ("---\nkind: faq\nvalid_until: 2026-06-09\n---\n\n# Cook\n\nA cook cooks.\n", None),
        ("# Cook\n\nThe deadline of the project was 9 June 2026.\n", None),
        ("---\nopens: 2026-06-09\n---\n\n# Cook\n\nA cook cooks.\n", None),
        ("---\ncloses: 1 May 2026 and 9 June 2026\n---\n\n# Cook\n\nA cook cooks.\n", None),
    ],
)
def test_a_posting_says_until_when_it_is_open(tmp_path: Path, text: str, date: datetime.date | None) -> None:
    (document,) = documents(tmp_path, {"cook.md": text})
    found = closing(document)
    assert (found.date if found else None) == date
    if found and found.end:
        assert dates(document.quote(found.start, found.end)) == [date]


@pytest.mark.parametrize("word", ["closed", "Withdrawn", "position filled", "open"])
def test_a_posting_can_be_withdrawn_before_its_date(tmp_path: Path, word: str) -> None:
    (document,) = documents(tmp_path, {"cook.md": f"---\nstatus: {word}\ncloses: 2026-06-09\n---\n\n# Cook\n\nA cook cooks.\n"})
    found = closing(document)
    assert found is not None
    assert found.withdrawn == (word != "open")
    assert found.over(JUNE) == found.withdrawn
    assert found.over(JUNE + datetime.timedelta(days=1))
