"""Which hosts may be spoken to: public ones, and networks that were allowed by name.

A name is looked up once, every address that it has is judged, and the connection is made to one of these: a name that
points elsewhere a moment later (DNS rebinding) changes nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Sequence[str]]
# IPv4 inside IPv6 by way of a translator: what it leads to is the translator's affair.
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


class Forbidden(Exception):
    """A host has an address that may not be spoken to; the message names both."""


class Unknown(Exception):
    """A host's name has no address."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses of `host`, as the system knows them."""
    try:
        return list(dict.fromkeys(str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    except (OSError, UnicodeError):
        raise Unknown(f"There is no host {host}.") from None


@dataclass(frozen=True, slots=True)
class Guard:
    """Judges hosts; `allow` holds the networks that may be reached although they are not public."""

    allow: tuple[Network, ...] = ()
    resolve: Resolve = resolve

    def vetted(self, host: str, port: int) -> str:
        """An address of `host` that may be spoken to. Raises Forbidden when any of its addresses may not, and Unknown."""
        found = self.resolve(host, port)
        if not found:
            raise Unknown(f"There is no host {host}.")
        for one in found:
            address = ipaddress.ip_address(one.partition("%")[0])
            if not self._may(address):
                raise Forbidden(f"{host} has the address {address}, which is not public.")
        return found[0]

    def named(self, address: str) -> bool:
        """Whether the address is in a network of `allow`."""
        given = ipaddress.ip_address(address.partition("%")[0])
        return any(each in network for network in self.allow for each in (given, _embedded(given)) if each)

    def _may(self, address: Address) -> bool:
        inner = _embedded(address)
        if any(address.version == network.version and address in network for network in self.allow):
            return True
        public = address.is_global and not address.is_multicast and address not in _TRANSLATED
        return public and (inner is None or self._may(inner))


class PinnedTransport(httpx.BaseTransport):
    """Connects to the address that was judged, while certificate and Host stay those of the name."""

    def __init__(self, guard: Guard, *, tls: ssl.SSLContext | None = None) -> None:
        self._guard = guard
        # No connection is kept: two names on one address must not share what was proven for one of them.
        self._inner = httpx.HTTPTransport(verify=tls or True, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request to the judged address of its host."""
        host = request.url.host
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=self._guard.vetted(host, port))
        return self._inner.handle_request(request)

    def close(self) -> None:
        """Let go of the connections."""
        self._inner.close()


def _embedded(address: Address) -> Address | None:
    """The IPv4 address that an IPv6 one stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
