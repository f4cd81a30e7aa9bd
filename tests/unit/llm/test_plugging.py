"""Any LlamaIndex LLM: how its class is found and made, and one that can only block."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from llama_index.core.base.llms.types import CompletionResponse, CompletionResponseGen, LLMMetadata
from llama_index.core.llms import CustomLLM

from faqbot.errors import ProviderError, SettingsError
from faqbot.llm import Access, GuardedModel, open_model
from faqbot.llm.plugging import plug
from faqbot.types import Prompt

HERE = "tests.unit.llm.test_plugging"
KEY = "sk-secret-123456789"
PROMPT = Prompt("Answer.", "Are you there?", 99)


class Blocking(CustomLLM):
    """A model in this process, as people write one: it says `words`, and takes `pause` seconds for each."""

    words: tuple[str, ...] = ("I ", "am.")
    pause: float = 0.0
    broken: bool = False

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata()

    def complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponse:
        return CompletionResponse(text="".join(self.words))

    def stream_complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponseGen:
        def said() -> Iterator[CompletionResponse]:
            for word in self.words:
                time.sleep(self.pause)
                yield CompletionResponse(text=word, delta=word)
            if self.broken:
                raise ConnectionError("the model is gone")

        return said()


class Demanding(Blocking):
    """One that cannot be made without what only its options give."""

    region: str


class Angry(Blocking):
    """One that repeats its arguments when it cannot be made."""

    def __init__(self, **given: Any) -> None:
        raise RuntimeError(f"no account for {given}")

    api_key: str = ""


@pytest.fixture
def opened() -> Iterator[Callable[[Blocking], GuardedModel]]:
    models: list[GuardedModel] = []

    def open_(llm: Blocking) -> GuardedModel:
        models.append(GuardedModel(plug(llm), name="plugged"))
        return models[-1]

    yield open_
    for model in models:
        model.close()


def test_a_class_of_the_settings_answers() -> None:
    access = Access("llama-index", "", kind=f"{HERE}:Blocking", options='{"words": ["Yes, ", "I am."]}')
    model = open_model(access)
    assert list(model.stream(PROMPT, timeout=10)) == ["Yes, ", "I am."]
    assert model.name == "llama-index"
    assert f"the address that {HERE}:Blocking has by itself" in model.told
    model.close()


def test_one_that_blocks_does_not_hold_up_another(opened: Callable[[Blocking], GuardedModel]) -> None:
    model = opened(Blocking(words=("a",) * 4, pause=0.25))
    began = time.monotonic()
    threads = [
        threading.Thread(target=lambda n=number: list(model.stream(Prompt("", f"{n}", 9), timeout=20))) for number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert time.monotonic() - began < 2.5  # one after the other they would take four seconds


def test_one_that_hangs_is_given_up_in_time_and_forgotten(opened: Callable[[Blocking], GuardedModel]) -> None:
    model = opened(Blocking(pause=1.5))
    began = time.monotonic()
    with pytest.raises(ProviderError, match="did not answer"):
        list(model.stream(PROMPT, timeout=0.3))
    assert time.monotonic() - began < 1.2


def test_what_it_raises_is_an_error_of_the_provider(opened: Callable[[Blocking], GuardedModel]) -> None:
    with pytest.raises(ProviderError):
        list(opened(Blocking(broken=True)).stream(PROMPT, timeout=10))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": ""}, "FAQBOT_LLM_CLASS must name a class"),
        ({"kind": "faqbot.llm"}, "FAQBOT_LLM_CLASS must name a class"),
        ({"kind": "llama_index.llms.nowhere:Model"}, "pip install llama-index-llms-nowhere"),
        ({"kind": "nobody_has_this:Model"}, "nobody_has_this is not installed"),
        ({"kind": f"{HERE}:Missing"}, "has no Missing"),
        ({"kind": f"{HERE}:Prompt"}, "not a class of LlamaIndex's LLM"),
        ({"kind": f"{HERE}:Blocking", "address": "http://127.0.0.1:1"}, "takes no address"),
        ({"kind": f"{HERE}:Blocking", "options": "{"}, "FAQBOT_LLM_OPTIONS is not a JSON object"),
        ({"kind": f"{HERE}:Blocking", "options": "[1]"}, "FAQBOT_LLM_OPTIONS is not a JSON object"),
        ({"kind": f"{HERE}:Demanding", "key": KEY}, "region: Field required"),
        ({"kind": f"{HERE}:Demanding", "options": f'{{"region": {{"a": "{KEY}"}}}}'}, "region: Input should be a valid string"),
        ({"kind": f"{HERE}:Angry", "key": KEY}, "no account for"),
    ],
)
def test_what_cannot_be_plugged_in_is_said(given: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=said) as caught:
        open_model(Access("llama-index", "m", **given))
    assert KEY not in str(caught.value)


def test_what_may_be_anywhere_is_forbidden_with_the_rest() -> None:
    with pytest.raises(SettingsError, match=r"forbids llama-index at the address that .*:Blocking has by itself"):
        open_model(Access("llama-index", "", kind=f"{HERE}:Blocking"), local_only=True)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (None, None),
        ({"text": "a"}, None),
        ({"done_reason": "stop"}, "stop"),
        ({"choices": [{"finish_reason": None}]}, ""),
        ({"choices": [{"finish_reason": "LENGTH"}]}, "length"),
        ({"choices": []}, None),
    ],
)
def test_the_end_is_read_where_it_is_usually_told(raw: Any, reason: str | None) -> None:
    assert plug(Blocking()).end(raw) == reason


def test_a_reader_that_leaves_stops_the_thread() -> None:
    async def first() -> str:
        stream = plug(Blocking(words=("a",) * 1000, pause=0.01)).say(PROMPT)
        piece = await anext(stream)
        await stream.aclose()
        return piece.text

    assert asyncio.run(first()) == "a"
    thread = next((one for one in threading.enumerate() if one.name == "faqbot-llm-aside"), None)
    if thread:
        thread.join(5)
        assert not thread.is_alive()
