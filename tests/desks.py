"""A way to a person that tests pass in."""

from __future__ import annotations

from collections.abc import Callable

from faqbot.delivery.handoff import Channel, Handoff
from faqbot.errors import DeliveryFailed


class FakeDelivery:
    """Takes hand-offs into a list. `dead` makes every delivery fail, `hold` is called in the middle of one."""

    def __init__(self, channel: Channel = "email", to: str = "jobs@example.org", hold: Callable[[], None] | None = None) -> None:
        self.channel = channel
        self.to = to
        self.delivered: list[Handoff] = []
        self.dead = False
        self.hold = hold

    def deliver(self, handoff: Handoff) -> None:
        if self.hold:
            self.hold()
        if self.dead:
            raise DeliveryFailed("No mail server has taken the hand-off.")
        self.delivered.append(handoff)
