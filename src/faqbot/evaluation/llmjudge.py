"""A language model as a second judge of answers: optional, never gating, and told beside how far it agrees with people.

It is asked whether the quotes of an answer answer the question, and must copy the words that do. Words that do not stand in the
quotes are no evidence, and a verdict without evidence is none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from faqbot.answering import prompts
from faqbot.answering.written import objects
from faqbot.errors import EvaluationError, ProviderError
from faqbot.evaluation.cases import GoldenSet
from faqbot.evaluation.judging import Judged, judge
from faqbot.evaluation.runs import Row, Run
from faqbot.language.markup import readable
from faqbot.language.words import tokens
from faqbot.protocols import LanguageModel

_FEWEST_WORDS = 2
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model makes of one answer: whether it answers, None where it gave no verdict that counts, and why not."""

    key: str
    right: bool
    says: bool | None
    flaw: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the model agrees with the golden labels, over the answers on which it gave a verdict.

    `kappa` is Cohen's (1960), scikit-learn's cohen_kappa_score; None where either side gave one label only.
    """

    n: int
    asked: int
    agreed: float
    kappa: float | None


def opinions(
    run: Run, golden: GoldenSet, model: LanguageModel, *, timeout: float, progress: Progress | None = None
) -> list[Opinion]:
    """An opinion an answer of `run`, variants left out. Raises EvaluationError where run and cases do not belong together."""
    asked = [(row, label) for row, label in zip(run.rows, judge(run, golden), strict=True) if label.answered and not row.variant]
    if not asked:
        raise EvaluationError("The run holds no answer, so there is nothing for a model to judge.")
    found: list[Opinion] = []
    for row, label in asked:
        found.append(_opinion(row, label, model, timeout))
        if progress:
            progress(len(found), len(asked))
    return found


def agreement(found: Sequence[Opinion]) -> Agreement:
    """The agreement over the opinions that count."""
    from sklearn.metrics import cohen_kappa_score

    counted = [one for one in found if one.says is not None]
    labels, said = [one.right for one in counted], [bool(one.says) for one in counted]
    both = len(set(labels)) > 1 and len(set(said)) > 1
    kappa = float(cohen_kappa_score(labels, said)) if both else None
    agreed = sum(one == other for one, other in zip(labels, said, strict=True)) / len(counted) if counted else 0.0
    return Agreement(len(counted), len(found), agreed, kappa)


def told(found: Sequence[Opinion], name: str) -> str:
    """The agreement in words, and the answers that model and people see differently, first those that it finds wrong."""
    sums = agreement(found)
    kappa = "no kappa, since one side gave a single label" if sums.kappa is None else f"kappa {sums.kappa:.2f}"
    lines = [f"{name} gave {sums.n} verdicts on {sums.asked} answers and agrees with {sums.agreed:.0%} of the labels ({kappa})."]
    flaws = [one.flaw for one in found if one.says is None]
    lines += [f"{flaws.count(flaw)} without a verdict: {flaw}." for flaw in dict.fromkeys(flaws)]
    apart = sorted(
        (one for one in found if one.says is not None and one.says != one.right), key=lambda one: (bool(one.says), one.key)
    )
    lines += [
        f"{one.key}: {'it' if one.says else 'people'} would call this right, {'people' if one.says else 'it'} would not."
        for one in apart
    ]
    return "\n".join(lines)


def _opinion(row: Row, label: Judged, model: LanguageModel, timeout: float) -> Opinion:
    quotes = [readable(str(citation["quote"])) for citation in row.answer["citations"]]
    offered = [prompts.Offered(number, "", quote) for number, quote in enumerate(quotes, 1)]
    try:
        with closing(model.stream(prompts.judge(row.question, offered), timeout=timeout)) as stream:
            answer = next(objects(stream), {})
    except ProviderError:
        return Opinion(label.key, label.right, None, "the model failed")
    number, quote = answer.get("from"), answer.get("quote")
    if type(number) is not int or not isinstance(quote, str):
        return Opinion(label.key, label.right, None, "it did not keep to the form")
    if number == 0:
        return Opinion(label.key, label.right, False)
    words = tokens(quote)
    there = f" {' '.join(tokens(quotes[number - 1]))} " if 0 < number <= len(quotes) else ""
    if len(words) < _FEWEST_WORDS or f" {' '.join(words)} " not in there:
        return Opinion(label.key, label.right, None, "its evidence does not stand in the quotes")
    return Opinion(label.key, label.right, True)
