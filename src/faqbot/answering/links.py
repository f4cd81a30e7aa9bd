"""A public address that opens at a quote: a text fragment, as WICG's scroll-to-text-fragment draft writes it."""

from __future__ import annotations

from urllib.parse import quote as percent

from faqbot.language.markup import readable

_EDGE_WORDS = 5


def link(url: str | None, quote: str) -> str | None:
    """`url` with a text fragment for `quote` (its first and last words when it is long); None without a page."""
    if url is None:
        return None
    words = readable(quote).split()
    if not words:
        return url
    text = _encode(words) if len(words) <= 2 * _EDGE_WORDS else f"{_encode(words[:_EDGE_WORDS])},{_encode(words[-_EDGE_WORDS:])}"
    return f"{url.split('#')[0]}#:~:text={text}"


def _encode(words: list[str]) -> str:
    # A hyphen separates the parts of a fragment, so it is encoded too.
    return percent(" ".join(words), safe="").replace("-", "%2D")
