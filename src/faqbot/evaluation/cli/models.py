"""The commands of `faqbot eval` that are about language models."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from faqbot.evaluation.progress import progress_bar

_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, dir_okay=False)
_DATA = click.option("--data", "data_dir", type=_FOLDER, help="Folder for everything the program writes (default: .faqbot).")
_GOLDEN = click.option(
    "--golden", type=_FOLDER, default=Path("eval/golden"), show_default=True, help="Folder of the judged questions."
)
_OUT = click.option("--out", type=_FILE, help="A Markdown file for the table (default: print it only).")


@click.command()
@_GOLDEN
@_OUT
@_DATA
def scripted(golden: Path, out: Path | None, data_dir: Path | None) -> None:
    """Ask with scripted language models, a good, a careless and a lying one, and hold them against quoting."""
    from faqbot.assembly import open_bot
    from faqbot.evaluation import cases, checking, grounded
    from faqbot.evaluation.runs import write_text
    from faqbot.settings import load

    judged = cases.load(golden).of("dev")
    settings = load(data_dir=data_dir, today=judged.date, llm="none")
    index = open_bot(settings).index
    checking.check(judged, index.documents.values())
    with progress_bar("Asking") as progress:
        outcomes = grounded.compare(judged, settings, index, progress)
    told = f"{len(judged.cases)} cases of the development half\n\n{grounded.table(outcomes)}\n"
    click.echo(told)
    if out:
        write_text(out, told)
    for sentence in (failed := grounded.failures(outcomes)):
        click.echo(sentence)
    sys.exit(1 if failed else 0)


@click.command()
@click.argument("file", type=_FILE)
@_OUT
@_DATA
def injections(file: Path, out: Path | None, data_dir: Path | None) -> None:
    """Plant the instructions of FILE in documents and ask with a model that obeys them: nothing of it may reach the reader."""
    from faqbot.evaluation import injecting
    from faqbot.evaluation.runs import write_text
    from faqbot.index.caching import CachingEmbedder
    from faqbot.index.embedding import open_embedder
    from faqbot.settings import load

    settings = load(data_dir=data_dir, llm="none")
    instructions = injecting.read(file)
    embedder = CachingEmbedder(open_embedder(settings.embedding_model, settings.data_dir, threads=settings.threads))
    with progress_bar("Attacking") as progress:
        attacks = injecting.attack(instructions, settings, embedder, progress)
    told = f"{len(instructions)} instructions, each planted in {len(injecting.PLACES)} places\n\n{injecting.table(attacks)}\n"
    click.echo(told)
    if out:
        write_text(out, told)
    for what, count in injecting.by_reason(attacks).items():
        click.echo(f"Reached the reader {count} times: {what}")
    sys.exit(1 if injecting.reached(attacks).failures else 0)


@click.command()
@click.argument("run_file", metavar="RUN", type=_FILE)
@_GOLDEN
@_DATA
def judge(run_file: Path, golden: Path, data_dir: Path | None) -> None:
    """Ask the language model of the settings about the answers of RUN, and say how far it agrees with people. Gates nothing."""
    from faqbot.assembly import open_language_model
    from faqbot.errors import UsageError
    from faqbot.evaluation import cases, llmjudge, runs
    from faqbot.settings import load

    settings = load(data_dir=data_dir)
    if settings.llm == "none":
        raise UsageError("FAQBOT_LLM is none, so there is no model to judge with. Set it, or read the report: faqbot eval report")
    run = runs.read(run_file)
    model = open_language_model(settings)
    with progress_bar("Judging") as progress:
        judged = cases.load(golden).of(str(run.header["split"]))
        found = llmjudge.opinions(run, judged, model, timeout=settings.llm_timeout, progress=progress)
    click.echo(llmjudge.told(found, model.name))


COMMANDS = (scripted, injections, judge)
