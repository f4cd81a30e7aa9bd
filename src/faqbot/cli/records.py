"""`faqbot records`: what was kept of conversations."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import click

from faqbot.cli.options import DATA
from faqbot.settings import load


@click.group()
def records() -> None:
    """What was kept of feedback."""


@records.command("export")
@DATA
def export_records(data_dir: Path | None) -> None:
    """Print all kept feedback as JSON lines, oldest first."""
    settings = load(data_dir=data_dir)
    from faqbot.assembly import open_records

    for feedback in open_records(settings).all_feedback():
        click.echo(
            json.dumps(
                {"answer": feedback.answer, "helpful": feedback.helpful, "reason": feedback.reason, "comment": feedback.comment},
                ensure_ascii=False,
            )
        )


@records.command("purge")
@DATA
def purge_records(data_dir: Path | None) -> None:
    """Delete what is older than FAQBOT_RETENTION_DAYS."""
    settings = load(data_dir=data_dir)
    from faqbot.assembly import open_records

    deleted = open_records(settings).purge(settings.date() - datetime.timedelta(days=settings.retention_days))
    click.echo(f"{deleted} records older than {settings.retention_days} days deleted.")
