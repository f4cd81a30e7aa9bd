"""`faqbot eval`: reads options, calls the suite, prints. It decides nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from faqbot.evaluation.cases import GoldenSet
from faqbot.evaluation.cli import models
from faqbot.evaluation.progress import progress_bar
from faqbot.evaluation.runs import Run, write_text
from faqbot.settings import Settings, load

_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, dir_okay=False)
_DATA = click.option("--data", "data_dir", type=_FOLDER, help="Folder for everything the program writes (default: .faqbot).")
_GOLDEN = click.option(
    "--golden", type=_FOLDER, default=Path("eval/golden"), show_default=True, help="Folder of the judged questions."
)
_BASELINES = click.option(
    "--baselines", type=_FOLDER, default=Path("eval/baselines"), show_default=True, help="Folder of the committed baselines."
)
_CORPUS = click.option("--corpus", type=click.Path(path_type=Path), help="Documents to hold the cases against (default: corpus).")


def _split(default: str) -> Callable[..., Callable[..., None]]:
    return click.option(
        "--split",
        type=click.Choice(["dev", "release", "all"]),
        default=default,
        show_default=True,
        help="Which half of the cases.",
    )


@click.group()
def group() -> None:
    """Prove the answers: judged questions, measures, the gate, reports."""


for command in models.COMMANDS:
    group.add_command(command)


@group.command()
@_GOLDEN
@_CORPUS
@_DATA
def check(golden: Path, corpus: Path | None, data_dir: Path | None) -> None:
    """Hold the judged questions against the documents; needs no model and no index."""
    from faqbot.corpus import read
    from faqbot.evaluation import cases, checking

    settings = load(data_dir=data_dir, corpus=corpus)
    judged = cases.load(golden)
    documents = read([settings.corpus]).documents
    checking.check(judged, documents)
    refused = sum(case.due is False for case in judged.cases)
    wordings = sum(1 + len(case.variants) for case in judged.cases)
    click.echo(
        f"{len(judged.cases)} cases with {wordings} wordings fit the {len(documents)} documents. "
        f"{refused} ({refused / len(judged.cases):.0%}) must be refused or routed."
    )


@group.command()
@_GOLDEN
@_split("dev")
@click.option("--out", type=_FILE, help="The run file (default: evaluation/run-SPLIT.jsonl in the data folder).")
@click.option("--failures", is_flag=True, help="Print every wrong case of the development half.")
@_DATA
def run(golden: Path, split: str, out: Path | None, failures: bool, data_dir: Path | None) -> None:
    """Ask every wording of every case, write the run, print the measures."""
    from faqbot.evaluation import judging, measures, telling

    judged = _load(golden, split)
    made = _ask(judged, _settings(data_dir, judged), split=split, out=out)
    rows = judging.judge(made, judged)
    click.echo("\n".join(telling.table(measures.score(rows))))
    if failures:
        teller = telling.Teller(made, judged)
        hidden = [row for row in rows if not row.right and teller.case(row).split == "release"]
        for row in rows:
            if not row.right and row not in hidden:
                click.echo(teller.failure(row))
        if hidden:
            click.echo(f"{len(hidden)} wrong wordings of the release half are not printed: only the gate does.")


@group.command()
@_GOLDEN
@_split("all")
@click.option("--run", "run_file", type=_FILE, help="A run to judge (default: ask anew).")
@_BASELINES
@click.option("--accept", is_flag=True, help="Make this run the new baseline.")
@_DATA
def gate(golden: Path, split: str, run_file: Path | None, baselines: Path, accept: bool, data_dir: Path | None) -> None:
    """Say whether a change may land: exit 0 when it may, 1 when it may not. Limits: thresholds.toml beside the cases' folder."""
    from faqbot.evaluation import baselines as committed
    from faqbot.evaluation import gate as gates
    from faqbot.evaluation import judging, runs, telling, thresholds

    judged = _load(golden, split)
    limits = thresholds.read(golden.parent / "thresholds.toml")
    before = committed.read(baselines / f"{split}.jsonl")
    made = runs.read(run_file) if run_file else _ask(judged, _settings(data_dir, judged), split=split)
    rows = judging.judge(made, judged)
    verdict = gates.decide(rows, baseline=before, thresholds=limits, corpus=made.header["corpus"])
    click.echo(telling.wrap([*telling.table(verdict.values), "", *telling.Teller(made, judged).verdict(verdict)]))
    if not accept:
        sys.exit(0 if verdict.passed else 1)
    lasting = [reason for reason in verdict.reasons if not reason.startswith(("drift", "worse"))]
    if lasting:
        click.echo("\nNot accepted: a baseline may be worse or moved, but not broken.")
        sys.exit(1)
    committed.write(baselines / f"{split}.jsonl", made.header, rows)
    click.echo(f"\nAccepted: {baselines / f'{split}.jsonl'} is the baseline now. Commit it.")


