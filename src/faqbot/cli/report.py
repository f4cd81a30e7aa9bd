"""`faqbot report`: what the documents answer, and what to write next."""

from __future__ import annotations

from pathlib import Path

import click

from faqbot.cli.options import DATA
from faqbot.settings import load


@click.command()
@click.option("--wordings", type=click.IntRange(1, 3), default=3, show_default=True, help="How many ways of asking to try.")
@DATA
def report(wordings: int, data_dir: Path | None) -> None:
    """Say what the documents answer of what candidates ask, and what to write next."""
    settings = load(data_dir=data_dir)
    from faqbot.assembly import open_bot
    from faqbot.evaluation.progress import progress_bar
    from faqbot.evaluation.review.coverage import subjects
    from faqbot.evaluation.review.reviewing import review
    from faqbot.evaluation.review.telling import tell

    bot = open_bot(settings)
    with progress_bar("Asking") as progress:
        made = review(bot, tuple(subjects(bot)), today=settings.date(), wordings=wordings, progress=progress)
    click.echo(tell(made))
