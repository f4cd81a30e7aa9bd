"""`POST /api/v1/handoff`: a person gets the conversation, once the visitor has seen what is sent and said yes."""

from __future__ import annotations

import anyio
from fastapi import APIRouter, Response

from faqbot.web.desk import Desk, Prepared
from faqbot.web.models import HandoffBody, HandoffOut
from faqbot.web.problems import responses
from faqbot.web.service import Refused

_PROBLEMS = responses(
    *("not_json", "too_slow", "too_large", "invalid", "unknown_role", "reply_to", "consent"),
    *("handoff_off", "handoff_changed", "handoff_busy", "delivery"),
    *("too_many", "busy", "failed"),
)


def router(desk: Desk) -> APIRouter:
    """The endpoint over `desk`."""
    made = APIRouter()
    # A mail server that hangs must not use up the threads that answer questions.
    limiter = anyio.CapacityLimiter(16)

    @made.post("/api/v1/handoff", tags=["ask"], responses=_PROBLEMS)
    async def handoff(body: HandoffBody, response: Response) -> HandoffOut:
        """Without `consent`: what would be sent, to whom and how. With it, and the `seen` of that: it is sent.

        200 with `sent` true means that a mail server or a webhook has taken it. Sent again, it does not arrive twice.
        """
        response.headers["Cache-Control"] = "no-store"
        wish = body.handoff()
        if not body.consent:
            return _out(await anyio.to_thread.run_sync(desk.prepare, wish, limiter=limiter))
        if body.seen is None:
            raise Refused("consent", "consent needs seen: ask without consent first, and show the visitor what comes back.")
        return _out(await anyio.to_thread.run_sync(desk.send, wish, body.seen, limiter=limiter))

    return made


def _out(prepared: Prepared) -> HandoffOut:
    return HandoffOut(
        channel=prepared.channel,
        to=prepared.to,
        subject=prepared.handoff.subject,
        text=prepared.handoff.text,
        seen=prepared.handoff.key,
        sent=prepared.sent,
        notice=prepared.notice,
        hours=prepared.hours,
        promise=prepared.promise,
        link=prepared.link,
    )
