"""What belongs to the request at hand and is needed far below it: its id, and who asks."""

from __future__ import annotations

from contextvars import ContextVar

# The id in the response's X-Request-ID, in problems and in log lines; "-" outside of a request.
REQUEST_ID: ContextVar[str] = ContextVar("faqbot_request_id", default="-")
# The visitor's address under a hash (see `limits.Clients`); "" outside of a request.
CLIENT: ContextVar[str] = ContextVar("faqbot_client", default="")
