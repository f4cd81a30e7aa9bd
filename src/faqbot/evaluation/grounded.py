"""The golden set asked with scripted models of different characters, beside the answers that quote: what grounding is worth.

A model that lies or is careless must not make more answers wrong than quoting does, because what it says is checked or dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from faqbot import assembly
from faqbot.evaluation import judging, runs
from faqbot.evaluation.cases import Case, GoldenSet
from faqbot.evaluation.characters import CHARACTERS, READERS
from faqbot.evaluation.judging import Judged
from faqbot.evaluation.matching import says
from faqbot.evaluation.measures.answers import grounded_but_wrong
from faqbot.evaluation.measures.base import Value
from faqbot.evaluation.scripted import ScriptedModel
from faqbot.evaluation.statistics import wilson
from faqbot.language.markup import readable
from faqbot.language.words import tokens
from faqbot.protocols import Index
from faqbot.settings import Settings
from faqbot.types import Answer, Turn

# How far above the share of answers that quote and are wrong a model may bring it.
ALLOWED = 0.02
QUOTING = "quoting"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one character came to: answers, those in its words, those that are wrong, and what became of its sentences.

    `covered` is the share of the answerable questions that were answered, `overstepped` that of the others.
    """

    answers: int
    worded: int
    wrong: Value
    accepted: int
    dropped: Mapping[str, int]
    breaches: int
    covered: Value
    overstepped: Value


class _Asked:
    """A bot whose scripted model is told, before each case, what a person marked as its answer."""

    def __init__(self, golden: GoldenSet, settings: Settings, index: Index, model: ScriptedModel | None) -> None:
        self.index = index
        self.answers: list[Answer] = []
        self._cases = {case.id: case for case in golden.cases}
        self._model = model
        self._bot = assembly.assemble(index, settings, model=model)

    def ask(self, turn: Turn) -> Answer:
        if self._model:
            self._model.marked = marked(self._cases[(turn.id or "").rpartition("/")[0]])
        self.answers.append(self._bot.ask(turn))
        return self.answers[-1]


def compare(golden: GoldenSet, settings: Settings, index: Index, progress: Progress | None = None) -> dict[str, Outcome]:
    """Quoting first, then each character; then quoting where a model reads near misses and follow-ups."""
    worded = {
        name: _outcome(ScriptedModel(name, character), golden, settings, index, progress)
        for name, character in CHARACTERS.items()
    }
    reading = settings.model_copy(update={"llm_reads": True})
    read = {
        name: _outcome(ScriptedModel(name, lambda _: (), reads), golden, reading, index, progress)
        for name, reads in READERS.items()
    }
    return {QUOTING: _outcome(None, golden, settings, index, progress), **worded, **read}


def table(outcomes: Mapping[str, Outcome]) -> str:
    """A Markdown table, one line a character."""
    lines = [
        "| model | answers | in its words | wrong, though grounded | answerable answered | others answered | sentences accepted | dropped | broken promises |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, one in outcomes.items():
        reasons = ", ".join(f"{reason} {count}" for reason, count in list(one.dropped.items())[:3])
        span = f" ({one.wrong.interval.low:.3f} to {one.wrong.interval.high:.3f})" if one.wrong.interval else ""
        dropped = f"{sum(one.dropped.values())}{f' ({reasons})' if reasons else ''}"
        lines.append(
            f"| {name} | {one.answers} | {one.worded} | {one.wrong.value or 0:.3f}{span}, n = {one.wrong.n} | {one.covered.value or 0:.3f} | {one.overstepped.value or 0:.3f} | {one.accepted} | {dropped} | {one.breaches} |"
        )
    return "\n".join(lines)


def failures(outcomes: Mapping[str, Outcome]) -> list[str]:
    """A sentence for each character that made more answers wrong than it may, or broke a promise."""
    floor = outcomes[QUOTING].wrong.value or 0.0
    found = []
    for name, one in outcomes.items():
        if (one.wrong.value or 0.0) > floor + ALLOWED and name not in READERS:
            found.append(
                f"{name}: {one.wrong.value:.3f} of its answers are wrong, quoting has {floor:.3f}; {ALLOWED} more are allowed."
            )
        if one.breaches:
            found.append(f"{name}: {one.breaches} answers break a promise of every answer.")
    return found


def marked(case: Case) -> Callable[[str], bool]:
    """Whether a sentence is part of what a person marked as the answer of `case`, or states one of its vital facts."""
    quotes = [_spaced(gold.quote) for gold in case.gold]
    facts = [wording for nugget in case.must if nugget.vital for wording in nugget.any]

    def check(sentence: str) -> bool:
        words = _spaced(sentence)
        return any(words in quote or quote in words for quote in quotes) or any(says(sentence, fact) for fact in facts)

    return check


def _outcome(
    model: ScriptedModel | None, golden: GoldenSet, settings: Settings, index: Index, progress: Progress | None
) -> Outcome:
    asked = _Asked(golden, settings, index, model)
    rows = judging.judge(runs.ask_all(golden, asked, settings={}, split="dev", progress=progress), golden)
    wrong = [value for row in rows if row.variant == 0 and (value := grounded_but_wrong(row)) is not None]
    written: Sequence[Mapping[str, object]] = [
        one for answer in asked.answers if isinstance(one := answer.trace.get("written"), dict)
    ]
    dropped = Counter(str(reason) for one in written for reason in _list(one["dropped"]))
    count = int(sum(wrong))
    return Outcome(
        sum(row.answered for row in rows),
        sum(answer.mode == "generative" for answer in asked.answers),
        Value(count / len(wrong), len(wrong), interval=wilson(count, len(wrong))),
        sum(int(str(one["accepted"])) for one in written),
        dict(dropped.most_common()),
        sum(bool(row.breaches or row.error) for row in rows),
        _answered(rows, due=True),
        _answered(rows, due=False),
    )


def _answered(rows: Sequence[Judged], *, due: bool) -> Value:
    own = [row.answered for row in rows if row.variant == 0 and row.due is due]
    return Value(sum(own) / len(own), len(own), interval=wilson(sum(own), len(own)))


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _spaced(text: str) -> str:
    return f" {' '.join(tokens(readable(text)))} "
