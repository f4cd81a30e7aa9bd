"""Without a mail server or webhook: an address that the visitor opens, where nothing passes through us."""

from __future__ import annotations

import re
from urllib.parse import quote

from faqbot.delivery.handoff import Channel, Handoff
from faqbot.errors import DeliveryFailed

MAIL = re.compile(r"[^@\s<>\",;:()\[\]\\]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
# Windows and several browsers cut a longer address.
_LONGEST_LINK = 1900


class Addressed:
    """The contact of the settings: an e-mail address, a page, or nothing."""

    def __init__(self, contact: str) -> None:
        self.to = contact
        self.channel: Channel = "none"
        if MAIL.fullmatch(contact):
            self.channel = "mailto"
        elif contact.startswith(("https://", "http://")):
            self.channel = "page"

    def deliver(self, handoff: Handoff) -> None:
        """Nothing is delivered here: the visitor's own mail program, or the page, does it."""
        raise DeliveryFailed(f"Nothing sends the hand-off {handoff.key[:8]}: no mail server and no webhook is set.")


def link(to: str, handoff: Handoff) -> str | None:
    """What a browser opens to write to `to` with the text already there; None where `to` is no address.

    A text too long for a link is cut at a line, with an ellipsis where it ends.
    """
    if to.startswith(("https://", "http://")):
        return to
    if not MAIL.fullmatch(to):
        return None
    beginning = f"mailto:{quote(to, safe='@')}?subject={quote(handoff.subject)}&body="
    lines: list[str] = []
    room = _LONGEST_LINK - len(beginning) - len(quote("…"))
    for line in handoff.text.splitlines():
        quoted = quote(line + "\r\n")
        if len(quoted) > room:
            lines.append(quote("…"))
            break
        room -= len(quoted)
        lines.append(quoted)
    return beginning + "".join(lines)
