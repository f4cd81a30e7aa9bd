"""What each ingredient of retrieval, selection, judging and understanding is worth: the table of eval/ingredients.md.

    python bench/ingredients.py [--data DIR] [--out TABLE.md]

On the development half of the judged questions. A score or a group of the judge's features is left out and what stands
on it is fitted again; a step of understanding is switched off. Ranking and judging are measured on folds left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import click
import numpy as np

from faqbot import assembly
from faqbot.answering.features import FEATURES
from faqbot.answering.selection import OWN, SHARED
from faqbot.evaluation import calibrating, cases, fitting, judging, measures, runs
from faqbot.evaluation import practice as practising
from faqbot.evaluation.cases import GoldenSet
from faqbot.evaluation.fitting import Example
from faqbot.pipeline import FaqBot
from faqbot.settings import Settings, load

SCORES: Mapping[str, tuple[str, ...]] = {
    "vector of the sentence": ("sentence", "headed", "plain_sentence"),
    "vector of the passage": ("passage",),
    "vectors of headings and wordings": ("heading", "worded_heading"),
    "BM25 of passage and sentence": ("lexical", "lexical_sentence"),
    "likeness to wordings by theme": ("theme",),
    "words of meaning (synonyms, idf)": ("meaning",),
    "intents of headings": ("intent", "intent_best", "worded_intent"),
    "intents of sentences": ("intent_sentence", "plain_intent_sentence"),
    "kind of thing asked for": ("kind",),
    "what tells plain sections from worded ones": ("worded_heading", "worded_intent", "plain_sentence", "plain_intent_sentence"),
}
FEATURE_GROUPS: Mapping[str, tuple[str, ...]] = {
    "scores of the evidence": (*OWN, *SHARED, "margin"),
    "intents": (
        "intent",
        "intent_best",
        "intent_sentence",
        "intent_covered",
        "intent_behind",
    ),
    "how far off the subject": ("intent_far",),
    "what is not published": ("unpublished", "unpublished_ahead", "unpublished_intent"),
    "words covered": ("covered", "covered_by_meaning", "covered_by_quote", "rarest_uncovered", "unknown_share"),
    "kind of answer asked for": ("asks_kind", "lacks_kind", "yes_no"),
    "topics": ("topic_agrees", "topic_lacking", "topic_elsewhere", "no_topic"),
    "other place, year, title, name": ("lacks_place", "lacks_year", "foreign_title", "unknown_name"),
    "length, spelling, kind of section": ("words", "corrected", "faq"),
}
STEPS: Mapping[str, tuple[str, object]] = {
    "shorthand spelt out": ("faqbot.language.shorthand.spell_out", lambda text, _lang: text),
    "spelling mended": ("faqbot.answering.spelling.correct", lambda text, *_: (text, ())),
    "double questions split": ("faqbot.answering.asks.split", lambda text, *_: [text]),
    "follow-ups made whole": ("faqbot.answering.followups.standalone", lambda question, *_: question),
}
MEASURES = ("right_where_due", "grounded_but_wrong", "follow_up", "refused.near", "outcome_right")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of our own documents, and of the practice roles."""

    found: Sequence[Example]
    practised: Set[str]

    def of(self, practised: bool) -> set[str]:
        """The ids of the cases of one of both."""
        return {one.case.id for one in self.found if (one.case.id in self.practised) == practised}


def ranked(asked: Asked, names: Sequence[str], prior: Mapping[str, float]) -> list[float]:
    """Right first and among three, of our own documents' answerable wordings and of the practice roles', with weights of
    `names` fitted on the other folds.
    """
    from sklearn.model_selection import GroupKFold

    due = [example for example in asked.found if example.case.due and example.hits]
    ours = np.array([example.case.id not in asked.practised for example in due])
    first, three = np.zeros(len(due)), np.zeros(len(due))
    for inside, outside in GroupKFold(fitting.FOLDS).split(due, groups=[example.group for example in due]):
        weights = fitting.fit_weights([due[number] for number in inside], {name: prior[name] for name in names})
        for number in outside:
            quotable = [evidence for evidence in due[number].part.evidence if evidence.chosen]
            scores = [sum(weights[name] * evidence.features[name] for name in names) for evidence in quotable]
            order = np.argsort(-np.array(scores), kind="stable")
            hits = np.array(due[number].hits)[order]
            first[number], three[number] = hits[0], hits[:3].any()
    return [float(values[here].mean()) for here in (ours, ~ours) for values in (first, three)]


def understood(golden: GoldenSet, bot: FaqBot) -> Mapping[str, float]:
    """The measures of a whole run that understanding shows in."""
    values = measures.score(judging.judge(runs.ask_all(golden, bot, settings={}, split="dev"), golden))
    return {name: values[name].value or 0.0 for name in MEASURES}


