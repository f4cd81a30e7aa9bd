"""How much a section's heading tells of what stands below it.

An author who lists how people ask a section's question makes headings and their intents tell much. In a plain job
description a fact may stand below any heading, and the sentences must tell. Scores that mean different things in the
two therefore count once for all sections, and once more by this share.
"""

from __future__ import annotations

from faqbot.types import Section

_MANY = 6
# From this share on a heading tells enough to be judged as one.
MOSTLY_WORDED = 0.5


def worded(section: Section) -> float:
    """The number of questions that are listed below the heading, as a share of so many that more tell nothing: 0 to 1; 1
    for an entry of a FAQ, whose heading is a question.
    """
    if section.kind == "faq":
        return 1.0
    return min(sum(wording.endswith("?") for wording in section.wordings[1:]), _MANY) / _MANY
