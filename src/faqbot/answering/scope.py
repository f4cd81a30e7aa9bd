"""Which documents may answer a question: those of its role, or of the title it names, in its language if there are any."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from faqbot.answering.library import Library
from faqbot.errors import UsageError
from faqbot.language.names import mentions
from faqbot.language.words import tokens
from faqbot.types import Document

_ARTICLE = 1  # words that may stand before a name


@dataclass(frozen=True, slots=True)
class Scope:
    """The sources that may answer, the role they are of (None: not decided), and the names the question used."""

    sources: frozenset[str]
    role: str | None
    named: tuple[str, ...] = ()
    roles_named: tuple[str, ...] = ()


def scope(question: str, library: Library, *, role: str | None, lang: str) -> Scope:
    """The scope of `question`. Raises UsageError for a role that no document has."""
    if role is not None and role not in library.roles:
        known = ", ".join(library.roles) or "none: the documents name no role"
        raise UsageError(f"There is no role {role!r}. Known roles: {known}.")
    roles_named = _roles_named(question, library)
    if len(roles_named) == 1:  # also on the page of another role: who names one means it
        role = roles_named[0]
    if role is None and len(library.roles) == 1:
        role = next(iter(library.roles))
    titled = _titled(question, library)
    documents = library.documents.values()
    if titled:
        chosen = [document for document in documents if document.source in titled]
    elif role is not None:
        chosen = [document for document in documents if document.role in (role, None)]
    else:
        chosen = list(documents)
    named = (
        *(alias for name in library.names.values() for alias in name),
        *(title for source in titled for title in library.titles[source]),
    )
    return Scope(frozenset(document.source for document in _in_language(chosen, lang)), role, named, roles_named)


def only_names(question: str, library: Library) -> bool:
    """Whether `question` is the name of a role and nothing else, as somebody types who was asked which role is meant."""
    words = len(tokens(question))
    return any(
        mentions(question, alias) and words <= len(tokens(alias)) + _ARTICLE
        for role in library.roles
        for alias in library.names[role]
    )


def _roles_named(question: str, library: Library) -> tuple[str, ...]:
    """The roles that `question` names; "Senior Engineer" does not name the role "Engineer"."""
    found = {
        role: max(named, key=len)
        for role in library.roles
        if (named := [name for name in library.names[role] if mentions(question, name)])
    }
    return tuple(
        role
        for role, name in found.items()
        if not any(len(other) > len(name) and mentions(other, name) for other in found.values())
    )


def _titled(question: str, library: Library) -> frozenset[str]:
    """The documents without a role whose title the question names; the longest title wins."""
    matches = {(len(title), source) for source, titles in library.titles.items() for title in titles if mentions(question, title)}
    longest = max((length for length, _ in matches), default=0)
    return frozenset(source for length, source in matches if length == longest)


def _in_language(documents: Iterable[Document], lang: str) -> list[Document]:
    """Per role, the documents in `lang` where there are any, otherwise all of the role's."""
    documents = list(documents)
    covered = {document.role for document in documents if document.lang == lang}
    return [document for document in documents if document.lang == lang or document.role not in covered]