def _row(name: str, values: Sequence[float], whole: Sequence[float] | None = None) -> str:
    """A line of a table; with `whole`, each value has behind it what leaving the ingredient out changed."""
    cells = [f"{value:.3f}" for value in values]
    if whole:
        cells = [f"{cell} ({value - other:+.3f})" for cell, value, other in zip(cells, values, whole, strict=True)]
    return f"| {name} | {' | '.join(cells)} |"


def _table(head: str, columns: Sequence[str], rows: Sequence[str]) -> list[str]:
    return [f"| {head} | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|", *rows, ""]


def score_rows(asked: Asked, prior: Mapping[str, float]) -> list[str]:
    """Ranking with all scores, and without each."""
    names = (*SHARED, *OWN)
    whole = ranked(asked, names, prior)
    rows = [_row("all", whole)]
    for left, group in SCORES.items():
        rows.append(_row(f"without {left}", ranked(asked, [name for name in names if name not in group], prior), whole))
    return rows


def judge_rows(asked: Asked) -> list[str]:
    """The judge with all features, and without each group."""

    def values(names: Sequence[str]) -> list[float]:
        judged = fitting.fit_judge(asked.found, names)
        parts = [fitting.figures(judged, asked.of(practised)) for practised in (False, True)]
        return [part[name] for part in parts for name in ("near_auroc", "balanced_coverage")]

    whole = values(FEATURES)
    rows = [_row("all", whole)]
    for left, group in FEATURE_GROUPS.items():
        rows.append(_row(f"without {left}", values([name for name in FEATURES if name not in group]), whole))
    return rows


def step_rows(golden: GoldenSet, bot: FaqBot) -> list[str]:
    """A whole run, and one with each step of understanding switched off."""
    whole = list(understood(golden, bot).values())
    rows = [_row("all", whole)]
    for left, (where, nothing) in STEPS.items():
        with mock.patch(where, nothing):
            rows.append(_row(f"without {left}", list(understood(golden, bot).values()), whole))
    return rows


def ask(golden: GoldenSet, practice: Path, settings: Settings, bot: FaqBot) -> Asked:
    """Every question of the development half, and of the practice roles in the folder `practice`."""
    found = fitting.examples(golden, bot)
    practised: set[str] = set()
    for role in practising.load(practice, settings):
        with practising.opened(role, bot.index.embedder) as index:
            found += fitting.examples(role.questions, assembly.assemble(index, settings))
        practised |= {case.id for case in role.questions.cases}
    return Asked(found, practised)


@click.command()
@click.option("--golden", type=click.Path(path_type=Path), default=Path("eval/golden"))
@click.option("--practice", type=click.Path(path_type=Path), default=Path("eval/practice"))
@click.option("--data", "data_dir", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=Path("eval/ingredients.md"))
def main(golden: Path, practice: Path, data_dir: Path | None, out: Path) -> None:
    """Measure every ingredient and write the table."""
    judged = cases.load(golden).of("dev")
    settings = load(data_dir=data_dir, today=judged.date)
    bot = assembly.open_bot(settings)
    asked = ask(judged, practice, settings, bot)
    due, near = (
        [sum(bool(test(one)) and (one.case.id in asked.practised) == side for one in asked.found) for side in (False, True)]
        for test in (lambda one: one.case.due and one.hits, lambda one: one.case.band == "near")
    )
    lines = [
        "# What each ingredient is worth",
        "",
        f"Made by `python bench/ingredients.py` on the development half and on the practice roles, with the model {bot.index.embedder.fingerprint}. "
        "In parentheses: what leaving it out changed. An ingredient that looks idle alone may stand in for another, and a difference below .01 is within the noise of the folds.",
        "",
        "## Scores that rank the evidence",
        "",
        f"Weights fitted again without the score, on the other folds; {due[0]} wordings that our own documents answer, {due[1]} that the practice roles do.",
        "",
        *_table(
            "scores",
            ("right section first", "among three", "practice: first", "among three"),
            score_rows(asked, calibrating.prior()),
        ),
        "## What the judge looks at",
        "",
        f"Fitted again without the features, on the other folds; {near[0]} near misses to our own documents, {near[1]} to the practice roles. "
        "Answered: of the wordings that are answered in the documents, in balanced mode.",
        "",
        *_table("features", ("AUROC, near misses", "answered", "practice: AUROC", "answered"), judge_rows(asked)),
        "## Understanding the question",
        "",
        f"The step switched off, nothing fitted again; all {sum(1 + len(case.variants) for case in judged.cases)} wordings of the development half.",
        "",
        *_table("steps", MEASURES, step_rows(judged, bot)),
    ]
    out.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    click.echo(out)


if __name__ == "__main__":
    main()
