"""The choice of the way to a person: the first of this table that the settings name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from faqbot.delivery.addressed import MAIL, Addressed
from faqbot.delivery.handoff import Delivery
from faqbot.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Ways:
    """What the settings say of how a person is reached; what is empty is not set."""

    contact: str = ""
    smtp_url: str = ""
    smtp_from: str = ""
    webhook_url: str = ""
    webhook_secret: str = ""
    fetch_allow: tuple[str, ...] = ()


def choose(ways: Ways) -> Delivery:
    """The way to a person. Raises SettingsError where what is set does not go together."""
    if ways.smtp_url and ways.webhook_url:
        raise SettingsError(
            "FAQBOT_SMTP_URL and FAQBOT_WEBHOOK_URL are both set. A hand-off goes one way: leave one of them out."
        )
    return next(make for is_set, make in _TABLE if is_set(ways))(ways)


def told(way: Delivery) -> str:
    """How a candidate gets to a person, for whoever runs the server."""
    return {
        "email": f"Hand-offs go by mail to {way.to}.",
        "webhook": "Hand-offs are posted to FAQBOT_WEBHOOK_URL.",
        "mailto": f"Hand-offs open the visitor's own mail program, addressed to {way.to}.",
        "page": f"Hand-offs lead to {way.to}.",
        "none": "Candidates cannot reach a person here: FAQBOT_CONTACT is not set.",
    }[way.channel]


def _mail(ways: Ways) -> Delivery:
    from faqbot.delivery import mail

    sender = ways.smtp_from or ways.contact
    for name, address in (("FAQBOT_CONTACT", ways.contact), ("FAQBOT_SMTP_FROM", sender)):
        if not MAIL.fullmatch(address):
            raise SettingsError(f"{name} must be an e-mail address when FAQBOT_SMTP_URL is set; it is {address!r}.")
    return mail.Mail(mail.server(ways.smtp_url), to=ways.contact, sender=sender)


def _webhook(ways: Ways) -> Delivery:
    from faqbot.delivery import webhook

    if not ways.webhook_url.startswith(("https://", "http://")):
        raise SettingsError("FAQBOT_WEBHOOK_URL must begin with https:// (or http:// to a network in FAQBOT_FETCH_ALLOW).")
    return webhook.Webhook(ways.webhook_url, ways.webhook_secret, to=ways.contact, allow=ways.fetch_allow)


_TABLE: tuple[tuple[Callable[[Ways], bool], Callable[[Ways], Delivery]], ...] = (
    (lambda ways: bool(ways.smtp_url), _mail),
    (lambda ways: bool(ways.webhook_url), _webhook),
    (lambda _: True, lambda ways: Addressed(ways.contact)),
)
