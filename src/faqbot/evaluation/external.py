"""Public sets of passages and questions: how the right passage is ranked, whether the answer is shown, and whether the
confidence tells questions that the passages answer from those they do not.

A set is a folder with `passages.jsonl` (`{id, text, title, lang}`) and `questions.jsonl` (`{id, question, answers,
gold_passages, answerable, lang}`, and `gold_sentence` or `turns` where there are any). Any system can be measured: it
turns questions into `Found`s.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faqbot.errors import EvaluationError
from faqbot.evaluation.measures.base import Value
from faqbot.evaluation.statistics import wilson
from faqbot.language import sentences
from faqbot.language.words import tokens
from faqbot.types import Document, Section, Sentence

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that may answer."""

    id: str
    text: str
    title: str
    lang: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the passages that answer it; none where `answerable` is false. `turns` are a person's earlier ones."""

    id: str
    text: str
    lang: str
    gold: tuple[str, ...]
    answers: tuple[str, ...]
    answerable: bool
    turns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicSet:
    """A named set; `questions` may hold unanswerable ones."""

    name: str
    passages: tuple[Passage, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a system makes of one question: passages best first, the words it would show, and how sure it is.

    `sentence` is the one sentence that it takes for the best; empty where the system does not choose one.
    """

    ranking: tuple[str, ...]
    shown: str
    confidence: float
    sentence: str = ""


System = Callable[[PublicSet, Callable[[int, int], None] | None], list[Found]]


def read(folder: Path) -> PublicSet:
    """The set in `folder`. Raises EvaluationError with file and line for what is not of the format."""
    passages = tuple(
        Passage(str(row["id"]), str(row["text"]), str(row.get("title") or ""), str(row.get("lang") or "en"))
        for row in read_rows(folder / "passages.jsonl", ("id", "text"))
    )
    texts = {passage.id: passage.text for passage in passages}
    questions: list[Question] = []
    for row in read_rows(folder / "questions.jsonl", ("id",)):
        question = _question(row, texts)
        if question.answerable and not set(question.gold) <= set(texts):
            raise EvaluationError(
                f"{folder / 'questions.jsonl'}: the question {question.id} names a passage that passages.jsonl does not have."
            )
        questions.append(question)
    if not passages or not questions:
        raise EvaluationError(f"{folder} has no passages or no questions, so there is nothing to measure.")
    return PublicSet(folder.name, passages, tuple(questions))


def documents(given: PublicSet) -> list[Document]:
    """A document a passage; the title is its heading, and the question of an entry where it reads as one."""
    return [
        Document(
            source=passage.id,
            text=passage.text,
            title=passage.title or passage.id,
            lang=passage.lang,
            role=None,
            sections=(_section(passage),),
        )
        for passage in given.passages
    ]


def score(given: PublicSet, found: Sequence[Found]) -> dict[str, Value]:
    """The table's columns for one system: ranking and answers over answerable questions, AUROC over all."""
    asked = list(zip(given.questions, found, strict=True))
    answerable = [(question, one) for question, one in asked if question.answerable and question.gold]
    values = _ranking(answerable)
    spoken = [(question, one) for question, one in answerable if question.answers]
    if spoken:
        count = sum(_holds(one.shown, question.answers) for question, one in spoken)
        values["answer shown"] = Value(count / len(spoken), len(spoken), interval=wilson(count, len(spoken)))
        if any(one.sentence for _, one in spoken):
            single = sum(_holds(one.sentence, question.answers) for question, one in spoken)
            values["in the best sentence"] = Value(single / len(spoken), len(spoken), interval=wilson(single, len(spoken)))
        values["words shown"] = Value(sum(len(one.shown.split()) for _, one in spoken) / len(spoken), len(spoken))
    if any(not question.answerable for question, _ in asked) and any(question.answerable for question, _ in asked):
        from sklearn.metrics import roc_auc_score

        labels = [question.answerable for question, _ in asked]
        values["AUROC"] = Value(float(roc_auc_score(labels, [one.confidence for _, one in asked])), len(asked))
    return values


def table(results: Mapping[str, Mapping[str, Value]]) -> str:
    """A Markdown table, one line a system."""
    names = list(dict.fromkeys(name for values in results.values() for name in values))
    n = [next(str(values[name].n) for values in results.values() if name in values) for name in names]
    lines = [
        f"| system | {' | '.join(f'{name} (n = {count})' for name, count in zip(names, n, strict=True))} |",
        f"|---|{'---|' * len(names)}",
    ]
    for system, values in results.items():
        cells = [_cell(name, values.get(name)) for name in names]
        lines.append(f"| {system} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _ranking(answerable: Sequence[tuple[Question, Found]]) -> dict[str, Value]:
    """ir-measures over all questions at once; one without a ranking counts 0."""
    if not answerable:
        return {}
    import ir_measures

    names = {"passage first": "Success@1", "among five": "Success@5", "RR@10": "RR@10"}
    judgments = [ir_measures.Qrel(str(n), gold, 1) for n, (question, _) in enumerate(answerable) for gold in question.gold]
    scored = [
        ir_measures.ScoredDoc(str(n), passage, float(-rank))
        for n, (_, one) in enumerate(answerable)
        for rank, passage in enumerate(one.ranking[:DEPTH])
    ]
    found = ir_measures.calc_aggregate([ir_measures.parse_measure(name) for name in names.values()], judgments, scored)
    by_name = {str(measure): float(value) for measure, value in found.items()}
    n = len(answerable)
    return {
        label: Value(by_name[name], n, interval=wilson(round(by_name[name] * n), n) if name != "RR@10" else None)
        for label, name in names.items()
    }


def _holds(shown: str, answers: Sequence[str]) -> bool:
    words = f" {' '.join(tokens(shown))} "
    return any(tokens(answer) and f" {' '.join(tokens(answer))} " in words for answer in answers)


def _cell(name: str, value: Value | None) -> str:
    if value is None or value.value is None:
        return "-"
    if name == "words shown":
        return f"{value.value:.0f}"
    span = f" ({value.interval.low:.3f} to {value.interval.high:.3f})" if value.interval else ""
    return f"{value.value:.3f}{span}"


def _section(passage: Passage) -> Section:
    spans: list[Sentence] = []
    for line in re.finditer(r"[^\n]+", passage.text):
        spans.extend(Sentence(start, end) for start, end in sentences.split(passage.text, line.start(), line.end()))
    asks = passage.title.rstrip().endswith("?")
    heading = (passage.title,) if passage.title else (passage.id,)
    return Section(heading, tuple(spans), "faq" if asks else "prose", heading if asks else ())


def _question(row: Mapping[str, Any], texts: Mapping[str, str]) -> Question:
    """The question of a row. Answers that stand in no gold passage, as when a person wrote them freely, cannot be shown
    by quoting and are left out.
    """
    turns = [str(one["text"]) for one in row.get("turns") or () if one.get("role") == "user"]
    text = str(row.get("question") or (turns[-1] if turns else ""))
    answers = (row["gold_sentence"],) if row.get("gold_sentence") else tuple(row.get("answers") or ())
    gold = tuple(map(str, row.get("gold_passages") or ()))
    return Question(
        str(row["id"]),
        text,
        str(row.get("lang") or "en"),
        gold,
        tuple(answer for answer in map(str, answers) if any(_holds(texts.get(passage, ""), [answer]) for passage in gold)),
        bool(row.get("answerable", True)),
        tuple(turns[:-1] if turns and turns[-1] == text else turns),
    )


def read_rows(file: Path, needed: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-lines file. Raises EvaluationError with file and line for one that lacks a needed field."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(
            f"{file} cannot be read: {error}. A public set has passages.jsonl and questions.jsonl, or claims.jsonl."
        ) from None
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
        except ValueError:
            raise EvaluationError(f"{file}:{number}: This is not JSON.") from None
        if not isinstance(row, dict) or any(name not in row for name in needed):
            raise EvaluationError(f"{file}:{number}: Each line must be an object with {', '.join(needed)}.")
        yield row
