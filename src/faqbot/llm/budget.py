"""What a day and a conversation may cost, in tokens: reserved before a call, settled by the count after it."""

from __future__ import annotations

import datetime
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from faqbot.llm.failures import Failed
from faqbot.llm.speech import Piece
from faqbot.types import Prompt

_CHARACTERS = 3  # a token; English has four, French and numbers fewer
_CONVERSATIONS = 10_000


def estimate(text: str) -> int:
    """About how many tokens `text` is, rather too many than too few."""
    return len(text) // _CHARACTERS + 1


class Usage:
    """The tokens of one call with all its attempts: as the provider counts them, else estimated, rather too many."""

    def __init__(self, asked: int) -> None:
        self.asked = asked
        self.prompt = 0
        self.completion = 0
        self._before = (0, 0)
        self._text = ""

    def begin(self) -> None:
        """An attempt is sent; it is paid for unless the provider says otherwise."""
        self._before, self._text = (self.prompt, self.completion), ""
        self.prompt += self.asked

    def take(self, piece: Piece) -> None:
        """A piece of the answer to the present attempt."""
        self._text += piece.text
        completion = estimate(self._text) if piece.completion_tokens is None else piece.completion_tokens
        self.completion = self._before[1] + completion
        if piece.prompt_tokens is not None:
            self.prompt = self._before[0] + piece.prompt_tokens

    def refused(self) -> None:
        """The present attempt was not answered, so it costs nothing."""
        self.prompt, self.completion = self._before


class Budget:
    """Tokens a day and tokens a conversation; 0 is no limit. Kept in memory: a restart begins anew. Used in one thread."""

    def __init__(self, *, day: int, conversation: int, today: Callable[[], datetime.date]) -> None:
        self._most_a_day = day
        self._most_a_conversation = conversation
        self._today = today
        self._date = today()
        self._spent = 0
        self._conversations: OrderedDict[str, int] = OrderedDict()

    @property
    def spent(self) -> int:
        """The tokens of today, those of calls under way as reserved."""
        return self._spent if self._date == self._today() else 0

    @contextmanager
    def reserved(self, prompt: Prompt, conversation: str) -> Iterator[Usage]:
        """Put aside what `prompt` may take at most; what its usage comes to is what is spent. Raises Failed where too little is left."""
        if self._date != self._today():
            self._date, self._spent = self._today(), 0
        usage = Usage(estimate(prompt.system + prompt.user))
        most = usage.asked + prompt.max_tokens
        self._check("this day", self._spent, self._most_a_day, most)
        if conversation:
            self._check("this conversation", self._conversations.get(conversation, 0), self._most_a_conversation, most)
        self._add(conversation, most)
        try:
            yield usage
        finally:
            self._add(conversation, usage.prompt + usage.completion - most)

    def _check(self, name: str, spent: int, limit: int, tokens: int) -> None:
        if limit and spent + tokens > limit:
            raise Failed(
                f"The budget of {name} is spent: {spent:,} of {limit:,} tokens, and this call may take {tokens:,}.", "budget"
            )

    def _add(self, conversation: str, tokens: int) -> None:
        self._spent = max(0, self._spent + tokens)
        if conversation:
            self._conversations[conversation] = self._conversations.pop(conversation, 0) + tokens
            if len(self._conversations) > _CONVERSATIONS:
                self._conversations.popitem(last=False)
