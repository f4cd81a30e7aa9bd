"""Writes the tables of the documentation that are made from the code, between their markers. `--check` only says whether they differ."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from faqbot import settings
from faqbot.corpus import refusals

ROOT = Path(__file__).resolve().parents[1]
# One line a table: the page it stands in, the name in its markers, and what makes it.
TABLES: Mapping[tuple[str, str], Callable[[], str]] = {
    ("README.md", "settings"): settings.table,
    ("docs/documents.md", "codes"): refusals.table,
}


def fill(text: str, page: str) -> str:
    """`text` of `page` with each of its tables made anew. Raises ValueError where a table has no markers, or more than one pair."""
    for (place, name), make in TABLES.items():
        if place != page:
            continue
        begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
        if text.count(begin) != 1 or text.count(end) != 1:
            raise ValueError(f"{page} must hold {begin} and {end} once each; put them where the table belongs.")
        table = f"{begin}\n{make()}\n{end}"
        text = re.sub(f"{re.escape(begin)}.*?{re.escape(end)}", lambda _, table=table: table, text, flags=re.DOTALL)  # type: ignore[misc]
    return text


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` return 1 when one is not up to date."""
    differing = 0
    for page in dict.fromkeys(place for place, _ in TABLES):
        text = (ROOT / page).read_text(encoding="utf-8")
        filled = fill(text, page)
        if "--check" not in arguments:
            (ROOT / page).write_text(filled, encoding="utf-8")
        elif filled == text:
            print(f"{page} is up to date.")
        else:
            print(f"{page} differs from the code. Run `make docs` and commit it.")
            differing = 1
    return differing


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