@group.command()
@click.argument("a", type=_FILE)
@click.argument("b", type=_FILE)
@_GOLDEN
def compare(a: Path, b: Path, golden: Path) -> None:
    """Say in words how run B differs from run A."""
    from faqbot.evaluation import comparing, judging, runs, telling

    old, new = runs.read(a), runs.read(b)
    if old.header["split"] != new.header["split"]:
        raise click.UsageError(
            f"{a} is a run of {old.header['split']}, {b} of {new.header['split']}; compare runs of the same half."
        )
    judged = _load(golden, str(new.header["split"]))
    found = comparing.compare(judging.judge(old, judged), judging.judge(new, judged))
    click.echo(telling.wrap(list(telling.comparison(found))))
    teller = telling.Teller(new, judged)
    for flip in sorted(found.flips, key=lambda one: one.won):
        if teller.case(flip.new).split == "dev":
            click.echo(("Won:\n" if flip.won else "Lost:\n") + teller.flip(flip))


@group.command()
@_GOLDEN
@click.option(
    "--practice", type=_FOLDER, help="Folder of practice roles (default: practice beside the judged questions, where it is)."
)
@click.option("--claims", type=_FOLDER, help="Folder with claims.jsonl: fit the verifier of written sentences on it instead.")
@click.option("--out", type=_FOLDER, help="The folder of calibrations (default: calibrations in the data folder).")
@_DATA
def calibrate(golden: Path, practice: Path | None, claims: Path | None, out: Path | None, data_dir: Path | None) -> None:
    """Fit intents, weights, judge and lines on the development half, and write them as the model's calibration."""
    from faqbot.answering.calibration import folder_of
    from faqbot.evaluation import calibrating
    from faqbot.evaluation import practice as practising

    if claims:
        from faqbot.evaluation.claims import calibrate as fit

        with progress_bar("Calibrating") as progress:
            click.echo(f"Written to {fit(claims, load(data_dir=data_dir), out, progress)}.")
        return
    judged = _load(golden, "dev")
    settings = _settings(data_dir, judged)
    place = practice or golden.parent / "practice"
    roles = practising.load(place, settings) if practice or place.is_dir() else []
    with progress_bar("Calibrating") as progress:
        made = calibrating.calibrate(judged, settings, roles, progress)
    file = calibrating.keep(made, out or folder_of(settings.data_dir))
    click.echo("\n".join(f"{name}: {value}" for name, value in made.figures.items()))
    click.echo(f"Written to {file}. The figures are from folds that were left out; see `faqbot eval run` for the measures.")


@group.command()
@_GOLDEN
@_split("dev")
@click.option("--run", "run_file", type=_FILE, help="The run to report (default: evaluation/run-SPLIT.jsonl in the data folder).")
@_BASELINES
@click.option(
    "--out",
    type=_FILE,
    help="The HTML file (default: evaluation/report-SPLIT.html in the data folder).",
)
@_DATA
def report(golden: Path, split: str, run_file: Path | None, baselines: Path, out: Path | None, data_dir: Path | None) -> None:
    """Write the report of a run: one HTML file, verdict and failures first."""
    from faqbot.evaluation import baselines as committed
    from faqbot.evaluation import gate as gates
    from faqbot.evaluation import judging, runs, thresholds
    from faqbot.evaluation.report import report as page

    folder = load(data_dir=data_dir).data_dir / "evaluation"
    made = runs.read(run_file or folder / f"run-{split}.jsonl")
    split = str(made.header["split"])
    judged = _load(golden, split)
    rows = judging.judge(made, judged)
    file = out or folder / f"report-{split}.html"
    limits = thresholds.read(golden.parent / "thresholds.toml")
    before = committed.read(baselines / f"{split}.jsonl")
    verdict = gates.decide(rows, baseline=before, thresholds=limits, corpus=made.header["corpus"])
    write_text(file, page(made, judged, rows, verdict))
    click.echo(f"The report is in {file}.")


