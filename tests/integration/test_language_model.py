"""A language model from the settings to what a person sees of it: the doctor's sentence, the page of metrics."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from faqbot import assembly, health
from faqbot.cli import main
from faqbot.settings import Settings
from faqbot.types import Prompt
from faqbot.web.server import build_app
from tests import providers
from tests.fakes import FakeBot, FakeRecords
from tests.providers import ProviderServer, provider_server
from tests.wires import COMPLETION_TOKENS, KEY, PROMPT_TOKENS


@pytest.fixture(scope="module")
def running() -> Iterator[ProviderServer]:
    with provider_server("mistral") as server:
        yield server


@pytest.fixture
def server(running: ProviderServer) -> Iterator[ProviderServer]:
    running.reset()
    yield running
    assembly.open_language_model.cache_clear()  # nobody holds the models any more, so they close


@pytest.fixture
def worded(shipped: Settings, server: ProviderServer) -> Settings:
    """The shipped documents, and the language model of the server."""
    chosen = {"llm": "mistral", "llm_model": "m", "llm_api_key": KEY, "llm_base_url": server.address, "llm_timeout": 2}
    return Settings(**{**shipped.model_dump(), **chosen})


def examined(settings: Settings) -> tuple[str, int]:
    """What `faqbot doctor` says last, and its exit code."""
    environment = {
        f"FAQBOT_LLM{name[3:].upper()}": str(value) for name, value in settings.model_dump().items() if name.startswith("llm")
    }
    environment |= {"FAQBOT_LLM_API_KEY": KEY, "FAQBOT_TODAY": str(settings.today)}
    done = CliRunner().invoke(main, ["doctor", "--data", str(settings.data_dir)], env=environment)
    assert KEY not in done.output
    assert ("is checked with weights that were fitted for the embedding model" in done.output) == (settings.llm != "none")
    return done.output.splitlines()[-1], done.exit_code


def test_the_doctor_says_who_answers_and_what_is_sent(worded: Settings, server: ProviderServer) -> None:
    said, code = examined(worded)
    assert said.startswith("ok: mistral m answers in ")
    assert f"To {server.address}, which is on this machine, go instructions, the question, and the sentences" in said
    assert code == 0


def test_the_doctor_says_what_is_wrong(worded: Settings, server: ProviderServer) -> None:
    server.always = providers.status(401)
    said, code = examined(worded)
    assert said == (
        "not ok: mistral m refused the key (401). Set FAQBOT_LLM_API_KEY to a valid one. Answers are quoted meanwhile."
    )
    assert code == 1


def test_the_doctor_says_when_another_models_weights_are_borrowed(worded: Settings) -> None:
    (told,) = health._verifier("another-model-v1", worded)
    assert not told.well
    assert "weights of another embedding model" in told.sentence


def test_the_doctor_does_not_wait_for_ever(worded: Settings, server: ProviderServer) -> None:
    server.always = providers.silent
    began = time.monotonic()
    said, _ = examined(worded.model_copy(update={"llm_timeout": 0.5}))
    assert said.startswith("not ok: mistral m did not answer within 0.5 s.")
    assert time.monotonic() - began < 10


def test_without_a_model_the_doctor_says_that_nothing_leaves(shipped: Settings) -> None:
    said, _ = examined(shipped)
    assert said == "ok: Answers are quoted; no language model is used, and nothing leaves this machine."


def test_the_page_of_metrics_shows_what_a_model_costs(worded: Settings) -> None:
    priced = worded.model_copy(update={"llm_price_prompt": 2.0, "llm_price_completion": 10.0})
    "".join(assembly.open_language_model(priced).stream(Prompt("", "Are you there?", 9), timeout=5))
    app = build_app(FakeBot(), FakeRecords(), priced, samples=lambda: assembly.samples(priced))
    with TestClient(app) as client:
        shown = client.get("/metrics").text.splitlines()
    assert 'faqbot_llm_calls_total{result="answered"} 1.0' in shown
    assert f'faqbot_llm_tokens_total{{kind="prompt"}} {float(PROMPT_TOKENS)}' in shown
    assert f'faqbot_llm_tokens_total{{kind="completion"}} {float(COMPLETION_TOKENS)}' in shown
    cost = next(float(line.split()[1]) for line in shown if line.startswith("faqbot_llm_cost_total "))
    assert cost == pytest.approx((21 * 2 + 7 * 10) / 1e6)
    assert "# TYPE faqbot_llm_calls_total counter" in shown
    assert "faqbot_llm_circuit_open 0.0" in shown
