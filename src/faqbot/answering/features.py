"""The numbers by which the judge tells an answer from a near miss. Each is a plain fact about question and evidence.

Scores alone do not do it: "the salary in Germany?" looks like "the salary?" to every vector. What tells them apart is
what the question names and the evidence lacks, so most features are about coverage and scope.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from faqbot.answering.library import Library
from faqbot.answering.mentions import foreign_titles, lacking_places, lacking_years, unknown_names
from faqbot.language.markup import readable
from faqbot.language.quantities import asked_kinds, holds
from faqbot.language.synonyms import synonyms
from faqbot.language.topics import topics
from faqbot.language.words import content_tokens, stem, tokens
from faqbot.protocols import Embedder
from faqbot.types import Evidence, Query

FEATURES: tuple[str, ...] = (
    "sentence", "headed", "passage", "heading", "theme", "lexical", "lexical_sentence", "margin",
    "covered", "covered_by_meaning", "covered_by_quote", "rarest_uncovered", "unknown_share",
    "token_match", "weakest_token", "asks_kind", "lacks_kind", "yes_no",
    "topic_agrees", "topic_lacking", "topic_elsewhere", "no_topic",
    "lacks_place", "lacks_year", "foreign_title", "unknown_name", "words", "corrected", "faq",
)  # fmt: skip


class FeatureExtractor:
    """Works out the features of the best evidence for a query."""

    def __init__(self, library: Library, embedder: Embedder) -> None:
        self._library = library
        self._embedder = embedder

    def extract(self, query: Query, evidence: Sequence[Evidence]) -> dict[str, float]:
        """The features by name, in the order of FEATURES; `evidence` is not empty, its first entry is judged."""
        best = evidence[0]
        quote = _text(best)
        passage = "\n".join((*best.section.heading, *best.section.wordings, _text(best, whole=True)))
        values = {name: float(best.features.get(name, 0.0)) for name in FEATURES[:7]}
        rival = next(
            (
                other.score
                for other in evidence[1:]
                if other.document.source != best.document.source or other.section is not best.section
            ),
            0.0,
        )
        values["margin"] = best.score - rival
        values |= self._coverage(query, passage, f"{best.section.heading[-1]}\n{quote}")
        values |= self._tokens(query, f"{best.section.heading[-1]}. {_best(best)}")
        values |= _kinds(query, quote)
        values |= self._topics(query, passage)
        values |= self._scope(query, best, passage)
        values["words"] = min(len(content_tokens(query.search, query.lang)), 12) / 12
        values["corrected"] = float(bool(query.corrected))
        values["faq"] = float(best.section.kind == "faq")
        return {name: values[name] for name in FEATURES}

    def _coverage(self, query: Query, passage: str, quote: str) -> dict[str, float]:
        """How much of the question's weight, by inverse frequency, the evidence covers; to the letter or in meaning."""
        lang = query.lang
        asked = list(dict.fromkeys(content_tokens(query.search, lang)))
        if not asked:
            return {
                "covered": 0.0,
                "covered_by_meaning": 0.0,
                "covered_by_quote": 0.0,
                "rarest_uncovered": 0.0,
                "unknown_share": 1.0,
            }
        weights = {word: self._weight(word, lang) for word in asked}
        total = sum(weights.values())
        there = {stem(word, lang) for word in tokens(passage)}
        quoted = {stem(word, lang) for word in tokens(quote)}
        alike = synonyms(lang)
        exact = [word for word in asked if stem(word, lang) in there]
        meant = [word for word in asked if word in exact or alike.get(stem(word, lang), frozenset()) & there]
        by_quote = [word for word in asked if stem(word, lang) in quoted or alike.get(stem(word, lang), frozenset()) & quoted]
        vocabulary = self._library.stems(lang)
        return {
            "covered": sum(weights[word] for word in exact) / total,
            "covered_by_meaning": sum(weights[word] for word in meant) / total,
            "covered_by_quote": sum(weights[word] for word in by_quote) / total,
            "rarest_uncovered": max((weights[word] for word in asked if word not in meant), default=0.0) / 10,
            "unknown_share": sum(stem(word, lang) not in vocabulary for word in asked) / len(asked),
        }

    def _weight(self, word: str, lang: str) -> float:
        """Inverse frequency, smoothed so that a word the corpus lacks weighs as one that stands there half a time."""
        counts: Mapping[str, int] = self._library.vocabulary.get(lang, {})
        total = sum(counts.values()) or 1
        return math.log(1 + total / (counts.get(word, 0) + 0.5))

    def _tokens(self, query: Query, text: str) -> dict[str, float]:
        """MaxSim (ColBERT, Khattab and Zaharia 2020): the mean, and the least, over the question's tokens of the
        cosine to the nearest token of the evidence.
        """
        question, evidence = self._embedder.embed_tokens(query.search), self._embedder.embed_tokens(text)
        if not len(question) or not len(evidence):
            return {"token_match": 0.0, "weakest_token": 0.0}
        nearest = np.max(question @ evidence.T, axis=1)
        return {"token_match": float(np.mean(nearest)), "weakest_token": float(np.min(nearest))}

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

    def _scope(self, query: Query, best: Evidence, passage: str) -> dict[str, float]:
        return {
            "lacks_place": float(bool(lacking_places(query, best))),
            "lacks_year": float(bool(lacking_years(query, best))),
            "foreign_title": float(bool(foreign_titles(query, best))),
            "unknown_name": float(bool(unknown_names(query, passage))),
        }


def _kinds(query: Query, quote: str) -> dict[str, float]:
    asked = asked_kinds(query.text)
    shaped = asked - {"yes_no", "list", "reason", "person", "place"}
    return {
        "asks_kind": float(bool(shaped)),
        "lacks_kind": float(any(not holds(kind, quote) for kind in shaped)),
        "yes_no": float("yes_no" in asked),
    }


def _best(evidence: Evidence) -> str:
    if evidence.best < 0:
        return ""
    sentence = evidence.section.sentences[evidence.best]
    return readable(evidence.document.quote(sentence.start, sentence.end))


def _text(evidence: Evidence, *, whole: bool = False) -> str:
    sentences = evidence.section.sentences if whole else [evidence.section.sentences[number] for number in evidence.chosen]
    return "\n".join(readable(evidence.document.quote(sentence.start, sentence.end)) for sentence in sentences)
