"""The numbers by which the judge tells an answer from a near miss. Each is a plain fact about question and evidence.

Scores alone do not do it: "the salary in Germany?" looks like "the salary?" to every vector. What tells them apart is
what the question names and the evidence lacks, so most features are about coverage and scope.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from faqbot.answering.library import Library
from faqbot.answering.likeness import likeness
from faqbot.answering.meaning import asked
from faqbot.answering.mentions import foreign_titles, lacking_places, lacking_years, unknown_names
from faqbot.answering.selection import OWN, SHARED
from faqbot.answering.worded import worded
from faqbot.language.markup import readable
from faqbot.language.quantities import asked_kinds, holds, shaped_kinds
from faqbot.language.topics import topics
from faqbot.language.words import content_tokens, stem, tokens
from faqbot.types import Evidence, Query

FEATURES: tuple[str, ...] = (
    "sentence", "headed", "passage", "heading", "theme", "meaning", "lexical", "lexical_sentence", "intent", "intent_best", "intent_sentence",
    "reranked", "margin",
    "intent_covered", "intent_behind", "intent_far",
    "unpublished", "unpublished_ahead", "unpublished_intent",
    "covered", "covered_by_meaning", "covered_by_quote", "rarest_uncovered", "unknown_share",
    "asks_kind", "lacks_kind", "yes_no",
    "topic_agrees", "topic_lacking", "topic_elsewhere", "no_topic",
    "lacks_place", "lacks_year", "foreign_title", "unknown_name", "words", "corrected", "faq",
    "worded",
)  # fmt: skip


class FeatureExtractor:
    """Works out the features of the best evidence for a query."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._intents = library.intents

    def extract(self, query: Query, evidence: Sequence[Evidence]) -> dict[str, float]:
        """The features by name, in the order of FEATURES; `evidence` is not empty, its first entry is judged."""
        best = evidence[0]
        quote = _text(best)
        passage = "\n".join((*best.section.heading, *best.section.wordings, _text(best, whole=True)))
        values = {name: float(best.features.get(name, 0.0)) for name in (*OWN, *SHARED)}
        rival = next((other.score for other in evidence[1:] if not _same_matter(best, other)), 0.0)
        values["margin"] = best.score - rival
        values |= self._coverage(query, best, f"{best.section.heading[-1]}\n{quote}")
        values |= _kinds(query, quote)
        values |= self._topics(query, passage)
        values |= self._scope(query, best, passage)
        values |= self._intent(query, values)
        values |= _unpublished(best, evidence)
        values["words"] = min(len(content_tokens(query.search, query.lang)), 12) / 12
        values["corrected"] = float(bool(query.corrected))
        values["faq"] = float(best.section.kind == "faq")
        values["worded"] = worded(best.section)
        return {name: values[name] for name in FEATURES}

    def speaks_of(self, words: str, lang: str) -> bool:
        """Whether the documents in `lang` have every one of `words`, in any form."""
        known = self._library.stems(lang)
        return all(stem(word, lang) in known for word in tokens(words))

    def _coverage(self, query: Query, best: Evidence, quote: str) -> dict[str, float]:
        """How much of the question's weight the evidence covers: to the letter, in meaning, and by the quote alone."""
        wanted = asked(query.search, query.lang, self._library)
        number = best.document.sections.index(best.section)
        there = self._library.section_stems(best.document.source, number)
        quoted = {stem(word, query.lang) for word in tokens(quote)}
        known = self._library.stems(query.lang)
        return {
            "covered": wanted.covered(there, synonym=0.0),
            "covered_by_meaning": wanted.covered(there, synonym=1.0),
            "covered_by_quote": wanted.covered(quoted, synonym=1.0),
            "rarest_uncovered": max((weight for _, weight in wanted.uncovered(there)), default=0.0) / 10,
            "unknown_share": sum(one not in known for one in wanted.stems) / len(wanted.stems) if wanted.stems else 1.0,
        }

    def _topics(self, query: Query, passage: str) -> dict[str, float]:
        asked = topics(query.text)
        here = topics(passage)
        everywhere = frozenset().union(*(self._library.document_topics(source) for source in query.scope))
        return {
            "topic_agrees": float(bool(asked & here)),
            "topic_lacking": float(bool(asked - here)),
            "topic_elsewhere": float(bool(asked) and not asked & everywhere),
            "no_topic": float(not asked),
        }

    def _intent(self, query: Query, values: Mapping[str, float]) -> dict[str, float]:
        """Whether anything published is after what is asked, how far the evidence is behind it, whether it is about jobs:
        what no bank of intents knows ("how high are the turbines?") is about this job where the evidence has its words.
        """
        asked = self._intents.asked(query)
        covered = self._intents.covered(asked, query.scope)
        return {
            "intent_covered": covered,
            "intent_behind": covered - values["intent_best"],
            "intent_far": self._intents.far(asked) * (1 - values["covered"]),
        }

    def _scope(self, query: Query, best: Evidence, passage: str) -> dict[str, float]:
        return {
            "lacks_place": float(bool(lacking_places(query, best))),
            "lacks_year": float(bool(lacking_years(query, best))),
            "foreign_title": float(bool(foreign_titles(query, best))),
            "unknown_name": float(bool(unknown_names(query, passage))),
        }


def _same_matter(one: Evidence, other: Evidence) -> bool:
    """Whether two sections are on the same themes by their headings and wordings: a profile and its FAQ say things twice."""
    themes = [topics("\n".join((*entry.section.heading, *entry.section.wordings))) for entry in (one, other)]
    return bool(themes[0]) and 2 * len(themes[0] & themes[1]) >= len(themes[0] | themes[1])


def _unpublished(best: Evidence, evidence: Sequence[Evidence]) -> dict[str, float]:
    """How like the question the nearest entry without an answer is, and by how much more than the best evidence."""
    nearest = max((likeness(entry) for entry in evidence if not entry.chosen), default=0.0)
    meant = max((entry.features["intent_best"] for entry in evidence if not entry.chosen), default=0.0)
    return {
        "unpublished": nearest,
        "unpublished_ahead": max(0.0, nearest - likeness(best)),
        "unpublished_intent": meant - best.features["intent_best"],
    }


def _kinds(query: Query, quote: str) -> dict[str, float]:
    shaped = shaped_kinds(query.text)
    return {
        "asks_kind": float(bool(shaped)),
        "lacks_kind": float(any(not holds(kind, quote) for kind in shaped)),
        "yes_no": float("yes_no" in asked_kinds(query.text)),
    }


def _text(evidence: Evidence, *, whole: bool = False) -> str:
    sentences = evidence.section.sentences if whole else [evidence.section.sentences[number] for number in evidence.chosen]
    return "\n".join(readable(evidence.document.quote(sentence.start, sentence.end)) for sentence in sentences)
