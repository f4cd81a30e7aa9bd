"""Language models that follow a script, to measure what grounding is worth before any real one is asked.

They read the prompt as a real model does: numbered sentences and a question. What they write is for their character to say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Generator

from faqbot.answering import prompts
from faqbot.evaluation.characters import Character, Found, Given
from faqbot.types import Prompt

_SENTENCE = re.compile(r'^\{"n": .*\}$', re.MULTILINE)
_QUESTION = re.compile(r'^\{"question": .*\}$', re.MULTILINE)
_PIECE = 7


class ScriptedModel:
    """A language model that writes what its character makes of the prompt, a few letters at a time.

    `reads` is what it makes of a near miss; it makes a follow-up whole by putting the question before it behind.
    """

    def __init__(self, name: str, character: Character, reads: Callable[[Given], Found] = lambda _: (0, "")) -> None:
        self.name = name
        self._character = character
        self._reads = reads
        self.asked: list[Prompt] = []
        self.marked: Callable[[str], bool] = lambda _: False

    def stream(self, prompt: Prompt, *, timeout: float, conversation: str = "") -> Generator[str]:  # noqa: ARG002 - the protocol's
        """The character's sentences as JSON lines; see protocols.LanguageModel."""
        self.asked.append(prompt)
        for row in self._rows(prompt):
            line = json.dumps(row, ensure_ascii=False) + "\n"
            for start in range(0, len(line), _PIECE):
                yield line[start : start + _PIECE]

    def _rows(self, prompt: Prompt) -> list[dict[str, object]]:
        if prompt.system == prompts.rewrite("", []).system:
            asked = [json.loads(match.group())["question"] for match in _QUESTION.finditer(prompt.user)]
            return [{"question": " ".join(reversed(asked[-2:]))}]
        offered = given(prompt, self.marked)
        if prompt.system == prompts.judge("", []).system:
            number, quote = self._reads(offered)
            return [{"from": number, "quote": quote}]
        return [{"text": text, "from": list(numbers)} for text, numbers in self._character(offered)]


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
