"""Tables of any format: one of questions and answers is a FAQ, any other is read row by row."""

from __future__ import annotations

from collections.abc import Sequence

from faqbot.corpus.lines import Lines
from faqbot.corpus.sections import is_question

_QUESTIONS = frozenset({"question", "questions", "q", "faq", "ask", "intitulé", "intitule"})
_ANSWERS = frozenset({"answer", "answers", "a", "response", "reply", "réponse", "reponse", "réponses", "reponses"})
_WORDINGS = frozenset({"wordings", "variants", "also asked", "alternatives", "aliases", "variantes", "formulations"})
_THEMES = frozenset({"category", "theme", "topic", "section", "catégorie", "categorie", "thème", "rubrique"})

Rows = Sequence[Sequence[str]]


def write_table(lines: Lines, rows: Rows) -> None:
    """Add a table to `lines`. Empty rows are left out; cells of one row stand in one line, a bar between them."""
    filled = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return
    places = columns(filled[0])
    if places is not None:
        _write_questions(lines, filled[1:], places)
    elif _asks(filled):
        _write_questions(lines, filled, {"question": 0, "answer": 1})
    else:
        for row in filled:
            lines.add("item", " | ".join(cell for cell in row if cell))


def is_faq(rows: Rows) -> bool:
    """Whether a table is one of questions and answers."""
    filled = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    return bool(filled) and (columns(filled[0]) is not None or _asks(filled))


def columns(header: Sequence[str]) -> dict[str, int] | None:
    """The place of each kind of column (question, answer, wordings, theme); None where the header does not name the first two."""
    kinds = (("question", _QUESTIONS), ("answer", _ANSWERS), ("wordings", _WORDINGS), ("theme", _THEMES))
    found: dict[str, int] = {}
    for number, name in enumerate(header):
        for kind, names in kinds:
            if name.lower().strip(" :*") in names:
                found.setdefault(kind, number)
    return found if {"question", "answer"} <= set(found) else None


def _asks(rows: Rows) -> bool:
    """Two columns, most of the first one questions: a FAQ without a header."""
    pairs = [row for row in rows if len(row) >= 2 and row[0]]
    return (
        len(pairs) * 2 > len(rows)
        and all(len(row) <= 2 for row in rows)
        and sum(is_question(row[0]) for row in pairs) * 2 > len(pairs)
    )


def _write_questions(lines: Lines, rows: Rows, places: dict[str, int]) -> None:
    theme = ""
    for row in rows:
        cells = {kind: row[number] if number < len(row) else "" for kind, number in places.items()}
        if cells.get("theme", "") not in ("", theme):
            theme = cells["theme"]
            lines.heading(theme, 2)
        if cells["question"]:
            lines.heading(cells["question"], 3)
            for wording in cells.get("wordings", "").replace(";", "\n").replace("|", "\n").splitlines():
                lines.wording(wording)
        lines.passage(cells["answer"])
