"""Job titles other than the role's own: "What does a CTO earn?" is not a question about this role."""

from __future__ import annotations

import re

from faqbot.language.words import fold

_TITLE = re.compile(
    r"(?<!\w)(?:c[etfpimd]o|caio|chief [a-z]+(?: [a-z]+)? officer|"
    r"(?:junior |senior |lead |principal |staff )?(?:ml|machine learning|ai|data|software|devops|mlops|prompt|backend|frontend|full.?stack|cloud|security|platform|research|site reliability)"
    r" (?:engineers?|scientists?|analysts?|architects?|developers?|managers?|researchers?)|"
    r"(?:junior |senior )?(?:product|project|program(?:me)?|account|sales|marketing|hr|office|finance) (?:managers?|owners?|directors?|assistants?)|"
    r"developers?|developpeu(?:r|se)s?|ingenieurs? (?:ia|data|logiciel|machine learning)|chef(?:fe)?s? de projet|data scientists?|data analysts?|scrum masters?|accountants?|comptables?|"
    r"vps? [a-z]+|vice presidents?|directeurs? (?:technique|general|ia|data|marketing|commercial)|consultants?|receptionists?|drivers?)(?!\w)"
)


def titles(text: str) -> frozenset[str]:
    """The job titles that `text` names, folded and in the singular."""
    return frozenset(match.group().removesuffix("s") for match in _TITLE.finditer(fold(text)))
