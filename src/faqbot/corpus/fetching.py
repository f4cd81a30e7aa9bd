"""One address fetched politely: robots.txt and its pace kept, at most so many bytes and seconds, each redirect judged anew."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx

from faqbot import __version__
from faqbot.corpus.refusals import refusal
from faqbot.errors import DocumentError
from faqbot.network import Forbidden, Guard, PinnedTransport, Unknown

AGENT = "faqbot"
_HEADERS = {"User-Agent": f"{AGENT}/{__version__}", "Accept-Encoding": "identity", "Accept": "text/html,*/*;q=0.8"}
_MOST_BYTES = 10 * 1024 * 1024
_MOST_ROBOTS = 500 * 1024
_MOST_REDIRECTS = 5
_MOST_SECONDS = 30.0
_TIMEOUT = httpx.Timeout(10.0)
# Between two requests to one host, in seconds; a site that asks for more gets it, within reason.
_PAUSE = 1.0
_LONGEST_PAUSE = 30.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: where it ended, the bytes and their kind, and by what a later request can ask for changes.

    `unchanged` says that the copy which `known` described still holds; there are no bytes then.
    """

    url: str
    content: bytes
    kind: str
    validators: Mapping[str, str] = field(default_factory=dict)
    unchanged: bool = False


class Fetcher:
    """Fetches addresses one after the other. `clock` and `sleep` keep the pace between two requests to a host."""

    def __init__(
        self, guard: Guard, *, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._client = httpx.Client(transport=PinnedTransport(guard), headers=_HEADERS, timeout=_TIMEOUT, trust_env=False)
        self._clock, self._sleep = clock, sleep
        self._robots: dict[str, RobotFileParser] = {}
        self._last: dict[str, float] = {}

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._client.close()

    def fetch(self, url: str, known: Mapping[str, str] | None = None) -> Fetched:
        """What `url` gives. Raises DocumentError with a code that begins with "fetch".

        `known` are the validators of the copy that is there already.
        """
        place = url
        for _ in range(_MOST_REDIRECTS + 1):
            self._check(place, url)
            self._wait(place)
            status, headers, content = self._get(place, url, known or {}, _MOST_BYTES)
            if status in (301, 302, 303, 307, 308) and "location" in headers:
                place = urljoin(place, headers["location"])
                continue
            if status == 304 and known:
                return Fetched(place, b"", "", known, unchanged=True)
            if status in (404, 410):
                raise refusal(url, "fetch-gone", f"The site says that there is no such page (HTTP {status}).")
            if status != 200:
                raise refusal(url, "fetch-failed", f"The site answered with HTTP {status}.")
            kind = headers.get("content-type", "").partition(";")[0].strip().lower()
            given = {"If-None-Match": headers.get("etag"), "If-Modified-Since": headers.get("last-modified")}
            return Fetched(place, content, kind, {name: value for name, value in given.items() if value})
        raise refusal(url, "fetch-failed", f"The address was redirected more than {_MOST_REDIRECTS} times.")

    def _check(self, place: str, url: str) -> None:
        """Raise DocumentError unless `place` is an address of the web that its site lets programs read."""
        try:
            parts = urlsplit(place)
            good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
            origin = f"{parts.scheme}://{parts.netloc}"
            _ = parts.port
        except ValueError:
            good, origin = False, ""
        if not good:
            raise refusal(url, "fetch-address", f"{place[:200]!r} is no address that can be fetched.")
        if origin not in self._robots:
            self._robots[origin] = self._rules(origin, url)
        if not self._robots[origin].can_fetch(AGENT, place):
            raise refusal(url, "fetch-robots", f"robots.txt of {parts.hostname} asks programs not to read this page.")

    def _rules(self, origin: str, url: str) -> RobotFileParser:
        """The site's robots.txt, after RFC 9309: none allows everything, one that cannot be had nothing."""
        rules = RobotFileParser()
        place = f"{origin}/robots.txt"
        for _ in range(_MOST_REDIRECTS):
            status, headers, content = self._get(place, url, {}, _MOST_ROBOTS)
            if not (300 <= status < 400 and "location" in headers):
                break
            place = urljoin(place, headers["location"])
        if status >= 500 or status == 429:
            raise refusal(url, "fetch-failed", f"robots.txt of the site answered with HTTP {status}; without it nothing is read.")
        rules.parse(content.decode("utf-8", "replace").splitlines() if status == 200 else [])
        return rules

    def _wait(self, place: str) -> None:
        parts = urlsplit(place)
        asked = self._robots[f"{parts.scheme}://{parts.netloc}"].crawl_delay(AGENT)
        pause = min(_LONGEST_PAUSE, max(_PAUSE, float(asked or 0)))
        host = parts.netloc
        if host in self._last and (left := self._last[host] + pause - self._clock()) > 0:
            self._sleep(left)
        self._last[host] = self._clock()

    def _get(self, place: str, url: str, known: Mapping[str, str], most: int) -> tuple[int, httpx.Headers, bytes]:
        deadline = time.monotonic() + _MOST_SECONDS
        try:
            with self._client.stream("GET", place, headers=dict(known)) as response:
                read = _Limited(most, response.headers.get("content-encoding", "identity"), url)
                if response.status_code == 200:
                    for part in response.iter_raw():
                        read.take(part)
                        if time.monotonic() > deadline:
                            raise refusal(
                                url, "fetch-failed", f"The site did not give the page within {_MOST_SECONDS:.0f} seconds."
                            )
                return response.status_code, response.headers, bytes(read.content)
        except Forbidden as error:
            raise refusal(url, "fetch-private", str(error)) from None
        except Unknown as error:
            raise refusal(url, "fetch-failed", str(error)) from None
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise refusal(url, "fetch-failed", f"The page cannot be fetched: {str(error) or type(error).__name__}.") from None


class _Limited:
    """Takes the bytes of an answer, unpacks them where the site packed them unasked, and stops at the limit."""

    def __init__(self, most: int, encoding: str, url: str) -> None:
        self.content = bytearray()
        self._most, self._url = most, url
        self._unpack = zlib.decompressobj(wbits=47) if encoding in ("gzip", "x-gzip", "deflate") else None
        if self._unpack is None and encoding not in ("", "identity"):
            raise refusal(url, "fetch-failed", f"The page is packed as {encoding[:40]!r}, which was not asked for.")

    def take(self, part: bytes) -> None:
        """Add what came. Raises DocumentError beyond the limit."""
        try:
            self.content += self._unpack.decompress(part, self._most + 1 - len(self.content)) if self._unpack else part
        except zlib.error as error:
            raise refusal(self._url, "fetch-failed", f"The page is packed and damaged: {error}.") from None
        if len(self.content) > self._most or (self._unpack and self._unpack.unconsumed_tail):
            raise refusal(self._url, "fetch-size", f"The page has more than {self._most:,} bytes.")


def kept(error: DocumentError) -> bool:
    """Whether a copy from before still stands after this error: the site may be down, the page is not known to be gone."""
    return error.code == "fetch-failed"
