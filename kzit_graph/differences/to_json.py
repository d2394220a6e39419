"""Write a difference as JSON, with stable keys.

- `old`, `new`: the names of the versions; `unions`: whether unions of graphs were compared; `ontologies`: whether the ontologies
  were compared.
- `counts`: by aspect, then `new`, `gone`, `changed`. `statements` and `implied`: `new` and `gone`.
- `facts`, `things`, `ontology`: lists of changes; `values`: the changes of nodes without a name, which other changes refer to. A
  change has `id`, an RDF term with its `label`; `change`: "new", "gone" or "changed"; `kinds`: terms; `properties`; and
  `through`: objects with a `property` that points to a `value`, one of `values`.
- A property has `property` (an IRI), `label`, `language` (of texts, else ""), and terms in `old` and `new`.
- `graphs`: `graph` (an IRI, "_:" and a label, or null for the default graph), `change`, and as numbers of statements `new`, `gone`,
  `before`, `after`.
- An RDF term is as in SPARQL 1.1 Query Results JSON (`type`, `value`, `datatype`, `xml:lang`); named things also have `label`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kzit_graph.describe.wording import words
from kzit_graph.differences.changes import PropertyChange, Status, ThingChange
from kzit_graph.differences.difference_data import ALL_ASPECTS, DifferenceData, GraphChange, StatementCounts, read_aspects
from kzit_graph.differences.wording import DATA, changes_of, count_by_status, graph_status
from kzit_graph.hidden_characters import escaped_json
from kzit_graph.rdf.names import Names, Term
from kzit_graph.rdf.namespaces import STRING_IRI

Json = dict[str, Any]


def difference_json(difference: DifferenceData, language: str | None = None, *, aspects: Iterable[str] = ALL_ASPECTS) -> str:
    """Write a difference as JSON. language: of labels. aspects: what to include."""
    writer = _Writer(difference, language)
    wanted = read_aspects(aspects)
    document: Json = {
        "old": difference.old.name,
        "new": difference.new.name,
        "unions": difference.unions,
        "ontologies": difference.with_ontology,
        "counts": {aspect: count_by_status(difference, aspect) for aspect in wanted},
        "statements": _statements(difference.statements),
        "implied": _statements(difference.implied),
    }
    for aspect in wanted:
        if aspect in DATA:
            document[aspect] = [writer.change(change) for change in changes_of(difference, aspect)]
        else:
            document[aspect] = [_graph(change) for change in difference.graphs]
    if not set(DATA).isdisjoint(wanted):
        document["values"] = [writer.change(change) for _, change in sorted(difference.values.items(), key=lambda item: str(item[0]))]
    return escaped_json(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


class _Writer:
    def __init__(self, difference: DifferenceData, language: str | None) -> None:
        self._old = difference.old.excerpt.names
        self._new = difference.new.excerpt.names
        self._language = language

    def change(self, change: ThingChange) -> Json:
        names = self._old if change.status is Status.GONE else self._new
        return {
            "id": self._term(change.thing, names),
            "change": change.status,
            "kinds": [self._term(kind, names) for kind in change.kinds],
            "properties": [self._property(found) for found in change.properties],
            "through": [{"property": found.value, "value": self._term(value, names)} for found, value in change.through],
        }

    def _property(self, change: PropertyChange) -> Json:
        return {
            "property": change.property.value,
            "label": self._new.label(change.property, self._language) if self._new.labels(change.property) else words(change.property),
            "language": change.language,
            "old": [self._term(term, self._old) for term in change.old],
            "new": [self._term(term, self._new) for term in change.new],
        }

    def _term(self, term: Term, names: Names) -> Json:
        assert not isinstance(term, Triple)
        if isinstance(term, BlankNode):
            return {"type": "bnode", "value": term.value}
        if isinstance(term, NamedNode):
            labels = names.labels(term)
            return {"type": "uri", "value": term.value, **({"label": names.label(term, self._language)} if labels else {})}
        return _literal(term)


def _literal(term: Literal) -> Json:
    found = {"type": "literal", "value": term.value}
    if term.language:
        return found | {"xml:lang": term.language}
    plain = term.datatype.value == STRING_IRI
    return found if plain else found | {"datatype": term.datatype.value}


def _statements(counts: StatementCounts) -> Json:
    return {"new": counts.new, "gone": counts.gone}


def _graph(change: GraphChange) -> Json:
    name = change.graph.value if isinstance(change.graph, NamedNode) else str(change.graph) if change.graph is not None else None
    numbers = {"new": change.new, "gone": change.gone, "before": change.before, "after": change.after}
    return {"graph": name, "change": graph_status(change), **numbers}
