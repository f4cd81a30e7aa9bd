"""A fetch reaches public addresses only, however a private one is written, and what the settings allow."""

from __future__ import annotations

import ipaddress

import pytest

from faqbot.errors import SettingsError
from faqbot.network import Forbidden, Guard, Unknown
from faqbot.settings import load

PUBLIC = "93.184.216.34"


def guard(*addresses: str, allow: tuple[str, ...] = ()) -> Guard:
    """A guard whose name server gives these addresses to every name."""
    return Guard(tuple(map(ipaddress.ip_network, allow)), lambda host, port: addresses)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",  # where clouds keep their keys
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "fe80::1%eth0",
    ],
)
def test_what_is_not_public_is_refused(address: str) -> None:
    for addresses in ((address,), (PUBLIC, address)):  # one private one is enough: nobody knows which one is taken
        with pytest.raises(Forbidden, match="not public"):
            guard(*addresses).vetted("hooks.example.org", 443)


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "127.1", "::1", "localhost"])
def test_loopback_is_found_in_every_spelling(host: str) -> None:
    with pytest.raises((Forbidden, Unknown)):
        Guard().vetted(host, 80)


def test_a_network_can_be_allowed_and_only_that_one() -> None:
    assert guard("10.1.2.3", allow=("10.0.0.0/8",)).vetted("intranet", 80) == "10.1.2.3"
    with pytest.raises(Forbidden):
        guard("10.1.2.3", "192.168.0.1", allow=("10.0.0.0/8",)).vetted("intranet", 80)
    inside = guard(PUBLIC, allow=("10.0.0.0/8", "::1/128"))
    named = {one: inside.named(one) for one in ("10.1.2.3", "::ffff:10.1.2.3", "::1", PUBLIC, "2002:0a01:0203::")}
    assert named == {"10.1.2.3": True, "::ffff:10.1.2.3": True, "::1": True, PUBLIC: False, "2002:0a01:0203::": True}


def test_a_wrong_network_stops_the_start() -> None:
    with pytest.raises(SettingsError, match="FAQBOT_FETCH_ALLOW"):
        load({"FAQBOT_FETCH_ALLOW": "10.0.0.0/8, intranet"})
