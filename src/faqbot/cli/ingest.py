"""`faqbot ingest`: documents in, an index out, and a report on what they answer."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from faqbot.cli.options import DATA, JSON, print_json
from faqbot.settings import load

if TYPE_CHECKING:
    from faqbot.assembly import IngestReport
    from faqbot.index.changes import Changes

_MOST_NAMED = 5


@click.command()
@click.argument("given", metavar="[PATH or URL]...", nargs=-1)
@DATA
@click.option(
    "--report/--no-report", "wanted", default=None, help="Whether to ask what candidates ask (default: when something changed)."
)
@click.option("--strict", is_flag=True, help="Exit with 1 when there is a warning, a gap, a contradiction or something stale.")
@click.option("--drop-older", is_flag=True, help="Leave nothing of documents that were taken out: no older index, report or run.")
@JSON
def ingest(
    given: tuple[str, ...], data_dir: Path | None, wanted: bool | None, strict: bool, drop_older: bool, as_json: bool
) -> None:
    """Read files, folders and addresses, and build the index of exactly these.

    An address is that of a page, a job feed, a sitemap, or a text file of addresses; a file that ends in .urls is a list.
    """
    settings = load(data_dir=data_dir)
    from faqbot.assembly import erase_older
    from faqbot.assembly import ingest as read_and_build
    from faqbot.evaluation.progress import progress_bar
    from faqbot.evaluation.review import making, reviewing, telling

    with progress_bar("Reading into the index") as progress:
        done = read_and_build(list(given) or [settings.corpus], settings, progress=progress)
    if drop_older:
        erase_older(settings)
    made = None
    if done.index and (strict or (done.changed or drop_older if wanted is None else wanted)):
        with progress_bar("Asking what candidates ask") as progress:
            found = reviewing.Read(done.refused, done.warnings)
            made = making.make(settings, read=found, most=making.AFTER_INGEST, progress=progress)
    if as_json:
        print_json({**_as_json(done), "report": reviewing.as_json(made) if made else None})
    else:
        click.echo("\n".join(_told(done)))
        if made:
            click.echo(f"\n{telling.brief(made)}\nThe whole report: {settings.data_dir / 'report.html'}")
    sys.exit(1 if done.refused or (strict and (done.warnings or (made and not made.sound))) else 0)


def _as_json(done: IngestReport) -> dict[str, Any]:
    fields = {name: getattr(done, name) for name in ("index", "changed", "documents", "chunks", "embedded", "roles")}
    findings = {name: [asdict(one) for one in getattr(done, name)] for name in ("refused", "warnings")}
    return {**fields, **findings, "changes": asdict(done.changes)}


def _told(done: IngestReport) -> Iterator[str]:
    for kind, findings in (("refused", done.refused), ("warning", done.warnings)):
        for one in findings:
            yield f"{kind}: {one.source}{f', line {one.line}' if one.line else ''}: {one.message} {one.remedy}"
    if not done.index:
        return
    state = "New index" if done.changed else "Nothing changed; the index is still"
    yield f"{_counted(done.documents, 'document')}, {_counted(done.chunks, 'passage')}. {state} {done.index}."
    if done.roles:
        yield f"{_counted(len(done.roles), 'role')}: {_named(done.roles)}."
    elif done.documents > 1:
        yield "No document names a role, so all of them answer together. Put each role's in ROLE/LANGUAGE/, such as cook/en/, to keep roles apart."
    if done.changed and done.changes.unchanged + len(done.changes.changed) + len(done.changes.moved):
        yield f"{_changes(done.changes)}. {done.embedded} texts were embedded, the others were known."


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _changes(changes: Changes) -> str:
    """What became of the documents since the last ingest, in words."""
    moved = [f"{old} to {new}" for old, new in changes.moved]
    parts = (("new", changes.new), ("changed", changes.changed), ("moved", moved), ("gone", changes.vanished))
    return "; ".join(
        [f"{changes.unchanged} unchanged", *(f"{len(found)} {word} ({_named(found)})" for word, found in parts if found)]
    )


def _named(found: list[str] | tuple[str, ...]) -> str:
    return ", ".join([*found[:_MOST_NAMED], *(["..."] if len(found) > _MOST_NAMED else [])])
