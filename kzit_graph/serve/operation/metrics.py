"""Metrics in the text format of Prometheus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from kzit_graph.serve.exchange import Exchange

_DURATIONS: Final = (0.001, 0.005, 0.02, 0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """The metrics of a server, in a registry of their own. figures: returns those of the present store."""

    def __init__(self, figures: Callable[[], Mapping[str, float]]) -> None:
        self.registry = CollectorRegistry(auto_describe=False)
        self._requests = self._new(Counter, "requests", "Requests by route and status.", ("route", "status"))
        self._sent = self._new(Counter, "sent_bytes", "Bytes of bodies sent, by route.", ("route",))
        self._durations = Histogram(
            "kzit_graph_request_seconds", "Duration of requests by route.", ("route",), buckets=_DURATIONS, registry=self.registry
        )
        self._queries = self._new(Counter, "queries", "Queries by outcome: ok, cached, or why there is no answer.", ("outcome",))
        self._query_seconds = self._new(Counter, "query_seconds", "Seconds that queries ran.", ())
        self._reloads = self._new(Counter, "reloads", "Reloads of a build by result: done or failed.", ("result",))
        self.active = Gauge("kzit_graph_active_requests", "Requests that are being answered.", registry=self.registry)
        self.registry.register(_Figures(figures))

    def _new(self, kind: type[Counter], name: str, text: str, labels: tuple[str, ...]) -> Counter:
        return kind(f"kzit_graph_{name}", text, labels, registry=self.registry)

    def observe(self, exchange: Exchange, duration: float) -> None:
        """Count a request that has ended."""
        self._requests.labels(exchange.route, str(exchange.status)).inc()
        self._sent.labels(exchange.route).inc(exchange.sent)
        self._durations.labels(exchange.route).observe(duration)
        if exchange.outcome:
            self._queries.labels(exchange.outcome).inc()
        if exchange.seconds is not None:
            self._query_seconds.inc(exchange.seconds)

    def reloaded(self, result: str) -> None:
        """Count a reload. result: "done" or "failed"."""
        self._reloads.labels(result).inc()

    def text(self, accept: str) -> tuple[bytes, str]:
        """Return the metrics and their Content-Type, in the format that the client accepts."""
        encode, content_type = choose_encoder(accept)
        return encode(self.registry), content_type


class _Figures(Collector):
    """The figures of the store, read when they are asked for."""

    def __init__(self, figures: Callable[[], Mapping[str, float]]) -> None:
        self._figures = figures

    def collect(self) -> Iterable[Metric]:
        for name, value in sorted(self._figures().items()):
            family = GaugeMetricFamily(f"kzit_graph_store_{name.replace('-', '_')}", f"Figure of the store: {name}.")
            family.add_metric([], value)
            yield family
