"""A hand-off as a signed POST, after the Standard Webhooks scheme: a receiver checks it with any of its libraries."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import ipaddress
import json
import ssl
import time
from collections.abc import Callable, Sequence

import httpx

from faqbot.delivery.handoff import Channel, Handoff
from faqbot.delivery.retrying import MayPass, again
from faqbot.errors import DeliveryFailed, SettingsError
from faqbot.network import Forbidden, Guard, PinnedTransport, Unknown

_TIMEOUT = httpx.Timeout(5.0, connect=3.0)
_PASSING = frozenset({408, 425, 429})
_PREFIX = "whsec_"


class Webhook:
    """POSTs to one address that the settings name. Private ones only where `allow` has their network; no redirects."""

    channel: Channel = "webhook"

    def __init__(
        self,
        url: str,
        secret: str,
        *,
        to: str = "",
        allow: Sequence[str] = (),
        sleep: Callable[[float], None] = time.sleep,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.to = to
        self._url = httpx.URL(url)
        self._key = key(secret)
        self._guard = Guard(tuple(map(ipaddress.ip_network, allow)))
        self._sleep = sleep
        self._tls = tls

    def deliver(self, handoff: Handoff) -> None:
        """Return when the receiver has answered 2xx. Raises DeliveryFailed."""
        body = payload(handoff)
        again(lambda: self._post(handoff.key, body), sleep=self._sleep)

    def _post(self, name: str, body: bytes) -> None:
        host = self._url.host
        status = self._status(name, body)
        if status in _PASSING or status >= 500:
            raise MayPass(f"The webhook at {host} answered {status}.")
        if not 200 <= status < 300:
            raise DeliveryFailed(f"The webhook at {host} answered {status}. Check FAQBOT_WEBHOOK_URL.")

    def _status(self, name: str, body: bytes) -> int:
        host, now = self._url.host, str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "faqbot",
            "Idempotency-Key": name,
            "webhook-id": name,
            "webhook-timestamp": now,
            "webhook-signature": sign(self._key, name, now, body),
        }
        try:
            self._keep_it_secret()
            with (
                httpx.Client(transport=PinnedTransport(self._guard, tls=self._tls), timeout=_TIMEOUT, trust_env=False) as client,
                client.stream("POST", self._url, content=body, headers=headers, follow_redirects=False) as response,
            ):
                return response.status_code  # the body is nothing to us, and may be endless
        except (Forbidden, Unknown) as error:
            raise DeliveryFailed(f"The webhook cannot be used: {error} FAQBOT_FETCH_ALLOW names networks that may be.") from error
        except httpx.HTTPError as error:
            raise MayPass(f"The webhook at {host} could not be reached ({type(error).__name__}).") from error

    def _keep_it_secret(self) -> None:
        host = self._url.host
        if self._url.scheme != "https" and not self._guard.named(self._guard.vetted(host, self._url.port or 80)):
            raise DeliveryFailed(f"The webhook at {host} is not https, and a transcript must not be read on its way.")


def payload(handoff: Handoff) -> bytes:
    """What is sent: the text as the visitor saw it, and its parts for a program."""
    return json.dumps(
        {
            "type": "handoff",
            "id": handoff.key,
            "subject": handoff.subject,
            "text": handoff.text,
            "reply_to": handoff.reply_to,
            "message": handoff.message,
            "role": handoff.role,
            "lang": handoff.lang,
            "conversation": handoff.conversation,
            "transcript": [{"question": each.question, "answer": each.answer} for each in handoff.exchanges],
        },
        ensure_ascii=False,
    ).encode("utf-8", "replace")


def key(secret: str) -> bytes:
    """The bytes of a secret: base64 behind `whsec_`, as most senders give them out, or the characters themselves.

    Raises SettingsError for one that anybody could guess.
    """
    try:
        made = base64.b64decode(secret.removeprefix(_PREFIX), validate=True) if secret.startswith(_PREFIX) else secret.encode()
    except binascii.Error:
        raise SettingsError("FAQBOT_WEBHOOK_SECRET begins with whsec_, but what follows is not base64.") from None
    if len(made) < 16:
        raise SettingsError("FAQBOT_WEBHOOK_SECRET is missing or has fewer than 16 bytes. Make one: openssl rand -hex 32")
    return made


def sign(key: bytes, name: str, timestamp: str, body: bytes) -> str:
    """The signature of a message: a receiver computes it again, and refuses old timestamps."""
    made = hmac.new(key, f"{name}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(made).decode('ascii')}"
