"""Follow-ups made to stand alone, without a language model: what a turn leaves out is carried over from the one before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from faqbot.language.places import places
from faqbot.language.quantities import years
from faqbot.language.titles import titles
from faqbot.language.topics import topics
from faqbot.language.words import content_tokens, fold

_LINK = re.compile(r"^(?:and|so|but|ok(?:ay)?|then|et|mais|alors|ok|donc)\b[ ,]*", re.IGNORECASE)
_WHAT_ABOUT = re.compile(
    r"^(?:what|how) about\b|^(?:and )?for\b|^qu['’]en est[- ]il\b|^et (?:pour|en|au|aux|à|chez|dans|si)\b|^(?:same|idem)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(?:why|how come|why is that|how so|really|since when|pourquoi(?: ça| cela)?|comment ça|vraiment|c['’]est[- ]à[- ]dire|meaning|such as|like what|for example|par exemple|which ones?|lesquel(?:le)?s?)[ ?!.]*$",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:it|that|this|they|them|those|these|there|one|he|she|ça|cela|ce|il|elle|ils|elles|y|celui|celle)\b", re.IGNORECASE
)
_FEW = 3


def standalone(question: str, turns: Sequence[str], lang: str) -> str:
    """`question` with what it leaves out taken from the nearest earlier turn; unchanged when it stands alone."""
    resolved = ""
    for turn in (*turns, question):
        resolved = f"{resolved.rstrip(' ?!.')} {_trimmed(turn)}" if resolved and _leans(turn, lang) else turn
    return resolved


def context(question: str, turns: Sequence[str], lang: str) -> str:
    """The turn before and `question` together, where `question` reads as one that stands alone but names no theme of its own:
    what it is about may have been said before ("How many players are there?"). Empty where it leans or is on a theme.
    """
    return "" if not turns or topics(question) or _leans(question, lang) else f"{turns[-1].rstrip(' ?!.')} {question}"


def _trimmed(turn: str) -> str:
    return _WHAT_ABOUT.sub("", _LINK.sub("", turn.strip())).strip(" ,") or turn


def _leans(turn: str, lang: str) -> bool:
    """Whether a turn needs the one before: it names no theme of its own, and is short, linked or points back."""
    plain = turn.strip()
    if _BARE.match(plain):
        return True
    words = content_tokens(plain, lang)
    linked = bool(_LINK.match(plain) or _WHAT_ABOUT.match(plain))
    if topics(_LINK.sub("", plain)) - _named_by_scope(plain):
        return False
    if not words:
        return True
    narrows = bool(places(plain) or years(plain) or titles(plain))
    return (
        (linked and len(words) <= _FEW)
        or (narrows and len(words) <= _FEW)
        or (bool(_POINTS_BACK.search(fold(plain))) and len(words) < _FEW)
    )


def _named_by_scope(turn: str) -> frozenset[str]:
    """Themes that a turn shows only by naming a place: "and in France?" is not a question about languages."""
    return frozenset({"languages", "place"}) if places(turn) else frozenset()
