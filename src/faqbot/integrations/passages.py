"""What a retriever of any framework brings: the sentences that the bot would answer with, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from faqbot.pipeline import FaqBot
from faqbot.types import Document, Turn


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document below a heading, with the score that it was found with, where it was."""

    document: Document
    heading: tuple[str, ...]
    start: int
    end: int
    score: float = 0.0

    @property
    def id(self) -> str:
        """The same for the same place of the same document."""
        return f"{self.document.source}:{self.start}-{self.end}"

    @property
    def text(self) -> str:
        """Its characters, as they stand in the document."""
        return self.document.quote(self.start, self.end)

    @property
    def facts(self) -> dict[str, str]:
        """Where it is from, as frameworks keep it beside a text."""
        return {
            "source": self.document.source,
            "title": self.document.title,
            "heading": " > ".join(self.heading),
            "lang": self.document.lang,
            "role": self.document.role or "",
        }


def passages(bot: FaqBot, question: str, *, role: str | None, lang: str | None) -> Iterator[Passage]:
    """The passages that `bot` would answer `question` from, best first."""
    for part in bot.parts(Turn(question, role=role, lang=lang)):
        for evidence in part.evidence:
            if evidence.chosen:
                first, last = (evidence.section.sentences[number] for number in (evidence.chosen[0], evidence.chosen[-1]))
                yield Passage(evidence.document, evidence.section.heading, first.start, last.end, evidence.score)
