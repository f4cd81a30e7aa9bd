"""Career pages of an employer, on an origin of their own: what the widget is embedded in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>A job</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<link rel="icon" href="data:,">{head}</head>
<body><main><h1>Head of Generative AI</h1><p>We are looking for somebody. <a href="#apply">Apply</a></p>{body}</main>{line}</body></html>"""


@dataclass
class Page:
    """A host page: what stands in it, and the headers that it is sent with."""

    line: str = ""
    head: str = ""
    body: str = ""
    lang: str = "en"
    headers: dict[str, str] = field(default_factory=dict)


class Hosts:
    """The pages, by path; a test adds its own."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.app = Starlette(routes=[Route("/{path:path}", self._show)])

    def _show(self, request: Request) -> Response:
        page = self.pages.get(request.url.path)
        if page is None:
            return Response(status_code=404)
        made = _PAGE.format(lang=page.lang, head=page.head, body=page.body, line=page.line)
        return HTMLResponse(made, headers=page.headers)


def line(server: str, **options: Any) -> str:
    """The one line that a recruiter pastes."""
    given = "".join(f' data-{name}="{value}"' for name, value in options.items())
    return f'<script src="{server}/widget.js"{given} async></script>'
