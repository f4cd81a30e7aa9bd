"""Any LlamaIndex LLM, named by where Python finds it: `FAQBOT_LLM_CLASS=package.module:Class`.

What faqbot knows about the model is handed to the class under the names that LlamaIndex's integrations give their fields.
What is particular to a provider stays with its class: proxies, accounts that it takes from the environment, and, but for
OpenAI's family, redirects.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import inspect
import json
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from faqbot.errors import SettingsError
from faqbot.llm.access import Access, closing, transport
from faqbot.llm.speech import Voice
from faqbot.types import Prompt

if TYPE_CHECKING:
    from llama_index.core.base.llms.types import ChatMessage, ChatResponse
    from llama_index.core.llms import LLM

# What LlamaIndex's integrations call the same thing; of each line, a class is given the first name that it has.
_ADDRESS = ("api_base", "base_url", "endpoint", "azure_endpoint", "host")
_TIMEOUT = ("timeout", "request_timeout", "default_timeout")
_REASONS = ("finish_reason", "stop_reason", "done_reason")
_NO_PLACE = object()


def any_llamaindex(access: Access) -> Voice:
    """The LLM of `access.kind`, made with what the settings say. Raises SettingsError where it cannot be made."""
    import httpx

    kind = _found(access.kind)
    if not _takes_clients(kind):
        return plug(_made(kind, access))
    # Those of OpenAI's family may be given their connections, which then keep to what is promised of all others.
    client, async_client = httpx.Client(**transport(access)), httpx.AsyncClient(**transport(access))
    llm = _made(kind, access, http_client=client, async_http_client=async_client)
    return replace(plug(llm), close=closing(client, async_client))


def plug(llm: LLM) -> Voice:
    """A LlamaIndex LLM as it is. One that can only block is asked in a thread of its own."""
    from llama_index.core.llms import CustomLLM

    limited = "max_tokens" in type(llm).model_fields
    blocks = next(each for each in type(llm).__mro__ if "astream_chat" in vars(each)) is CustomLLM

    async def begin(messages: list[ChatMessage], prompt: Prompt) -> Any:
        options = {"max_tokens": prompt.max_tokens} if limited else {}
        if blocks:
            return _aside(lambda: llm.stream_chat(messages, **options))
        return await llm.astream_chat(messages, **options)

    return Voice(llm, begin, _reason, tells_end=False)


def _found(kind: str) -> type[LLM]:
    """The class that `package.module:Class` names."""
    from llama_index.core.llms import LLM

    module, _, name = kind.partition(":")
    if not (module and name):
        raise SettingsError(
            "FAQBOT_LLM is llama-index, so FAQBOT_LLM_CLASS must name a class, such as "
            f"llama_index.llms.groq:Groq; it is {kind or 'empty'!r}."
        )
    try:
        found = getattr(importlib.import_module(module), name)
    except ModuleNotFoundError as error:
        package = module.replace("_", "-").replace(".", "-") if module.startswith("llama_index.") else error.name
        raise SettingsError(
            f"FAQBOT_LLM_CLASS is {kind}, and {error.name} is not installed. Install it: pip install {package}"
        ) from None
    except AttributeError:
        raise SettingsError(f"FAQBOT_LLM_CLASS is {kind}, but {module} has no {name}. Look its name up there.") from None
    if not (isinstance(found, type) and issubclass(found, LLM)):
        raise SettingsError(f"FAQBOT_LLM_CLASS is {kind}, which is not a class of LlamaIndex's LLM. Name one that is.")
    return found


def _takes_clients(kind: type[LLM]) -> bool:
    return any("async_http_client" in inspect.signature(each).parameters for each in kind.__mro__)


def _made(kind: type[LLM], access: Access, **clients: Any) -> LLM:
    fields = kind.model_fields
    given: dict[str, Any] = {"temperature": 0.0, "max_retries": 0, "model": access.model, "api_key": access.key}
    given |= dict.fromkeys(_first(_ADDRESS, fields), access.address) | dict.fromkeys(_first(_TIMEOUT, fields), access.timeout)
    if access.address and not _first(_ADDRESS, fields):
        raise SettingsError(f"FAQBOT_LLM_BASE_URL is set, but {access.kind} takes no address. Leave it empty.")
    given = {name: value for name, value in given.items() if name in fields and value != ""} | clients | _options(access.options)
    try:
        return kind(**given)
    except ValidationError as error:
        # Its own text would repeat the values, and with them the key.
        wrong = "; ".join(f"{'.'.join(map(str, one['loc'])) or 'it'}: {one['msg']}" for one in error.errors(include_input=False))
    except Exception as error:  # noqa: BLE001 - a class that others wrote may raise anything
        wrong = (f"{error}".replace(access.key, "…") if access.key else f"{error}").strip() or type(error).__name__
    raise SettingsError(f"{access.kind} cannot be made: {wrong}. What else it needs goes into FAQBOT_LLM_OPTIONS.")


def _first(names: tuple[str, ...], fields: Any) -> list[str]:
    return [name for name in names if name in fields][:1]


def _options(written: str) -> dict[str, Any]:
    try:
        options = json.loads(written or "{}")
    except ValueError as error:
        options, why = None, f" ({error})"
    else:
        why = ""
    if not isinstance(options, dict):
        raise SettingsError(f'FAQBOT_LLM_OPTIONS is not a JSON object{why}. Write it like {{"context_window": 8192}}.')
    return options


def _reason(raw: Any) -> str | None:
    """Why an answer is over, where the raw response has one of the usual places for it."""
    choices = _of(raw, "choices", None)
    for part in (raw, choices[0] if isinstance(choices, list) and choices else None):
        for name in _REASONS:
            if (said := _of(part, name, _NO_PLACE)) is not _NO_PLACE:
                return str(getattr(said, "name", said) or "").lower()
    return None


def _of(part: Any, name: str, default: Any) -> Any:
    return part.get(name, default) if isinstance(part, dict) else getattr(part, name, default)


async def _aside(start: Callable[[], Iterator[ChatResponse]]) -> AsyncGenerator[ChatResponse, None]:
    """What `start` brings, made in a thread that nobody waits for at the end: a model that hangs holds up nothing."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[tuple[ChatResponse | None, Exception | None]] = asyncio.Queue()
    left = threading.Event()

    def put(response: ChatResponse | None, error: Exception | None = None) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
            loop.call_soon_threadsafe(queue.put_nowait, (response, error))

    def work() -> None:
        try:
            for response in start():
                if left.is_set():
                    return
                put(response)
            put(None)
        except Exception as error:  # noqa: BLE001 - raised again where somebody waits
            put(None, error)

    threading.Thread(target=work, name="faqbot-llm-aside", daemon=True).start()
    try:
        while True:
            response, error = await queue.get()
            if error:
                raise error
            if response is None:
                return
            yield response
    finally:
        left.set()
