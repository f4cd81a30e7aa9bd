"""What a language model promises, over every provider: an answer in time or one error that says what happened."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from faqbot.errors import ProviderError
from faqbot.llm import PROVIDERS, Access, GuardedModel, Limits, Prices, open_model
from faqbot.llm.failures import Failed
from faqbot.types import Prompt
from tests import providers
from tests.providers import FAULTS, ProviderServer, provider_server
from tests.servers import wait_until
from tests.wires import COMPLETION_TOKENS, KEY, OPTIONS, PLUGGED, PROMPT_TOKENS

PROMPT = Prompt(system="Answer with numbers.", user="[1] A baker earns 30,000 euros.", max_tokens=99)
ANSWER = "The answer is here."


@pytest.fixture
def opened(server: ProviderServer) -> Iterator[Callable[..., GuardedModel]]:
    """Opens models of the server, and closes them."""
    models: list[GuardedModel] = []

    def open_(**limits: object) -> GuardedModel:
        access = Access(server.name, "m", address=server.address, key=KEY, kind=PLUGGED, options=OPTIONS)
        model = open_model(access, local_only=True, limits=Limits(**limits))  # type: ignore[arg-type]
        models.append(model)
        return model

    yield open_
    for model in models:
        model.close()


def counts(model: GuardedModel, name: str) -> dict[str, float]:
    return {
        value: sample.value
        for sample in model.samples()
        if sample.name == f"faqbot_llm_{name}"
        for value in sample.labels.values()
    }


def test_an_answer_comes_in_pieces_and_is_counted(opened: Callable[..., GuardedModel], server: ProviderServer) -> None:
    model = opened(prices=Prices(prompt=1_000_000, completion=2_000_000))
    assert list(model.stream(PROMPT, timeout=10)) == ["The answer ", "is ", "here."]
    assert model.name == f"{server.name} m"
    assert counts(model, "calls_total") == {"answered": 1}
    assert counts(model, "tokens_total") == {"prompt": PROMPT_TOKENS, "completion": COMPLETION_TOKENS}
    assert next(sample.value for sample in model.samples() if sample.name == "faqbot_llm_cost_total") == 21 + 2 * 7


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_goes_wrong_is_one_error_within_the_time(
    opened: Callable[..., GuardedModel], server: ProviderServer, fault: str
) -> None:
    """Never later than the limit and what a busy machine adds to it."""
    model = opened()
    server.always, result = FAULTS[fault]
    began = time.monotonic()
    with pytest.raises(ProviderError) as caught:
        "".join(model.stream(PROMPT, timeout=1))
    assert time.monotonic() - began < 2.5
    wait_until(lambda: counts(model, "calls_total") == {result: 1})
    assert KEY not in str(caught.value)
    assert KEY not in repr(caught.value.__dict__)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


@pytest.mark.parametrize("fault", [providers.truncated, providers.torn], ids=lambda fault: fault.__name__)
def test_an_answer_that_broke_off_is_not_begun_again(
    opened: Callable[..., GuardedModel], server: ProviderServer, fault: providers.Fault
) -> None:
    """What has been heard cannot be taken back."""
    server.then(fault)
    heard: list[str] = []
    with pytest.raises(Failed):
        heard.extend(opened().stream(PROMPT, timeout=10))
    assert len(server.requests) == 1


def test_a_provider_that_keeps_failing_is_left_alone(opened: Callable[..., GuardedModel], server: ProviderServer) -> None:
    server.always = providers.silent
    model = opened(failures=2)
    for number in range(3):
        with pytest.raises(Failed) as caught:
            list(model.stream(Prompt("", f"question {number}", 9), timeout=0.3))
    assert caught.value.result == "open"
    assert len(server.requests) == 2


def test_a_passing_fault_is_not_noticed(opened: Callable[..., GuardedModel], server: ProviderServer) -> None:
    server.then(providers.status(429, retry_after="0"), providers.status(500))
    assert "".join(opened().stream(PROMPT, timeout=20)) == ANSWER
    assert len(server.requests) == 3


def test_a_fault_that_will_not_pass_is_not_tried_again(opened: Callable[..., GuardedModel], server: ProviderServer) -> None:
    server.always = providers.status(400)
    with pytest.raises(Failed, match="400"):
        list(opened().stream(PROMPT, timeout=10))
    assert len(server.requests) == 1


def test_who_leaves_ends_the_call(opened: Callable[..., GuardedModel], server: ProviderServer) -> None:
    server.always = providers.endless
    model = opened()
    answer = model.stream(PROMPT, timeout=60)
    assert next(answer) == "The answer "
    answer.close()
    wait_until(lambda: server.left == 1)
    wait_until(lambda: counts(model, "calls_total") == {"left": 1})


def test_equal_questions_share_a_call(opened: Callable[..., GuardedModel], server: ProviderServer) -> None:
    model = opened()
    server.then(providers.slow)
    answers: list[str] = []
    threads = [threading.Thread(target=lambda: answers.append("".join(model.stream(PROMPT, timeout=20)))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [ANSWER] * 5
    assert "".join(model.stream(PROMPT, timeout=20)) == ANSWER
    assert len(server.requests) == 1
    assert sum(counts(model, "spared_total").values()) == 5


def test_only_so_many_are_asked_at_once_and_only_as_many_wait(
    opened: Callable[..., GuardedModel], server: ProviderServer
) -> None:
    server.always = providers.slow
    model = opened(concurrent=2)
    results: list[str] = []

    def ask(number: int) -> None:
        try:
            results.append("".join(model.stream(Prompt("", f"question {number}", 9), timeout=20)))
        except Failed as failed:
            results.append(failed.result)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [ANSWER] * 4 + ["crowded"] * 3
    assert server.most_at_once == 2


def test_nothing_personal_is_sent(opened: Callable[..., GuardedModel], server: ProviderServer) -> None:
    asked = Prompt("system", "I am jane.roe@example.org, +33 6 12 34 56 78: what is the salary?", 50)
    list(opened().stream(asked, timeout=10))
    assert "jane.roe" not in str(server.requests)
    assert "12 34" not in str(server.requests)
    assert "[e-mail], [phone]: what is the salary?" in str(server.requests)


def test_a_redirect_is_not_followed(opened: Callable[..., GuardedModel], server: ProviderServer) -> None:
    """It would carry the question to an address that the settings may forbid."""
    with provider_server(server.name) as elsewhere:
        server.always = providers.redirected(elsewhere.address.removesuffix("/v1"))
        with pytest.raises(Failed, match="307"):
            list(opened().stream(PROMPT, timeout=10))
        assert elsewhere.requests == []


@pytest.mark.parametrize("provider", [name for name, known in PROVIDERS.items() if not known.is_class], indirect=True)
def test_the_environment_sends_nothing_elsewhere_and_adds_nothing(
    opened: Callable[..., GuardedModel], server: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proxies, keys, addresses and accounts that other programs on this machine use."""
    elsewhere = "http://127.0.0.1:9"
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "OPENAI_BASE_URL", "ANTHROPIC_BASE_URL", "OLLAMA_HOST"):
        monkeypatch.setenv(name, elsewhere)
    for name in (
        "OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "OLLAMA_API_KEY"
    ):  # fmt: skip
        monkeypatch.setenv(name, "of-another-program")
    assert "".join(opened().stream(PROMPT, timeout=10)) == ANSWER
    assert "of-another-program" not in str(server.headers)


def test_no_log_line_holds_the_key_or_the_question(
    opened: Callable[..., GuardedModel], server: ProviderServer, caplog: pytest.LogCaptureFixture
) -> None:
    """At the level that an operator works at; at `debug` the clients' own loggers tell more, but never the key."""
    server.then(providers.status(401))
    with caplog.at_level("DEBUG"):
        for number in range(2):
            with contextlib.suppress(Failed):
                list(opened().stream(Prompt("", f"Zebulon {number}", 9), timeout=10))
    assert KEY not in caplog.text
    assert "Zebulon" not in "".join(record.getMessage() for record in caplog.records if record.levelname != "DEBUG")
