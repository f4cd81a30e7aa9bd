"""What is written of an answer and of a thumb: personal data masked, and nothing that a database could not take."""

from __future__ import annotations

from typing import Any

from faqbot.errors import UsageError
from faqbot.language.personal import mask_for_keeping
from faqbot.language.words import stems
from faqbot.types import Answer, Feedback

MAX_ID = 100
MAX_REASON = 200
MAX_COMMENT = 2000
_MAX_TOPIC = 200


def of_answer(answer: Answer) -> dict[str, Any]:
    """The row of an answer, without its time."""
    question = _masked(answer.question)
    asked = _masked(str(answer.trace.get("standalone") or answer.question))
    # Quotes are the documents' own words, and those may name a recruiter; what a model wrote may repeat the visitor.
    said = "\n".join(sentence.text for sentence in answer.sentences)
    return {
        "id": _storable(answer.id)[:MAX_ID],
        "conversation": _storable(answer.conversation)[:MAX_ID],
        "role": _storable(answer.role)[:MAX_ID] if answer.role else None,
        "lang": answer.lang[:10],
        "question": question,
        "asked": asked,
        "outcome": answer.outcome,
        "reason": answer.reason,
        "confidence": answer.confidence,
        "mode": answer.mode,
        "said": _storable(said) if answer.mode == "extractive" else _masked(said),
        "citations": [
            {"n": each.n, "source": _storable(each.source), "start": each.start, "end": each.end} for each in answer.citations
        ],
        "generation": answer.index,
        "topic": topic(asked, answer.lang) if answer.outcome == "not_in_documents" else None,
    }


def of_feedback(feedback: Feedback) -> dict[str, Any]:
    """The row of a thumb, without its time. Raises UsageError for an id or text that is too long."""
    for name, value, limit in (
        ("answer", feedback.answer, MAX_ID),
        ("conversation", feedback.conversation, MAX_ID),
        ("reason", feedback.reason, MAX_REASON),
        ("comment", feedback.comment, MAX_COMMENT),
    ):
        if value is not None and len(value) > limit:
            raise UsageError(f"The {name} of a feedback has {len(value):,} characters; at most {limit:,} are kept.")
    return {
        "answer": _storable(feedback.answer),
        "conversation": _storable(feedback.conversation) if feedback.conversation else None,
        "helpful": feedback.helpful,
        "reason": None if feedback.reason is None else _masked(feedback.reason)[:MAX_REASON],
        "comment": None if feedback.comment is None else _masked(feedback.comment)[:MAX_COMMENT],
    }


def topic(question: str, lang: str) -> str:
    """What questions have in common that ask the same in other words: the stems of their content words, in no order."""
    return " ".join(sorted(set(stems(question, lang))))[:_MAX_TOPIC] or "?"


def _masked(text: str) -> str:
    return mask_for_keeping(_storable(text))


def _storable(value: str) -> str:
    # PostgreSQL refuses NUL inside a text, and no database takes half a surrogate pair.
    return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
