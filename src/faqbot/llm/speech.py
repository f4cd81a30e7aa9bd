"""What every provider's answer becomes: pieces of text, counted tokens, and the word on whether it came to its end."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from faqbot.llm.failures import Failed
from faqbot.types import Prompt

if TYPE_CHECKING:
    from llama_index.core.base.llms.types import ChatMessage, ChatResponse
    from llama_index.core.llms import LLM

# What providers call an answer that the model ended itself; anything else was cut off or withheld.
_WHOLE = frozenset({"stop", "end_turn", "stop_sequence", "complete", "eos", "eos_token"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A bit of an answer, and what has been counted so far; `None` where the provider has not said yet."""

    text: str
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


async def _nothing() -> None:
    """What there is to close of a model that brought its own client."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A LlamaIndex LLM and how it is used here.

    `begin` starts the answer to messages within the limits of a prompt. `end` reads from a raw response why the answer
    is over: "" while it is not, None where the response has no place for it. Without `tells_end` an answer of which no
    response has such a place is whole.
    """

    llm: LLM
    begin: Callable[[list[ChatMessage], Prompt], Awaitable[Any]]
    end: Callable[[Any], str | None]
    close: Callable[[], Awaitable[None]] = _nothing
    tells_end: bool = True

    async def say(self, prompt: Prompt) -> AsyncGenerator[Piece, None]:
        """The answer to `prompt`. Raises Failed where the model stopped before its end, and whatever its client raises."""
        ended = "" if self.tells_end else None
        async with aclosing(await self.begin(messages(prompt), prompt)) as responses:
            async for response in responses:
                said = self.end(response.raw)
                ended = said if said or ended is None else ended
                yield _piece(response)
        if ended is not None and ended not in _WHOLE:
            if not ended:
                raise Failed("The answer of the language model broke off.", "broken", again=True)
            raise Failed(f"The language model did not finish its answer ({ended}).", "cut")


def messages(prompt: Prompt) -> list[ChatMessage]:
    """The prompt as LlamaIndex's models take it."""
    from llama_index.core.base.llms.types import ChatMessage, MessageRole

    return [
        ChatMessage(role=MessageRole.SYSTEM, content=prompt.system),
        ChatMessage(role=MessageRole.USER, content=prompt.user),
    ]


def _piece(response: ChatResponse) -> Piece:
    counted = {**_usage(response.raw), **response.additional_kwargs}
    return Piece(response.delta or "", counted.get("prompt_tokens"), counted.get("completion_tokens"))


def _usage(raw: Any) -> dict[str, Any]:
    """The counts where an integration leaves them in the raw answer."""
    usage = raw.get("usage") if isinstance(raw, dict) else None
    return usage if isinstance(usage, dict) else {}
