"""The command line. A front: it reads options, calls the library, and prints; it decides nothing.

Each command is a file of its own, loaded when it is asked for: `faqbot ask` pays for nothing that it does not use.
"""

from __future__ import annotations

import importlib
from typing import Any

import click

from faqbot import __version__
from faqbot.errors import FaqbotError

# A command: the module it stands in, and its name there.
COMMANDS = {
    "ask": ("faqbot.cli.ask", "ask"),
    "doctor": ("faqbot.cli.doctor", "doctor"),
    "eval": ("faqbot.evaluation.cli", "group"),
    "ingest": ("faqbot.cli.ingest", "ingest"),
    "report": ("faqbot.cli.report", "report"),
    "records": ("faqbot.cli.records", "records"),
    "serve": ("faqbot.cli.serve", "serve"),
    "show": ("faqbot.cli.show", "show"),
}


class _Sentences(click.Group):
    """A group whose commands end with a sentence and an exit code where our library raises."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; our own errors end it with their sentence and exit code."""
        try:
            return super().invoke(ctx)
        except FaqbotError as error:
            click.echo(f"faqbot: {error}", err=True)
            ctx.exit(error.exit_code)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands by name."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=_Sentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="faqbot")
def main() -> None:
    """A recruiting FAQ chatbot that can prove every sentence."""
