"""How many answers one typing mistake changes: every judged question with and without one, asked of the shipped documents.

    python bench/typos.py [--split dev|release] [--data DIR]

A flip is a question that is judged right without the mistake and wrong with it, or the other way round. Nothing but the
counts is printed.
"""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import click

from faqbot.assembly import open_bot
from faqbot.evaluation import cases, judging, runs
from faqbot.evaluation.cases import Case, GoldenSet
from faqbot.evaluation.statistics import wilson
from faqbot.evaluation.typing_errors import mistyped
from faqbot.pipeline import FaqBot
from faqbot.settings import load

_SEED = 20261124


def right(golden: GoldenSet, bot: FaqBot, split: str) -> dict[str, bool]:
    """Whether each question is judged right, by the id of its case."""
    return {row.case: row.right for row in judging.judge(runs.ask_all(golden, bot, settings={}, split=split), golden)}


def _mistyped(case: Case) -> Case:
    return replace(case, question=mistyped(case.question, random.Random(f"{_SEED}{case.id}")))  # noqa: S311 - no secret


@click.command()
@click.option("--golden", type=click.Path(path_type=Path), default=Path("eval/golden"))
@click.option("--split", type=click.Choice(["dev", "release"]), default="dev")
@click.option("--data", "data_dir", type=click.Path(path_type=Path))
def main(golden: Path, split: str, data_dir: Path | None) -> None:
    """Print the share of flips, and of questions that were right and are wrong."""
    whole = cases.load(golden).of(split)
    # A route needs its own words; what is asked is how retrieval and judge bear a mistake, and the router with them.
    plain = replace(whole, cases=tuple(replace(case, variants=()) for case in whole.cases))
    spoilt = replace(plain, cases=tuple(map(_mistyped, plain.cases)))
    bot = open_bot(load(data_dir=data_dir, today=whole.date))
    before, after = right(plain, bot, split), right(spoilt, bot, split)
    flips, lost = sum(before[one] != after[one] for one in before), sum(before[one] and not after[one] for one in before)
    for name, count in (("changed", flips), ("right and then wrong", lost)):
        interval = wilson(count, len(before))
        click.echo(f"{name}: {count / len(before):.3f} ({interval.low:.3f} to {interval.high:.3f}), n = {len(before)}")


if __name__ == "__main__":
    main()
