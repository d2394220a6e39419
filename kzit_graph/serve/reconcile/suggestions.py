"""Complete what someone types: things, classes and properties (Reconciliation Service API 0.2, section 6)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

from kzit_graph.plain_text import without_empty
from kzit_graph.serve.reconcile.terms import Terms


def suggest(terms: Terms, what: str, prefix: str, *, skip: int, limit: int, types: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Return suggestions, the best first. what: "entity", "type" or "property". skip: how many to leave out. types: those of things."""
    if what == "entity":
        return _things(terms, prefix, skip, limit, types)
    known = terms.classes if what == "type" else terms.properties
    found = terms.starting_with(prefix, list(known)) if prefix.strip() else iter(known)
    described = map(terms.described, islice(found, skip, skip + limit))
    return list(described) if what == "type" else [_without_broader(term) for term in described]


def _things(terms: Terms, prefix: str, skip: int, limit: int, types: Sequence[str]) -> list[dict[str, Any]]:
    if not prefix.strip():
        return []
    kinds = [terms.with_subclasses(kind) for kind in map(terms.find_class, types) if kind is not None]
    searcher = terms.graph.searcher
    found = searcher.found(
        prefix, terms.language, lambda thing: not types or any(terms.has_class(thing, kind) for kind in kinds), skip + limit
    )
    return [
        without_empty(
            {
                "id": match.thing.value,
                "name": terms.name(match.thing),
                "description": terms.description(match.thing),
                "notable": terms.types_of(match.thing),
            }
        )
        for match in found.best(skip + limit)[skip:]
    ]


def _without_broader(term: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in term.items() if key != "broader"}
