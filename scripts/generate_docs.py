"""Writes the tables of README.md that are made from the code, between their markers. `--check` only says whether they differ."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

from faqbot import settings

README = Path(__file__).resolve().parents[1] / "README.md"
# One line a table: the name in its markers, and what makes it.
TABLES: dict[str, Callable[[], str]] = {"settings": settings.table}


def fill(text: str) -> str:
    """`text` with each table made anew. Raises ValueError where a table has no markers, or more than one pair."""
    for name, make in TABLES.items():
        begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
        if text.count(begin) != 1 or text.count(end) != 1:
            raise ValueError(f"{README.name} must hold {begin} and {end} once each; put them where the table belongs.")
        table = f"{begin}\n{make()}\n{end}"
        text = re.sub(f"{re.escape(begin)}.*?{re.escape(end)}", lambda _, table=table: table, text, flags=re.DOTALL)  # type: ignore[misc]
    return text


def main(arguments: list[str]) -> int:
    """Write README.md, or with `--check` return 1 when it is not up to date."""
    text = README.read_text(encoding="utf-8")
    filled = fill(text)
    if "--check" in arguments:
        print("README.md is up to date." if filled == text else "README.md differs from the code. Run `make docs` and commit it.")
        return int(filled != text)
    README.write_text(filled, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
