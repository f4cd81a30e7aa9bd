"""The questions that `faqbot eval add` asks of the person at the terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click

from faqbot.errors import EvaluationError
from faqbot.evaluation import adding, cases, fields
from faqbot.evaluation.adding import Choice
from faqbot.evaluation.runs import Bot
from faqbot.texts import render
from faqbot.types import Document, Turn


def converse(question: str, *, role: str | None, bot: Bot, folder: Path, split: str, say: Callable[[str], object]) -> Path:
    """Show what `bot` answers, ask what was right, and write the case below `folder`; returns the file it stands in."""
    judged = cases.load(folder, empty=True)
    documents = bot.index.documents
    answer = bot.ask(Turn(question, role=role))
    found = adding.choices(answer, documents)
    say(f"{answer.outcome} (confidence {answer.confidence:.2f}): {render(answer)['answer']}\n")
    for number, choice in enumerate(found, 1):
        say(f"{number}. {'[quoted] ' if choice.quoted else ''}{choice.doc} > {' > '.join(choice.heading)}")
        for part, sentence in enumerate(adding.parted(choice), 1):
            say(f"   {number}.{part} {sentence}")
    right, every, outcome = what_was_right(found, documents, say=say)
    topic = click.prompt("Topic, in a word", default="other")
    basics = {
        "id": adding.new_id(judged, split=split, topic=topic), "lang": click.prompt("Language of the question", default=answer.lang),
        "expect": [outcome], "topic": topic, "split": split, "role": role,
        "band": click.prompt("Band", type=click.Choice(cases.BANDS), default="core" if right else "near"),
    }  # fmt: skip
    text = adding.as_yaml(adding.fields(question, basics=basics, right=right, every=every, details=details(outcome, say)))
    file = adding.append(folder, text, split=split, documents=documents)
    say(f"\n{text}")
    return file


def what_was_right(
    found: Sequence[Choice], documents: Mapping[str, Document], *, say: Callable[[str], object]
) -> tuple[list[Choice], bool, str]:
    """Ask until it is clear: the passages that answer, whether all of them are wanted, and the outcome."""
    others = ", ".join(outcome for outcome in fields.OUTCOMES if outcome != "answered")
    asking = f"What is right? Numbers (2: the passage, 2.1: its first sentence; 1,2: any of them; 1+2: all of them), a quote from a document, or {others}"
    while True:
        said = click.prompt(asking).strip()
        if said in fields.OUTCOMES and said != "answered":
            return [], False, said
        picked = [adding.pick(part, found) for part in said.replace("+", ",").split(",")]
        if all(picked):
            return [choice for choice in picked if choice], "+" in said, "answered"
        try:
            return adding.locate(said, documents), False, "answered"
        except EvaluationError as error:
            say(str(error))


def details(outcome: str, say: Callable[[str], object]) -> dict[str, object]:
    """Ask for the facts, patterns and wordings that a case of this outcome can have."""
    given: dict[str, object] = {}
    if outcome == "answered":
        given["must"] = _list("Facts that the answer must hold")
    if outcome == "not_in_documents":
        given["absent"] = _patterns(say)
    given["variants"] = _list("Other wordings of the question")
    given["pinned"] = click.confirm("Must it always be right (pinned)?", default=False)
    return given


def _list(asking: str) -> list[str]:
    said = click.prompt(f"{asking}, separated by ; (Enter for none)", default="", show_default=False)
    return [part.strip() for part in said.split(";") if part.strip()]


def _patterns(say: Callable[[str], object]) -> list[str]:
    """Ask until there is a pattern, and each can be read: a refusal without one could not be proven."""
    while True:
        said = click.prompt(
            "Patterns (regular expressions) that would show an answer and must be nowhere in the documents, separated by ;"
        )
        given = [part.strip() for part in said.split(";") if part.strip()]
        try:
            list(map(re.compile, given))
        except re.error as error:
            say(f"{error.pattern!r} is no regular expression: {error.msg}.")
        else:
            if given:
                return given
