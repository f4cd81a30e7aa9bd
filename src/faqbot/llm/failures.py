"""How a call to a language model fails: every exception of every client becomes one sentence of ours, without the key."""

from __future__ import annotations

import datetime
import email.utils
import re
from collections.abc import Iterator
from typing import Literal

from faqbot.errors import ProviderError

Result = Literal[
    "answered", "refused", "key", "busy", "down", "garbled", "broken", "cut", "late", "budget", "open", "crowded", "left"
]  # fmt: skip

_SHOWN = 200
_KEY = re.compile(r"\b(?:sk|key|pk|Bearer)[-_ ][\w*.…-]{4,}", re.IGNORECASE)


class Failed(ProviderError):
    """A call that gave no whole answer: `result` says how, `again` whether trying once more may help, `after` when."""

    def __init__(self, message: str, result: Result, *, again: bool = False, after: float = 0.0) -> None:
        super().__init__(message)
        self.result = result
        self.again = again
        self.after = after


def explain(error: BaseException, name: str, key: str) -> Failed:
    """What `error`, raised by the client of the model `name`, means. No part of `key` is in it."""
    if isinstance(error, Failed):
        return error
    chain = list(_chain(error))
    if status := next(filter(None, map(_status, chain)), 0):
        return _of_status(status, name, words=_words(error, key), after=max(map(_retry_after, chain)))
    if any(isinstance(each, TimeoutError) or "Timeout" in type(each).__name__ for each in chain):
        return Failed(f"{name} did not answer in time.", "late", again=True)
    # What the clients raise when an answer is no JSON, or JSON of another shape.
    if isinstance(error, ValueError | KeyError | TypeError | AttributeError | IndexError):
        return Failed(f"{name} sent an answer that is not of its protocol ({type(error).__name__}).", "garbled", again=True)
    return Failed(f"{name} cannot be reached or broke off ({type(chain[-1]).__name__}).", "down", again=True)


def _of_status(status: int, name: str, *, words: str, after: float) -> Failed:
    if status in (401, 403):
        return Failed(f"{name} refused the key ({status}). Set FAQBOT_LLM_API_KEY to a valid one.", "key")
    if status == 429:
        return Failed(f"{name} is asked too often (429).", "busy", again=True, after=after)
    if status >= 500 or status in (408, 409):
        return Failed(f"{name} failed ({status}).", "down", again=True, after=after)
    if status < 400:
        return Failed(
            f"{name} wants the question sent elsewhere ({status}), which is not done. Correct FAQBOT_LLM_BASE_URL.", "refused"
        )
    return Failed(f"{name} refused the request ({status}): {words}", "refused")


def _words(error: BaseException, key: str) -> str:
    """The beginning of what a client says, without anything that is or looks like a key."""
    text = " ".join(str(error).split())
    text = text.replace(key, "[key]") if key else text
    return _KEY.sub("[key]", text)[:_SHOWN]


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what caused it, outermost first."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _status(error: BaseException) -> int:
    """The HTTP status that an error carries; 0 for none. A client may use 200 or -1 for a fault inside a stream."""
    for holder in (error, getattr(error, "response", None)):
        status = getattr(holder, "status_code", None)
        if isinstance(status, int) and status >= 300:
            return status
    return 0


def _retry_after(error: BaseException) -> float:
    """The seconds that the `Retry-After` header of an error asks to wait; 0 for none."""
    headers = getattr(getattr(error, "response", None), "headers", None)
    value = headers.get("retry-after", "") if headers is not None else ""
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, (email.utils.parsedate_to_datetime(value) - datetime.datetime.now(tz=datetime.UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0
