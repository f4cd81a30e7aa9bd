"""The order of the stages: understand, retrieve, select, judge, decide, verify. Nothing is computed here."""

from __future__ import annotations

import datetime
import secrets
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from faqbot.answering.deciding import answers as is_answer
from faqbot.answering.deciding import apply, decide, settle
from faqbot.answering.grounding import verify
from faqbot.answering.library import Library
from faqbot.answering.suggesting import Suggester
from faqbot.answering.understanding import Plan, understand
from faqbot.protocols import Composer, Index, Judge, Listener, Reader, Retriever, Selector
from faqbot.types import ABSTAINED, Answer, Candidate, Draft, Evidence, Part, Query, RoleCard, Turn

_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Stages:
    """Who does each step; without a composer answers are quoted, without a reader rules alone decide."""

    retriever: Retriever
    selector: Selector
    judge: Judge
    composer: Composer | None = None
    reader: Reader | None = None


class FaqBot:
    """Answers turns about the documents of one index generation; every front and the evaluation ask it."""

    def __init__(self, library: Library, stages: Stages, *, contact: str = "", today: Callable[[], datetime.date]) -> None:
        self.index: Index = library.index
        self._library = library
        self._suggester = Suggester(self._library)
        self._stages = stages
        self._contact = contact
        self._today = today

    def ask(self, turn: Turn, listener: Listener | None = None) -> Answer:
        """One answer. Raises UsageError for an empty or overlong question or an unknown role."""
        return self.ask_many([turn], listener)[0]

    def ask_many(self, turns: Sequence[Turn], listener: Listener | None = None) -> list[Answer]:
        """An answer a turn, in order; the questions of all turns are embedded together. `listener` hears what a language
        model words.
        """
        return [self.word(draft, listener) for draft in self.draft_many([self.prepare(turn) for turn in turns])]

    def prepare(self, turn: Turn) -> Turn:
        """`turn` with its follow-up made whole by the language model that reads, if one does; it may wait for it."""
        reader = self._stages.reader
        if reader is None or turn.quoted or not turn.turns or turn.standalone:
            return turn
        plan = understand(turn, self._library)
        if plan.route:
            return turn
        return replace(turn, standalone=reader.standalone(turn.question, turn.turns, plan.lang, turn.conversation or ""))

    def draft_many(self, turns: Sequence[Turn]) -> list[Draft]:
        """What quotes answer each turn, in order. It takes milliseconds, where `word` may wait for a language model."""
        started = time.perf_counter()
        plans = [understand(turn, self._library) for turn in turns]
        queries = [query for plan in plans for query in plan.queries]
        parts = iter(
            [
                self._part(query, candidates)
                for query, candidates in zip(queries, self._stages.retriever.retrieve(queries), strict=True)
            ]
        )
        drafts = [self._draft(plan, [next(parts) for _ in plan.queries]) for plan in plans]
        for draft in drafts:
            verify(draft.answer, self.index.documents)
        spent = 1000 * (time.perf_counter() - started) / max(1, len(drafts))
        return [replace(draft, answer=replace(draft.answer, latency_ms=round(spent, 2))) for draft in drafts]

    def word(self, draft: Draft, listener: Listener | None = None) -> Answer:
        """The answer of `draft` in a language model's words, each sentence checked; its quotes where there are none."""
        started = time.perf_counter()
        draft = self._read(draft)
        if not self._stages.composer or not draft.parts:
            return draft.answer
        answer = self._stages.composer.compose(draft.answer, draft.parts, today=self._today(), listener=listener)
        verify(answer, self.index.documents)
        return replace(answer, latency_ms=round(draft.answer.latency_ms + 1000 * (time.perf_counter() - started), 2))

    def parts(self, turn: Turn) -> list[Part]:
        """What the stages make of the questions of a turn, before anything is decided; none where a route answers it."""
        queries = understand(turn, self._library).queries
        return [
            self._part(query, candidates)
            for query, candidates in zip(queries, self._stages.retriever.retrieve(queries), strict=True)
        ]

    def roles(self) -> list[RoleCard]:
        """The roles that have documents, by slug."""
        return list(self._library.roles.values())

    def languages(self) -> tuple[str, ...]:
        """The languages of the documents, the most used first."""
        return self._library.languages

    def suggestions(self, role: str | None = None, lang: str | None = None, limit: int = 4) -> list[str]:
        """Questions to begin with. Raises UsageError for an unknown role."""
        return self._suggester.opening(role, lang or self._library.languages[0], limit)

    def _read(self, draft: Draft) -> Draft:
        """`draft`, or the answer that the language model shows to stand in what was a near miss."""
        reader, near = self._stages.reader, draft.near
        part = reader.judged(near, draft.answer.lang, draft.answer.conversation) if reader and near else None
        if part is None or part is near:
            return draft
        answer = apply(decide([part], self._library, role=draft.answer.role, today=self._today()), draft.answer)
        answer = replace(answer, suggestions=()) if answer.outcome == "answered" else answer
        verify(answer, self.index.documents)
        return Draft(answer, (part,) if answer.outcome == "answered" else ())

    def _part(self, query: Query, candidates: Sequence[Candidate]) -> Part:
        evidence = settle(self._stages.selector.select(query, candidates))
        verdict, features = self._stages.judge.judge(query, evidence)
        return Part(query, tuple(evidence), verdict, features)

    def _draft(self, plan: Plan, parts: Sequence[Part]) -> Draft:
        answer = Answer(
            id=plan.turn.id or uuid.uuid4().hex,
            question=plan.turn.question,
            outcome="not_in_documents",
            reason="nothing",
            conversation=plan.turn.conversation or secrets.token_urlsafe(16),
            lang=plan.lang,
            index=self.index.generation,
            role=plan.role,
            contact=self._contact,
            trace=_trace(plan, parts),
        )
        if plan.route:
            answer = replace(answer, outcome=plan.route[0], reason=plan.route[1], confidence=1.0)
        else:
            answer = apply(decide(parts, self._library, role=plan.role, today=self._today()), answer)
        worded = answer.outcome == "answered" and not plan.turn.quoted
        answer = replace(answer, suggestions=tuple(self._suggest(plan, parts, answer)))
        # One reading an answer: the time limit is for all that a model does.
        near = parts[0] if answer.reason == "closest" and len(parts) == 1 and not plan.turn.quoted else None
        return Draft(answer, tuple(part for part in parts if worded and is_answer(part)), near)

    def _suggest(self, plan: Plan, parts: Sequence[Part], answer: Answer) -> list[str]:
        if answer.reason == "crisis":
            return []
        if not parts or answer.outcome == "answered":
            return (
                self._suggester.opening(plan.role, plan.lang, _SUGGESTIONS)
                if answer.outcome in ABSTAINED or answer.outcome == "smalltalk"
                else []
            )
        vector = self.index.embedder.embed([parts[0].query.search])[0]
        return self._suggester.near(
            vector, plan.scope.sources, role=plan.role, lang=plan.lang, limit=_SUGGESTIONS, without=parts[0].evidence[:0]
        )


