"""A small site on loopback that remembers what it was asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    """What a path gives. `chunks` above 1 sends the body so many times."""

    body: bytes = b""
    kind: str = "text/html"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    chunks: int = 1


@dataclass
class Site:
    """Pages by path; `asked` holds each request's path, Host, and whether it asked for changes only."""

    pages: dict[str, Page]
    asked: list[tuple[str, str, bool]] = field(default_factory=list)
    address: str = ""
    port: int = 0

    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked]


@contextmanager
def serving(pages: dict[str, Page]) -> Iterator[Site]:
    """The site, on a free port."""
    site = Site(pages)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.headers.get("If-None-Match")
            site.asked.append((self.path, self.headers["Host"], known is not None))
            page = site.pages.get(self.path, Page(status=404))
            same = known is not None and known == page.headers.get("ETag")
            self.send_response(304 if same else page.status)
            for name, value in {"Content-Type": page.kind, **page.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for _ in range(0 if same else page.chunks):
                    self.wfile.write(page.body)
            except (BrokenPipeError, ConnectionResetError):
                return

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site.port = server.server_address[1]
        site.address = f"http://127.0.0.1:{site.port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
