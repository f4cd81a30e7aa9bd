"""CSV: questions and answers, or any other table. The document's text is what was extracted."""

from __future__ import annotations

import csv
import io

from faqbot.corpus.decoding import decode
from faqbot.corpus.lines import Lines
from faqbot.corpus.page import Page
from faqbot.corpus.refusals import refusal
from faqbot.corpus.tables import write_table

_LONGEST_CELL = 100_000


def read_csv(raw: bytes, source: str) -> list[Page]:
    """A CSV file with commas, semicolons or tabs between its cells."""
    text, removed = decode(raw, source)
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        raise refusal(source, "damaged", f"The table breaks off: {error}.", line=reader.line_num) from None
    lines = Lines(removed)
    write_table(lines, rows)
    return [lines.page()]


def _delimiter(text: str) -> str:
    """What stands most often in the first line outside quotation marks; a comma where nothing does."""
    first = text.lstrip().split("\n", 1)[0]
    outside = "".join(first.split('"')[::2])
    return max(",;\t", key=lambda mark: (outside.count(mark), mark == ","))
