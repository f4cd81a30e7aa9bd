"""`faqbot doctor`: what is wrong, in sentences."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from faqbot.cli.options import DATA
from faqbot.settings import load


@click.command()
@DATA
def doctor(data_dir: Path | None) -> None:
    """Say in sentences what is wrong with settings, model, index and database, or that all is well."""
    from faqbot.health import examine

    settings = load(data_dir=data_dir)
    findings = examine(settings)
    for finding in findings:
        click.echo(f"{'ok' if finding.well else 'not ok'}: {finding.sentence}")
    sys.exit(max((finding.exit_code for finding in findings), default=0))
