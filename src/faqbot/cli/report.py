"""`faqbot report`: what the documents answer, what to write next, what to put right."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from faqbot.cli.options import DATA, JSON, print_json
from faqbot.settings import load


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="The HTML file (default: report.html in the data folder)."
)
@click.option("--wordings", type=click.IntRange(1, 3), default=3, show_default=True, help="How many ways of asking to try.")
@click.option("--strict", is_flag=True, help="Exit with 1 when something is missing, contradictory or stale.")
@DATA
@JSON
def report(out: Path | None, wordings: int, strict: bool, data_dir: Path | None, as_json: bool) -> None:
    """Say what the documents answer of what candidates ask, what to write next, and what to put right."""
    settings = load(data_dir=data_dir)
    from faqbot.assembly import open_bot
    from faqbot.evaluation.progress import progress_bar
    from faqbot.evaluation.review import page, telling
    from faqbot.evaluation.review.coverage import subjects
    from faqbot.evaluation.review.reviewing import as_json as written
    from faqbot.evaluation.review.reviewing import review
    from faqbot.evaluation.runs import write_text

    bot = open_bot(settings)
    with progress_bar("Asking") as progress:
        made = review(bot, subjects(bot), today=settings.date(), wordings=wordings, progress=progress)
    file = out or settings.data_dir / "report.html"
    write_text(file, page.report(made))
    if as_json:
        print_json(written(made))
    else:
        click.echo(telling.tell(made))
        click.echo(f"\nThe whole report: {file}")
    sys.exit(1 if strict and not made.sound else 0)
