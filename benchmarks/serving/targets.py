"""The targets of the server, as data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from benchmarks.judges import NOT_MEASURED, Outcome, spelt
from benchmarks.peers.ours import OURS
from benchmarks.peers.oxigraph import OXIGRAPH
from benchmarks.serving.observations import CPU, P99, RATE, ServerFigures
from benchmarks.serving.plan import ALONE, BESIDE, CACHED, DOCUMENT_CLIENTS, DOCUMENTS, HOSTILE_CLIENTS, WHOLE
from benchmarks.serving.questions import MEDIUM, STREAMING, TINY
from benchmarks.serving.servers import CONSTANT, RDFLIB_ENDPOINT, THREAD
from benchmarks.target import Target

Judge = Callable[[ServerFigures], Outcome]
ServerTarget = Target[ServerFigures]

_MILLION: Final = 1e6


def server_targets() -> list[ServerTarget]:
    """Return all targets in the order of the report."""
    return [*_rates(), *_beside_hostile(), _documents()]


def _rates() -> Iterator[ServerTarget]:
    for kind, other, least in ((MEDIUM, OXIGRAPH, 0.9), (STREAMING, OXIGRAPH, 0.9), (TINY, THREAD, 0.8), (CACHED, CONSTANT, 0.6)):
        for clients in WHOLE.clients:
            key = f"serve-{kind.replace(', ', '-').replace(' ', '-')}-{clients}"
            judge = _rate(kind, clients, other, least)
            yield ServerTarget(key, f"{kind}, {clients} client{'s' * (clients > 1)}", f"≥ {least:g} × the rate of {other}", judge)


def _beside_hostile() -> Iterator[ServerTarget]:
    yield ServerTarget("serve-hostile", BESIDE, "p99 ≤ 5 × that alone", _beside_alone)
    for name in (OXIGRAPH, RDFLIB_ENDPOINT):
        yield ServerTarget(f"serve-hostile-{name}", BESIDE, f"p99 ≥ 20 × better than {name}'s", _better_than(name, 20))


def _documents() -> ServerTarget:
    return ServerTarget("serve-documents", "documents from files", "≥ 5,000 a second per core", _documents_per_core)


def _rate(kind: str, clients: int, other: str, least: float) -> Judge:
    def judge(figures: ServerFigures) -> Outcome:
        found = figures.ratio(RATE, (kind, clients, OURS), (kind, clients, other))
        return NOT_MEASURED if found is None else Outcome(found.median >= least, f"{spelt(found)} ×")

    return judge


def _beside_alone(figures: ServerFigures) -> Outcome:
    found = figures.ratio(P99, (BESIDE, HOSTILE_CLIENTS, OURS), (ALONE, HOSTILE_CLIENTS, OURS))
    if found is None:
        return NOT_MEASURED
    is_bound = figures.is_bound(BESIDE, HOSTILE_CLIENTS, OURS)
    return Outcome(found.median <= 5 and not is_bound, f"{'more than ' * is_bound}{spelt(found)} ×")


def _better_than(name: str, least: float) -> Judge:
    def judge(figures: ServerFigures) -> Outcome:
        found = figures.ratio(P99, (BESIDE, HOSTILE_CLIENTS, name), (BESIDE, HOSTILE_CLIENTS, OURS))
        if found is None:
            return NOT_MEASURED
        is_bound = figures.is_bound(BESIDE, HOSTILE_CLIENTS, name)
        is_met = found.median >= least and not figures.is_bound(BESIDE, HOSTILE_CLIENTS, OURS)
        return Outcome(None if is_bound and not is_met else is_met, f"{'more than ' * is_bound}{spelt(found)} ×")

    return judge


def _documents_per_core(figures: ServerFigures) -> Outcome:
    found = figures.spread(DOCUMENTS, DOCUMENT_CLIENTS, OURS, CPU)
    if found is None:
        return NOT_MEASURED
    rates = type(found)(_MILLION / found.maximum, _MILLION / found.median, _MILLION / found.minimum, found.count)
    return Outcome(rates.median >= 5_000, f"{spelt(rates)} a second per core")
