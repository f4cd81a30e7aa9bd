"""Every provider keeps the protocol of a language model: asked through its real client, over its real wire protocol."""

from __future__ import annotations

import asyncio
import dataclasses
import traceback

import pytest

from faqbot.llm.access import Access
from faqbot.llm.failures import Failed, explain
from faqbot.llm.providers import PROVIDERS
from faqbot.llm.speech import Piece
from faqbot.types import Prompt
from tests import providers
from tests.providers import ProviderServer
from tests.wires import COMPLETION_TOKENS, KEY, OPTIONS, PLUGGED, PROMPT_TOKENS, WIRES

PROMPT = Prompt(system="Answer with numbers.", user="[1] A baker earns 30,000 euros.", max_tokens=99)


def access(server: ProviderServer, key: str = KEY) -> Access:
    return Access(server.name, "m", address=server.address, key=key, kind=PLUGGED, options=OPTIONS, timeout=5)


def heard(server: ProviderServer, key: str = KEY) -> list[Piece]:
    """What a voice says to the prompt, in a loop of its own. Raises what was made of the client's error."""

    async def listen() -> list[Piece]:
        voice = PROVIDERS[server.name].voice(access(server, key))
        try:
            return [piece async for piece in voice.say(PROMPT)]
        except Exception as error:
            raise explain(error, server.name, key) from error
        finally:
            await voice.close()

    return asyncio.run(listen())


def test_there_is_a_wire_for_every_provider() -> None:
    assert set(WIRES) == set(PROVIDERS)


def test_a_stream_comes_piece_by_piece_and_is_counted(server: ProviderServer) -> None:
    pieces = heard(server)
    assert [piece.text for piece in pieces if piece.text] == ["The answer ", "is ", "here."]
    counted = [piece for piece in pieces if piece.prompt_tokens]
    assert (counted[-1].prompt_tokens, counted[-1].completion_tokens) == (PROMPT_TOKENS, COMPLETION_TOKENS)


def test_the_request_holds_the_prompt_and_its_limits(server: ProviderServer) -> None:
    heard(server)
    (request,) = server.requests
    text = str(request)
    assert request["model"] == "m"
    assert request["stream"] is True
    assert PROMPT.user in text
    assert PROMPT.system in text
    assert "99" in text


def test_the_whole_answer_can_be_had_at_once(server: ProviderServer) -> None:
    """As users of LlamaIndex ask a model; our own path streams."""
    voice = PROVIDERS[server.name].voice(access(server))
    assert voice.llm.complete("Say something.", max_tokens=9).text == "The answer is here."
    asyncio.run(voice.close())


# ------------------------------------------------------------------------------------------ what goes wrong


@pytest.mark.parametrize(
    ("status", "result", "again"),
    [(400, "refused", False), (401, "key", False), (404, "refused", False), (429, "busy", True), (500, "down", True)],
)
def test_an_error_says_what_it_is(server: ProviderServer, status: int, result: str, again: bool) -> None:
    server.then(providers.status(status))
    with pytest.raises(Failed, match=f"^{server.name} .*{status}") as caught:
        heard(server)
    assert (caught.value.result, caught.value.again) == (result, again)


@pytest.mark.parametrize("provider", sorted(set(PROVIDERS) - {"ollama"}), indirect=True)
def test_a_wrong_key_is_told_without_it(server: ProviderServer) -> None:
    with pytest.raises(Failed, match="FAQBOT_LLM_API_KEY") as caught:
        heard(server, key="sk-wrong-987654321")
    assert caught.value.result == "key"
    assert "987654321" not in "".join(traceback.format_exception(caught.value.with_traceback(None)))


def test_a_message_that_repeats_the_key_is_told_without_it(server: ProviderServer) -> None:
    server.then(providers.status(400, f"the model of {KEY} (also {KEY[:9]}) is not there"))
    with pytest.raises(Failed, match="is not there") as caught:
        heard(server)
    assert KEY[3:9] not in str(caught.value)


@pytest.mark.parametrize("fault", [providers.truncated, providers.torn, providers.malformed], ids=lambda fault: fault.__name__)
def test_an_answer_without_an_end_is_none(server: ProviderServer, fault: providers.Fault) -> None:
    server.then(fault)
    with pytest.raises(Failed) as caught:
        heard(server)
    assert caught.value.result in ({"garbled"} if fault is providers.malformed else {"broken", "down"})
    assert caught.value.again


def test_nobody_at_the_address(server: ProviderServer) -> None:
    server = dataclasses.replace(server, address="http://127.0.0.1:1")
    with pytest.raises(Failed, match="cannot be reached") as caught:
        heard(server)
    assert caught.value.result == "down"
