"""The providers of language models: one function and one line of the table each.

Each is a LlamaIndex LLM that is given its clients, so that key, time limits, proxies and redirects are decided here. The
clients' own retries are off: `faqbot.llm.guarded` retries within the time that a visitor waits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from faqbot.llm.access import Access, closing, transport
from faqbot.llm.plugging import any_llamaindex
from faqbot.llm.speech import Voice
from faqbot.types import Prompt

if TYPE_CHECKING:
    from llama_index.core.base.llms.types import ChatMessage

CONTEXT = 8192  # tokens that a local model reads; Ollama would take 4,096 and drop the beginning without a word


@dataclass(frozen=True, slots=True)
class Provider:
    """A way to reach language models. `address` is where it is unless a setting says otherwise; "" must be set.

    `is_class` marks the one that a class of LlamaIndex's stands behind, which may know model, address and key itself.
    """

    voice: Callable[[Access], Voice]
    address: str
    needs_key: bool = True
    is_class: bool = False


def openai(access: Access, *, usage: bool = True) -> Voice:
    """Whatever speaks OpenAI's chat completions. `usage` asks for the count of tokens, which not all know how to give."""
    import httpx
    from llama_index.llms.openai_like import OpenAILike
    from openai import AsyncOpenAI, OpenAI

    common: dict[str, Any] = {"api_key": access.key or "none", "base_url": access.address, "max_retries": 0}
    client = OpenAI(**common, http_client=httpx.Client(**transport(access)))
    async_client = AsyncOpenAI(**common, http_client=httpx.AsyncClient(**transport(access)))
    for each in (client, async_client):
        each.organization = each.project = None  # they would be read from the environment, and sent to any address
    llm = OpenAILike(
        model=access.model,
        api_key="none",  # the clients have it; LlamaIndex would show it in its representation
        api_base=access.address,
        temperature=0.0,
        max_retries=0,
        is_chat_model=True,
        context_window=CONTEXT,
        openai_client=client,
        async_openai_client=async_client,
    )

    async def begin(messages: list[ChatMessage], prompt: Prompt) -> Any:
        options: dict[str, Any] = {"max_tokens": prompt.max_tokens}
        options |= {"stream_options": {"include_usage": True}} if usage else {}
        return await llm.astream_chat(messages, **options)

    def end(raw: Any) -> str:
        return str(next((choice.finish_reason for choice in raw.choices if choice.finish_reason), ""))

    return Voice(llm, begin, end, closing(client, async_client))


def mistral(access: Access) -> Voice:
    """Mistral's chat completions: OpenAI's form, but a field that it does not know is an error; it counts unasked."""
    return openai(access, usage=False)


def anthropic(access: Access) -> Voice:
    """Anthropic's Messages API."""
    import httpx2
    from anthropic import Anthropic, AsyncAnthropic

    from faqbot.llm.claude import Claude

    # Not the SDK's own clients: these ask the proxies of the environment whatever they are told.
    common: dict[str, Any] = {"api_key": access.key, "base_url": access.address, "max_retries": 0}
    async_client = AsyncAnthropic(**common, http_client=httpx2.AsyncClient(**transport(access)))
    client = Anthropic(**common, http_client=httpx2.Client(**transport(access)))
    llm = Claude(model=access.model, client=client, async_client=async_client)

    async def begin(messages: list[ChatMessage], prompt: Prompt) -> Any:
        return await llm.astream_chat(messages, max_tokens=prompt.max_tokens)

    def end(raw: Any) -> str:
        return str((raw.type == "message_delta" and raw.delta.stop_reason) or "")

    return Voice(llm, begin, end, closing(client, async_client))


def ollama(access: Access) -> Voice:
    """Llama and other models on this machine, by Ollama's own API."""
    from llama_index.llms.ollama import Ollama
    from ollama import AsyncClient, Client

    headers = {"authorization": f"Bearer {access.key or 'none'}"}  # without one, the client takes a key of the environment
    client = Client(access.address, headers=headers, **transport(access))
    async_client = AsyncClient(access.address, headers=headers, **transport(access))
    llm = Ollama(
        model=access.model,
        base_url=access.address,
        temperature=0.0,
        context_window=CONTEXT,
        client=client,
        async_client=async_client,
    )

    async def begin(messages: list[ChatMessage], prompt: Prompt) -> Any:
        # This integration takes its limits from the object, not from the call; the copy shares the clients.
        return await llm.model_copy(update={"additional_kwargs": {"num_predict": prompt.max_tokens}}).astream_chat(messages)

    def end(raw: Any) -> str:
        return str(raw.get("done_reason") or "stop") if raw.get("done") else ""

    return Voice(llm, begin, end, closing(client, async_client))


PROVIDERS: Mapping[str, Provider] = {
    "openai": Provider(openai, "https://api.openai.com/v1"),
    "anthropic": Provider(anthropic, "https://api.anthropic.com"),
    "mistral": Provider(mistral, "https://api.mistral.ai/v1"),
    "ollama": Provider(ollama, "http://127.0.0.1:11434", needs_key=False),
    "openai-compatible": Provider(openai, "", needs_key=False),
    "llama-index": Provider(any_llamaindex, "", needs_key=False, is_class=True),
}
