"""The router: what kind of turn is this? Deterministic, before any retrieval, by the table of routes."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection

from faqbot.answering.routes import ROUTES, Route
from faqbot.language.personal import mask
from faqbot.language.topics import topics
from faqbot.language.words import fold, tokens
from faqbot.types import Outcome

_APOSTROPHES = re.compile(r"[’‘`´]")
# What may stand beside small talk without making it a question.
_FILLERS = frozenset(
    "ok okay please pls and so well then oh ah just the a you for all again svp stp plait s'il s il vous te et bien alors donc ok d accord le la to in en bot robot".split()
)
_UNCLEAR = frozenset("ok okay yes no yep nope hmm hm mm lol oui non ouais bof help aide test ? ... k kk idk".split())


# Intents that no document may or can answer, whatever the words: somebody's own application, an age, an earlier salary.
_BY_INTENT: dict[str, tuple[Outcome, str]] = {
    "hiring.status": ("handoff", "my_application"),
    "hiring.age_limit": ("declined", "protected"),
    "private.protected": ("declined", "protected"),
    "private.protected_hiring": ("declined", "protected"),
    "private.pay_history": ("declined", "pay_history"),
}
# From which share on an intent decides by itself. On the development half 0.53 was a question about the market after "I
# come from the hospital", and 0.61 a worry about an illness.
_CHIEF = 0.6

_RULES = re.compile(r"\b(?:policy|policies|politique|charte|scheme|insurance|mutuelle)\b")
_WHOLE = {True: r"(?!\w)", False: ""}
_HELLO = r"(?:hi+|hey+|hell+o+|bonjour|bonsoir|salut|coucou|good (?:morning|afternoon|evening)|dear (?:sir|madam|team))(?: there| all| team| everyone| madame| monsieur| à tous)?"
_THANKS = (
    r"(?:thanks?(?: you)?(?: (?:so|very) much| a lot| in advance)?|thx|cheers|merci(?: (?:beaucoup|bien|d['’]avance|à vous))*)"
)
_POLITE = re.compile(rf"^\W*{_HELLO}(?!\w)[\s,.!;:-]*|^\W*{_THANKS}(?!\w)[\s,.!;:-]+|[\s,.!;:-]+{_THANKS}[\s.!]*$", re.IGNORECASE)
# Papers, dates of birth and street addresses: nobody who asks about a role writes them.
_ABOUT_SOMEBODY = re.compile(
    r"passport|passeport|date of birth|\bdob\b|born (?:on|\d)|nee? le \d|numero de secu|social security|\b\d{1,4},? (?:rue|avenue|av|bd|boulevard|allee|impasse)\b|\b\d{1,4} \w+ (?:street|road|lane|avenue|drive)\b"
)
# A form filled in: two of these fields make somebody's card, whatever it says.
_FIELD = re.compile(r"(?:^|\W)(?:name|nom|prenom|phone|tel|telephone|mobile|address|adresse|e.?mail|date of birth|ne le) ?: ?\w")
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{4}")


def route(question: str, known: Collection[str] = frozenset()) -> tuple[Outcome, str] | None:
    """The outcome and the reason of a turn that is no question to the documents; None for one that is.

    `known` are words that are no noise, however they look.
    """
    plain = _APOSTROPHES.sub("'", fold(question)).strip()
    masked, kinds = mask(question)
    if not any(character.isalpha() for character in question):
        return ("declined", "personal_data") if kinds else ("clarify", "unclear")
    themed = bool(topics(masked))
    for entry, pattern in _compiled():
        if entry.unless_themed and themed:
            continue
        if _alone(pattern, plain) if entry.alone else pattern.search(plain):
            return entry.outcome, entry.reason
    words = tokens(plain)
    if not words or all(word in _UNCLEAR for word in words) or (_is_noise(words) and not any(word in known for word in words)):
        return "clarify", "unclear"
    if len(_FIELD.findall(plain)) > 1:
        return "declined", "personal_data"
    if (kinds or _ABOUT_SOMEBODY.search(plain)) and "?" not in question and not themed:
        return "declined", "personal_data"
    return None


def by_intent(text: str, intent: str, share: float) -> tuple[Outcome, str] | None:
    """The route of a turn whose chief intent, at `share`, only a person can serve; None for any other, and for one that asks
    for the employer's rules: those may be published.
    """
    return _BY_INTENT.get(intent) if share >= _CHIEF and not _RULES.search(fold(text)) else None


def polite(question: str) -> str:
    """`question` without greetings and thanks around it; itself when nothing else is left."""
    plain = _POLITE.sub(" ", question).strip(" ,.!;-\n\t")
    return plain if any(character.isalpha() for character in plain) else question


def _alone(pattern: re.Pattern[str], plain: str) -> bool:
    """Whether the pattern matches and nothing of meaning stands beside what small talk patterns match."""
    if not pattern.search(plain):
        return False
    rest = pattern.sub(" ", plain)
    for entry, other in _compiled():
        if entry.alone and entry.outcome == "smalltalk":
            rest = other.sub(" ", rest)
    return all(word in _FILLERS for word in tokens(rest))


def _is_noise(words: list[str]) -> bool:
    """Keys hit at random: words none of which could be said, for want of vowels or for one letter again and again."""
    if not all(word.isascii() and word.isalpha() for word in words) or max(map(len, words)) < 4:
        return False
    unsayable = [word for word in words if len(word) > 3 and (_CONSONANTS.search(word) or len(set(word)) < 3)]
    return bool(unsayable) and all(word in unsayable or len(word) < 4 for word in words)


@functools.cache
def _compiled() -> tuple[tuple[Route, re.Pattern[str]], ...]:
    """The routes with their patterns as one; words are whole at the start, and for `alone` routes at the end too."""
    return tuple((entry, re.compile(rf"(?<!\w)(?:{'|'.join(entry.patterns)}){_WHOLE[entry.alone]}")) for entry in ROUTES)
