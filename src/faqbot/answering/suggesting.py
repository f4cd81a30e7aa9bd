"""Questions that the documents do answer, offered where one was not answered or none was asked yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from faqbot.answering.library import Library
from faqbot.answering.scope import scope
from faqbot.language.markup import readable
from faqbot.protocols import Matrix
from faqbot.types import Chunk, Evidence, Section

_NEAREST = 40
# Below this cosine a question is about something else, and the opening questions serve better.
_RELATED = 0.35
# Two or three words are how somebody types; what we offer reads as a whole question.
_WHOLE = 4


class Suggester:
    """Offers FAQ questions whose answers are published; headings where a corpus has no FAQ."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def opening(self, role: str | None, lang: str, limit: int) -> list[str]:
        """What to ask first: the first questions of the role's documents, one a document in turn."""
        sources = scope("", self._library, role=role, lang=lang).sources
        documents = sorted(
            (self._library.documents[source] for source in sources), key=lambda document: (document.role is None, document.source)
        )
        sections = [[section for section in document.sections if section.sentences] for document in documents]
        entries = [[section for section in own if section.kind == "faq"] for own in sections]
        queues = [
            [_question(section) or readable(section.heading[-1]) for section in own]
            for own in (entries if any(entries) else sections)
        ]
        return list(dict.fromkeys(line for row in range(limit) for queue in queues for line in queue[row : row + 1]))[:limit]

    def near(
        self,
        vector: Matrix,
        sources: frozenset[str],
        *,
        role: str | None,
        lang: str,
        limit: int,
        without: Sequence[Evidence] = (),
    ) -> list[str]:
        """The questions nearest to `vector` among the answered ones of `sources`, filled up with opening ones."""
        index = self._library.index
        skipped = {(evidence.document.source, evidence.section.heading) for evidence in without}
        found: list[str] = []
        for entry, likeness in index.nearest("heading", vector, scope=sources, limit=_NEAREST):
            line = self._line(index.chunks[entry.split("/")[0]], skipped) if likeness >= _RELATED else None
            if line and line not in found:
                found.append(line)
        found.extend(line for line in self.opening(role, lang, 2 * limit) if line not in found)
        return found[:limit]

    def _line(self, chunk: Chunk, skipped: Iterable[tuple[str, tuple[str, ...]]]) -> str | None:
        document = self._library.documents[chunk.source]
        section = document.sections[chunk.section]
        if section.kind != "faq" or not section.sentences or (document.source, section.heading) in skipped:
            return None
        return readable(section.heading[-1])


def _question(section: Section) -> str | None:
    """The section's heading when it is a question, else the first whole question listed below it."""
    if section.kind == "faq":
        return readable(section.heading[-1])
    return next(
        (readable(line) for line in section.wordings if line.rstrip().endswith("?") and len(line.split()) >= _WHOLE), None
    )
