"""From judged parts to an outcome: answered, not in the documents, or a question back."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from faqbot.answering.composing import cite, compose, numbered
from faqbot.answering.library import Library
from faqbot.answering.likeness import likeness
from faqbot.language.closing import closing
from faqbot.language.markup import readable
from faqbot.types import Answer, Citation, Evidence, Note, Outcome, Part

# From which likeness on a question is taken to be that of an entry that is not published yet.
_SAME_QUESTION = 0.55
# Evidence of another document this close to the best one makes the question ambiguous.
_RIVAL = 0.85
_MOST_CHOICES = 4
# How a line of a posting's facts says which of several values of one name it holds: "Salary range (minimum): ".
_WHICH = re.compile(r"\(([^()\n]+)\): $")


@dataclass(frozen=True, slots=True)
class Decision:
    """The fields of an answer that depend on the evidence."""

    outcome: Outcome
    reason: str
    shown: tuple[Evidence, ...] = ()
    closest: Evidence | None = None
    notes: tuple[Note, ...] = ()
    choices: tuple[str, ...] = ()
    confidence: float = 0.0


def decide(parts: Sequence[Part], library: Library, *, role: str | None, today: datetime.date) -> Decision:
    """The outcome of a turn. Parts that are answered are shown; one that is not is said to be open."""
    if choices := _choices(parts, library, role):
        return Decision(
            "clarify",
            "which_role" if library.roles else "which_document",
            choices=choices,
            confidence=parts[0].verdict.confidence,
        )
    answered = [part for part in parts if answers(part)]
    if not answered:
        return _unanswered(parts[0], today)
    shown = tuple(_shown(part) for part in answered)
    open_parts = tuple(
        Note("open_part", "open_part", {"question": part.query.about or part.query.text})
        for part in parts
        if part not in answered
    )
    whose = (*_by_side(answered), *_whose(shown, library, role))
    notes = (*open_parts, *whose, *_labels(shown), *_language(answered[0], shown), *dated(shown, today))
    return Decision(
        "answered", "answered", shown=shown, notes=notes, confidence=min(part.verdict.confidence for part in answered)
    )


def apply(decision: Decision, answer: Answer) -> Answer:
    """`answer` with what the decision says, quotes cited."""
    sentences, citations = compose(decision.shown) if decision.shown else ((), ())
    closest: Citation | None = cite(decision.closest) if decision.closest else None
    return replace(
        answer,
        outcome=decision.outcome,
        reason=decision.reason,
        sentences=sentences,
        citations=citations,
        closest=closest,
        notes=decision.notes,
        choices=decision.choices,
        confidence=decision.confidence,
    )


def answers(part: Part) -> bool:
    """Whether the first evidence of `part` is its answer."""
    return part.verdict.zone == "answer" and bool(part.evidence) and bool(part.evidence[0].chosen)


def _shown(part: Part) -> Evidence:
    return part.evidence[0]


def settle(evidence: Sequence[Evidence]) -> list[Evidence]:
    """`evidence` with the entries that can be quoted first; those that are not published yet after them."""
    published = [entry for entry in evidence if entry.chosen]
    return [
        *published,
        *sorted((entry for entry in evidence if not entry.chosen), key=lambda entry: (-likeness(entry), entry.section.heading)),
    ]


def _unanswered(part: Part, today: datetime.date) -> Decision:
    verdict = part.verdict
    missing = (Note("missing", "missing", {"what": ", ".join(verdict.missing)}),) if verdict.missing else ()
    best = part.evidence[0] if part.evidence else None
    empty = next((entry for entry in part.evidence if not entry.chosen), None)
    if empty is not None and likeness(empty) >= max(_SAME_QUESTION, likeness(best) if best and best.chosen else 0.0):
        topic = Note("missing", "not_published", {"what": readable(empty.section.heading[-1])})
        return Decision("not_in_documents", "not_published", notes=(topic,), confidence=verdict.confidence)
    if best is not None and best.chosen and verdict.zone == "closest":
        return Decision(
            "not_in_documents",
            "closest",
            closest=best,
            notes=(*missing, Note("closest", "closest"), *dated((best,), today)),
            confidence=verdict.confidence,
        )
    return Decision("not_in_documents", "nothing", notes=missing, confidence=verdict.confidence)


def _choices(parts: Sequence[Part], library: Library, role: str | None) -> tuple[str, ...]:
    """The roles, or the titles, between which the question does not decide; empty when it does."""
    part = parts[0]
    if len(parts) > 1 or not answers(part):
        return ()
    best = part.evidence[0]
    if best.document.role is not None and role is None:
        rivals = {evidence.document.role or "" for evidence in part.evidence if evidence.score >= _RIVAL * best.score} - {""}
        # Whoever is asked which role is meant sees all of them where they are few.
        several = len(rivals) > 1 and len(library.roles) <= _MOST_CHOICES
        names = [library.roles[slug].name for slug in (library.roles if several else sorted(rivals))]
    elif best.document.role is None and not library.roles:
        # Postings of near-identical roles share their headings; pages of one site do not.
        rivals = {
            evidence.document.title
            for evidence in part.evidence
            if evidence.section.heading[-1] == best.section.heading[-1] and evidence.score >= _RIVAL * best.score
        }
        names = sorted(rivals)
    else:
        return ()
    return tuple(names[:_MOST_CHOICES]) if len(names) > 1 else ()


def _language(part: Part, shown: Sequence[Evidence]) -> tuple[Note, ...]:
    other = next((evidence.document.lang for evidence in shown if evidence.document.lang != part.query.lang), None)
    return (Note("language", "other_language", {"lang": other}),) if other else ()


def _whose(shown: Sequence[Evidence], library: Library, role: str | None) -> Iterator[Note]:
    """Which role the quotes speak of, where nobody said which is meant: what holds for one need not hold for another."""
    owners = {evidence.document.role for evidence in shown} & library.roles.keys()
    if role is None and len(library.roles) > 1 and len(owners) == 1:
        yield Note("label", "one_role", {"name": library.roles[str(*owners)].name})


def _by_side(answered: Sequence[Part]) -> Iterator[Note]:
    """Which quotes speak of which side of a comparison, by the numbers of their citations."""
    sides = list(zip(answered, numbered([_shown(part) for part in answered]), strict=True))
    if len({numbers for part, numbers in sides if part.query.about}) > 1:
        told = " · ".join(f"{part.query.about} {' '.join(f'[{one}]' for one in numbers)}" for part, numbers in sides)
        yield Note("label", "by_side", {"sides": told})


def _labels(shown: Sequence[Evidence]) -> Iterator[Note]:
    """Which value is which, where several of one name are quoted: 50000 and 75000 mean little by themselves."""
    for evidence in shown:
        text, section = evidence.document.text, evidence.section
        starts = [section.sentences[number].start for number in evidence.chosen if section.kind == "field"]
        before = [text[text.rfind("\n", 0, start) + 1 : start] for start in starts]
        which = [found.group(1) for line in before if (found := _WHICH.search(line))]
        if len(which) > 1:
            yield Note("label", "which_value", {"name": section.heading[-1], "parts": ", ".join(which)})


def dated(shown: Sequence[Evidence], today: datetime.date) -> tuple[Note, ...]:
    """What must stand beside a quote from a document whose time is over: closed, or to be checked."""
    notes: list[Note] = []
    for document in dict.fromkeys(evidence.document for evidence in shown):
        end = closing(document)
        if end is not None and end.over(today):
            date = {"date": end.date.isoformat()} if end.date and not end.withdrawn else {}
            notes.append(Note("closed", "closed_on" if date else "closed", {"title": document.title, **date}))
        elif document.valid_until is not None and document.valid_until < today:
            notes.append(Note("stale", "stale", {"title": document.title, "date": document.valid_until.isoformat()}))
    return tuple(notes)
