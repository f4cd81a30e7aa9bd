"""Spreadsheets (XLSX): every sheet that is shown, as questions and answers or row by row. Hidden rows and columns do not count."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from faqbot.corpus import archives
from faqbot.corpus.lines import Lines
from faqbot.corpus.page import Page
from faqbot.corpus.refusals import refusal
from faqbot.corpus.tables import write_table

# Formatting down to the last row of a sheet makes every cell of it: more than these, filled or not, are not walked through.
_MOST_CELLS = 1_000_000


def read_spreadsheet(raw: bytes, source: str) -> list[Page]:
    """A workbook: the values that were last computed, no formulas, comments or charts."""
    archives.inspect(raw, source)
    import openpyxl

    workbook = openpyxl.load_workbook(io.BytesIO(raw), data_only=True, keep_links=False)
    lines = Lines()
    for sheet in workbook.worksheets:
        if sheet.sheet_state == "visible":
            if sheet.max_row * sheet.max_column > _MOST_CELLS:
                message = f"The sheet {sheet.title!r} reaches to row {sheet.max_row:,} and column {sheet.max_column:,}."
                remedy = "Delete the empty rows and columns beyond the table; their formatting makes them part of it."
                raise refusal(source, "too-large", message, remedy=remedy)
            lines.heading(sheet.title, 1)
            write_table(lines, list(_rows(sheet)))
    titles = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    return [lines.page(title=workbook.properties.title or (titles[0] if len(titles) == 1 else ""))]


def _rows(sheet: Any) -> Iterator[list[str]]:
    hidden_rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    hidden_columns = {
        number
        for column in sheet.column_dimensions.values()
        if column.hidden
        for number in range(column.min or 0, (column.max or 0) + 1)
    }
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number not in hidden_rows:
            yield [_text(value) for place, value in enumerate(row, start=1) if place not in hidden_columns]


def _text(value: object) -> str:
    """A cell as it is typed: dates without a time of midnight, whole numbers without a decimal point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(
            value.isoformat(sep=" ") if hasattr(value, "hour") and hasattr(value, "year") else value.isoformat()
        ).removesuffix(" 00:00:00")
    return str(value)
