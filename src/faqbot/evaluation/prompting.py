"""The questions that `faqbot eval add` asks of the person at the terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import click

from faqbot.errors import EvaluationError
from faqbot.evaluation import adding, fields
from faqbot.evaluation.adding import Choice
from faqbot.types import Document


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


def details(outcome: str) -> dict[str, object]:
    """Ask for the facts, patterns and wordings that a case of this outcome can have."""
    given: dict[str, object] = {}
    if outcome == "answered":
        given["must"] = _list("Facts that the answer must hold")
    if outcome == "not_in_documents":
        given["absent"] = _list("Patterns (regular expressions) that would show an answer and must be nowhere in the documents")
    given["variants"] = _list("Other wordings of the question")
    given["pinned"] = click.confirm("Must it always be right (pinned)?", default=False)
    return given


def _list(asking: str) -> list[str]:
    said = click.prompt(f"{asking}, separated by ; (Enter for none)", default="", show_default=False)
    return [part.strip() for part in said.split(";") if part.strip()]
