"""Personal data in what a visitor types: found by linear-time patterns, and masked before anything is kept or sent."""

from __future__ import annotations

import re

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("e-mail", re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")),
    ("iban", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")),
    ("card", re.compile(r"\b(?:\d{4}[ -]?){3}\d{4}\b")),
    (
        "social security number",
        re.compile(r"\b[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?\d{2} ?\d{3} ?\d{3}(?: ?\d{2})?\b|\b\d{3}-\d{2}-\d{4}\b"),
    ),
    (
        "phone",
        re.compile(
            r"(?<![\w.])(?:\+|00)\d{1,3}[ .-]?\(?\d{1,4}\)?(?:[ .-]?\d{2,4}){2,4}(?!\w)|(?<![\w.])0\d(?:[ .-]?\d{2}){4}(?!\w)|(?<![\w.])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\w)"
        ),
    ),
)


def mask(text: str) -> tuple[str, tuple[str, ...]]:
    """`text` with each e-mail address, phone, card, account or social security number replaced by its kind in
    brackets, and the kinds that were found.
    """
    kinds: list[str] = []
    for kind, pattern in _PATTERNS:
        text, count = pattern.subn(f"[{kind}]", text)
        if count:
            kinds.append(kind)
    return text, tuple(kinds)
