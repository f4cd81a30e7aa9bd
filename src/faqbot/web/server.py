"""The whole web application put together, and the server that runs it."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import signal
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Mount
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from faqbot import __version__
from faqbot.assembly import open_delivery
from faqbot.delivery.handoff import Channel, Delivery
from faqbot.errors import UsageError
from faqbot.protocols import Records
from faqbot.settings import Settings
from faqbot.types import Sample
from faqbot.web import api, connections, documents, embed, handoffs, keeping, metrics, problems, widget
from faqbot.web.desk import Desk
from faqbot.web.gates import Crowded, SameSite, Throttled
from faqbot.web.live import Bot, LiveBot
from faqbot.web.middleware import Below, Caught, Headed, Limited, frame_ancestors
from faqbot.web.service import Service

# Seconds that answers in progress get when the server is told to stop.
_GRACE = 10
_KEEP_ALIVE = 15
# Requests at once beyond which a 503 is better than a queue that nobody waits for.
_REQUESTS = 512


def build_app(
    bot: Bot | LiveBot,
    records: Records,
    settings: Settings,
    delivery: Delivery | None = None,
    *,
    samples: Callable[[], Iterable[Sample]] = tuple,
) -> FastAPI:
    """API, documents and chat page over `bot`; the chat page is at `/`.

    Without `delivery` hand-offs go where the settings say.
    """
    live = bot if isinstance(bot, LiveBot) else LiveBot(bot)
    service = Service(live, records, settings)
    desk = Desk(service, delivery or open_delivery(settings))
    app = FastAPI(
        title="faqbot",
        version=__version__,
        summary="Answers about roles, quoted from their documents, each with its place.",
        docs_url=None,
        redoc_url=None,
        middleware=_middleware(service),
        lifespan=_keeping(service),
    )
    problems.install(app)
    app.include_router(api.router(service, desk))
    app.include_router(keeping.router(service))
    app.include_router(handoffs.router(desk))
    app.include_router(documents.router(service))
    service.metrics.show(samples)
    service.metrics.show(service.recorder.samples)
    app.include_router(metrics.router(service.metrics))
    app.include_router(widget.router())
    app.include_router(embed.router(service))
    _describe_problems(app)
    _in_a_loop(lambda: _mount_page(app, service, desk.channel))
    return app


def serve(
    settings: Settings,
    *,
    open_bot: Callable[[Settings], Bot],
    open_records: Callable[[Settings], Records],
    generation: Callable[[], str | None] = lambda: None,
    samples: Callable[[], Iterable[Sample]] = tuple,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM; `ready` is given the address once it is open, `samples` are shown with the metrics.

    `generation` names the index on disk: when it changes, `open_bot` is called again. Raises UsageError when the port
    is taken or the host is not ours.
    """
    connections.allow_open_files()
    listening = listen(settings.host, settings.port)
    try:
        live = LiveBot(open_bot(settings), generation=generation, reopen=lambda: open_bot(settings))
        app = build_app(live, open_records(settings), settings, samples=samples)
        host, port = listening.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        asyncio.run(_run(app, listening, lambda: ready(f"http://{shown}:{port}") if ready else None))
    finally:
        listening.close()


def _keeping(service: Service) -> Callable[[FastAPI], contextlib.AbstractAsyncContextManager[None]]:
    """What begins and ends with the application: the thread that writes conversations down."""

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        service.start()
        try:
            yield
        finally:
            await asyncio.to_thread(service.close)

    return lifespan


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on `host` and `port` (0: any free one). Raises UsageError when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named TCP, or asyncio leaves Nagle's algorithm on, and every answer on a kept connection waits 40 ms for it.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(2048)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise UsageError(
                f"Port {port} on {host} is in use by another program. Choose another one with --port (0 picks a free one)."
            ) from None
        if error.errno == errno.EACCES:
            raise UsageError(f"Port {port} may not be opened by this user. Choose one above 1023 with --port.") from None
        raise UsageError(
            f"{host} is not an address of this machine ({error}). Use --host 127.0.0.1, or 0.0.0.0 for every address."
        ) from None
    return listening


