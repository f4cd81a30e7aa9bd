"""Hands a conversation over to a person: first shows what would be sent and how, then sends exactly that."""

from __future__ import annotations

import datetime
import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from faqbot.delivery import hours
from faqbot.delivery.addressed import MAIL, link
from faqbot.delivery.handoff import Channel, Delivery, Handoff
from faqbot.errors import DeliveryFailed
from faqbot.texts import handoffs
from faqbot.web.service import Refused, Service

MAX_EXCHANGES = 20
# Beyond these at once a mail server that hangs would hold up more visitors than it helps.
_AT_ONCE = 8
_REMEMBERED = 10_000
_PHONE = re.compile(r"\+?[\d\s().\-/]{6,30}")
# Channels where we send; elsewhere the visitor does.
SENDING: frozenset[Channel] = frozenset({"email", "webhook"})


@dataclass(frozen=True, slots=True)
class Prepared:
    """A hand-off as it would leave, or has left: what the visitor sees before saying yes, and after."""

    handoff: Handoff
    channel: Channel
    to: str
    notice: str
    hours: str
    promise: str
    link: str | None
    sent: bool


class Desk:
    """The way from a conversation to a person; safe to call from many threads."""

    def __init__(self, service: Service, delivery: Delivery, *, clock: Callable[[], datetime.datetime] | None = None) -> None:
        self._service = service
        self._delivery = delivery
        self._clock = clock or (lambda: datetime.datetime.now(tz=datetime.UTC))
        self._lock = threading.Lock()
        # Keys of what was sent, and of what is being sent: a second click must not send a second mail.
        self._sent: OrderedDict[str, None] = OrderedDict()
        self._sending: set[str] = set()

    @property
    def channel(self) -> Channel:
        """How a hand-off gets to a person here."""
        return self._delivery.channel

    def prepare(self, wish: Handoff) -> Prepared:
        """What would be sent. Raises Refused for an unknown role; sends nothing."""
        self._service.check_role(wish.role)
        name = next((card.name for card in self._service.roles() if card.role == wish.role), None)
        made = handoffs.compose(wish, name)
        return self._shown(replace(made, key=self._key(made)), sent=False)

    def send(self, wish: Handoff, seen: str) -> Prepared:
        """Send what the visitor has seen; `seen` is the key that `prepare` gave for it. Sent twice, it arrives once.

        Raises Refused when nothing can be sent from here, when it is no longer what was shown, or when nobody could
        answer it; DeliveryFailed when no server has taken it.
        """
        prepared = self.prepare(wish)
        if self.channel not in SENDING:
            raise Refused("handoff_off", "This server sends nothing itself. Use the link that the preview gives.")
        if not (MAIL.fullmatch(wish.reply_to) or _PHONE.fullmatch(wish.reply_to)):
            raise Refused("reply_to", "reply_to must be an e-mail address or a telephone number: a person wants to answer.")
        if prepared.handoff.key != seen:
            raise Refused("handoff_changed", "What would be sent is not what was shown. Show it again, and ask again.")
        if self._begin(seen):
            try:
                self._delivery.deliver(prepared.handoff)
            except BaseException:
                self._end(seen, sent=False)
                raise
            self._end(seen, sent=True)
        return self._shown(prepared.handoff, sent=True)

    def _begin(self, key: str) -> bool:
        """Whether it is ours to send now; False when it has been sent."""
        with self._lock:
            if key in self._sent:
                return False
            if key in self._sending:
                raise Refused("handoff_busy", "This is being sent at this moment. Ask again in a few seconds.")
            if len(self._sending) >= _AT_ONCE:
                raise DeliveryFailed(f"{_AT_ONCE} hand-offs are on their way; this one was not begun.")
            self._sending.add(key)
            return True

    def _end(self, key: str, *, sent: bool) -> None:
        with self._lock:
            self._sending.discard(key)
            if sent:
                self._sent[key] = None
            while len(self._sent) > _REMEMBERED:
                self._sent.popitem(last=False)

    def _shown(self, handoff: Handoff, *, sent: bool) -> Prepared:
        settings, lang, to = self._service.settings, handoff.lang, self._delivery.to
        openings = hours.parse(settings.opening_hours)
        now = self._clock().astimezone(ZoneInfo(settings.timezone))
        return Prepared(
            handoff,
            channel=self.channel,
            to=to,
            notice=handoffs.notice(lang, self.channel, to, sent=sent),
            hours=handoffs.hours(lang, openings, settings.timezone, open_now=hours.is_open(openings, now)),
            promise=handoffs.promise(lang, settings.reply_days),
            link=link(to, handoff),
            sent=sent,
        )

    def _key(self, handoff: Handoff) -> str:
        """Names exactly this text on its way to exactly this place."""
        parts = (self.channel, self._delivery.to, handoff.conversation or "", handoff.reply_to, handoff.subject, handoff.text)
        return hashlib.sha256("\x00".join(parts).encode("utf-8", "replace")).hexdigest()
