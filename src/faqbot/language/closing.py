"""Until when a posting is open, and whether it was withdrawn: as a field or a labelled line of the document says."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from faqbot.language.dates import dates
from faqbot.language.markup import readable
from faqbot.language.words import fold
from faqbot.types import Document

POSTING = "posting"
_CLOSES = (
    r"(?:application |applications |job |posting )?(?:closes?|closing|deadline|end)(?: date| on)?|closing date(?: for applications)?|"
    r"apply (?:by|before|until)|valid ?through|application deadline|expir(?:es|y|ation)(?: date| on)?|open until|"
    r"date (?:limite|de cloture)(?: (?:de|des|du|pour) (?:candidatures?|depot|postuler))?|cloture(?: des candidatures)?|candidatures? jusqu'au|postuler avant(?: le)?"
)
_STATUS = r"(?:application |job |posting )?status|statut|etat"
_WITHDRAWN = re.compile(
    r"(?:(?:the )?(?:position|posting|role|job|vacancy|poste|offre) (?:is |est )?)?(?:closed|withdrawn|filled|expired|cancell?ed|archived|no longer (?:open|available)|ferme\w*|retire\w*|pourvu\w*|cloture\w*|annule\w*|expire\w*)[.!]?"
)
_LABELLED = re.compile(rf"(?P<label>{_CLOSES}|{_STATUS})\s*:\s*(?P<value>.{{3,60}})")
_CLOSES_LABEL, _STATUS_LABEL = re.compile(_CLOSES), re.compile(_STATUS)


@dataclass(frozen=True, slots=True)
class Closing:
    """The last day on which one can apply (None: not said), whether it is said to be withdrawn, and where that stands."""

    date: datetime.date | None
    withdrawn: bool
    start: int
    end: int

    def over(self, today: datetime.date) -> bool:
        """Whether nobody can apply any more."""
        return self.withdrawn or (self.date is not None and self.date < today)


def closing(document: Document) -> Closing | None:
    """What `document` says of its own end; None where it says nothing. A withdrawal outweighs a date."""
    found = [one for label, value, start, end in _labelled(document) if (one := _read(label, value, start, end))]
    if document.kind == POSTING and document.valid_until is not None:
        found.append(Closing(document.valid_until, False, 0, 0))
    return min(found, key=lambda one: (not one.withdrawn, one.date or datetime.date.max), default=None)


def _read(label: str, value: str, start: int, end: int) -> Closing | None:
    if _STATUS_LABEL.fullmatch(label):
        return Closing(None, True, start, end) if _WITHDRAWN.fullmatch(value) else None
    days = dates(value)
    return Closing(days[0], False, start, end) if _CLOSES_LABEL.fullmatch(label) and len(days) == 1 else None


def _labelled(document: Document) -> Iterator[tuple[str, str, int, int]]:
    """Folded labels and values, with the place of the value: fields, and lines such as "Closing date: 9 June 2026"."""
    for section in document.sections:
        for one in section.sentences:
            text = document.quote(one.start, one.end)
            if section.kind == "field":
                yield fold(section.heading[-1]), fold(text).strip(), one.start, one.end
            elif match := _LABELLED.match(fold(readable(text[:120]))):
                yield match["label"], match["value"].strip(), one.start, one.end
