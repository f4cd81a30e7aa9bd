"""`faqbot ingest`: documents in, an index out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from faqbot.cli.options import DATA, JSON, print_json
from faqbot.settings import load
from faqbot.types import Finding


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@DATA
@click.option("--strict", is_flag=True, help="Exit with 1 when there is a warning.")
@JSON
def ingest(paths: tuple[Path, ...], data_dir: Path | None, strict: bool, as_json: bool) -> None:
    """Read files and folders, and build the index of exactly these."""
    settings = load(data_dir=data_dir)
    from faqbot.assembly import ingest as read_and_build
    from faqbot.evaluation.progress import progress_bar

    with progress_bar("Reading into the index") as progress:
        report = read_and_build(list(paths) or [settings.corpus], settings, progress=progress)
    if as_json:
        fields = {"index": report.index, "changed": report.changed, "documents": report.documents, "chunks": report.chunks}
        print_json(
            {
                **fields,
                "refused": [_finding(one) for one in report.refused],
                "warnings": [_finding(one) for one in report.warnings],
            }
        )
    else:
        for kind, findings in (("refused", report.refused), ("warning", report.warnings)):
            for finding in findings:
                click.echo(
                    f"{kind}: {finding.source}{f', line {finding.line}' if finding.line else ''}: {finding.message} {finding.remedy}"
                )
        if report.index:
            click.echo(
                f"{report.documents} documents, {report.chunks} chunks. {'New index' if report.changed else 'Nothing changed; the index is still'} {report.index}."
            )
    sys.exit(1 if report.refused or (strict and report.warnings) else 0)


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "source": finding.source,
        "line": finding.line,
        "code": finding.code,
        "message": finding.message,
        "remedy": finding.remedy,
    }
