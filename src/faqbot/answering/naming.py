"""Which roles a turn speaks of: by their names, by words that only one of them has, and by what was said before.

Where no document is of a role, what its title names takes the role's place ("junior or senior service designer?").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from faqbot.answering.library import Library
from faqbot.language.names import mentions
from faqbot.language.words import content_tokens, fold, stem, tokens

# What people put around a role's words when they pick one: "the warehouse one, please".
_AROUND = frozenset("one ones job jobs role roles position post vacancy mean meant poste postes offre emploi veux dire".split())
_JOINING = frozenset("or and vs versus ou et".split())
# What stands around the names of those that are compared, and the degrees by which they are.
_BETWEEN = frozenset(
    "a an the for of as between more less better most un une le la les des du de d pour entre plus moins mieux qu que".split()
)
_COMPARING = re.compile(
    r"\b(?:vs|versus|than|compared|compare|comparison|differences?|differs?|"
    r"comparer|comparaison|par rapport|(?:plus|moins|mieux|autant)\b.*\bqu(?:e|['’]))"
)
# What shows that a word stands for a role: "mechanic job", "as a mechanic".
_AS = r"(?:(?:as|being) an? |(?:poste|metier|offre|emploi) d(?:e |['’])|en tant que )"
_JOB = r"(?: (?:job|role|position|post|vacancy))\b"
_HINT = re.compile(rf"\b{_AS}(\w+)|\b(\w+){_JOB}")
_MOST = 3


def named(question: str, library: Library) -> tuple[str, ...]:
    """The roles whose names stand in `question`, or a word that is of one name only and plainly means a job there; "Senior
    Engineer" does not name the role "Engineer".
    """
    found = {
        role: max(there, key=len)
        for role in library.roles
        if (there := [name for name in library.names[role] if mentions(question, name)])
    }
    whole = tuple(
        role
        for role, name in found.items()
        if not any(len(other) > len(name) and mentions(other, name) for other in found.values())
    )
    return whole or _hinted(question, library)


def picked(turn: str, library: Library, lang: str) -> tuple[str, ...]:
    """The roles that a turn of nothing but their words picks, as somebody types who was asked which one is meant: "Senior
    baker", "the warehouse one", "junior or senior"; none where another word stands there or the words fit several.
    """
    words = _meant(turn, lang)
    fitting = [role for role in library.roles if any(words <= name for name in library.subjects[role])] if words else []
    full = tuple(role for role in named(turn, library) if role in fitting)
    if len(full) == 1 or (len(fitting) == 1 and len(library.roles) > 1):
        return full or (fitting[0],)
    both = compared(turn, library, lang)
    return both if words <= frozenset().union(*(name for one in both for name in library.subjects[one])) else ()


def compared(question: str, library: Library, lang: str) -> tuple[str, ...]:
    """The two or three roles, or the documents by whose titles, that `question` puts side by side ("does a senior baker earn
    more than a junior?"); none where it does not.
    """
    touched = _touched(_meant(question, lang), library)
    if not 1 < len(touched) <= _MOST:
        return ()
    full = {role for role in named(question, library) if role in touched}
    beside = full == touched.keys() or _COMPARING.search(fold(question)) or _joined(question, lang, list(touched.values()))
    return tuple(touched) if beside else ()


def asked_of_both(question: str, subjects: Sequence[str], library: Library, lang: str) -> str:
    """What `question` asks of each of `subjects`: "where is the bakery of a junior or senior baker" asks "where is bakery".
    `question` itself where that leaves no word of meaning.
    """
    words = frozenset().union(*(name for one in subjects for name in library.subjects[one]))
    compares = frozenset(tokens(" ".join(found.group() for found in _COMPARING.finditer(fold(question)))))
    idle = compares | _JOINING | _BETWEEN
    kept = " ".join(word for word in tokens(question) if stem(word, lang) not in words and word not in idle)
    return kept if content_tokens(kept, lang) else question


def slug(role: str | None, library: Library) -> str | None:
    """The slug of a role that is given by its slug or by its name; what is neither as it was given."""
    by_name = {card.name.casefold(): card.role for card in library.roles.values()}
    return by_name.get(role.casefold(), role) if role and role not in library.roles else role


def called(subject: str, library: Library) -> str:
    """The name by which a person knows a role, or a document that is of none."""
    return library.roles[subject].name if subject in library.roles else library.documents[subject].title


def carried(turns: Sequence[str], library: Library, lang: str) -> str | None:
    """The one role that the latest of `turns` which speaks of any speaks of; None where that is several or none does."""
    for turn in reversed(turns):
        if roles := named(turn, library) or picked(turn, library, lang):
            return roles[0] if len(roles) == 1 else None
    return None


def _hinted(question: str, library: Library) -> tuple[str, ...]:
    """The role of which `question` has an own word in a place where only a job stands."""
    said = [match.group(1) or match.group(2) for match in _HINT.finditer(fold(question))]
    stems = {stem(word, lang) for word in said for lang in library.languages}
    fitting = tuple(role for role, words in library.own_words.items() if words & stems)
    return fitting if len(fitting) == 1 else ()


def _meant(text: str, lang: str) -> frozenset[str]:
    return frozenset(stem(token, lang) for token in content_tokens(text, lang) if token not in _AROUND)


def _touched(said: frozenset[str], library: Library) -> dict[str, frozenset[str]]:
    """The roles or titles of which `said` has every word of a name, or a word that no other role has, with those words; of
    names within one another the longest.
    """
    found: dict[str, frozenset[str]] = {}
    for subject, names in library.subjects.items():
        whole = max((name for name in names if name <= said), key=len, default=frozenset[str]())
        if words := whole or said & library.own_words.get(subject, frozenset()):
            found[subject] = words
    return {one: words for one, words in found.items() if not any(words < other for other in found.values())}


def _joined(question: str, lang: str, touched: Sequence[frozenset[str]]) -> bool:
    """Whether words of which only one of the `touched` has each stand on both sides of "or", with nothing of meaning between."""
    shared = frozenset.intersection(*touched)
    owner = {word: number for number, words in enumerate(touched) for word in words if sum(word in one for one in touched) == 1}
    idle = {token for token in tokens(question) if not content_tokens(token, lang)} | _AROUND
    row = [
        one if one in _JOINING else stem(one, lang)
        for one in tokens(question)
        if one in _JOINING or (one not in idle and stem(one, lang) not in shared)
    ]
    return any(
        middle in _JOINING and first in owner and last in owner and owner[first] != owner[last]
        for first, middle, last in zip(row, row[1:], row[2:], strict=False)
    )
