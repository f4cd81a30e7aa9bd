"""`faqbot serve`: the web application."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import click

from faqbot.cli.options import DATA
from faqbot.settings import load


@click.command()
@click.option("--host", help="Address to listen on (default: 127.0.0.1).")
@click.option("--port", type=int, help="Port to listen on (default: 7860).")
@click.option("--watch", is_flag=True, help="Read the documents of the last ingest anew when they change.")
@DATA
def serve(host: str | None, port: int | None, watch: bool, data_dir: Path | None) -> None:
    """Serve the chat page and the API."""
    settings = load(host=host, port=port, data_dir=data_dir)
    from faqbot import assembly
    from faqbot.cli.watching import watching
    from faqbot.web import logs
    from faqbot.web.server import serve as serve_web

    logs.configure(settings)
    given = assembly.last_given(settings)
    with watching(given, settings.data_dir, fetch_every=60 * settings.fetch_minutes) if watch else nullcontext():
        serve_web(
            settings,
            open_bot=assembly.open_bot,
            open_records=assembly.open_records,
            generation=lambda: assembly.live_generation(settings),
            samples=lambda: assembly.samples(settings),
            ready=lambda address: click.echo(f"faqbot is at {address} (stop it with Ctrl-C)"),
        )
