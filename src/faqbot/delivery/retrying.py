"""Tries again where a failure may pass: a server that restarts, a line that broke."""

from __future__ import annotations

import time
from collections.abc import Callable

from faqbot.errors import DeliveryFailed

# Seconds before the second and the third try. A visitor waits, so there is no fourth.
PAUSES = (0.5, 2.0)


class MayPass(Exception):
    """A failure after which another try may succeed."""


def again(attempt: Callable[[], None], *, sleep: Callable[[float], None] = time.sleep) -> None:
    """Call `attempt` until it raises no MayPass, three times at most. Raises DeliveryFailed with the last one's words."""
    for number, pause in enumerate((*PAUSES, None)):
        try:
            attempt()
            return
        except MayPass as failure:
            if pause is None:
                raise DeliveryFailed(f"{failure} So it was {number + 1} times.") from failure
            sleep(pause)
