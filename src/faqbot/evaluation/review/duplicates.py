"""Duplicates: documents that say the same, word for word or nearly."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from faqbot.evaluation.review.issues import Issue, Passage, subject_of
from faqbot.language.markup import readable
from faqbot.types import Document

# From this share of common sentences on, two documents on one subject are versions of each other.
_NEARLY = 0.9
_FEWEST = 5


def duplicates(documents: Sequence[Document]) -> list[Issue]:
    """Groups of documents with the same sentences; on one role and in one language, also nearly the same."""
    said = {document.source: _sentences(document) for document in documents}
    same: dict[tuple[str, ...], list[Document]] = {}
    for document in documents:
        if said[document.source]:
            same.setdefault(said[document.source], []).append(document)
    exact = [own for own in same.values() if len(own) > 1]
    return [*(_issue(own, "word for word") for own in exact), *_nearly([own[0] for own in same.values()], said)]


def _nearly(documents: Sequence[Document], said: dict[str, tuple[str, ...]]) -> Iterator[Issue]:
    groups: dict[tuple[str, str], list[Document]] = {}
    for document in documents:
        groups.setdefault((subject_of(document).casefold(), document.lang), []).append(document)
    for own in groups.values():
        for one, other in itertools.combinations(own, 2):
            mine, theirs = set(said[one.source]), set(said[other.source])
            if min(len(mine), len(theirs)) >= _FEWEST and len(mine & theirs) >= _NEARLY * len(mine | theirs):
                yield _issue([one, other], "nearly word for word")


def _issue(documents: Sequence[Document], how: str) -> Issue:
    return Issue(
        "duplicate", subject_of(documents[0]), f"{len(documents)} documents say the same {how}.",
        "Keep one of them, or say in each what sets it apart.",
        tuple(Passage(document.source) for document in documents),
    )  # fmt: skip


def _sentences(document: Document) -> tuple[str, ...]:
    return tuple(
        readable(document.quote(one.start, one.end)).casefold() for section in document.sections for one in section.sentences
    )