def _trace(plan: Plan, parts: Sequence[Part]) -> Mapping[str, object]:
    """How the answer came about, for the evaluation and for whoever wants to know."""
    return {
        "standalone": plan.text,
        "role": plan.role,
        "route": plan.route[1] if plan.route else None,
        "queries": [
            {
                "text": part.query.text,
                "search": part.query.search,
                "lang": part.query.lang,
                "corrected": [list(pair) for pair in part.query.corrected],
            }
            for part in parts
        ],
        "zone": [part.verdict.zone for part in parts],
        "missing": [list(part.verdict.missing) for part in parts],
        "features": dict(parts[0].features) if parts else {},
        "ranking": _ranked(parts[0]) if parts else [],
    }


def _place(evidence: Evidence) -> list[int]:
    """Where the sentence stands that scored highest; nowhere for an entry that is not published yet."""
    if evidence.best < 0:
        return [0, 0]
    sentence = evidence.section.sentences[evidence.best]
    return [sentence.start, sentence.end]


def _ranked(part: Part) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for evidence in part.evidence:
        spans = [evidence.section.sentences[number] for number in evidence.chosen]
        rows.append(
            {
                "source": evidence.document.source,
                "heading": list(evidence.section.heading),
                "start": spans[0].start if spans else 0,
                "end": spans[-1].end if spans else 0,
                "best": _place(evidence),
                "score": round(evidence.score, 4),
            }
        )
    return rows
