"""Anthropic's Messages API behind LlamaIndex's LLM interface, by the official SDK.

LlamaIndex's own package for it does not install beside chromadb.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anthropic import Anthropic, AsyncAnthropic
from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseAsyncGen,
    CompletionResponse,
    CompletionResponseGen,
    LLMMetadata,
    MessageRole,
)
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.llms.custom import CustomLLM


class Claude(CustomLLM):
    """A model of Anthropic's Messages API. No sampling parameter is sent: the API refuses them since its version 2026-10-21."""

    model: str
    max_tokens: int = 1024
    context_window: int = 200_000
    _client: Anthropic = PrivateAttr()
    _async_client: AsyncAnthropic = PrivateAttr()

    def __init__(self, *, client: Anthropic, async_client: AsyncAnthropic, **fields: Any) -> None:
        super().__init__(**fields)
        self._client = client
        self._async_client = async_client

    @classmethod
    def class_name(cls) -> str:
        """The name LlamaIndex stores."""
        return "anthropic_messages"

    @property
    def metadata(self) -> LLMMetadata:
        """What LlamaIndex asks a model about itself."""
        return LLMMetadata(
            context_window=self.context_window, num_output=self.max_tokens, is_chat_model=True, model_name=self.model
        )

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:  # noqa: ARG002 - LlamaIndex's signature
        """The whole answer to a prompt."""
        answer = self._client.messages.create(**self._request([ChatMessage(content=prompt)], kwargs))
        text = "".join(block.text for block in answer.content if block.type == "text")
        counted = {"prompt_tokens": answer.usage.input_tokens, "completion_tokens": answer.usage.output_tokens}
        return CompletionResponse(text=text, raw=answer, additional_kwargs=counted)

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:  # noqa: ARG002 - LlamaIndex's signature
        """The answer to a prompt, piece by piece."""

        def pieces() -> CompletionResponseGen:
            heard = _Heard()
            for event in self._client.messages.create(**self._request([ChatMessage(content=prompt)], kwargs), stream=True):
                delta = heard.take(event)
                yield CompletionResponse(text=heard.text, delta=delta, raw=event, additional_kwargs=heard.counted)

        return pieces()

    async def astream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponseAsyncGen:
        """The answer to messages, piece by piece; the system's message goes to the field that the API has for it."""

        async def pieces() -> ChatResponseAsyncGen:
            heard = _Heard()
            events = await self._async_client.messages.create(**self._request(messages, kwargs), stream=True)
            async with events:
                async for event in events:
                    delta = heard.take(event)
                    message = ChatMessage(role=MessageRole.ASSISTANT, content=heard.text)
                    yield ChatResponse(message=message, delta=delta, raw=event, additional_kwargs=heard.counted)

        return pieces()

    def _request(self, messages: Sequence[ChatMessage], options: dict[str, Any]) -> dict[str, Any]:
        system = "\n\n".join(message.content or "" for message in messages if message.role == MessageRole.SYSTEM)
        turns = [
            {"role": message.role.value, "content": message.content or ""}
            for message in messages
            if message.role != MessageRole.SYSTEM
        ]
        request = {"model": self.model, "max_tokens": self.max_tokens, "messages": turns, **options}
        return request | ({"system": system} if system else {})


class _Heard:
    """The events of one answer so far."""

    def __init__(self) -> None:
        self.text = ""
        self.counted: dict[str, int] = {}

    def take(self, event: Any) -> str:
        """The text that `event` adds."""
        if event.type == "message_start":
            self.counted = {
                "prompt_tokens": event.message.usage.input_tokens,
                "completion_tokens": event.message.usage.output_tokens,
            }
        elif event.type == "message_delta":
            self.counted = self.counted | {"completion_tokens": event.usage.output_tokens}
        elif event.type == "content_block_delta" and event.delta.type == "text_delta":
            self.text += event.delta.text
            return str(event.delta.text)
        return ""
