"""The command line. A front: it reads options, calls the library, and prints; it decides nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from faqbot import __version__
from faqbot.errors import FaqbotError, SettingsError
from faqbot.settings import Settings, load
from faqbot.types import Finding, Turn

_DATA = click.option(
    "--data",
    "data_dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for everything the program writes (default: .faqbot).",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")


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
        """The commands by name, the evaluation among them."""
        return sorted([*self.commands, "eval"])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        # The evaluation suite brings scipy and more: it is loaded when it is asked for.
        if cmd_name == "eval":
            from faqbot.evaluation.cli import group

            evaluation: click.Command = group
            return evaluation
        return super().get_command(ctx, cmd_name)


@click.group(cls=_Sentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="faqbot")
def main() -> None:
    """A recruiting FAQ chatbot that can prove every sentence."""


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_DATA
@click.option("--strict", is_flag=True, help="Exit with 1 when there is a warning.")
@_JSON
def ingest(paths: tuple[Path, ...], data_dir: Path | None, strict: bool, as_json: bool) -> None:
    """Read files and folders, and build the index of exactly these."""
    settings = load(data_dir=data_dir)
    from faqbot.assembly import ingest as read_and_build

    with _Progress() as progress:
        report = read_and_build(list(paths) or [settings.corpus], settings, progress=progress)
    if as_json:
        fields = {"index": report.index, "changed": report.changed, "documents": report.documents, "chunks": report.chunks}
        _print_json(
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


@main.command()
@click.argument("question", required=False)
@click.option("--role", help="The role to ask about; needed where there are several.")
@click.option("--lang", help="The language to answer in, such as en or fr (default: the question's).")
@click.option("--batch", type=click.Path(path_type=Path, dir_okay=False), help="A JSON-lines file of questions.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Where the answers to --batch are written.")
@_DATA
@_JSON
def ask(  # noqa: PLR0913 - one parameter an option of the contract
    question: str | None,
    role: str | None,
    lang: str | None,
    batch: Path | None,
    out: Path | None,
    data_dir: Path | None,
    as_json: bool,
) -> None:
    """Answer a question with numbered citations, or a file of questions."""
    settings = load(data_dir=data_dir)
    if (batch is None) == (question is None) or (batch is None) != (out is None):
        raise click.UsageError(
            'Give a QUESTION, or --batch IN.jsonl together with --out OUT.jsonl. Example: faqbot ask "What does it pay?"'
        )
    if batch is not None and out is not None:
        sys.exit(_ask_batch(settings, batch, out))
    from faqbot.assembly import open_bot
    from faqbot.texts import render

    answer = open_bot(settings).ask(Turn(question or "", role=role, lang=lang))
    if as_json:
        _print_json(render(answer))
    else:
        from faqbot.terminal import show_answer

        click.echo(show_answer(render(answer)))


@main.command()
@click.argument("source")
@_DATA
@_JSON
def show(source: str, data_dir: Path | None, as_json: bool) -> None:
    """Show a document as it was read: the text that every citation points into."""
    settings = load(data_dir=data_dir)
    from faqbot.assembly import stored_document

    document, generation = stored_document(settings, source)
    if as_json:
        _print_json(
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


@main.command()
@click.option("--host", help="Address to listen on (default: 127.0.0.1).")
@click.option("--port", type=int, help="Port to listen on (default: 7860).")
@_DATA
def serve(host: str | None, port: int | None, data_dir: Path | None) -> None:
    """Serve the chat page and the API."""
    settings = load(host=host, port=port, data_dir=data_dir)
    from faqbot import assembly
    from faqbot.web.server import serve as serve_web

    serve_web(
        settings,
        open_bot=assembly.open_bot,
        open_records=assembly.open_records,
        generation=lambda: assembly.live_generation(settings),
        ready=lambda address: click.echo(f"faqbot is at {address} (stop it with Ctrl-C)"),
    )


@main.command()
@_DATA
def doctor(data_dir: Path | None) -> None:
    """Say in sentences what is wrong with settings, model, index and database, or that all is well."""
    from faqbot.assembly import examine

    settings = load(data_dir=data_dir)
    findings = examine(settings)
    for finding in findings:
        click.echo(f"{'ok' if finding.well else 'not ok'}: {finding.sentence}")
    sys.exit(max((finding.exit_code for finding in findings), default=0))


@main.group()
def records() -> None:
    """What was kept of feedback."""


@records.command("export")
@_DATA
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
@_DATA
def purge_records(data_dir: Path | None) -> None:
    """Delete what is older than FAQBOT_RETENTION_DAYS."""
    import datetime

    settings = load(data_dir=data_dir)
    from faqbot.assembly import open_records

    deleted = open_records(settings).purge(settings.date() - datetime.timedelta(days=settings.retention_days))
    click.echo(f"{deleted} records older than {settings.retention_days} days deleted.")


def _ask_batch(settings: Settings, batch: Path, out: Path) -> int:
    from faqbot.assembly import open_bot
    from faqbot.batches import answer_lines

    if not batch.is_file():
        raise SettingsError(f"--batch names {batch}, which is not a file. Give a file with one JSON object a line.")
    if not out.parent.is_dir():
        raise SettingsError(f"--out names {out}, but there is no folder {out.parent}. Make it first.")
    bot = open_bot(settings)
    refused = 0
    with batch.open(encoding="utf-8", errors="replace") as lines, out.open("w", encoding="utf-8") as written:
        for row in answer_lines(bot, lines):
            refused += "error" in row
            written.write(json.dumps(row, ensure_ascii=False) + "\n")
    if refused:
        click.echo(f"{refused} lines could not be asked; {out} says why.", err=True)
    return 1 if refused else 0


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "source": finding.source,
        "line": finding.line,
        "code": finding.code,
        "message": finding.message,
        "remedy": finding.remedy,
    }


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


class _Progress:
    """A progress bar on a terminal, nothing elsewhere."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._done = 0

    def __enter__(self) -> Callable[[int, int], None] | None:
        return self._advance if sys.stderr.isatty() else None

    def _advance(self, done: int, total: int) -> None:
        if self._bar is None:
            self._bar = click.progressbar(length=total, label="Reading into the index", file=sys.stderr)
            self._bar.__enter__()
        self._bar.update(done - self._done)
        self._done = done

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.render_finish()
