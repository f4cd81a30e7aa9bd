"""Answers compressed where the browser takes that: a widget on a phone pays for every kilobyte."""

from __future__ import annotations

import gzip
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response


def packed(
    request: Request, body: bytes, media_type: str, *, headers: Mapping[str, str] | None = None, ready: bytes | None = None
) -> Response:
    """`body`, gzipped for who takes it; `ready` is `body` gzipped before, for what is sent again and again."""
    given = {**(headers or {}), "Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(body, media_type=media_type, headers=given)
    # No time in the header of the archive: the same bytes give the same answer.
    small = gzip.compress(body, 9, mtime=0) if ready is None else ready
    return Response(small, media_type=media_type, headers={**given, "Content-Encoding": "gzip"})
