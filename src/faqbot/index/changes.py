"""What became of documents between two ingests: recognised by what they say, not by what their files are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from faqbot.types import Document

# From this share of common sentences on, a file under another name is the same document, moved and edited.
_SAME = 0.7


@dataclass(frozen=True, slots=True)
class Changes:
    """Sources by what became of them; `moved` pairs the old source with the new one."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    vanished: tuple[str, ...] = ()
    unchanged: int = 0


def compare(before: Mapping[str, Document], after: Iterable[Document]) -> Changes:
    """What became of the documents `before`, and what came new."""
    now = {document.source: document for document in after}
    vanished = [source for source in before if source not in now]
    appeared = [source for source in now if source not in before]
    moved = _moved({source: before[source] for source in vanished}, {source: now[source] for source in appeared})
    old, new = {pair[0] for pair in moved}, {pair[1] for pair in moved}
    stayed = [source for source in now if source in before]
    return Changes(
        new=tuple(source for source in appeared if source not in new),
        changed=tuple(source for source in stayed if now[source] != before[source]),
        moved=tuple(moved),
        vanished=tuple(source for source in vanished if source not in old),
        unchanged=sum(now[source] == before[source] for source in stayed),
    )


def _moved(gone: Mapping[str, Document], came: Mapping[str, Document]) -> list[tuple[str, str]]:
    """Pairs of sources with the same text, then with most sentences in common; each source in one pair at most."""
    by_text = defaultdict(list)
    for source, document in came.items():
        by_text[document.text].append(source)
    pairs = [(source, waiting.pop(0)) for source, document in gone.items() if (waiting := by_text[document.text])]
    old, new = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    # Only documents that share a sentence are compared, so that ten thousand new files do not cost a hundred million looks.
    holding: dict[str, list[str]] = defaultdict(list)
    said = {source: _sentences(document) for source, document in came.items() if source not in new}
    for source, own in said.items():
        for sentence in own:
            holding[sentence].append(source)
    for source, document in gone.items():
        mine = _sentences(document) if source not in old else frozenset()
        shared: dict[str, int] = defaultdict(int)
        for sentence in mine:
            for other in holding[sentence][:_COMMON]:
                shared[other] += 1
        likely = [(count / len(mine | said[other]), other) for other, count in shared.items() if other not in new]
        share, other = max(likely, default=(0.0, ""))
        if share >= _SAME:
            pairs.append((source, other))
            new.add(other)
    return pairs


# A sentence that stands in more documents than this is a formula and tells none of them.
_COMMON = 50


def _sentences(document: Document) -> frozenset[str]:
    return frozenset(document.quote(one.start, one.end) for section in document.sections for one in section.sentences)
