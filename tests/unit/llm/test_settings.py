"""The settings of a language model: the providers they allow, and a key that nothing shows."""

from __future__ import annotations

import gc
import threading
from pathlib import Path
from typing import get_args

import pytest

from faqbot import assembly
from faqbot.errors import ProviderError, SettingsError
from faqbot.llm import PROVIDERS, Access, open_model
from faqbot.settings import Settings, load, table
from faqbot.types import Prompt

KEY = "sk-secret-123456789"
NONE = Path("no-such-file.toml")


def test_the_setting_allows_the_providers_of_the_table() -> None:
    assert set(get_args(Settings.model_fields["llm"].annotation)) == {"none", *PROVIDERS}


def test_no_view_of_the_settings_shows_the_key() -> None:
    settings = load({"FAQBOT_LLM_API_KEY": KEY}, file=NONE)
    assert settings.llm_api_key.get_secret_value() == KEY
    assert KEY not in f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()} {table()}"


def test_a_key_that_is_no_text_is_not_repeated(tmp_path: Path) -> None:
    file = tmp_path / "faqbot.toml"
    file.write_text("llm_api_key = 123456789\n")
    with pytest.raises(SettingsError, match="FAQBOT_LLM_API_KEY has a value that is not shown") as caught:
        load({}, file=file)
    assert "123456789" not in str(caught.value)


def test_a_wrong_provider_is_told_with_those_that_exist() -> None:
    with pytest.raises(SettingsError, match=r"FAQBOT_LLM has the value 'gpt'.*Allowed: none, openai, anthropic, mistral, ollama"):
        load({"FAQBOT_LLM": "gpt"}, file=NONE)


def test_one_model_serves_every_generation_of_the_index() -> None:
    """Or a new index would come with a new budget."""
    environment = {"FAQBOT_LLM": "ollama", "FAQBOT_LLM_MODEL": "llama"}
    first, second = (assembly.open_language_model(load(environment, file=NONE)) for _ in range(2))
    assert first is second
    assert first is not assembly.open_language_model(load(environment | {"FAQBOT_LLM_MODEL": "other"}, file=NONE))


def test_a_model_that_nobody_holds_ends_its_thread() -> None:
    others = set(threading.enumerate())  # models of other tests, which may still be held
    model = open_model(Access("ollama", "m", address="http://127.0.0.1:1"))
    with pytest.raises(ProviderError, match="cannot be reached"):
        next(model.stream(Prompt("", "Are you there?", 9), timeout=5))
    (thread,) = (each for each in threading.enumerate() if each not in others and each.name == "faqbot-llm")
    del model
    gc.collect()
    thread.join(5)
    assert not thread.is_alive()


def test_without_a_model_there_is_nothing_to_count() -> None:
    assert assembly.samples(load({}, file=NONE)) == []
