"""Whole career pages, their main text and their chrome marked by hand: how much of each is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading import READER

PAGES = sorted((Path(__file__).parents[2] / "pages").glob("*.html"))


def marked(page: Path, kind: str) -> list[str]:
    return page.with_suffix(f".{kind}.txt").read_text(encoding="utf-8").splitlines()


def test_there_are_pages_of_several_makes() -> None:
    assert len(PAGES) >= 5


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_main_text_is_kept_and_chrome_is_dropped(page: Path) -> None:
    (parsed,) = READER.parse(page.read_bytes(), page.name, ())
    text = parsed.document.text
    lines = text.splitlines()
    assert [line for line in marked(page, "main") if line not in lines] == []
    assert [line for line in marked(page, "chrome") if line in text] == []
