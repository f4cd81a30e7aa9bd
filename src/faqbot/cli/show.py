"""`faqbot show`: a document as it was read."""

from __future__ import annotations

from pathlib import Path

import click

from faqbot.cli.options import DATA, JSON, print_json
from faqbot.settings import load


@click.command()
@click.argument("source")
@DATA
@JSON
def show(source: str, data_dir: Path | None, as_json: bool) -> None:
    """Show a document as it was read: the text that every citation points into."""
    settings = load(data_dir=data_dir)
    from faqbot.assembly import stored_document

    document, generation = stored_document(settings, source)
    if as_json:
        print_json(
            {
                "source": document.source,
                "title": document.title,
                "lang": document.lang,
                "role": document.role,
                "text": document.text,
                "index": generation,
            }
        )
    else:
        click.echo(document.text)
