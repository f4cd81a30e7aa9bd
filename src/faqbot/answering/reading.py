"""What a language model may do besides wording: find the answer in a near miss, and make a follow-up stand alone.

Both are read, not believed. A near miss becomes an answer only with words copied from an offered sentence; a follow-up made
whole may use no word that the visitor did not. Whatever else comes, and on any failure, the deterministic result stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from faqbot.answering import followups, prompts
from faqbot.answering.offering import Place, lines, offer
from faqbot.answering.written import foreign, objects, plainly
from faqbot.errors import ProviderError
from faqbot.language.words import content_tokens, stem, tokens
from faqbot.protocols import LanguageModel
from faqbot.types import Part, Prompt, Verdict

_FEWEST_WORDS = 2
_LONGEST_QUESTION = 300


@dataclass(frozen=True, slots=True)
class ModelReader:
    """Reads with `model`, within `timeout` seconds a call."""

    model: LanguageModel
    timeout: float

    def judged(self, part: Part, lang: str, conversation: str = "") -> Part:
        """`part` with the sentence that the model shows to answer it; unchanged unless it is a near miss and there is one.

        Where the documents lack a place, a year or a name that was asked about, no sentence can answer, and none is sought.
        """
        if part.verdict.zone != "closest" or part.verdict.missing:
            return part
        offered = offer([part], lang)
        found = self._first(prompts.judge(part.query.text, lines(offered)), conversation) if offered else {}
        place = _quoted(found, offered)
        if place is None:
            return part
        evidence = replace(place.evidence, chosen=tuple(sorted({place.sentence, *_together(place)})), best=place.sentence)
        others = tuple(one for one in part.evidence if one.section != place.evidence.section)
        return replace(part, evidence=(evidence, *others), verdict=Verdict(part.verdict.confidence, "answer"))

    def standalone(self, question: str, turns: Sequence[str], lang: str, conversation: str = "") -> str:
        """`question` with what it leaves to `turns`, in the visitor's own words."""
        plain = followups.standalone(question, turns, lang)
        if not turns:
            return plain
        made = self._first(prompts.rewrite(question, turns), conversation).get("question")
        whole = plainly(made) if isinstance(made, str) else ""
        return whole if _own_words(whole, question, turns, lang) else plain

    def _first(self, prompt: Prompt, conversation: str) -> Mapping[str, Any]:
        """The first object that the model writes; an empty one where it fails or writes none."""
        try:
            with closing(self.model.stream(prompt, timeout=self.timeout, conversation=conversation)) as stream:
                return next(objects(stream), {})
        except ProviderError:
            # Counted where it arose; here the deterministic result is as good an answer as there was without a model.
            return {}


def _quoted(found: Mapping[str, Any], offered: Mapping[int, Place]) -> Place | None:
    """The offered sentence that the object points at, where its quote stands there word for word."""
    number, quote = found.get("from"), found.get("quote")
    if type(number) is not int or not isinstance(quote, str) or number not in offered:
        return None
    words = tokens(quote)
    there = f" {' '.join(tokens(offered[number].text))} "
    return offered[number] if len(words) >= _FEWEST_WORDS and f" {' '.join(words)} " in there else None


def _together(place: Place) -> tuple[int, ...]:
    """The sentences that the section would quote anyway, where the one found is among them."""
    return place.evidence.chosen if place.sentence in place.evidence.chosen else ()


def _own_words(whole: str, question: str, turns: Sequence[str], lang: str) -> bool:
    said = {stem(word, lang) for text in (question, *turns) for word in tokens(text)}
    made = {stem(word, lang) for word in content_tokens(whole, lang)}
    return bool(made) and made <= said and len(whole) <= _LONGEST_QUESTION and not foreign(whole)
