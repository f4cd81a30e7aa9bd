"""GET /embed: a recruiter chooses how the widget looks, sees it live, and copies the one line."""

from __future__ import annotations

import base64
import functools
import hashlib
from types import SimpleNamespace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse

from faqbot import texts
from faqbot.web import pages
from faqbot.web.middleware import frame_ancestors
from faqbot.web.models import Lang
from faqbot.web.problems import responses
from faqbot.web.service import Service

_NAMES = {"en": "English", "fr": "Français"}


def router(service: Service) -> APIRouter:
    """The page over `service`."""
    made = APIRouter()
    policy = (
        f"default-src 'none'; script-src 'self' '{_hash('embed.js')}'; style-src '{_hash('embed.css')}'; connect-src 'self'; "
        f"img-src data:; base-uri 'none'; form-action 'none'; {frame_ancestors(())}"
    )
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}

    @made.get(
        "/embed",
        tags=["widget"],
        response_class=HTMLResponse,
        responses=responses("invalid", "too_many", "busy", "failed"),
    )
    def embed(
        request: Request, lang: Annotated[Lang | None, Query(description="The language of the page.")] = None
    ) -> HTMLResponse:
        """The page that makes the line to embed the widget with."""
        spoken = _spoken(lang or request.headers.get("accept-language", ""))
        return HTMLResponse(page(service, spoken), headers={**headers, "Vary": "Accept-Language"})

    return made


def page(service: Service, lang: str) -> Markup:
    """The page in `lang`."""
    return pages.render(
        "embed.html",
        lang,
        e=SimpleNamespace(**texts.LANGUAGES[lang].EMBED),
        roles=service.roles(),
        languages=[(code, _NAMES[code]) for code in texts.LANGUAGES],
        origins=service.settings.allowed_origins,
        style=_file("embed.css"),
        script=_file("embed.js"),
    )


def _spoken(wanted: str) -> str:
    """The first of the languages in `wanted`, an Accept-Language header or one code, that we speak."""
    codes = (part.split(";")[0].strip()[:2].lower() for part in wanted.split(","))
    return next((code for code in codes if code in texts.LANGUAGES), "en")


@functools.cache
def _file(name: str) -> Markup:
    return Markup(pages.static(name))  # noqa: S704 - a file of ours


@functools.cache
def _hash(name: str) -> str:
    """The hash by which the page's Content-Security-Policy knows its own script and style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(_file(name).encode()).digest()).decode()
