"""`faqbot records`: what was kept of conversations, for whoever runs the server, and the gaps, for whoever writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from faqbot.cli.options import DATA, JSON, print_json
from faqbot.errors import UsageError
from faqbot.settings import load

if TYPE_CHECKING:
    from faqbot.records import SqlRecords

_CONTAINING = click.option("--containing", metavar="TEXT", help="Only what visitors wrote with this text in it.")


@click.group()
def records() -> None:
    """What was kept of conversations: reading it, deleting it, learning from it."""


@records.command("export")
@click.option("--conversation", metavar="ID", help="Only this conversation.")
@_CONTAINING
@DATA
def export_records(conversation: str | None, containing: str | None, data_dir: Path | None) -> None:
    """Print every answer and every thumb that is kept, one JSON object a line, oldest first."""
    from faqbot.records.reading import export

    with _opened(data_dir) as opened:
        for row in export(opened, conversation=conversation, containing=containing):
            click.echo(json.dumps(row, ensure_ascii=False))


@records.command("erase")
@click.argument("conversations", nargs=-1, metavar="[CONVERSATION ...]")
@click.option("--containing", metavar="TEXT", help="Every conversation in which a visitor wrote this text, whole.")
@click.option("--all", "everything", is_flag=True, help="Everything that was ever kept.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@DATA
def erase_records(
    conversations: tuple[str, ...], containing: str | None, everything: bool, yes: bool, data_dir: Path | None
) -> None:
    """Delete conversations with their answers and thumbs, for good."""
    if sum((bool(conversations), containing is not None, everything)) != 1:
        raise click.UsageError("Name conversations, or --containing TEXT, or --all. `faqbot records export` shows what there is.")
    if containing is not None and not containing.strip():
        raise UsageError("--containing is empty. Give some of the words to look for, or --all.")
    from faqbot.records.reading import conversations_with

    with _opened(data_dir) as opened:
        found = conversations_with(opened, containing) if containing is not None else list(conversations)
        if not found and not everything:
            click.echo("No conversation holds that; nothing was deleted.")
            return
        if not yes:
            what = "everything that is kept" if everything else f"{len(found)} conversations"
            click.confirm(f"Delete {what} for good?", abort=True, err=True)
        gone = opened.erase_all() if everything else sum(opened.erase(one) for one in found)
    click.echo(f"{gone} rows deleted." if everything else f"{gone} rows of {len(found)} conversations deleted.")


@records.command("purge")
@DATA
def purge_records(data_dir: Path | None) -> None:
    """Delete what is older than FAQBOT_RETENTION_DAYS; a running server does it every hour."""
    settings = load(data_dir=data_dir)
    with _opened(data_dir) as opened:
        deleted = opened.purge(settings.oldest())
    click.echo(f"{deleted} records older than {settings.retention_days} days deleted.")


@records.command("gaps")
@click.option("--role", help="Only questions about this role.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many at most.")
@DATA
@JSON
def gaps_of_records(role: str | None, limit: int, data_dir: Path | None, as_json: bool) -> None:
    """Show what candidates asked and the documents do not answer, the most asked first."""
    from faqbot.records.reading import gaps

    with _opened(data_dir) as opened:
        found = gaps(opened, role=role, limit=limit)
    if as_json:
        print_json(
            [
                {
                    "question": gap.question,
                    "role": gap.role,
                    "lang": gap.lang,
                    "asked": gap.asked,
                    "conversations": gap.conversations,
                    "last": gap.last.isoformat(),
                }
                for gap in found
            ]
        )
        return
    if not found:
        click.echo("No question that is kept was left without an answer.")
    for gap in found:
        times = "once" if gap.asked == 1 else f"{gap.asked} times in {gap.conversations} conversations"
        click.echo(f"{gap.question}\n    {gap.role or 'no role'}, {gap.lang}; asked {times}, last on {gap.last.isoformat()}")


@contextmanager
def _opened(data_dir: Path | None) -> Iterator[SqlRecords]:
    from faqbot.assembly import open_records

    with closing(open_records(load(data_dir=data_dir))) as opened:
        yield opened
