"""Language models that follow a script, to measure what grounding is worth before any real one is asked.

They read the prompt as a real model does: numbered sentences and a question. What they write is for their character to say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Generator

from faqbot.evaluation.characters import Character, Given
from faqbot.types import Prompt

_SENTENCE = re.compile(r'^\{"n": .*\}$', re.MULTILINE)
_PIECE = 7


class ScriptedModel:
    """A language model that writes what its character makes of the prompt, a few letters at a time."""

    def __init__(self, name: str, character: Character) -> None:
        self.name = name
        self._character = character
        self.asked: list[Prompt] = []
        self.marked: Callable[[str], bool] = lambda _: False

    def stream(self, prompt: Prompt, *, timeout: float, conversation: str = "") -> Generator[str]:  # noqa: ARG002 - the protocol's
        """The character's sentences as JSON lines; see protocols.LanguageModel."""
        self.asked.append(prompt)
        for text, numbers in self._character(given(prompt, self.marked)):
            line = json.dumps({"text": text, "from": list(numbers)}, ensure_ascii=False) + "\n"
            for start in range(0, len(line), _PIECE):
                yield line[start : start + _PIECE]


def given(prompt: Prompt, marked: Callable[[str], bool] = lambda _: False) -> Given:
    """The question, the language and the sentences that `prompt` holds; `marked` says which of them a person marked."""
    rows = [json.loads(match.group()) for match in _SENTENCE.finditer(prompt.user)]
    question = json.loads(prompt.user.rpartition("Question: ")[2])
    return Given(
        question,
        "fr" if "Answer in French" in prompt.system else "en",
        {row["n"]: row["under"] for row in rows},
        {row["n"]: row["sentence"] for row in rows},
        frozenset(row["n"] for row in rows if marked(row["sentence"])),
    )
