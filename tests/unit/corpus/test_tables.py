from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading import only, quotes, read, write


def test_a_csv_of_questions_is_a_faq_with_themes_and_wordings(tmp_path: Path) -> None:
    text = (
        "Question,Variants,Answer,Category\nWhat does it pay?,Salary?; How much?,It pays 100 euros.,Pay\nIs it remote?,,,Place\n"
    )
    write(tmp_path, "a.csv", text)
    document = only(tmp_path)
    pay, _ = document.sections
    assert (pay.kind, pay.heading, pay.wordings) == (
        "faq",
        ("Pay", "What does it pay?"),
        ("What does it pay?", "Salary?", "How much?"),
    )
    assert quotes(document) == [("What does it pay?", ["It pays 100 euros."]), ("Is it remote?", [])]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_what_stands_between_cells_is_seen(tmp_path: Path, mark: str) -> None:
    write(tmp_path, "a.csv", f'question{mark}answer\n"Who, and when?"{mark}"You, today.\n- Or later"\n')
    assert quotes(only(tmp_path)) == [("Who, and when?", ["You, today.", "Or later"])]


def test_two_columns_of_questions_need_no_header(tmp_path: Path) -> None:
    write(tmp_path, "a.csv", "What does it pay?,100 euros.\nWhere is it?,In Paris.\n")
    assert quotes(only(tmp_path)) == [("What does it pay?", ["100 euros."]), ("Where is it?", ["In Paris."])]


def test_any_other_table_is_read_row_by_row(tmp_path: Path) -> None:
    write(tmp_path, "grades.csv", "grade,pay\nG7,100 euros\n\nG6,\n")
    assert quotes(only(tmp_path)) == [("Grades", ["grade | pay", "G7 | 100 euros", "G6"])]


def test_a_table_that_breaks_off_is_refused_with_its_line(tmp_path: Path) -> None:
    write(tmp_path, "a.csv", 'question,answer\nWhat?,"It pays\n')
    (refused,) = read([tmp_path]).refused
    assert (refused.code, refused.line) == ("damaged", 2)


def test_a_wording_without_its_mark_is_a_wording_all_the_same(tmp_path: Path) -> None:
    write(
        tmp_path,
        "faq.csv",
        "question,answer,variants\nIs there a canteen?,There is a kitchen.,where can I eat; food ?;;canteen?\n",
    )
    (section,) = only(tmp_path).sections
    assert section.wordings == ("Is there a canteen?", "where can I eat?", "food?", "canteen?")
    assert quotes(only(tmp_path)) == [("Is there a canteen?", ["There is a kitchen."])]
