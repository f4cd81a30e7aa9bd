"""How much a heading tells: all of it in a FAQ, by its wordings elsewhere."""

from __future__ import annotations

import pytest

from faqbot.answering.worded import worded
from faqbot.types import Section


@pytest.mark.parametrize(
    ("section", "share"),
    [
        (Section(("Requirements",), (), "prose"), 0.0),
        (Section(("Pay",), (), "prose", ("Pay",)), 0.0),
        (Section(("Pay",), (), "prose", ("Pay", "salary?", "how much?", "what do I get?")), 0.5),
        (Section(("Pay",), (), "prose", ("Pay", *(f"how much, {number}?" for number in range(20)))), 1.0),
        (Section(("What does it pay?",), (), "faq", ("What does it pay?",)), 1.0),
    ],
)
def test_wordings_and_questions_make_a_heading_tell(section: Section, share: float) -> None:
    assert worded(section) == share
