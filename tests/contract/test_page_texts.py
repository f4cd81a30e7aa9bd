"""Every string of the page exists in every language, with the same gaps to fill, and is shown somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import faqbot.web
from faqbot import texts

ENGLISH = texts.page("en")


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("lang", sorted(texts.LANGUAGES))
def test_same_keys_and_gaps_as_in_english(lang: str) -> None:
    strings = texts.page(lang)
    assert set(strings) == set(ENGLISH)
    assert {name: gaps(text) for name, text in strings.items()} == {name: gaps(text) for name, text in ENGLISH.items()}
    assert all(text for text in strings.values())
    assert len(strings["months"].split()) == 12


@pytest.mark.parametrize("lang", sorted(texts.LANGUAGES))
def test_typography(lang: str) -> None:
    for name, text in texts.page(lang).items():
        assert "'" not in text, f"{name}: a straight apostrophe"
        assert "..." not in text, f"{name}: three dots for an ellipsis"
        assert "  " not in text, name


def test_every_string_is_used() -> None:
    folder = Path(faqbot.web.__file__).parent
    files = [Path(str(texts.__file__)), *(path for path in folder.rglob("*") if path.suffix in (".py", ".html", ".js"))]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    refusals = {"empty", "too_long", "unknown_role", "refused"}  # looked up by the code of a refusal
    reasons = {name for name in ENGLISH if name.startswith("reason_")}
    unused = {name for name in ENGLISH if not re.search(rf"\bt\.{name}\b|[\"']{name}[\"']|strings\(\)\.{name}\b", code)}
    assert unused - refusals - reasons == set()
