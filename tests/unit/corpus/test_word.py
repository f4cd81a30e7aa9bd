from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from docx.document import Document
from docx.oxml import OxmlElement
from docx.shared import Pt, RGBColor

from tests.office import table, word
from tests.reading import only, quotes, read, write


def fill(document: Document) -> None:
    document.add_heading("Data engineer", 0)
    document.add_heading("Missions", 1)
    document.add_paragraph("You will:")
    document.add_paragraph("Build pipelines.", style="List Bullet")
    document.add_paragraph("Run them.", style="List Number")
    bold = document.add_paragraph().add_run("What it pays")
    bold.bold = True
    document.add_paragraph("It pays 100 euros.")
    table(document, [["Grade", "Place"], ["G7", "Paris"]])
    document.sections[0].header.paragraphs[0].text = "Confidential header"


def test_headings_lists_and_tables_survive_and_the_header_does_not(tmp_path: Path) -> None:
    write(tmp_path, "a.docx", word(fill))
    document = only(tmp_path)
    assert document.title == "Data engineer"
    assert quotes(document) == [
        ("Missions", ["You will:", "Build pipelines.", "Run them."]),
        ("What it pays", ["It pays 100 euros.", "Grade | Place", "G7 | Paris"]),
    ]
    assert "Confidential" not in document.text


def test_what_word_hides_or_has_deleted_is_left_out(tmp_path: Path) -> None:
    def hide(document: Document) -> None:
        paragraph = document.add_paragraph("It pays 100 euros.")
        paragraph.add_run(" hidden").font.hidden = True
        paragraph.add_run(" white").font.color.rgb = RGBColor(255, 255, 255)
        paragraph.add_run(" tiny").font.size = Pt(1)
        deleted = OxmlElement("w:moveFrom")
        deleted.append(paragraph.add_run(" moved")._element)
        paragraph._element.append(deleted)
        inserted = OxmlElement("w:ins")
        inserted.append(paragraph.add_run(" Monthly.")._element)
        paragraph._element.append(inserted)
        document.add_comment(paragraph.runs, "a comment")

    write(tmp_path, "a.docx", word(hide))
    assert only(tmp_path).text == "It pays 100 euros. Monthly."


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    def box(document: Document) -> None:
        run = document.add_paragraph("Before.").add_run()
        outer = OxmlElement("w:pict")
        inner = OxmlElement("w:txbxContent")
        inner.append(document.add_paragraph("In the box.")._element)
        outer.append(inner)
        run._element.append(outer)

    write(tmp_path, "a.docx", word(box))
    assert only(tmp_path).text == "Before.\nIn the box."


def test_a_table_that_lays_out_the_page_is_read_as_text(tmp_path: Path) -> None:
    def lay_out(document: Document) -> None:
        table(document, [["Missions", "You will build pipelines and run them. " * 10]])

    write(tmp_path, "a.docx", word(lay_out))
    assert only(tmp_path).text.count("|") == 0


def test_a_table_of_questions_is_a_faq(tmp_path: Path) -> None:
    write(
        tmp_path, "a.docx", word(lambda document: table(document, [["What does it pay?", "100 euros."], ["Where?", "In Paris."]]))
    )
    assert quotes(only(tmp_path)) == [("What does it pay?", ["100 euros."]), ("Where?", ["In Paris."])]


def repacked(raw: bytes, name: str, content: bytes) -> bytes:
    """The archive with one entry replaced."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            if entry.filename != name:
                after.writestr(entry, before.read(entry))
        after.writestr(name, content)
    return made.getvalue()


def test_a_declared_entity_is_refused_instead_of_dropping_text(tmp_path: Path) -> None:
    evil = b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]><d>&e;</d>'
    write(tmp_path, "a.docx", repacked(word(fill), "word/document.xml", evil))
    assert [one.code for one in read([tmp_path]).refused] == ["entities"]
