"""What is said before anybody asks: settings that are missing or forbidden, addresses that are none, packages that are not there."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from faqbot.errors import SettingsError
from faqbot.llm.access import Access, is_local
from faqbot.llm.opening import checked, open_model

KEY = "sk-secret-123456789"


@pytest.mark.parametrize(
    ("given", "local_only", "said"),
    [
        ({"provider": "openia", "model": "m"}, False, "'openia'. Allowed: none, openai, anthropic, mistral, ollama, openai-compatible"),
        ({"provider": "openai", "model": "", "key": KEY}, False, "FAQBOT_LLM_MODEL is empty"),
        ({"provider": "anthropic", "model": "m"}, False, "FAQBOT_LLM_API_KEY is empty"),
        ({"provider": "openai-compatible", "model": "m"}, False, "FAQBOT_LLM_BASE_URL must be the address"),
        ({"provider": "mistral", "model": "m", "key": KEY}, True, "FAQBOT_LLM_LOCAL_ONLY forbids mistral at https://api.mist"),
        ({"provider": "ollama", "model": "m", "address": "http://192.168.1.9:11434"}, True, "not on this machine"),
    ],
)  # fmt: skip
def test_what_is_missing_or_forbidden_is_said(given: dict[str, Any], local_only: bool, said: str) -> None:
    with pytest.raises(SettingsError, match=said.replace(".", r"\.")) as caught:
        open_model(Access(**given), local_only=local_only)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("address", ["", "127.0.0.1:8000", "ftp://host/v1", "http://", "http://host:99999/v1", "http://[::1/v1"])
def test_what_is_no_address_is_said(address: str) -> None:
    with pytest.raises(SettingsError, match="FAQBOT_LLM_BASE_URL must be"):
        checked(address, "openai-compatible")


@pytest.mark.parametrize("address", ["http://me:hunter2@host/v1", "https://host/v1?key=hunter2", "https://host/v1#hunter2"])
def test_a_secret_in_the_address_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(SettingsError, match="FAQBOT_LLM_API_KEY") as caught:
        checked(address, "openai-compatible")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("http://127.0.0.1:11434", True),
        ("http://localhost:8000/v1", True),
        ("http://[::1]:8000/v1", True),
        ("http://127.0.0.1.example.org/v1", False),
        ("http://localhost.example.org/v1", False),
        ("http://192.168.1.9/v1", False),
        ("http://0.0.0.0:8000/v1", False),
    ],
)
def test_only_loopback_is_this_machine(address: str, local: bool) -> None:
    assert is_local(address) is local


def test_nothing_that_can_be_printed_holds_the_key() -> None:
    model = open_model(Access("anthropic", "m", key=KEY, address="http://127.0.0.1:1"))
    assert repr(model) == "GuardedModel('anthropic m')"
    seen: set[int] = set()
    waiting: list[Any] = [model]
    while waiting:  # whatever a debugger's or a logger's repr of its parts would show
        thing = waiting.pop()
        if id(thing) in seen or not hasattr(thing, "__dict__"):
            continue
        seen.add(id(thing))
        if type(thing).__module__.startswith(("faqbot", "llama_index")):
            assert KEY not in repr(thing)
            waiting += vars(thing).values()


def test_a_missing_package_is_named_with_its_install_line() -> None:
    """In a process in which the package cannot be imported."""
    code = (
        "import sys; sys.modules['anthropic'] = None\n"
        "from faqbot.errors import SettingsError\n"
        "from faqbot.llm import Access, open_model\n"
        "try: open_model(Access('anthropic', 'm', key='k'))\n"
        "except SettingsError as error: print(error)\n"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60).stdout
    assert said.strip() == (
        "FAQBOT_LLM is anthropic, which needs anthropic, and that is not installed. Install it: pip install 'faqbot[llm]'"
    )
