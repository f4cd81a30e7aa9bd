"""GET /widget.js: the script that a recruiter embeds with one line."""

from __future__ import annotations

import functools
import gzip
import hashlib
import json
import re

from fastapi import APIRouter, Request
from starlette.responses import Response

from faqbot import texts
from faqbot.web import pages
from faqbot.web.packing import packed
from faqbot.web.problems import responses

# What the widget says before it has asked the server for anything, and when the server cannot be reached.
BOOT_STRINGS = (
    "launch",
    "title",
    "tagline",
    "invite",
    "close",
    "conversation",
    "question",
    "placeholder",
    "ask",
    "thinking",
    "wrong",
    "offline",
    "try_again",
    "open_page",
    "new_tab",
)
_BOOT = re.compile(r"/\*boot\*/.*?/\*boot\*/")
# Whole lines of comment, and indentation: what a browser does not need is not sent.
_UNNEEDED = re.compile(r"^[ \t]*(?://.*\n)?", re.MULTILINE)
# Old enough to be kept by browsers, new enough that a mended widget reaches every page within the hour.
_CACHE = "public, max-age=3600, stale-while-revalidate=86400"


def router() -> APIRouter:
    """The script, compressed where the browser takes that, with an ETag."""
    made = APIRouter()

    @made.head("/widget.js", include_in_schema=False)
    @made.get(
        "/widget.js",
        tags=["widget"],
        response_class=Response,
        responses={
            200: {"description": "The script", "content": {"text/javascript": {"schema": {"type": "string"}}}},
            304: {"description": "The script has not changed"},
            **responses("too_many", "busy", "failed"),
        },
    )
    def widget(request: Request) -> Response:
        """The embeddable widget."""
        body, small, tag = script()
        headers = {
            "Cache-Control": _CACHE,
            "ETag": tag,
            # A career page is another origin, and may ask for isolation or for integrity.
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Access-Control-Allow-Origin": "*",
        }
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={**headers, "Vary": "Accept-Encoding"})
        return packed(request, body, "text/javascript", headers=headers, ready=small)

    return made


@functools.cache
def script() -> tuple[bytes, bytes, str]:
    """The script with its first strings filled in: plain, gzipped, and its ETag."""
    strings = {lang: {name: texts.page(lang)[name] for name in BOOT_STRINGS} for lang in texts.LANGUAGES}
    boot = json.dumps(strings, ensure_ascii=False)
    made = _UNNEEDED.sub("", _BOOT.sub(lambda _: boot, pages.static("widget.js"))).encode()
    return made, gzip.compress(made, 9, mtime=0), f'"{hashlib.sha256(made).hexdigest()[:20]}"'
