"""The numbered sentences that a language model is offered: those of the sections that may answer, and no others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from faqbot.answering.prompts import Offered
from faqbot.answering.quotable import quotable
from faqbot.answering.written import foreign
from faqbot.language.markup import readable
from faqbot.types import Evidence, Part

SECTIONS = 4
_SENTENCES = 40
_CHARACTERS = 7000


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence that was offered: the evidence of its section, and its number in that section."""

    evidence: Evidence
    sentence: int

    @property
    def start(self) -> int:
        """Where the sentence begins in its document."""
        return self.evidence.section.sentences[self.sentence].start

    @property
    def text(self) -> str:
        """The sentence as a person reads it."""
        span = self.evidence.section.sentences[self.sentence]
        return readable(self.evidence.document.quote(span.start, span.end))

    @property
    def context(self) -> str:
        """What the sentence stands under: the document's title and its headings."""
        return ". ".join(dict.fromkeys((self.evidence.document.title, *map(readable, self.evidence.section.heading))))


def offer(parts: Sequence[Part], lang: str) -> dict[int, Place]:
    """The sentences in `lang` of the best sections of each part by number from 1, the best section first.

    A document that serves every role speaks for one employer or one posting, so at most one such document takes part.
    """
    found: dict[int, Place] = {}
    seen: set[tuple[str, int, int]] = set()
    left = _CHARACTERS
    for evidence in _sections(parts, lang):
        for number, sentence in enumerate(evidence.section.sentences):
            key = (evidence.document.source, sentence.start, sentence.end)
            if key in seen or not quotable(evidence.document, evidence.section, sentence):
                continue
            seen.add(key)
            place = Place(evidence, number)
            if foreign(place.text):
                continue
            left -= len(place.text)
            if len(found) == _SENTENCES or left < 0:
                return found
            found[len(found) + 1] = place
    return found


def lines(offered: dict[int, Place]) -> list[Offered]:
    """The offered sentences as a prompt writes them."""
    return [
        Offered(number, readable(place.evidence.section.heading[-1]) if place.evidence.section.heading else "", place.text)
        for number, place in offered.items()
    ]


def _sections(parts: Sequence[Part], lang: str) -> Iterator[Evidence]:
    shared: str | None = None
    for rank in range(SECTIONS):
        for part in parts:
            quoted = [evidence for evidence in part.evidence if evidence.chosen and evidence.document.lang == lang]
            if rank >= len(quoted):
                continue
            document, role = quoted[rank].document, quoted[0].document.role or part.query.role
            if document.role is None:
                shared = shared or document.source
            if document.source == shared or (document.role is not None and document.role == role):
                yield quoted[rank]
