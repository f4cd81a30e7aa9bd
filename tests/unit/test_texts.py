from __future__ import annotations

from dataclasses import replace

import pytest

from faqbot.answering.routes import ROUTES
from faqbot.texts import LANGUAGES, note, render, wording
from faqbot.types import Answer, Note

ANSWER = Answer("1", "q", "not_in_documents", "nothing", "c", "en", "g")


def test_every_language_says_the_same_things() -> None:
    for name in ("ANSWERS", "NOTES", "PAGE", "HANDOFF", "EMBED"):
        keys = {lang: set(getattr(module, name)) for lang, module in LANGUAGES.items()}
        assert keys["en"] == keys["fr"]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.reason)
@pytest.mark.parametrize("lang", sorted(LANGUAGES))
def test_every_route_has_words_of_its_own(route: object, lang: str) -> None:
    outcome, reason = route.outcome, route.reason  # type: ignore[attr-defined]
    replies = LANGUAGES[lang].ANSWERS
    assert replies.get(f"{outcome}.{reason}") or replies[outcome]
    assert not render(replace(ANSWER, outcome=outcome, reason=reason, lang=lang))["citations"]


def test_dates_and_languages_in_notes_are_words() -> None:
    stale = Note("stale", "stale", {"title": "A", "date": "2026-06-01"})
    assert "1 June 2026" in note(ANSWER, stale)
    assert "1er juin 2026" in note(replace(ANSWER, lang="fr"), stale)
    other = Note("language", "other_language", {"lang": "fr"})
    assert note(ANSWER, other) == "The quoted document is in French."


def test_a_contact_is_named_where_the_documents_do_not_answer() -> None:
    assert "jobs@example.org" in wording(replace(ANSWER, contact="jobs@example.org"))
    assert "jobs@example.org" not in wording(replace(ANSWER, outcome="smalltalk", reason="greeting", contact="jobs@example.org"))


def test_an_unknown_language_is_spoken_to_in_english() -> None:
    assert wording(replace(ANSWER, lang="de")) == wording(ANSWER)
