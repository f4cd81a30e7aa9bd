"""Processor time of one question on one thread, asked of the shipped documents by the path that every front takes.

    OMP_NUM_THREADS=1 python bench/latency.py [--data DIR]

Every judged question of the development half once, after as many others to warm up; processor time of the whole process,
so what other programs do meanwhile disturbs it little.
"""

from __future__ import annotations

import time
from pathlib import Path

import click
import numpy as np

from faqbot.assembly import open_bot
from faqbot.evaluation import cases
from faqbot.settings import load
from faqbot.types import Turn

_WARM_UP = 50


@click.command()
@click.option("--golden", type=click.Path(path_type=Path), default=Path("eval/golden"))
@click.option("--data", "data_dir", type=click.Path(path_type=Path))
def main(golden: Path, data_dir: Path | None) -> None:
    """Print the median and the 95th percentile."""
    judged = cases.load(golden).of("dev")
    bot = open_bot(load(data_dir=data_dir, today=judged.date))
    for case in judged.cases[:_WARM_UP]:
        # Other words than below: a question that was asked before is not embedded again.
        bot.ask(Turn(f"{case.question} please", turns=case.turns, role=case.role))
    spent: list[float] = []
    for case in judged.cases:
        started = time.process_time()
        bot.ask(Turn(case.question, turns=case.turns, role=case.role))
        spent.append(1000 * (time.process_time() - started))
    median, high = np.percentile(spent, [50, 95])
    click.echo(f"{median:.1f} ms in the median, {high:.1f} ms at the 95th percentile; n = {len(spent)}")


if __name__ == "__main__":
    main()
