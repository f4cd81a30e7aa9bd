"""What a Prometheus server may know: counts and durations by route, outcome and limit. No label comes from a visitor."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from fastapi import APIRouter
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from starlette.responses import Response
from starlette.types import Scope

from faqbot.types import Sample

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

    def show(self, samples: Callable[[], Iterable[Sample]]) -> None:
        """Add what `samples` says at each scrape."""
        self.registry.register(_Said(samples))

    def request(self, scope: Scope, status: int, seconds: float) -> None:
        """Count a request that has been answered."""
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = route_of(scope)
        self.requests.labels(method, route, str(status or 499)).inc()
        self.seconds.labels(route).observe(seconds)


class _Said(Collector):
    """Numbers that are counted elsewhere."""

    def __init__(self, samples: Callable[[], Iterable[Sample]]) -> None:
        self._samples = samples

    def collect(self) -> Iterable[Metric]:
        """The samples, those of one name together, as the format wants it."""
        families: dict[str, Metric] = {}
        for sample in self._samples():
            kind = "counter" if sample.name.endswith("_total") else "gauge"
            family = families.setdefault(sample.name, Metric(sample.name.removesuffix("_total"), sample.told, kind))
            family.add_sample(sample.name, dict(sample.labels), sample.value)
        return families.values()


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
