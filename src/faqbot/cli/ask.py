"""`faqbot ask`: one question, or a file of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from faqbot.cli.options import DATA, JSON, print_json
from faqbot.errors import SettingsError
from faqbot.settings import Settings, load
from faqbot.types import Turn


@click.command()
@click.argument("question", required=False)
@click.option("--role", help="The role to ask about, by name or folder; needed where there are several.")
@click.option("--lang", help="The language to answer in, such as en or fr (default: the question's).")
@click.option("--batch", type=click.Path(path_type=Path, dir_okay=False), help="A JSON-lines file of questions.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Where the answers to --batch are written.")
@DATA
@JSON
def ask(  # noqa: PLR0913 - one parameter an option of the contract
    question: str | None,
    role: str | None,
    lang: str | None,
    batch: Path | None,
    out: Path | None,
    data_dir: Path | None,
    as_json: bool,
) -> None:
    """Answer a question with numbered citations, or a file of questions."""
    settings = load(data_dir=data_dir)
    if (batch is None) == (question is None) or (batch is None) != (out is None):
        raise click.UsageError(
            'Give a QUESTION, or --batch IN.jsonl together with --out OUT.jsonl. Example: faqbot ask "What does it pay?"'
        )
    if batch is not None and out is not None:
        sys.exit(_ask_batch(settings, batch, out))
    from faqbot.assembly import open_bot
    from faqbot.texts import render

    answer = open_bot(settings).ask(Turn(question or "", role=role, lang=lang))
    if as_json:
        print_json(render(answer))
    else:
        from faqbot.cli.terminal import show_answer

        click.echo(show_answer(render(answer)))


def _ask_batch(settings: Settings, batch: Path, out: Path) -> int:
    from faqbot.assembly import open_bot
    from faqbot.cli.batches import answer_lines

    if not batch.is_file():
        raise SettingsError(f"--batch names {batch}, which is not a file. Give a file with one JSON object a line.")
    if not out.parent.is_dir():
        raise SettingsError(f"--out names {out}, but there is no folder {out.parent}. Make it first.")
    bot = open_bot(settings)
    refused = 0
    with batch.open(encoding="utf-8", errors="replace") as lines, out.open("w", encoding="utf-8") as written:
        for row in answer_lines(bot, lines):
            refused += "error" in row
            written.write(json.dumps(row, ensure_ascii=False) + "\n")
    if refused:
        click.echo(f"{refused} {'line' if refused == 1 else 'lines'} could not be asked; {out} says why.", err=True)
    return 1 if refused else 0
