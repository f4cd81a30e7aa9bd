"""Every sentence that a person can read, one file a language, and the JSON that an answer becomes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Protocol

from faqbot.texts import en, fr
from faqbot.types import Answer, Citation, Note


class Language(Protocol):
    """What a file of this package holds; every language has the same keys."""

    LANGUAGE_NAMES: dict[str, str]
    ANSWERS: dict[str, str]
    NOTES: dict[str, str]
    PAGE: dict[str, str]
    HANDOFF: dict[str, str]
    EMBED: dict[str, str]


# The table of languages: what we say can be said in these; anything else is said in English.
LANGUAGES: Mapping[str, Language] = {"en": en, "fr": fr}


def page(lang: str) -> Mapping[str, str]:
    """The strings of chat page and widget in `lang`."""
    return LANGUAGES.get(lang, en).PAGE


def written_date(strings: Mapping[str, str], date: datetime.date) -> str:
    """A date in words: 9 June 2026. `strings` are the page's of the language."""
    day = strings["first"] if date.day == 1 else str(date.day)
    return strings["date"].format(day=day, month=strings["months"].split()[date.month - 1], year=date.year)


def language_name(code: str, lang: str) -> str:
    """The name of the language `code` as a sentence in `lang` writes it; the code itself when it is not known."""
    return LANGUAGES.get(lang, en).LANGUAGE_NAMES.get(code, code)


def wording(answer: Answer) -> str:
    """What an answer says in words: its quotes with their markers, or the sentence for its outcome and reason."""
    if answer.outcome == "answered":
        return "\n\n".join(f"{sentence.text} {''.join(f'[{n}]' for n in sentence.citations)}" for sentence in answer.sentences)
    replies = LANGUAGES.get(answer.lang, en).ANSWERS
    reply = replies.get(f"{answer.outcome}.{answer.reason}") or replies[answer.outcome]
    lines = [reply]
    if answer.choices:
        lines.append("\n".join(f"- {choice}" for choice in answer.choices))
    if answer.contact and answer.reason != "crisis" and answer.outcome in ("not_in_documents", "handoff", "declined"):
        lines.append(replies["contact"].format(contact=answer.contact))
    return "\n\n".join(lines)


def note(answer: Answer, given: Note) -> str:
    """A note's sentence in the answer's language."""
    values = dict(given.values)
    if given.code == "other_language":
        values["lang"] = language_name(values["lang"], answer.lang)
    if "date" in values:
        values["date"] = written_date(page(answer.lang), datetime.date.fromisoformat(values["date"]))
    return LANGUAGES.get(answer.lang, en).NOTES[given.code].format(**values)


def render(answer: Answer) -> dict[str, Any]:
    """The answer as the JSON that command line, batch, HTTP and run files share."""
    return {
        "id": answer.id,
        "question": answer.question,
        "outcome": answer.outcome,
        "abstained": answer.abstained,
        "answer": wording(answer),
        "citations": [citation(each) for each in answer.citations],
        "closest": citation(answer.closest) if answer.closest else None,
        "notes": [{"kind": given.kind, "text": note(answer, given)} for given in answer.notes],
        "support": answer.support,
        "confidence": answer.confidence,
        "suggestions": [*answer.choices, *answer.suggestions] if answer.outcome == "clarify" else list(answer.suggestions),
        "conversation": answer.conversation,
        "role": answer.role,
        "lang": answer.lang,
        "mode": answer.mode,
        "index": answer.index,
        "latency_ms": answer.latency_ms,
    }


def citation(given: Citation) -> dict[str, Any]:
    """A citation as it stands in that JSON."""
    return {
        "n": given.n,
        "source": given.source,
        "title": given.title,
        "heading": list(given.heading),
        "quote": given.quote,
        "start": given.start,
        "end": given.end,
        "url": given.url,
        "reviewed": given.reviewed.isoformat() if given.reviewed else None,
    }
