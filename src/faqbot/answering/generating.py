"""The composer with a language model: it may word the answer, and every sentence of it is checked before anybody sees it.

The model points at numbered sentences; what is cited are those sentences as they stand in their documents. A sentence that
points nowhere, or that the verifier refuses, is dropped. Where what remains does not answer, and whenever the model fails,
the verbatim answer stands.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from faqbot.answering import prompts
from faqbot.answering.claims import Claim
from faqbot.answering.composing import cite
from faqbot.answering.deciding import dated
from faqbot.answering.offering import SECTIONS, Place, lines, offer
from faqbot.answering.verifying import Check, ClaimVerifier
from faqbot.answering.written import Written
from faqbot.answering.written import parts as written_parts
from faqbot.errors import ProviderError
from faqbot.protocols import Judge, LanguageModel, Listener
from faqbot.types import Answer, AnswerSentence, Citation, Part

_MOST_SENTENCES = 12
# "Yes," before a sentence is a statement of its own that no cited sentence makes.
_PARTICLE = re.compile(r"^(?:yes|no|yeah|yep|nope|oui|non|si)\b[\s,.:;!–—-]+(?=\w)", re.IGNORECASE)
# What a model says about its answer instead of giving one.
_CHAT = re.compile(
    r"^(?:sure|certainly|of course|absolutely|okay|ok|here (?:is|are|you)|as (?:requested|asked|an ai)|i (?:am|can|will|have)|i'm|bien s[uû]r|voici|d'accord|en tant qu|je (?:suis|peux|vais))\b",
    re.IGNORECASE,
)


@dataclass
class Draft:
    """An answer as it comes about: the sentences that were accepted, what they cite, and why others were dropped."""

    offered: Mapping[int, Place]
    sentences: list[AnswerSentence] = field(default_factory=list)
    citations: dict[int, Citation] = field(default_factory=dict)
    cited: set[int] = field(default_factory=set)
    dropped: list[str] = field(default_factory=list)
    lost: set[int] = field(default_factory=set)
    failed: str = ""

    def answers(self, needed: Sequence[frozenset[int]]) -> bool:
        """Whether what was accepted cites, for every question, a sentence that answers it, and none of those was lost: where
        the model had something to say from one that was dropped, what is left would mislead.
        """
        return all(self.cited & one and not self.lost & one - self.cited for one in needed)

    def told(self, model: str) -> Mapping[str, object]:
        """How the draft came about, for the trace."""
        return {
            "model": model,
            "prompt": prompts.VERSION,
            "accepted": len(self.sentences),
            "dropped": list(self.dropped),
            "failed": self.failed,
        }

    def add(self, text: str, numbers: Sequence[int]) -> None:
        """Take in a sentence that is supported by the offered sentences `numbers`."""
        for number in numbers:
            if number not in self.citations:
                place = self.offered[number]
                evidence = replace(place.evidence, chosen=(place.sentence,))
                self.citations[number] = replace(cite(evidence), n=len(self.citations) + 1)
        self.cited.update(numbers)
        self.sentences.append(AnswerSentence(text, tuple(sorted(self.citations[number].n for number in numbers))))


class GroundedComposer:
    """Words answers with `model`, within `timeout` seconds an answer; shows what `verifier` accepts and nothing else.

    `judge` says which sections besides the one that would be quoted answer as well.
    """

    def __init__(self, model: LanguageModel, verifier: ClaimVerifier, judge: Judge, *, timeout: float) -> None:
        self._model = model
        self._verifier = verifier
        self._judge = judge
        self._timeout = timeout

    def compose(self, answer: Answer, parts: Sequence[Part], *, today: datetime.date, listener: Listener | None = None) -> Answer:
        """`answer`, which quotes, in the model's words; `answer` itself where these fail or do not answer.

        `parts` are the questions that `answer` answers. `listener` hears each sentence once it is checked and what has
        been said so far answers; never one that is taken back, unless the model breaks off.
        """
        offered = offer(parts, answer.lang)
        needed = [self._answering(part, offered) for part in parts]
        if not all(needed) or any(part.query.about for part in parts):
            # A comparison is left to the quotes: no check sees what is said of the wrong side. And a sentence in another
            # language than its evidence cannot be checked, so the quote stays as it is.
            return answer
        draft = Draft(offered)
        told = 0
        question = " ".join(part.query.text for part in parts)
        prompt = prompts.compose(question, lines(offered), answer.lang)
        try:
            with closing(self._model.stream(prompt, timeout=self._timeout, conversation=answer.conversation)) as stream:
                if listener:
                    listener.started(stream.close)
                for written in written_parts(stream):
                    self._take(written, draft, answer.lang)
                    if listener and draft.answers(needed):
                        told = _tell(listener, draft, told)
        except ProviderError as error:
            draft.failed = str(error)
        traced = replace(answer, trace={**answer.trace, "written": draft.told(self._model.name)})
        return _worded(traced, draft, today) if not draft.failed and draft.answers(needed) else traced

    def _answering(self, part: Part, offered: Mapping[int, Place]) -> frozenset[int]:
        """The numbers of the sentences that answer `part`: those that would be quoted, and the chosen ones of other
        sections that the judge takes for an answer too. Empty where what would be quoted is not offered.
        """
        quoted = [one for one in part.evidence if one.chosen]
        numbers = {(place.evidence.document.source, place.start): number for number, place in offered.items()}
        found: set[int] = set()
        for rank, one in enumerate(quoted[:SECTIONS]):
            if (
                rank
                and self._judge.judge(part.query, [one, *(other for other in quoted if other is not one)])[0].zone != "answer"
            ):
                continue
            starts = [one.section.sentences[place].start for place in one.chosen]
            here = {numbers[key] for start in starts if (key := (one.document.source, start)) in numbers}
            if not rank and not here:
                return frozenset()
            found |= here
        return frozenset(found)

    def _take(self, written: Written, draft: Draft, lang: str) -> None:
        """Accept a sentence into the draft, with as few of the sentences it points at as support it, or drop it."""
        numbers = [number for number in written.numbers if number in draft.offered]
        text = _PARTICLE.sub("", written.text)
        text = text[:1].upper() + text[1:]
        if not numbers or len(numbers) < len(written.numbers):
            draft.dropped.append("number")
            draft.lost.update(numbers)
        elif _CHAT.match(text):
            draft.dropped.append("chat")
        elif len(draft.sentences) == _MOST_SENTENCES or any(text == one.text for one in draft.sentences):
            draft.dropped.append("too much")
        elif check := self._refused(text, numbers, draft, lang):
            draft.dropped.append(", ".join(check.reasons))
            draft.lost.update(numbers)
        else:
            for number in list(numbers):
                fewer = [one for one in numbers if one != number]
                if fewer and not self._refused(text, fewer, draft, lang):
                    numbers = fewer
            draft.add(text, numbers)

    def _refused(self, text: str, numbers: Sequence[int], draft: Draft, lang: str) -> Check | None:
        """The check that refuses `text` as said by the offered sentences `numbers`; None where it is accepted."""
        check = self._verifier.check(claim(text, [draft.offered[number] for number in numbers], lang))
        return None if check.accepted else check


def claim(text: str, places: Sequence[Place], lang: str) -> Claim:
    """`text` beside the sentences that it cites, and what they stand under."""
    return Claim(text, _joined(place.text for place in places), lang, _joined(place.context for place in places))


def _joined(texts: Iterable[str]) -> str:
    """Texts as sentences, each once: one that ends without a mark would run into the next."""
    return "\n".join(text if text[-1] in ".!?…" else f"{text}." for text in dict.fromkeys(texts) if text)


def _tell(listener: Listener, draft: Draft, told: int) -> int:
    for sentence in draft.sentences[told:]:
        listener.sentence(sentence, tuple(one for one in draft.citations.values() if one.n in sentence.citations))
    return len(draft.sentences)


def _worded(answer: Answer, draft: Draft, today: datetime.date) -> Answer:
    """`answer` with the draft's sentences in place of its quotes, and the notes on what these cite."""
    shown = [draft.offered[number].evidence for number in draft.citations]
    kept = tuple(note for note in answer.notes if note.kind not in ("stale", "closed"))
    return replace(
        answer,
        mode="generative",
        sentences=tuple(draft.sentences),
        citations=tuple(draft.citations.values()),
        notes=(*kept, *dated(shown, today)),
    )
