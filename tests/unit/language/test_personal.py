"""Personal data is found as people write it, what documents hold is left alone, and no text makes a pattern slow."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faqbot.language.personal import mask, mask_for_keeping

# Made up, or the examples of the standards that describe them.
FOUND = {
    "e-mail": [
        "jo@example.org",
        "jo.o+jobs@mail.example.co.uk",
        "JO_SMITH%x@EXAMPLE.ORG",
        "jo [at] example [dot] org",
        "jo(arobase)example(point)fr",
        "jo at example dot com",
        "é.à@exämple.fr",
    ],
    "phone": [
        "06 12 34 56 78",
        "06.12.34.56.78",
        "06-12-34-56-78",
        "0612345678",
        "06\u202f12\u202f34\u202f56\u202f78",
        "+33 6 12 34 56 78",
        "+33 (0)6 12 34 56 78",
        "0033612345678",
        "+44 20 7946 0958",
        "020 7946 0958",
        "(020) 7946 0958",
        "07911 123456",
        "+1 (415) 555-2671",
        "(415) 555-2671",
        "415-555-2671",
        "1-415-555-2671",
        "+49 151 23456789",
    ],
    "iban": [
        "FR76 3000 6000 0112 3456 7890 189",
        "fr7630006000011234567890189",
        "DE89 3704 0044 0532 0130 00",
        "GB29NWBK60161331926819",
        "FR14 2004 1010 0505 0001 3M02 606",
        "FR76 1234 5678 9012 3456 7890 123",  # with a slip: the check digits do not fit
    ],
    "card": ["4111 1111 1111 1111", "4111-1111-1111-1111", "3782 822463 10005"],
    "social security number": [
        "1 85 05 78 006 084 36",
        "1850578006084",
        "2 99 03 2A 123 456 78",
        "123-45-6789",
        "AB 12 34 56 C",
        "AB123456C",
    ],
    "link": [
        "https://example.org/reset?token=abc",
        "http://example.org/#access=1",
        "https://me:secret@example.org/",
        "www.linkedin.com/in/jo-example",
        "https://example.org/i/9f8e7d6c5b4a39281706",
    ],
    "number": ["123456789", "9876543210123456789"],
}
LEFT_ALONE = [
    "between 100,000 and 180,000 in 2026",
    "de 100 000 à 180 000 € en 2026",
    "45 000 - 60 000",
    "100.000-180.000",
    "35 hours, 25 days, 218 days a year, 1,607 hours",
    "2024-2025, 12/05/2026, 2026-11-24, 01/02/2026 au 05/06/2026, 01.02.2026",
    "ISO 27001, GPT-4, RTX 4090, Python 3.11.7, 192.168.0.1",
    "https://example.org/jobs/data-engineer",
    "look at one point six",
    "at 10 11 12 a day",
    "10 000 000 000",
    "@faqbot on the site",
]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in FOUND.items() for text in texts])
def test_found_wherever_it_stands(kind: str, text: str) -> None:
    for before, after in (("", ""), ("Mine is ", ", thanks."), ("(", ")"), ("« ", " »"), ("Mine:\n", "\n")):
        if (before, after) == ("(", ")") and text.startswith(("(", "http", "www")):
            continue  # a bracket behind a link belongs to it
        masked, kinds = mask(before + text + after)
        assert kinds == (kind,), masked
        assert not any(part in masked for part in text.split() if len(part) > 3 and any(map(str.isdigit, part)))


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_documents_hold_is_left_alone(text: str) -> None:
    assert mask(text) == (text, ())


def test_all_of_it_in_one_line() -> None:
    said = "jo@example.org, 06 12 34 56 78 or https://x.org/?t=1; FR76 3000 6000 0112 3456 7890 189"
    assert mask(said) == ("[e-mail], [phone] or [link] [iban]", ("link", "e-mail", "iban", "phone"))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("My name is Zebulon Quist and I ask about pay", "My name is [name] and I ask about pay"),
        ("Bonjour, je m’appelle Zébulon. Le salaire ?", "Bonjour, je m’appelle [name]. Le salaire ?"),
        ("What is the name of the team?", "What is the name of the team?"),
    ],
)
def test_a_name_by_which_somebody_is_introduced_is_not_kept(said: str, kept: str) -> None:
    assert mask_for_keeping(said) == kept


@given(st.text(max_size=200))
def test_masking_again_changes_nothing(text: str) -> None:
    once = mask(text)[0]
    assert mask(once)[0] == once


MEGABYTE = 1_000_000
HOSTILE = [
    *("a@", "a", "a.", "0 ", "1234 ", "01 ", "+1", "http://", "AA00AAAA", "AA00 ", "aa11 1111 ", "1 85 ", "(0", "[at]"),
    *("a [at] a", "a at b dot ", "www.", "My name is A ", "-", "123-45-", "é", "x@y.", "+3 3 ", "00", "٣", " ", "1", "\u202f"),
]


@pytest.mark.parametrize("shape", HOSTILE)
def test_a_megabyte_of_hostile_text_takes_less_than_a_second(shape: str) -> None:
    text = shape * (MEGABYTE // len(shape))
    started = time.thread_time()
    mask_for_keeping(text)
    assert time.thread_time() - started < 2


@pytest.mark.parametrize("text", ["x@" + "a." * 500_000, "http://x" + "/1_" * 330_000 + "!", "http://" + "a1" * 500_000])
def test_one_long_match_takes_less_than_a_second_too(text: str) -> None:
    started = time.thread_time()
    mask_for_keeping(text)
    assert time.thread_time() - started < 2
