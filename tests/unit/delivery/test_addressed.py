"""Without a mail server the visitor gets a link: it holds the text, whatever is in it, and is never too long to open."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faqbot.delivery.addressed import Addressed, link
from faqbot.delivery.handoff import Handoff
from faqbot.errors import DeliveryFailed


@pytest.mark.parametrize(
    ("contact", "channel"),
    [
        ("jobs@example.org", "mailto"),
        ("https://example.org/contact", "page"),
        ("", "none"),
        ("ask at the desk", "none"),
        ("jobs@example.org?bcc=x@example.net", "none"),
        ("javascript:alert(1)", "none"),
    ],
)
def test_the_contact_says_how_a_person_is_reached(contact: str, channel: str) -> None:
    assert Addressed(contact).channel == channel


def test_nothing_is_ever_delivered() -> None:
    with pytest.raises(DeliveryFailed, match="no mail server"):
        Addressed("jobs@example.org").deliver(Handoff())


def test_a_link_holds_subject_and_text() -> None:
    made = link("jobs@example.org", Handoff(subject="Pay & more", text="Question: où?\n\nA+B = 100 %\n"))
    parts = urlsplit(made or "")
    assert (parts.scheme, parts.path) == ("mailto", "jobs@example.org")
    assert parse_qs(parts.query.replace("+", "%2B")) == {
        "subject": ["Pay & more"],
        "body": ["Question: où?\r\n\r\nA+B = 100 %\r\n"],
    }


def test_a_long_text_ends_at_a_line_with_an_ellipsis() -> None:
    made = link("jobs@example.org", Handoff(subject="s", text="".join(f"line {n} {'é' * 20}\n" for n in range(100))))
    body = parse_qs(urlsplit(made or "").query)["body"][0]
    assert len(made or "") <= 1900
    assert body.endswith("\r\n…")
    assert body.split("\r\n")[0] == f"line 0 {'é' * 20}"


@given(st.text(max_size=300), st.text(max_size=3000))
def test_no_text_adds_a_recipient_or_a_header(subject: str, text: str) -> None:
    clean = [each.encode("utf-8", "replace").decode() for each in (subject, text)]
    made = link("jobs@example.org", Handoff(subject=clean[0][:100], text=clean[1])) or ""
    assert made.startswith("mailto:jobs@example.org?subject=")
    assert made.count("&") == 1
    assert made.count("?") == 1
    assert "\n" not in made
    assert "\r" not in made


def test_a_page_is_its_own_link_and_words_are_none() -> None:
    assert link("https://example.org/contact", Handoff(text="x")) == "https://example.org/contact"
    assert link("ask at the desk", Handoff(text="x")) is None
