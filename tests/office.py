"""Office files that tests are made of, written by the libraries that people's programs are like."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import docx
import openpyxl
from docx.document import Document


def word(write: Callable[[Document], None]) -> bytes:
    """A Word document that `write` fills."""
    document = docx.Document()
    write(document)
    return saved(document.save)


def saved(save: Callable[[io.BytesIO], None]) -> bytes:
    """What `save` writes into a file."""
    file = io.BytesIO()
    save(file)
    return file.getvalue()


def table(document: Document, rows: Sequence[Sequence[str]]) -> None:
    """A table in a Word document."""
    made = document.add_table(len(rows), len(rows[0]))
    for row, cells in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text


def pdf(*pages: Sequence[tuple[str, float, float, str]], before: str = "") -> bytes:
    """A PDF with one page for each argument: lines of (text, size in points, distance from the top, more operators).

    A size below zero sets the line in bold. `before` are operators at the start of every page.
    """
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", _FONT % "Helvetica", _FONT % "Helvetica-Bold"]
    kids = []
    for lines in pages:
        shown = [
            f"q {more} BT /F{2 if size < 0 else 1} {abs(size)} Tf 72 {800 - top} Td ({_escaped(text)}) Tj ET Q"
            for text, size, top, more in lines
        ]
        content = "\n".join((before, *shown))
        objects.append(f"<< /Length {len(content.encode('latin-1'))} >>\nstream\n{content}\nendstream")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return (body + end).encode("latin-1")


_FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def workbook(*sheets: tuple[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook with these sheets, each a name and its rows."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return saved(made.save)
