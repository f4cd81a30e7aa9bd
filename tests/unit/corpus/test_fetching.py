"""Pages fetched from a real server: politely, within limits, and never from where they may not come."""

from __future__ import annotations

import gzip
import ipaddress
from collections.abc import Sequence

import pytest

from faqbot.corpus.fetching import Fetcher
from faqbot.errors import DocumentError
from faqbot.network import Forbidden, Guard, Unknown
from tests.sites import Page, serving

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)


class Watch:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def fetcher(guard: Guard | None = None, watch: Watch | None = None) -> Fetcher:
    watch = watch or Watch()
    return Fetcher(guard or Guard(LOOPBACK), clock=lambda: watch.now, sleep=watch.sleep)


def refused(url: str, guard: Guard | None = None) -> str:
    with fetcher(guard) as own, pytest.raises(DocumentError) as raised:
        own.fetch(url)
    return raised.value.code


def test_a_page_comes_with_its_kind_and_is_asked_for_again_only_for_changes() -> None:
    with serving({"/a": Page(b"one", "text/html; charset=utf-8", headers={"ETag": '"1"'})}) as site, fetcher() as own:
        got = own.fetch(f"{site.address}/a")
        assert (got.content, got.kind, got.url) == (b"one", "text/html", f"{site.address}/a")
        again = own.fetch(f"{site.address}/a", got.validators)
        assert (again.unchanged, again.content) == (True, b"")
        site.pages["/a"] = Page(b"two", headers={"ETag": '"2"'})
        assert own.fetch(f"{site.address}/a", got.validators).content == b"two"
        assert site.paths() == ["/robots.txt", "/a", "/a", "/a"]


def test_robots_are_asked_once_and_obeyed_and_their_pace_is_kept() -> None:
    rules = b"User-agent: *\nDisallow: /secret\nCrawl-delay: 7\n"
    watch = Watch()
    with serving({"/robots.txt": Page(rules, "text/plain"), "/a": Page(b"a")}) as site, fetcher(watch=watch) as own:
        for _ in range(3):
            own.fetch(f"{site.address}/a")
        with pytest.raises(DocumentError, match=r"robots\.txt"):
            own.fetch(f"{site.address}/secret/page")
        assert site.paths() == ["/robots.txt", "/a", "/a", "/a"]
    assert watch.slept == [7.0, 7.0]


def test_without_a_wish_one_second_lies_between_two_pages() -> None:
    watch = Watch()
    with serving({"/a": Page(b"a")}) as site, fetcher(watch=watch) as own:
        own.fetch(f"{site.address}/a")
        watch.now += 0.25
        own.fetch(f"{site.address}/a")
    assert watch.slept == [0.75]


@pytest.mark.parametrize(
    ("status", "code"), [(404, "fetch-gone"), (410, "fetch-gone"), (500, "fetch-failed"), (403, "fetch-failed")]
)
def test_a_page_that_is_gone_is_told_from_a_site_that_fails(status: int, code: str) -> None:
    with serving({"/a": Page(status=status)}) as site:
        assert refused(f"{site.address}/a") == code


def test_a_site_whose_rules_cannot_be_had_is_left_alone() -> None:
    with serving({"/robots.txt": Page(status=503), "/a": Page(b"a")}) as site:
        assert refused(f"{site.address}/a") == "fetch-failed"
        assert site.paths() == ["/robots.txt"]


def test_redirects_are_followed_to_an_end() -> None:
    pages = {
        "/a": Page(status=302, headers={"Location": "/b"}),
        "/b": Page(b"b"),
        "/loop": Page(status=301, headers={"Location": "/loop"}),
    }
    with serving(pages) as site:
        with fetcher() as own:
            assert own.fetch(f"{site.address}/a").url == f"{site.address}/b"
        assert refused(f"{site.address}/loop") == "fetch-failed"


