"""How much one visitor may ask: token buckets by address, by address and day, and by conversation.

A bucket is full at first, so a whole office behind one address can begin at once, and fills up evenly. No address is kept:
a bucket is known by a hash whose key is made at start and never leaves the memory. What is not used for long is forgotten.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from faqbot.errors import FaqbotError
from faqbot.settings import Settings

_MINUTE, _DAY = 60.0, 86_400.0
# Reading a document or a list costs a hundredth of an answer, and a page needs several.
_READS = 10
# A hand-off reaches a person: so many an hour from one address, however many questions it may ask.
_HANDOFFS, _HOUR = 30, 3600.0
# 100,000 buckets take about 30 MB. Beyond that the ones that were not used for longest are forgotten: they are full again.
_MOST = 100_000


class TooMany(FaqbotError):
    """A limit is reached; `limit` is its name, `seconds` when one more is taken."""

    def __init__(self, limit: str, seconds: int) -> None:
        super().__init__(f"Too many requests for now. Try again in {seconds} seconds.")
        self.limit = limit
        self.seconds = seconds


@dataclass(slots=True)
class _Level:
    tokens: float
    at: float


class Buckets:
    """One limit: each key may take `most` at once, and `most` more every `seconds`. No limit when `most` is 0."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic, *, keys: int = _MOST) -> None:
        self.most = most
        self.seconds = seconds
        self._clock = clock
        self._keys = keys
        self._levels: OrderedDict[str, _Level] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str) -> int:
        """0 when one is taken, else the whole seconds until one can be."""
        if not self.most:
            return 0
        with self._lock:
            now = self._clock()
            level = self._levels.get(key) or _Level(float(self.most), now)
            level.tokens = min(float(self.most), level.tokens + (now - level.at) * self.most / self.seconds)
            level.at = now
            self._levels[key] = level
            self._levels.move_to_end(key)
            if len(self._levels) > self._keys:
                self._levels.popitem(last=False)
            # A hair below one is one: a client that comes back exactly when it was told to must be let in.
            if level.tokens >= 1 - 1e-9:
                level.tokens = max(0.0, level.tokens - 1)
                return 0
            return math.ceil((1 - level.tokens) * self.seconds / self.most)


class Limits:
    """All the limits of one application. Each call takes from a bucket, or raises TooMany."""

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], float] = time.monotonic,
        *,
        refused: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._refused = refused
        self._asks = Buckets(settings.limit_client, _MINUTE, clock)
        self._days = Buckets(settings.limit_day, _DAY, clock)
        self._reads = Buckets(settings.limit_client * _READS, _MINUTE, clock)
        self._handoffs = Buckets(_HANDOFFS if settings.limit_client else 0, _HOUR, clock)
        self._conversations = Buckets(settings.limit_conversation, _MINUTE, clock)
        self._secret = secrets.token_bytes(32)

    def client(self, address: str) -> str:
        """What an address is known by here. Of IPv6 the network counts: one visitor has 2**64 addresses in it."""
        try:
            given = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return self._hash(address[:100])
        if isinstance(given, ipaddress.IPv6Address):
            return self._hash(str(given.ipv4_mapped or ipaddress.ip_network((int(given) >> 64 << 64, 64))))
        return self._hash(str(given))

    def ask(self, client: str) -> None:
        """Something that costs as much as a question."""
        self._take(self._asks, client, "client")
        self._take(self._days, client, "day")

    def read(self, client: str) -> None:
        """Something that is only looked up."""
        self._take(self._reads, client, "client")

    def handoff(self, client: str) -> None:
        """Something that a person has to deal with."""
        self.ask(client)
        self._take(self._handoffs, client, "handoff")

    def conversation(self, conversation: str | None) -> None:
        """A question in a conversation; the first one of a conversation has no id yet, and counts for its client only."""
        if conversation:
            self._take(self._conversations, self._hash(conversation), "conversation")

    def _hash(self, text: str) -> str:
        return hashlib.blake2b(text.encode("utf-8", "replace"), key=self._secret, digest_size=16).hexdigest()

    def _take(self, buckets: Buckets, key: str, limit: str) -> None:
        seconds = buckets.take(key)
        if seconds:
            self._refused(limit)
            raise TooMany(limit, seconds)
