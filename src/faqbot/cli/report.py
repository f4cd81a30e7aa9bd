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
@click.option("--strict", is_flag=True, help="Exit with 1 when something is missing, contradictory or stale.")
@DATA
@JSON
def report(out: Path | None, strict: bool, data_dir: Path | None, as_json: bool) -> None:
    """Say what the documents answer of what candidates ask, what to write next, and what to put right."""
    settings = load(data_dir=data_dir)
    from faqbot.evaluation.progress import progress_bar
    from faqbot.evaluation.review import making, reviewing, telling

    with progress_bar("Asking") as progress:
        made = making.make(settings, out=out, progress=progress)
    if as_json:
        print_json(reviewing.as_json(made))
    else:
        click.echo(telling.tell(made))
        click.echo(f"\nThe whole report: {out or settings.data_dir / 'report.html'}")
    sys.exit(1 if strict and not made.sound else 0)
