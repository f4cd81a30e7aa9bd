"""A document as it was read, as a page that opens at a quote. No script, nothing but escaped text."""

from __future__ import annotations

import base64
import functools
import hashlib
from typing import Annotated

from fastapi import APIRouter, Query
from markupsafe import Markup
from starlette.responses import HTMLResponse

from faqbot import texts
from faqbot.types import Document
from faqbot.web import pages, passages
from faqbot.web.middleware import frame_ancestors
from faqbot.web.models import Lang
from faqbot.web.problems import responses
from faqbot.web.service import NotFound, Service


def router(service: Service) -> APIRouter:
    """GET /documents/{source}: what a citation opens."""
    made = APIRouter()
    policy = f"default-src 'none'; style-src '{style_hash()}'; {frame_ancestors(service.settings.allowed_origins)}"
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
    missing = responses("not_found")  # as a page where the address could be one of a document
    missing[404]["content"]["text/html"] = {}

    @made.get(
        "/documents/{source:path}",
        tags=["read"],
        response_class=HTMLResponse,
        responses={**missing, **responses("invalid", "too_many", "busy", "failed")},
    )
    def document(
        source: str,
        start: Annotated[int, Query(ge=0, le=2**31, description="Where the quote begins, in code points.")] = 0,
        end: Annotated[
            int, Query(ge=0, le=2**31, description="Where it ends; nothing is marked unless it is more than `start`.")
        ] = 0,
        lang: Annotated[Lang | None, Query(description="The language of the words around the document.")] = None,
    ) -> HTMLResponse:
        """A document as it was read, the quote marked and scrolled to (`#quote`)."""
        try:
            found, _ = service.source(source)
        except NotFound:
            spoken = _spoken(lang or "en")
            return HTMLResponse(pages.render("missing.html", spoken, style=_style()), status_code=404, headers=headers)
        return HTMLResponse(page(found, start, end, lang=_spoken(lang or found.lang)), headers=headers)

    return made


def page(document: Document, start: int, end: int, *, lang: str) -> Markup:
    """The page of `document` with the characters from `start` to `end` marked."""
    matter, body = passages.blocks(document, start, end)
    # The title stands above; a first heading that says the same again is left to the front matter's reader.
    if body and body[0].kind == "heading" and not body[0].marked and _words(body[0]) == document.title:
        body = body[1:]
    first = next((block for block in (*matter, *body) if block.marked), None)
    return pages.render(
        "document.html",
        lang,
        document=document,
        matter=matter,
        matter_marked=any(block.marked for block in matter),
        body=body,
        first=first,
        quoted=first is not None,
        style=_style(),
    )


@functools.cache
def style_hash() -> str:
    """The hash by which the page's Content-Security-Policy knows its own style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()


@functools.cache
def _style() -> Markup:
    return Markup(pages.static("document.css"))  # noqa: S704 - a file of ours


def _spoken(lang: str) -> str:
    return lang[:2] if lang[:2] in texts.LANGUAGES else "en"


def _words(block: passages.Block) -> str:
    return "".join(piece.text for piece in block.pieces).strip()
