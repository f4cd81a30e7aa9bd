"""Which language model the settings name, and what its clients may do."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Access:
    """A provider of the table, a model of it, and at which address and with which key it is reached.

    `kind` and `options` are for a class of LlamaIndex's: where Python finds it, and a JSON object of further arguments.
    `timeout` is of a connection that nobody waits for, in seconds; whoever asks brings a shorter limit.
    """

    provider: str
    model: str
    address: str = ""
    key: str = field(default="", repr=False)
    kind: str = ""
    options: str = field(default="", repr=False)  # may hold a second secret
    timeout: float = 120.0

    @property
    def local(self) -> bool:
        """Whether the address names this machine."""
        return is_local(self.address)


def is_local(address: str) -> bool:
    """Whether `address` names this machine by its loopback address or as localhost; any other name may lead elsewhere."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def transport(access: Access) -> dict[str, Any]:
    """Redirects are not followed: they would carry the question elsewhere. A proxy of the environment is not asked for what is on this machine."""
    return {"timeout": access.timeout, "follow_redirects": False, "trust_env": not access.local}


def closing(client: Any, async_client: Any) -> Callable[[], Awaitable[None]]:
    """What closes both."""

    async def close() -> None:
        client.close()
        await (async_client.aclose() if hasattr(async_client, "aclose") else async_client.close())

    return close
