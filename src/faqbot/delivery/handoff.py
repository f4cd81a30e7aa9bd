"""What is handed over to a person, and what whoever brings it there must be able to do."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal, Protocol

Channel = Literal["email", "webhook", "mailto", "page", "none"]


@dataclass(frozen=True, slots=True)
class Opening:
    """People are there on these weekdays (0 is Monday), from `start` up to `end`."""

    days: tuple[int, ...]
    start: datetime.time
    end: datetime.time


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question of a conversation and the answer to it, as the visitor read them."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Handoff:
    """What a visitor wants a person to get. `subject` and `text` are all that a reader of mail sees of it.

    `key` is the same however often the same hand-off is sent, so that nobody needs to get it twice.
    """

    exchanges: tuple[Exchange, ...] = ()
    message: str = ""
    reply_to: str = ""
    role: str | None = None
    lang: str = "en"
    conversation: str | None = None
    subject: str = ""
    text: str = ""
    key: str = ""


class Delivery(Protocol):
    """Brings a hand-off to the people who answer."""

    @property
    def channel(self) -> Channel:
        """How it gets there. `mailto` and `page` are addresses that the visitor opens, so nothing is delivered for them."""
        ...

    @property
    def to(self) -> str:
        """Who gets it, as a visitor may read it: an e-mail address, a page, or empty where neither is known."""
        ...

    def deliver(self, handoff: Handoff) -> None:
        """Return when somebody else's server has taken it. Raises DeliveryFailed when none did."""
        ...
