"""What the commands share: the options that several take, and JSON on stdout."""

from __future__ import annotations

import json
from pathlib import Path

import click

DATA = click.option(
    "--data",
    "data_dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for everything the program writes (default: .faqbot).",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")


def print_json(value: object) -> None:
    """One JSON document on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
