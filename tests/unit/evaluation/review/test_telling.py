"""The corpus report in a terminal: the map, and what to write next."""

from __future__ import annotations

import datetime
from dataclasses import replace

from faqbot.evaluation.review.coverage import Cell, Status
from faqbot.evaluation.review.issues import Issue, Passage
from faqbot.evaluation.review.page import report
from faqbot.evaluation.review.reviewing import Review
from faqbot.evaluation.review.telling import tell
from faqbot.evaluation.review.themes import THEMES
from faqbot.types import Citation

QUOTE = Citation(1, "cook/en/a.md", "Cook", ("Pay",), "A cook earns **€30,000** a year.", 0, 32)


def made(statuses: dict[str, Status], *, subjects: int = 1, issues: tuple[Issue, ...] = (), titled: bool = False) -> Review:
    cells = tuple(
        Cell(
            f"Role {number}", "en", theme.key, statuses.get(theme.key, "not_published"), 3, 2 if theme.key == "pay" else 0, "why <b>?",
            QUOTE if theme.key in statuses else None, titled=titled and number > 0,
        )
        for number in range(subjects)
        for theme in THEMES
    )  # fmt: skip
    return Review("0123456789abcdef", datetime.date(2026, 11, 24), (), cells, issues)


CONFLICT = Issue(
    "conflict", "cook", "Two documents state a different pay.", "Correct one.", (Passage("a.md", 3, "It pays €1."), Passage("b.md", 4, "It pays €2.")), "pay"
)  # fmt: skip


def test_few_roles_are_told_cell_by_cell_and_the_missing_in_the_order_to_write_them() -> None:
    lines = tell(made({"pay": "answered", "remote": "unsure"})).splitlines()
    assert "  Pay                 answered (2 of 3)" in lines
    assert "  Remote work         look" in lines
    told = " ".join(lines)
    assert "Write next, in this order: hiring process, place of work, deadline" in told
    assert "remote work, " not in told.split("Write next")[1]
    assert "A cook earns €30,000 a year." in told
    assert max(map(len, lines)) <= 96


def test_what_was_found_for_some_roles_only_is_named_with_the_others() -> None:
    whole = made({"pay": "answered", "remote": "answered"}, subjects=2)
    fewer = replace(
        whole, cells=tuple(replace(cell, status="not_published") if _remote_of_the_second(cell) else cell for cell in whole.cells)
    )
    told = " ".join(tell(fewer).split())
    assert "Nothing was found for some: remote work (Role 1 en)." in told
    assert "Nothing was found for some" not in tell(whole)
    assert "<td>Remote work</td><td>Role 1 en</td>" in report(fewer).replace("\n", "")
    assert "Found for some only" not in report(whole)


def _remote_of_the_second(cell: Cell) -> bool:
    return cell.theme == "remote" and cell.subject == "Role 1"


def test_many_roles_are_counted() -> None:
    lines = tell(made({"pay": "answered"}, subjects=7)).splitlines()
    assert "  Pay                          7         0               0               0" in lines


def test_issues_are_told_with_place_and_words() -> None:
    told = tell(made({}, issues=(CONFLICT,)))
    assert "Two documents say different things:\n  cook: Two documents state a different pay. Correct one." in told
    assert "    a.md, line 3: It pays €1.\n    b.md, line 4: It pays €2." in told
