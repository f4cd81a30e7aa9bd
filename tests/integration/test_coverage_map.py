"""The coverage map of the shipped corpus against what somebody found by reading it."""

from __future__ import annotations

import datetime

from faqbot.evaluation.review.coverage import subjects
from faqbot.evaluation.review.reviewing import review
from faqbot.evaluation.review.themes import THEMES
from faqbot.pipeline import FaqBot

# What the profile and the FAQ say, in both languages. The employer's pack is a template without answers.
WRITTEN = {"pay", "qualification", "skills", "duties", "team", "growth", "bonus"}
MOST_TO_LOOK_AT = 18


def test_the_map_says_answered_only_of_what_is_written_and_unpublished_only_of_what_is_not(shipped_bot: FaqBot) -> None:
    made = review(shipped_bot, subjects(shipped_bot), today=datetime.date(2026, 11, 24))
    cells = {(cell.lang, cell.theme): cell for cell in made.cells}
    assert len(cells) == 2 * len(THEMES)
    assert [key for key, cell in cells.items() if cell.status == "answered" and key[1] not in WRITTEN] == []
    assert [key for key, cell in cells.items() if cell.status == "not_published" and key[1] in WRITTEN] == []
    assert len([cell for cell in cells.values() if cell.status == "unsure"]) <= MOST_TO_LOOK_AT
    assert len([cell for cell in cells.values() if cell.status == "answered"]) >= len(WRITTEN)
    assert made.issues == ()
