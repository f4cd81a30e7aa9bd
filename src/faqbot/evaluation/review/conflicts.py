"""Conflicts: two documents on one role that state different pay, place, date or grade, both quoted."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from faqbot.evaluation.review.facts import FACTS, Fact
from faqbot.evaluation.review.issues import Issue, passage, subject_of
from faqbot.types import Document

# More different statements on one subject than this are not versions of one: the title is a common one.
_MOST = 12


def conflicts(documents: Sequence[Document]) -> list[Issue]:
    """One issue for each pair of documents and kind of fact that cannot both be right."""
    groups: dict[str, list[Document]] = {}
    for document in documents:
        groups.setdefault(subject_of(document).casefold(), []).append(document)
    return [issue for own in groups.values() if len(own) > 1 for issue in _within(own)]


def _within(documents: Sequence[Document]) -> Iterator[Issue]:
    for theme, (name, find) in FACTS.items():
        stated = {_values(facts): facts for document in documents if (facts := list(find(document)))}
        for one, other in itertools.combinations(list(stated.values())[:_MOST], 2):
            if pair := _disagree(one, other):
                yield Issue(
                    "conflict", subject_of(pair[0].document), f"Two documents state a different {name}.",
                    "Find out which one holds, and correct or remove the other.",
                    tuple(passage(fact.document, fact.start, fact.end) for fact in pair), theme=theme,
                )  # fmt: skip


def _disagree(one: Sequence[Fact], other: Sequence[Fact]) -> tuple[Fact, Fact] | None:
    """The two statements that cannot both hold; None when the documents share a value, or when one of them lists
    several amounts: a list says nothing against another.
    """
    if _values(one) & _values(other):
        return None
    for unit in dict.fromkeys(fact.unit for fact in one):
        mine, theirs = ([fact for fact in facts if fact.unit == unit] for facts in (one, other))
        if mine and theirs and (unit.startswith("range") or len(mine) == len(theirs) == 1):
            return mine[0], theirs[0]
    return None


def _values(facts: Sequence[Fact]) -> frozenset[str]:
    return frozenset().union(*(fact.values for fact in facts))
