"""Return the values of properties of things, for new columns of a table (Reconciliation Service API 0.2, section 7)."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.describe.wording import Phrases
from kzit_graph.rdf.languages import best_language
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import RDF_TYPE
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.rdf.values import to_python
from kzit_graph.serve.reconcile.requests import Column, Extension
from kzit_graph.serve.reconcile.terms import Terms
from kzit_graph.sparql.queries import select

_MAX_INTEGER: Final = 2**53
"""From here on, programs that read JSON may round integers (RFC 8259, section 6)."""

SETTINGS: Final = (
    {
        "name": "limit",
        "label": "Limit",
        "type": "number",
        "default": 0,
        "help_text": "The most values to fetch for each row; 0 for all.",
    },
    {
        "name": "language",
        "label": "Language",
        "type": "text",
        "default": "",
        "help_text": "Only texts in a language, such as it; empty for all.",
    },
    {
        "name": "content",
        "label": "Things",
        "type": "select",
        "default": "name",
        "choices": [{"value": "name", "name": "matched things"}, {"value": "id", "name": "IRIs"}],
        "help_text": "How values that are things are given.",
    },
)
"""What a client can set for each property; see `kzit_graph.serve.reconcile.requests.Column`."""


def extended(terms: Terms, query: Extension) -> dict[str, Any]:
    """Return the rows of a query of data extension, and what is known of its properties. Unknown things have no values."""
    values = _Values(terms)
    predicates = {column.given: terms.find_property(column.given) for column in query.columns}
    things = {given: terms.find_thing(given) for given in query.ids}
    rows: dict[str, dict[str, list[Any]]] = {
        given: {column.given: values.of(things[given], predicates[column.given], column) for column in query.columns} for given in query.ids
    }
    return {"meta": [_meta(terms, column, predicates[column.given]) for column in query.columns], "rows": rows}


def _meta(terms: Terms, column: Column, predicate: NamedNode | None) -> dict[str, Any]:
    return {"id": column.given, "name": column.given if predicate is None else terms.label(predicate)}


def proposed(terms: Terms, kind: str, limit: int | None) -> dict[str, Any]:
    """Return the properties of the things of a type, the most used first; without a known type, those of all things."""
    found = terms.find_class(kind) if kind else None
    if found is None:
        used: Iterator[NamedNode] = iter(terms.properties if not kind else ())
    else:
        classes = sorted(terms.with_subclasses(found), key=lambda term: term.value)
        rows = select(terms.graph.store, "properties-of-class.rq", classes=classes)
        used = (row["property"] for row in rows)
    properties = [
        {"id": term.value, "name": terms.label(term), "description": terms.description(term)}
        for term in islice((term for term in used if term != RDF_TYPE), limit)
    ]
    found_properties = [{key: text for key, text in entry.items() if text} for entry in properties]
    return {"properties": found_properties, "type": kind, **({} if limit is None else {"limit": limit})}


class _Values:
    """Turns the values of properties into those of the API."""

    def __init__(self, terms: Terms) -> None:
        graph = terms.graph
        self._terms = terms
        self._store = graph.store
        self._forms = graph.loaded.forms
        self._phrases = Phrases(graph.store, graph.names, terms.language, None, graph.loaded.forms, graph.project.settings.roles)

    def of(self, thing: NamedNode | None, predicate: NamedNode | None, column: Column) -> list[dict[str, Any]]:
        """Return the values of a property of a thing, in natural order."""
        if thing is None or predicate is None:
            return []
        own = {quad.object for quad in self._store.quads_for_pattern(thing, predicate, None)}
        found = [term for term in own if not column.language or self._is_in(term, column.language)]
        ordered = sorted(found, key=lambda term: (self._language_rank(term), natural_key(str(term))))
        return [self._value(term, column) for term in ordered[: column.limit]]

    def _is_in(self, term: Term, language: str) -> bool:
        """Return whether a value is in a language, or in none."""
        own = term.language if isinstance(term, Literal) else None
        return not own or best_language([own], language) is not None

    def _language_rank(self, term: Term) -> bool:
        """Return whether a text is in another language than that of the answer."""
        return not self._is_in(term, self._terms.language)

    def _value(self, term: Term, column: Column) -> dict[str, Any]:
        if isinstance(term, NamedNode):
            if column.as_id or not next(self._store.quads_for_pattern(term, None, None), None):
                return {"str": term.value}
            return {"id": term.value, "name": self._terms.name(term)}
        if not isinstance(term, Literal):
            return {"str": self._phrases.text(term)}
        value = to_python(term)
        if isinstance(value, bool) or (isinstance(value, float) and not math.isfinite(value)):
            return {"str": term.value}
        if isinstance(value, int):
            return {"int": value} if abs(value) < _MAX_INTEGER else {"str": term.value}
        if isinstance(value, dt.datetime):
            return {"date": value.isoformat()}
        if isinstance(value, dt.date):
            return {"date": f"{value.isoformat()}T00:00:00"}
        if not isinstance(value, str):
            number = float(value)
            return {"float": number} if math.isfinite(number) else {"str": term.value}
        return {"str": self._phrases.text(term)}
