from __future__ import annotations

import datetime
from io import BytesIO
from pathlib import Path

import openpyxl

from tests.office import saved, workbook
from tests.reading import only, quotes, read, write

FAQ = [("Question", "Answer"), ("What does it pay?", "100 euros."), ("Is it remote?", None)]


def test_a_sheet_of_questions_is_a_faq_and_others_are_read_row_by_row(tmp_path: Path) -> None:
    dates = [("Step", "Day"), ("Start", datetime.datetime(2026, 12, 1)), ("Size", 6.0)]  # noqa: DTZ001 - a cell has no zone
    write(tmp_path, "a.xlsx", workbook(("Questions", FAQ), ("Steps", dates)))
    document = only(tmp_path)
    assert quotes(document) == [
        ("What does it pay?", ["100 euros."]),
        ("Is it remote?", []),
        ("Steps", ["Step | Day", "Start | 2026-12-01", "Size | 6"]),
    ]


def test_hidden_sheets_rows_and_columns_are_left_out(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook(("Seen", [("a", "b", "c"), ("d", "e", "f")]), ("Hidden", [("secret",)]))))
    book["Hidden"].sheet_state = "hidden"
    book["Seen"].row_dimensions[1].hidden = True
    book["Seen"].column_dimensions["B"].hidden = True
    write(tmp_path, "a.xlsx", saved(book.save))
    assert quotes(only(tmp_path)) == [("Seen", ["d | f"])]


def test_a_cell_far_away_is_refused_before_the_walk(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].cell(1_048_576, 16_384, "far")
    write(tmp_path, "a.xlsx", saved(book.save))
    (refused,) = read([tmp_path]).refused
    assert refused.code == "too-large"
    assert "1,048,576" in refused.message
