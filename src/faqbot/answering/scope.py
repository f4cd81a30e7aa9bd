"""Which documents may answer a question: those of its role, or of the title it names, in its language if there are any."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from faqbot.answering import naming
from faqbot.answering.library import Library
from faqbot.errors import UsageError
from faqbot.language.names import mentions
from faqbot.types import Document


@dataclass(frozen=True, slots=True)
class Scope:
    """The sources that may answer, the role they are of (None: not decided), and the names the question used."""

    sources: frozenset[str]
    role: str | None
    named: tuple[str, ...] = ()


def scope(question: str, library: Library, *, role: str | None, lang: str) -> Scope:
    """The scope of `question`. Raises UsageError for a role that no document has."""
    if role is not None and role not in library.roles:
        known = ", ".join(library.roles) or "none: the documents name no role"
        raise UsageError(f"There is no role {role!r}. Known roles: {known}.")
    named = naming.named(question, library)
    if len(named) == 1:  # also on the page of another role: who names one means it
        role = named[0]
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
    return _scope(chosen, role, library, lang, titled)


def sides(compared: Sequence[str], library: Library, *, lang: str) -> list[Scope]:
    """A scope for each side of a comparison: a role with what serves every role, or one document."""
    if not library.roles:
        return [_scope([library.documents[source]], None, library, lang, compared) for source in compared]
    documents = library.documents.values()
    return [_scope([one for one in documents if one.role in (role, None)], role, library, lang) for role in compared]


def _scope(chosen: Iterable[Document], role: str | None, library: Library, lang: str, titled: Iterable[str] = ()) -> Scope:
    names = (
        *(alias for name in library.names.values() for alias in name),
        *(title for source in titled for title in library.titles[source]),
    )
    return Scope(frozenset(document.source for document in _in_language(chosen, lang)), role, names)


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
