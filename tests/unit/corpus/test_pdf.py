from __future__ import annotations

from pathlib import Path

from tests.office import pdf
from tests.reading import only, quotes, read, write

PROSE = "The role pays 100 euros and is paid at the end of"


def test_headings_paragraphs_and_items_are_told_apart(tmp_path: Path) -> None:
    page = [
        ("Data engineer", 24, 50, ""),
        ("Missions", 16, 90, ""),
        ("\x95 Build pipelines.", 11, 120, ""),
        ("\x95 Run them in produc-", 11, 134, ""),
        ("tion.", 11, 148, ""),
        ("What it pays", -11, 180, ""),
        (PROSE, 11, 200, ""),
        ("every month. It is paid in euros.", 11, 214, ""),
        ("A new paragraph here.", 11, 250, ""),
    ]
    write(tmp_path, "a.pdf", pdf(page))
    document = only(tmp_path)
    assert quotes(document) == [
        ("Missions", ["Build pipelines.", "Run them in production."]),
        ("What it pays", [PROSE + " every month.", "It is paid in euros.", "A new paragraph here."]),
    ]
    assert document.title == "Data engineer"


def test_what_nobody_sees_is_left_out(tmp_path: Path) -> None:
    page = [
        ("Seen.", 11, 100, ""),
        ("Invisible.", 11, 120, "3 Tr"),
        ("White.", 11, 140, "1 1 1 rg"),
        ("Tiny.", 1, 160, ""),
        ("Off the page.", 11, 2000, ""),
        ("White on blue.", 11, 300, "1 1 1 rg"),
    ]
    write(tmp_path, "a.pdf", pdf(page, before="0 0 0.5 rg 60 480 400 60 re f 0 0 0 rg"))
    assert only(tmp_path).text == "Seen.\nWhite on blue."


def test_headers_footers_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    pages = [
        [("Example Company", 9, 20, ""), (f"Matter of page {'abc'[number]}.", 11, 100, ""), (f"Page {number + 1}", 9, 780, "")]
        for number in range(3)
    ]
    write(tmp_path, "a.pdf", pdf(*pages))
    assert only(tmp_path).text == "Matter of page a.\nMatter of page b.\nMatter of page c."


def test_a_sentence_goes_on_over_a_page_break(tmp_path: Path) -> None:
    write(tmp_path, "a.pdf", pdf([("It pays 100", 11, 700, "")], [("euros a month.", 11, 50, "")]))
    assert only(tmp_path).text == "It pays 100 euros a month."


def test_a_picture_of_text_is_refused_with_what_to_do(tmp_path: Path) -> None:
    write(tmp_path, "a.pdf", pdf([]))
    (refused,) = read([tmp_path]).refused
    assert refused.code == "no-text"
    assert "OCR" in refused.remedy
