"""What a Prometheus server may know: counts and durations by route, outcome and limit. No label comes from a visitor."""

from __future__ import annotations

from fastapi import APIRouter
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from starlette.responses import Response
from starlette.types import Scope

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_BATCHES = (1, 2, 4, 8, 16, 32)
_METHODS = frozenset({"GET", "HEAD", "POST", "DELETE", "OPTIONS"})


class Metrics:
    """The counters of one application; each application has a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "faqbot_http_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "faqbot_http_request_seconds",
            "From the first byte of a request to the last of its answer.",
            ("route",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.in_flight = Gauge("faqbot_http_requests_in_flight", "Requests being answered.", registry=self.registry)
        self.answers = Counter("faqbot_answers", "Answers given.", ("outcome", "lang"), registry=self.registry)
        self.limited = Counter("faqbot_limited", "Requests refused by a limit.", ("limit",), registry=self.registry)
        self.batches = Histogram(
            "faqbot_batch_questions", "Questions answered together.", buckets=_BATCHES, registry=self.registry
        )
        self.waiting = Gauge("faqbot_questions_waiting", "Questions that wait for their turn.", registry=self.registry)
        ProcessCollector(registry=self.registry)

    def request(self, scope: Scope, status: int, seconds: float) -> None:
        """Count a request that has been answered."""
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = route_of(scope)
        self.requests.labels(method, route, str(status or 499)).inc()
        self.seconds.labels(route).observe(seconds)


def route_of(scope: Scope) -> str:
    """The pattern of the path, never the path itself, which anybody can make up; `page` is all of the chat page."""
    pattern = getattr(scope.get("route"), "path", None)
    return pattern if isinstance(pattern, str) and pattern else "page"


def router(metrics: Metrics) -> APIRouter:
    """GET /metrics."""
    made = APIRouter()

    @made.get(
        "/metrics",
        tags=["run"],
        response_class=Response,
        responses={200: {"description": "Prometheus text.", "content": {"text/plain": {"schema": {"type": "string"}}}}},
    )
    def scrape() -> Response:
        """Counts and durations for Prometheus. Nothing in it is about a visitor."""
        return Response(
            generate_latest(metrics.registry), headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4, "Cache-Control": "no-store"}
        )

    return made