class _Server(uvicorn.Server):
    """uvicorn's server, which raises the signal again once it has stopped: ours has then done what it was told."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop in order at SIGINT and SIGTERM; elsewhere than in the main thread nobody sends any."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)


def held(app: ASGIApp, **patience: float) -> uvicorn.Config:
    """How uvicorn is to run `app`; `patience` is what `connections.protocol` takes."""
    return uvicorn.Config(
        app,
        http=connections.protocol(**patience),
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # the application reads them, and believes those that the settings name only
        h11_max_incomplete_event_size=connections.MAX_HEADERS,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_GRACE,
    )


async def _run(app: FastAPI, listening: socket.socket, ready: Callable[[], None]) -> None:
    server = _Server(held(app))
    running = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started and not running.done():
        await asyncio.sleep(0.01)
    if server.started:
        ready()
    await running


def _middleware(service: Service) -> list[Middleware]:
    """Outermost first."""
    settings = service.settings
    origins, proxies = list(settings.allowed_origins), list(settings.trusted_proxies)
    return [
        Middleware(Below, root=settings.root_path),
        Middleware(ProxyHeadersMiddleware, trusted_hosts=proxies),
        Middleware(Headed, origins=origins, metrics=service.metrics),
        Middleware(SameSite, origins=origins),
        # Also with no origin at all: Gradio adds CORS headers of its own to an app that has none.
        Middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Accept", "Content-Type", "X-Request-ID"],
            expose_headers=["X-Request-ID", "Retry-After"],
            max_age=600,
        ),
        Middleware(Caught),
        Middleware(Crowded, most=_REQUESTS),
        Middleware(Throttled, limits=service.limits, behind_proxy=bool(proxies)),
        Middleware(Limited),
    ]


def _describe_problems(app: FastAPI) -> None:
    """Put the schema that every problem refers to into the OpenAPI document, and take FastAPI's own one out; and to each
    operation the problem that the connection answers with before any operation is known.
    """
    generated = app.openapi
    everywhere = {str(status): entry for status, entry in problems.responses("headers").items()}

    def described() -> dict[str, Any]:
        document = generated()
        schemas = document["components"]["schemas"]
        schemas["Problem"] = problems.Problem.model_json_schema()
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        for operations in document["paths"].values():
            for operation in operations.values():
                operation["responses"].update(everywhere)
        return document

    app.openapi = described  # type: ignore[method-assign]


def _in_a_loop(work: Callable[[], None]) -> None:
    """Do `work` inside an event loop: outside of one Gradio makes some of its own, and never closes them."""

    async def working() -> None:
        work()

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(working())
    else:
        work()


def _mount_page(app: FastAPI, service: Service, handoff: Channel) -> None:
    # Gradio takes a second to import: only where the page is really built.
    import gradio as gr

    from faqbot.web import chat, pages
    from faqbot.web.door import Door, policy

    blocks = chat.build(service, handoff)
    component = next(key for key, block in blocks.blocks.items() if block.elem_id == "faqbot")
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        server_name=service.settings.host,
        root_path=service.settings.root_path or None,
        theme=chat.theme(),
        head=f"<style>{pages.static('chat.css')}</style>{chat.HEAD}",
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        enable_monitoring=False,
        mcp_server=False,
    )
    mounted = app.routes[-1]
    assert isinstance(mounted, Mount)
    # The mount takes every path that no route of ours has; the door must know ours to tell a wrong method from a wrong path.
    ours = [route for route in app.routes if route is not mounted]
    allowed = policy(frame_ancestors(service.settings.allowed_origins))
    mounted.app = Door(mounted.app, component=component, policy=allowed, routes=ours)