@group.command()
@click.argument("run_file", metavar="RUN", type=_FILE)
@click.option(
    "--to", "kind", type=click.Choice(["jsonl", "mlflow", "wandb"]), default="jsonl", show_default=True, help="What reads it."
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file; for mlflow and wandb the folder.")
@_GOLDEN
def export(run_file: Path, kind: str, out: Path, golden: Path) -> None:
    """Write RUN for other tools: samples as JSON lines, or its measures to a local folder of MLflow or Weights & Biases."""
    from faqbot.evaluation import exports, judging, measures, runs, trackers

    made = runs.read(run_file)
    judged = _load(golden, str(made.header["split"]))
    rows = judging.judge(made, judged)
    if kind == "jsonl":
        write_text(out, exports.json_lines(made, judged, rows))
    else:
        trackers.TRACKERS[kind](made, measures.score(rows), out)
    click.echo(f"Written to {out}.")


@group.command()
@click.argument("name")
@click.argument("folder", type=_FOLDER)
@click.option("--out", type=_FILE, help="A Markdown file for the table (default: print it only).")
@_DATA
def external(name: str, folder: Path, out: Path | None, data_dir: Path | None) -> None:
    """Measure on a public set called NAME in FOLDER: passages.jsonl and questions.jsonl, claims.jsonl, or utterances.jsonl that are off the subject."""
    from faqbot.evaluation import asking, claims, offtopic

    kinds = {claims.FILE: claims.measure, offtopic.FILE: offtopic.measure}
    measure = next((each for file, each in kinds.items() if (folder / file).is_file()), asking.measure)
    with progress_bar("Asking") as progress:
        told = f"{name}: {measure(folder, load(data_dir=data_dir), progress)}\n"
    click.echo(told)
    if out:
        write_text(out, told)


@group.command()
@click.argument("question")
@click.option("--role", help="The role that is asked about.")
@_GOLDEN
@_split("dev")
@_DATA
def add(question: str, role: str | None, golden: Path, split: str, data_dir: Path | None) -> None:
    """Judge QUESTION: see the answer, say what was right, and have the case written."""
    from faqbot.assembly import open_bot
    from faqbot.evaluation import cases, prompting

    if split == "all":
        raise click.UsageError("A case belongs to one half: --split dev or --split release.")
    judged = cases.load(golden, empty=True)
    bot = open_bot(_settings(data_dir, judged))
    file = prompting.converse(question, role=role, bot=bot, folder=golden, split=split, say=click.echo)
    click.echo(f"Added to {file}.")


def _load(golden: Path, split: str) -> GoldenSet:
    from faqbot.errors import EvaluationError
    from faqbot.evaluation import cases
    from faqbot.evaluation.installed import need_measures

    need_measures()
    judged = cases.load(golden).of(split)
    if not judged.cases:
        raise EvaluationError(f"{golden} has no case of the half {split}. Add one: faqbot eval add QUESTION")
    return judged


def _settings(data_dir: Path | None, golden: GoldenSet) -> Settings:
    """The settings, with the date that the golden set fixes."""
    return load(data_dir=data_dir, today=golden.date)


def _ask(golden: GoldenSet, settings: Settings, *, split: str, out: Path | None = None) -> Run:
    from faqbot.assembly import open_bot
    from faqbot.evaluation import checking, runs

    bot = open_bot(settings)
    checking.check(golden, bot.index.documents.values())
    told = {"caution": settings.caution, "embedding_model": Path(settings.embedding_model).name, "contact": settings.contact}
    with progress_bar("Asking") as progress:
        made = runs.ask_all(golden, bot, settings=told, split=split, progress=progress)
    file = out or settings.data_dir / "evaluation" / f"run-{split}.jsonl"
    runs.write(made, file)
    click.echo(f"The run is in {file}.", err=True)
    return made
