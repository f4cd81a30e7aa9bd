"""Office files that tests are made of, written by the libraries that people's programs are like."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import docx
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
