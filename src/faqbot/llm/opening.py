"""Opening the language model that the settings name: what is missing or not allowed is said here, before anybody asks."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from faqbot.errors import SettingsError
from faqbot.llm.access import Access, is_local
from faqbot.llm.asking import Limits
from faqbot.llm.guarded import GuardedModel
from faqbot.llm.providers import PROVIDERS


def open_model(access: Access, *, local_only: bool = False, limits: Limits | None = None) -> GuardedModel:
    """The model of `access`. Raises SettingsError for what is missing, unknown, or forbidden."""
    provider = access.provider
    known = PROVIDERS.get(provider)
    if known is None:
        raise SettingsError(f"FAQBOT_LLM has the value {provider!r}. Allowed: none, {', '.join(PROVIDERS)}.")
    if not access.model and not known.is_class:
        raise SettingsError(
            f"FAQBOT_LLM is {provider}, but FAQBOT_LLM_MODEL is empty. Set it to the name of a model that {provider} has."
        )
    if known.needs_key and not access.key:
        raise SettingsError(f"FAQBOT_LLM is {provider}, but FAQBOT_LLM_API_KEY is empty. Set it to your key for {provider}.")
    address = access.address or known.address
    access = replace(access, address=checked(address, provider) if address or not known.is_class else "")
    where = access.address or f"the address that {access.kind or 'its class'} has by itself"
    if local_only and not access.local:
        raise SettingsError(
            f"FAQBOT_LLM_LOCAL_ONLY forbids {provider} at {where}, which is not on this machine. Name an address on 127.0.0.1, or lift it."
        )
    try:
        voice = known.voice(access)
    except ImportError as error:
        raise SettingsError(
            f"FAQBOT_LLM is {provider}, which needs {error.name}, and that is not installed. Install it: pip install 'faqbot[llm]'"
        ) from None
    return GuardedModel(voice, name=f"{provider} {access.model}".rstrip(), key=access.key, limits=limits, told=told(where))


def told(address: str) -> str:
    """What leaves this machine with a question, for the one who runs the program."""
    where = "which is on this machine" if is_local(address) else "which is outside this machine"
    return (
        f"To {address}, {where}, go instructions, the question, and the sentences of your documents that may answer it. E-mail "
        "addresses, phone, card, account and other long numbers are masked before. Nothing else about a visitor is sent."
    )


def checked(address: str, provider: str) -> str:
    """`address` where a client can use it. Raises SettingsError without repeating what may be a password."""
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 0) >= 0
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError(
            f"FAQBOT_LLM_BASE_URL must be the address of {provider}, such as http://127.0.0.1:8000/v1; it is "
            + (repr(address.rpartition("@")[2]) if address else "empty")
            + "."
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise SettingsError("FAQBOT_LLM_BASE_URL holds more than an address. Put the key into FAQBOT_LLM_API_KEY.")
    return address.rstrip("/")
