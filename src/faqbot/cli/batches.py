"""Batches of questions: JSON lines in, answers out, in order; a line that cannot be asked is told so in its place."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from faqbot.errors import UsageError
from faqbot.pipeline import FaqBot
from faqbot.texts import render
from faqbot.types import Turn

_AT_ONCE = 32
_FIELDS = {"id", "question", "role", "lang", "turns"}


def answer_lines(bot: FaqBot, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """One row a line that is not blank: the rendered answer, or `{"id", "error": {"code", "message"}}`."""
    waiting: list[tuple[str, Turn | str]] = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            waiting.append(_parse(line, number))
        if len(waiting) == _AT_ONCE:
            yield from _answer(bot, waiting)
            waiting = []
    yield from _answer(bot, waiting)


def _answer(bot: FaqBot, entries: list[tuple[str, Turn | str]]) -> Iterator[dict[str, Any]]:
    turns = [turn for _, turn in entries if isinstance(turn, Turn)]
    try:
        answers = iter(bot.ask_many(turns))
        for key, turn in entries:
            yield render(next(answers)) if isinstance(turn, Turn) else _error(key, "line", turn)
    except UsageError:
        for key, turn in entries:
            try:
                yield render(bot.ask(turn)) if isinstance(turn, Turn) else _error(key, "line", turn)
            except UsageError as error:
                yield _error(key, "question", str(error))


def _parse(line: str, number: int) -> tuple[str, Turn | str]:
    """The line's id with its turn, or with the sentence that says why it is none."""
    try:
        row = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return str(
            number
        ), f'Line {number} is not JSON. Write one object a line, such as {{"id": "1", "question": "What does it pay?"}}.'
    if not isinstance(row, dict):
        return str(number), f"Line {number} is not a JSON object."
    key = str(row.get("id") or number)
    if unknown := sorted(set(row) - _FIELDS):
        return key, f"Line {number} has the field {unknown[0]!r}; known are {', '.join(sorted(_FIELDS))}."
    turns = row.get("turns") or []
    texts = [row.get("question"), row.get("role") or "", row.get("lang") or ""]
    if (
        not all(isinstance(text, str) for text in texts)
        or not isinstance(turns, list)
        or not all(isinstance(turn, str) for turn in turns)
    ):
        return key, f"Line {number}: `question`, `role` and `lang` must be text, and `turns` a list of texts."
    return key, Turn(row["question"], role=row.get("role") or None, lang=row.get("lang") or None, turns=tuple(turns), id=key)


def _error(key: str, code: str, message: str) -> dict[str, Any]:
    return {"id": key, "error": {"code": code, "message": message}}
