"""What the HTML reports share: one file that needs nothing else, its tables, its counted words."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from importlib import resources


def page(title: str, body: Iterable[str], *, style: str = "") -> str:
    """A whole page in the house style; `style` is CSS of its own after that."""
    house = resources.files("faqbot.evaluation").joinpath("report.css").read_text(encoding="utf-8")
    lines = "\n".join(body)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>\n{house}{style}</style></head>\n<body>\n{lines}\n</body></html>\n"
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, name: str = "numbers") -> str:
    """A table of plain text that scrolls sideways where it is too wide."""
    top = "".join(f'<th scope="col">{html.escape(head)}</th>' for head in heads)
    lines = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{html.escape(name)}"><table><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table></div>'


def tiles(figures: Iterable[tuple[str, str]]) -> str:
    """Figures with the words below them, side by side."""
    return f'<ul class="tiles">{"".join(f"<li><b>{html.escape(figure)}</b><span>{html.escape(words)}</span></li>" for figure, words in figures)}</ul>'


def count(n: int, word: str) -> str:
    """A number with its noun: 1 document, 2 documents."""
    return f"{n:,} {word}{'' if n == 1 else 's'}"
