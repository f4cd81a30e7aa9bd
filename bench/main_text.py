"""How much of the main text of real pages is kept, and how much of their chrome is dropped.

    python bench/main_text.py FOLDER

FOLDER holds whole pages NAME.html, and beside each, marked by hand and never by a loader, NAME.main.txt and
NAME.chrome.txt: a line a visible piece of text. Shares are of characters. A piece is kept where its words stand
together in the document that the page is read as.
"""

from __future__ import annotations

import re
from pathlib import Path

import click

from faqbot.corpus.isolation import Reader
from faqbot.errors import FaqbotError

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> str:
    """The words of `text` and nothing of how they are marked up or spaced."""
    return f" {' '.join(_WORD.findall(text))} "


def share(lines: list[str], text: str) -> tuple[float, list[str]]:
    """Which share of the characters of `lines` stands in `text`, and the lines that do not."""
    missing = [line for line in lines if words(line) not in text]
    total = sum(map(len, lines))
    return (1 - sum(map(len, missing)) / total if total else 1.0), missing


def marked(page: Path, kind: str) -> list[str]:
    """The pieces of one kind on `page`."""
    return [line for line in page.with_suffix(f".{kind}.txt").read_text(encoding="utf-8").splitlines() if words(line).strip()]


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--pieces", is_flag=True, help="Print each piece of main text that was lost and of chrome that was kept.")
def main(folder: Path, pieces: bool) -> None:
    """Measure the pages in FOLDER and print a table."""
    rows: list[tuple[str, float, float, int, int]] = []
    with Reader() as reader:
        for page in sorted(folder.glob("*.html")):
            main_text, chrome = marked(page, "main"), marked(page, "chrome")
            try:
                text = words("\n".join(one.document.text for one in reader.parse(page.read_bytes(), page.name, ())))
            except FaqbotError as error:
                click.echo(f"{page.name}: {error}", err=True)
                text = ""
            kept, lost = share(main_text, text)
            stayed, dropped = share(chrome, text)
            rows.append((page.stem, kept, 1 - stayed, len(main_text), len(chrome)))
            if pieces:
                click.echo(
                    "\n".join([f"lost: {line}" for line in lost] + [f"kept: {line}" for line in chrome if line not in dropped])
                )
    click.echo("| page | main text kept | chrome dropped |\n|---|---|---|")
    for name, kept, gone, many, much in rows:
        click.echo(f"| {name} | {kept:.3f} (n = {many}) | {gone:.3f} (n = {much}) |")
    count = max(1, len(rows))
    click.echo(f"| all {len(rows)} | {sum(row[1] for row in rows) / count:.3f} | {sum(row[2] for row in rows) / count:.3f} |")


if __name__ == "__main__":
    main()
