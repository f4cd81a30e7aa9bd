"""Until when a posting is open, and whether it was withdrawn: as a field or a labelled line of the document says."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from faqbot.language.dates import dates
from faqbot.language.labelled import Labelled, labelled
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
    found = [one for named in labelled(document) if (one := _read(named))]
    if document.kind == POSTING and document.valid_until is not None:
        found.append(Closing(document.valid_until, False, 0, 0))
    return min(found, key=lambda one: (not one.withdrawn, one.date or datetime.date.max), default=None)


def _read(named: Labelled) -> Closing | None:
    if _STATUS_LABEL.fullmatch(named.label):
        return Closing(None, True, named.start, named.end) if _WITHDRAWN.fullmatch(fold(named.value).strip()) else None
    days = dates(named.value) if _CLOSES_LABEL.fullmatch(named.label) else []
    return Closing(days[0], False, named.start, named.end) if len(days) == 1 else None