@pytest.mark.parametrize(
    "target", ["http://127.0.0.2:{port}/b", "http://[::1]:{port}/b", "file:///etc/hosts", "http://u:p@127.0.0.1:{port}/b"]
)  # fmt: skip
def test_a_redirect_leads_nowhere_that_could_not_be_asked_for(target: str) -> None:
    only = Guard((ipaddress.ip_network("127.0.0.1/32"),))
    with serving({"/b": Page(b"secret")}) as site:
        site.pages["/a"] = Page(status=302, headers={"Location": target.format(port=site.port)})
        assert refused(f"{site.address}/a", only) in ("fetch-private", "fetch-address")
        assert "/b" not in site.paths()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1",
        "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1", "fe80::1%eth0",
    ],
)  # fmt: skip
def test_no_private_address_is_spoken_to_unless_it_is_allowed(address: str) -> None:
    with pytest.raises(Forbidden, match="not public"):
        Guard(resolve=lambda host, port: [address]).vetted("careers.example.org", 443)


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(Forbidden):
        Guard(resolve=lambda host, port: ["93.184.215.14", "10.0.0.1"]).vetted("careers.example.org", 443)
    assert Guard(resolve=lambda host, port: ["93.184.215.14"]).vetted("careers.example.org", 443) == "93.184.215.14"
    allowed = Guard((ipaddress.ip_network("10.0.0.0/8"),), lambda host, port: ["10.0.0.1"])
    assert allowed.vetted("jobs.internal", 80) == "10.0.0.1"
    with pytest.raises(Unknown):
        Guard(resolve=lambda host, port: []).vetted("nowhere.example", 80)


def test_the_address_that_was_judged_is_the_one_that_is_spoken_to() -> None:
    """A name that points elsewhere at the second look (DNS rebinding) is refused, and nothing else looks it up."""
    answers = [["127.0.0.1"], ["127.0.0.1"], ["127.0.0.2"]]
    looked: list[str] = []

    def changing(host: str, port: int) -> Sequence[str]:
        looked.append(host)
        return answers[len(looked) - 1]

    guard = Guard((ipaddress.ip_network("127.0.0.1/32"),), changing)
    with serving({"/a": Page(b"a")}) as site, fetcher(guard) as own:
        url = f"http://careers.invalid:{site.port}/a"
        assert own.fetch(url).content == b"a"
        with pytest.raises(DocumentError) as raised:
            own.fetch(url)
        assert raised.value.code == "fetch-private"
        assert [host for _, host, _ in site.asked] == [f"careers.invalid:{site.port}"] * 2
    assert looked == ["careers.invalid"] * 3


def test_a_page_is_read_up_to_a_limit_packed_or_not() -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    pages = {
        "/large": Page(b"0" * 1_000_000, chunks=12),
        "/bomb": Page(bomb, headers={"Content-Encoding": "gzip"}),
        "/packed": Page(gzip.compress(b"fine"), headers={"Content-Encoding": "gzip"}),
        "/broken": Page(b"no gzip", headers={"Content-Encoding": "gzip"}),
        "/odd": Page(b"?", headers={"Content-Encoding": "br"}),
    }
    with serving(pages) as site:
        assert [refused(f"{site.address}/{name}") for name in ("large", "bomb", "broken", "odd")] == [
            "fetch-size", "fetch-size", "fetch-failed", "fetch-failed",
        ]  # fmt: skip
        with fetcher() as own:
            assert own.fetch(f"{site.address}/packed").content == b"fine"


@pytest.mark.parametrize(
    "url", ["ftp://example.org/a", "https://", "https://user:pw@example.org/", "http://example.org:99999/", "http://[::1"]
)
def test_what_is_no_address_of_the_web_is_refused(url: str) -> None:
    assert refused(url) == "fetch-address"


def test_a_host_that_does_not_answer_is_a_sentence() -> None:
    assert refused("http://127.0.0.1:9/") == "fetch-failed"
    assert refused("http://nowhere.invalid/") == "fetch-failed"
