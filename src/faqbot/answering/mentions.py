"""What a question names and its evidence lacks: a place, a year, another job's title, a proper name."""

from __future__ import annotations

import re

from faqbot.language.markup import readable
from faqbot.language.names import without_names
from faqbot.language.places import places
from faqbot.language.quantities import years
from faqbot.language.titles import titles
from faqbot.language.words import fold
from faqbot.types import Evidence, Query

# "I live in Germany" says where somebody is; it does not ask about Germany.
_ABOUT_ME = re.compile(
    r"\b(?:i am|i'm|im|i live|i come|i work|based|living|je suis|j'habite|je vis|je viens)\b[^.?!,;]*", re.IGNORECASE
)
_NAME = re.compile(r"(?<![.?!]\s)(?<!^)\b[A-ZÀ-Þ][\w&+.-]*\w\b")


def lacking_places(query: Query, evidence: Evidence) -> dict[str, str]:
    """The places that the question asks about and the evidence's section does not name, with the question's words."""
    asked = places(_ABOUT_ME.sub(" ", query.text))
    here = places(_everything(evidence)) if asked else {}
    return {name: words for name, words in asked.items() if name not in here}


def lacking_years(query: Query, evidence: Evidence) -> frozenset[str]:
    """The years that the question names and the evidence's section, or its review date, does not."""
    reviewed = {str(evidence.document.reviewed.year)} if evidence.document.reviewed else set()
    return years(query.text) - years(_everything(evidence)) - reviewed


def foreign_titles(query: Query, evidence: Evidence) -> frozenset[str]:
    """The job titles other than the role's own that the question names and the quoted sentences do not."""
    asked = titles(without_names(query.text, query.named))
    quoted = fold("\n".join((*evidence.section.heading, *evidence.section.wordings, _chosen(evidence))))
    return frozenset(title for title in asked if title not in quoted)


def unknown_names(query: Query, passage: str) -> frozenset[str]:
    """The capitalised words inside the question, role names left out, that the passage does not hold."""
    text = without_names(query.text, query.named)
    if text.isupper():
        return frozenset()
    there = fold(passage)
    return frozenset(name for name in _NAME.findall(text) if fold(name) not in there and name != "I")


def _everything(evidence: Evidence) -> str:
    section = evidence.section
    quotes = (evidence.document.quote(sentence.start, sentence.end) for sentence in section.sentences)
    return "\n".join((evidence.document.title, *section.heading, *section.wordings, *quotes))


def _chosen(evidence: Evidence) -> str:
    spans = (evidence.section.sentences[number] for number in evidence.chosen)
    return "\n".join(readable(evidence.document.quote(sentence.start, sentence.end)) for sentence in spans)
