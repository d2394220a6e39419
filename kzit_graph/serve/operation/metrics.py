"""Metrics in the text format of Prometheus.

Requests are counted in plain dictionaries, which become metrics when somebody asks: the library's labels take as long as a small answer.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from kzit_graph.serve.exchange import Exchange
from kzit_graph.serve.kept_responses import KeptResponse

_DURATIONS: Final = (0.001, 0.005, 0.02, 0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_NAME: Final = "kzit_graph"


class Metrics(Collector):
    """The metrics of a server, in a registry of their own. figures: returns those of the present store."""

    def __init__(self, figures: Callable[[], Mapping[str, float]]) -> None:
        self._figures = figures
        self._requests: Counter[tuple[str, int]] = Counter()
        self._sent: Counter[str] = Counter()
        self._durations: dict[str, list[int]] = {}
        self._total: dict[str, float] = {}
        self._queries: Counter[str] = Counter()
        self._query_seconds = 0.0
        self._reloads: Counter[str] = Counter()
        self.active = 0
        self.registry = CollectorRegistry(auto_describe=False)
        self.registry.register(self)

    def observe(self, exchange: Exchange | KeptResponse, duration: float) -> None:
        """Count a request that has ended."""
        route = exchange.route
        self._requests[route, exchange.status] += 1
        self._sent[route] += exchange.sent
        if route not in self._durations:
            self._durations[route], self._total[route] = [0] * (len(_DURATIONS) + 1), 0.0
        self._durations[route][bisect_left(_DURATIONS, duration)] += 1
        self._total[route] += duration
        if exchange.outcome:
            self._queries[exchange.outcome] += 1
        if exchange.seconds is not None:
            self._query_seconds += exchange.seconds

    def reloaded(self, result: str) -> None:
        """Count a reload. result: "done" or "failed"."""
        self._reloads[result] += 1

    def text(self, accept: str) -> tuple[bytes, str]:
        """Return the metrics and their Content-Type, in the format that the client accepts."""
        encode, content_type = choose_encoder(accept)
        return encode(self.registry), content_type

    def collect(self) -> Iterable[Metric]:
        """Yield the metrics."""
        requests = _counter("requests", "Requests by route and status.", ("route", "status"))
        for (route, status), number in self._requests.items():
            requests.add_metric((route, str(status)), number)
        yield requests
        yield _counted("sent_bytes", "Bytes of bodies sent, by route.", "route", self._sent)
        durations = HistogramMetricFamily(f"{_NAME}_request_seconds", "Duration of requests by route.", labels=("route",))
        for route, numbers in self._durations.items():
            durations.add_metric((route,), _buckets(numbers), self._total[route])
        yield durations
        yield _counted("queries", "Queries by outcome: ok, cached, or why there is no answer.", "outcome", self._queries)
        seconds = _counter("query_seconds", "Seconds that queries ran.", ())
        seconds.add_metric((), self._query_seconds)
        yield seconds
        yield _counted("reloads", "Reloads of a build by result: done or failed.", "result", self._reloads)
        yield GaugeMetricFamily(f"{_NAME}_active_requests", "Requests that are being answered.", value=self.active)
        for name, value in sorted(self._figures().items()):
            yield GaugeMetricFamily(f"{_NAME}_store_{name.replace('-', '_')}", f"Figure of the store: {name}.", value=value)


def _counter(name: str, text: str, labels: tuple[str, ...]) -> CounterMetricFamily:
    return CounterMetricFamily(f"{_NAME}_{name}", text, labels=labels)


def _counted(name: str, text: str, label: str, numbers: Mapping[str, float]) -> CounterMetricFamily:
    family = _counter(name, text, (label,))
    for value, number in numbers.items():
        family.add_metric((value,), number)
    return family


def _buckets(numbers: list[int]) -> list[tuple[str, float]]:
    """Return the limits of a histogram with the number of values up to each."""
    limits = [*(str(limit) for limit in _DURATIONS), "+Inf"]
    return [(limit, sum(numbers[: index + 1])) for index, limit in enumerate(limits)]
