"""What a visitor gets when a language model is set: its checked words where all goes well, the quotes in time where not.

The real server, pipeline and client over the shipped documents; only the provider is ours, and it misbehaves when told to.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from faqbot import assembly
from faqbot.llm.providers import PROVIDERS
from faqbot.pipeline import FaqBot
from faqbot.settings import Settings
from faqbot.web.server import build_app
from tests import providers
from tests.fakes import FakeRecords
from tests.providers import FAULTS, ProviderServer, provider_server
from tests.servers import running, wait_until
from tests.wires import KEY, OPTIONS, PLUGGED

QUESTION = "What is the salary of a Head of Generative AI in France?"
WORDED = "A Head of Generative AI usually earns between €100k and €180k gross a year in France."
MARGIN = 2.0  # seconds that a busy machine may add


def words(prompt: str) -> list[str]:
    """A good model's answer: it points at the sentence that names the amount."""
    offered = [json.loads(line) for line in prompt.splitlines() if line.startswith("{")]
    number = next(one["n"] for one in offered if "€100,000" in one["sentence"])
    return [*json.dumps({"text": WORDED, "from": [number]}).partition("earns"), "\n"]


@contextmanager
def serving(shipped: Settings, bot: FaqBot, server: ProviderServer, timeout: float = 1.0) -> Iterator[str]:
    """The address of faqbot over the shipped documents, its answers worded by `server`."""
    settings = shipped.model_copy(
        update={
            "llm": server.name, "llm_model": "m", "llm_api_key": SecretStr(KEY), "llm_class": PLUGGED, "llm_options": SecretStr(OPTIONS),
            "llm_base_url": server.address, "llm_local_only": True, "llm_timeout": timeout, "record": "off",
        }
    )  # fmt: skip
    app = build_app(assembly.assemble(bot.index, settings, model=assembly.open_language_model(settings)), FakeRecords(), settings)
    with running(app) as address:
        yield address
    assembly.open_language_model.cache_clear()


@pytest.fixture(scope="module")
def provider() -> Iterator[ProviderServer]:
    with provider_server("anthropic") as server:
        yield server


@pytest.fixture
def server(provider: ProviderServer) -> ProviderServer:
    provider.reset()
    provider.writes = words
    return provider


@pytest.fixture
def address(shipped: Settings, shipped_bot: FaqBot, server: ProviderServer) -> Iterator[str]:
    with serving(shipped, shipped_bot, server) as opened:
        yield opened


def ask(address: str, question: str = QUESTION) -> dict[str, Any]:
    response = httpx.post(f"{address}/api/v1/ask", json={"question": question}, timeout=30)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def streamed(address: str) -> list[tuple[str, Any]]:
    """The events of an answer, by name."""
    headers = {"accept": "text/event-stream"}
    text = httpx.post(f"{address}/api/v1/ask", json={"question": QUESTION}, headers=headers, timeout=30).text
    blocks = [dict(line.split(": ", 1) for line in block.splitlines()) for block in text.strip().split("\n\n")]
    return [(block["event"], json.loads(block["data"])) for block in blocks]


@pytest.mark.parametrize("name", PROVIDERS)
def test_every_provider_words_an_answer_that_is_checked(shipped: Settings, shipped_bot: FaqBot, name: str) -> None:
    with provider_server(name) as server:
        server.writes = words
        with serving(shipped, shipped_bot, server, timeout=20) as address:
            answer = ask(address)
    assert (answer["outcome"], answer["support"], answer["mode"]) == ("answered", "checked", "generative")
    assert answer["answer"] == f"{WORDED} [1]"
    assert "€100,000" in answer["citations"][0]["quote"]


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_the_model_does_the_visitor_has_a_quoted_answer_in_time(
    address: str, server: ProviderServer, fault: str
) -> None:
    server.always = FAULTS[fault][0]
    began = time.monotonic()
    answer = ask(address)
    assert time.monotonic() - began < 1 + MARGIN
    assert (answer["outcome"], answer["support"]) == ("answered", "quoted")
    assert "€100,000" in answer["citations"][0]["quote"]
    assert answer["citations"][0]["quote"] in answer["answer"]
    assert server.requests


def test_a_checked_sentence_is_streamed_before_the_answer_is_done(address: str, server: ProviderServer) -> None:
    events = streamed(address)
    assert [name for name, _ in events] == ["status", "status", "sentence", "citation", "done"]
    assert [data["state"] for name, data in events if name == "status"] == ["reading", "wording"]
    assert events[2][1] == {"text": WORDED, "citations": [1]}
    assert events[3][1] == events[4][1]["citations"][0]
    assert events[4][1]["support"] == "checked"


def test_what_a_model_said_before_it_broke_off_gives_way_to_quotes(address: str, server: ProviderServer) -> None:
    server.always = providers.truncated
    events = streamed(address)
    assert [data["state"] for name, data in events if name == "status"] == ["reading", "wording", "quoting"]
    after = events[[data.get("state") for _, data in events].index("quoting") + 1 :]
    answer = after[-1][1]
    assert answer["support"] == "quoted"
    assert [data["text"] for name, data in after if name == "sentence"] == [one["quote"] for one in answer["citations"]]


def test_a_visitor_who_leaves_ends_the_call(shipped: Settings, shipped_bot: FaqBot, server: ProviderServer) -> None:
    server.always = providers.silent
    with serving(shipped, shipped_bot, server, timeout=20) as address:
        request = {"json": {"question": QUESTION}, "headers": {"accept": "text/event-stream"}, "timeout": 10}
        with httpx.stream("POST", f"{address}/api/v1/ask", **request) as response:  # type: ignore[arg-type]
            arriving = response.iter_text()
            next(arriving)
            wait_until(lambda: server.at_once == 1)
        wait_until(lambda: server.left == 1, seconds=3)


def test_nobody_waits_for_the_model_of_another(shipped: Settings, shipped_bot: FaqBot, server: ProviderServer) -> None:
    server.always = providers.silent
    with serving(shipped, shipped_bot, server, timeout=4) as address:
        waiting = threading.Thread(target=ask, args=(address,))
        waiting.start()
        wait_until(lambda: server.at_once == 1)
        began = time.monotonic()
        assert ask(address, "Is there a company car?")["outcome"] == "not_in_documents"
        assert time.monotonic() - began < 2
        assert server.at_once == 1
        waiting.join()


@pytest.mark.parametrize(
    "question",
    ["Hello!", "I want to talk to a person", "Am I a good fit?", "Is there a company car?", "How old are your candidates?"],
)
def test_what_is_no_question_to_the_documents_never_reaches_the_model(
    address: str, server: ProviderServer, question: str
) -> None:
    ask(address, question)
    assert server.requests == []


def test_what_is_masked_is_never_shown(address: str, server: ProviderServer) -> None:
    """A model that repeats the place of a masked address."""
    server.writes = lambda prompt: [json.dumps({"text": WORDED[:-1] + ", write to [e-mail].", "from": [1]}), "\n"]
    assert ask(address)["support"] == "quoted"
