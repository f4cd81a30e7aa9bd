"""What the documents of one index generation tell about themselves: roles, titles, words, acronyms, questions."""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from faqbot.answering.intents import IntentModel, Intents
from faqbot.answering.routes import route_words
from faqbot.answering.spelling import Initials, initials, mistaken
from faqbot.language.intents import spoken
from faqbot.language.names import names_of, without_names
from faqbot.language.places import place_words
from faqbot.language.topics import topics
from faqbot.language.vocabulary import known_words
from faqbot.language.words import content_tokens, stem, tokens
from faqbot.protocols import Index
from faqbot.types import Document, RoleCard

_ACRONYM = re.compile(
    r"((?:[A-ZÀ-Þ][\w&-]*|of|and|de|d’|d'|des|du|la|l’|l')(?:[ -](?:[A-ZÀ-Þ][\w&-]*|of|and|de|des|du|la))+) \(([A-Z][A-Za-z]{1,6})\)"
)

# How often candidates use a word in the bank of intents until it is none of their mistakes; what a common word weighs.
_USUAL, _COMMON = 3, 10
# So many words make a list that holds nearly every right one.
_LONG = 10_000
# What a word of the documents weighs beside any that only candidates use.
_WRITTEN = 1_000_000


class Library:
    """Facts about the documents that many questions need, each worked out once and on demand; `model` reads intents."""

    def __init__(self, index: Index, model: IntentModel | None = None) -> None:
        self.index = index
        self.intents = Intents(index, model)
        self.documents = index.documents
        self._stems: dict[str, Counter[str]] = {}
        self._right: dict[str, frozenset[str]] = {}
        self._spellings: dict[str, Mapping[str, int]] = {}
        self._initials: dict[str, Initials] = {}
        self._used: dict[str, frozenset[str]] = {}
        self._totals: dict[str, int] = {}
        self._sections: dict[tuple[str, int], frozenset[str]] = {}
        self._topics: dict[str, frozenset[str]] = {}

    @functools.cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the documents, the one with most documents first."""
        return tuple(lang for lang, _ in Counter(document.lang for document in self.documents.values()).most_common())

    @functools.cached_property
    def roles(self) -> Mapping[str, RoleCard]:
        """The roles that have documents, by slug."""
        cards: dict[str, RoleCard] = {}
        for role in sorted({document.role for document in self.documents.values() if document.role}):
            own = [document for document in self.documents.values() if document.role == role]
            langs = tuple(sorted({document.lang for document in own}))
            cards[role] = RoleCard(role, role_name(role, own), langs)
        return cards

    @functools.cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """For each role the names people call it by, longest first."""
        return {
            role: tuple(
                sorted(
                    {name for document in self.documents.values() if document.role == role for name in names_of(document)},
                    key=lambda name: (-len(name), name),
                )
            )
            for role in self.roles
        }

    @functools.cached_property
    def titles(self) -> Mapping[str, tuple[str, ...]]:
        """For each document without a role the names it goes by: its title, and what stands behind a colon in it."""
        found = {}
        for source, document in self.documents.items():
            if document.role is None:
                parts = [document.title, *(part for part in document.title.split(":")[1:]), *document.aliases]
                found[source] = tuple(part.strip() for part in parts if len(tokens(part)) > 1)
        return found

    @functools.cached_property
    def subjects(self) -> Mapping[str, tuple[frozenset[str], ...]]:
        """What can be told apart by name, with the stems of each of its names: the roles, or where there are none the
        documents by their titles.
        """
        lines = self.names or self.titles
        langs = self.languages
        return {
            subject: tuple(
                dict.fromkeys(
                    frozenset(stem(token, lang) for token in content_tokens(name, lang)) for name in names for lang in langs
                )
            )
            for subject, names in lines.items()
        }

    @functools.cached_property
    def own_words(self) -> Mapping[str, frozenset[str]]:
        """For each role the stems of its names that no other role has; of a single role none, since it needs no telling."""
        words = {role: frozenset().union(*self.subjects[role]) for role in self.roles}
        counted = Counter(word for one in words.values() for word in one)
        several = len(words) > 1
        return {role: frozenset(word for word in one if counted[word] == 1 and several) for role, one in words.items()}

    @functools.cached_property
    def vocabulary(self) -> Mapping[str, Counter[str]]:
        """For each language the words of its documents, folded, with how often they stand there."""
        words: dict[str, Counter[str]] = {}
        for document in self.documents.values():
            counter = words.setdefault(document.lang, Counter())
            counter.update(tokens(document.text))
            for section in document.sections:
                counter.update(token for line in (*section.heading, *section.wordings) for token in tokens(line))
        return words

    @functools.cached_property
    def listed(self) -> Mapping[str, frozenset[str]]:
        """For each language that we have words for, the words that are spelt right in it; the model knows English."""
        return {"en": known_words("en") | self.index.embedder.words, "fr": known_words("fr")}

    def right(self, word: str, lang: str) -> bool:
        """Whether a folded word is spelt right: it, or another form of it, is listed or stands in the documents."""
        if lang not in self._right:
            self._right[lang] = frozenset(stem(one, lang) for one in self.listed.get(lang, ())) | self.stems(lang).keys()
        return word in self.listed.get(lang, ()) or word in self._usual(lang) or stem(word, lang) in self._right[lang]

    def _usual(self, lang: str) -> frozenset[str]:
        """Words that no list holds and candidates use all the same. The bank holds mistakes on purpose: where the list is
        long, what looks like one is one; where it is short, many a right word would.
        """
        if lang not in self._used:
            counts, listed = spoken(lang), self.listed.get(lang, frozenset())
            others = (word for word, count in counts.items() if count >= _USUAL and word not in listed)
            self._used[lang] = frozenset(word for word in others if len(listed) < _LONG or not mistaken(word, counts))
        return self._used[lang]

    def spellings(self, lang: str) -> Mapping[str, int]:
        """The words that a mistake in `lang` may have meant, and how likely: those of the documents before all others, then
        those that candidates use, those that routes go by and places, then any other.
        """
        if lang not in self._spellings:
            written = self.vocabulary.get(lang) or sum(self.vocabulary.values(), Counter())
            listed = self.listed.get(lang, frozenset())
            used = {word: spoken(lang)[word] for word in (*self._usual(lang), *listed) if spoken(lang)[word] >= _USUAL}
            self._spellings[lang] = {
                **dict.fromkeys(listed, 1),
                **dict.fromkeys(place_words() | route_words(), _COMMON),
                **used,
                **{word: _WRITTEN + count for word, count in written.items()},
            }
        return self._spellings[lang]

    def initials(self, lang: str) -> Initials:
        """The words of `spellings` by their first letter."""
        if lang not in self._initials:
            self._initials[lang] = initials(self.spellings(lang))
        return self._initials[lang]

    @functools.cached_property
    def acronyms(self) -> Mapping[str, str]:
        """Acronyms that the documents define ("Chief AI Officer (CAIO)"), folded, with what they stand for."""
        return {
            match.group(2).casefold(): match.group(1)
            for document in self.documents.values()
            for match in _ACRONYM.finditer(document.text)
        }

    def stems(self, lang: str) -> Mapping[str, int]:
        """The stems of the words of the documents in `lang`, with how often they stand there."""
        if lang not in self._stems:
            counted: Counter[str] = Counter()
            for word, count in self.vocabulary.get(lang, {}).items():
                counted[stem(word, lang)] += count
            self._stems[lang] = counted
        return self._stems[lang]

    def rarity(self, one: str, lang: str) -> float:
        """The weight of a stem: the logarithm of how rarely it stands in the documents of `lang`; a stem that they
        lack weighs as one that stands there half a time.
        """
        counts = self.stems(lang)
        return math.log(1 + self._totals.setdefault(lang, sum(counts.values()) or 1) / (counts.get(one, 0) + 0.5))

    def section_stems(self, source: str, number: int) -> frozenset[str]:
        """The stems of a section: of its headings, its wordings and its sentences."""
        key = (source, number)
        if key not in self._sections:
            document = self.documents[source]
            section = document.sections[number]
            names = names_of(document)
            lines = [*section.heading, *section.wordings, *(document.quote(one.start, one.end) for one in section.sentences)]
            words = {word for line in lines for word in tokens(without_names(line, names))}
            self._sections[key] = frozenset(stem(word, document.lang) for word in words)
        return self._sections[key]

    def document_topics(self, source: str) -> frozenset[str]:
        """The themes that a document speaks of; entries that are not published yet do not count."""
        if source not in self._topics:
            self._topics[source] = topics("\n".join(_spoken(self.documents[source])))
        return self._topics[source]


def role_name(role: str, documents: list[Document]) -> str:
    """A role's name as people write it: the way a title or an alias spells its slug, or the slug as words."""
    words = role.replace("-", " ")
    spelt = re.compile(re.escape(words).replace(r"\ ", r"[ \-]"), re.IGNORECASE)
    for document in documents:
        for name in (document.title, *document.aliases):
            match = spelt.search(name)
            if match:
                return match.group()
    return words.capitalize()


def _spoken(document: Document) -> Iterator[str]:
    for section in document.sections:
        if section.sentences:
            yield from (*section.heading, *section.wordings)
            yield from (document.quote(sentence.start, sentence.end) for sentence in section.sentences)
