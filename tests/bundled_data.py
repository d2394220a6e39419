"""Read with SPARQL what pages of the bundled graph must say, so that no test depends on how many sources the repository has."""

from __future__ import annotations

from typing import Final

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

PREFIXES: Final = """\
PREFIX document-type: <https://w3id.org/kzit/concept/document-type/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX finding: <https://w3id.org/kzit/concept/finding/>
PREFIX id: <https://w3id.org/kzit/id/>
PREFIX indicator: <https://w3id.org/kzit/concept/indicator/>
PREFIX kzit: <https://w3id.org/kzit/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX status: <https://w3id.org/kzit/concept/status/>
PREFIX unit: <https://w3id.org/kzit/concept/unit/>
"""

DISPUTED: Final = """\
?answer kzit:matter ?matter . ?matter kzit:finding ?finding
FILTER (?finding IN (
  finding:clash, finding:clash-of-units, finding:does-not-add-up, finding:falling-total, finding:fall, finding:scope, finding:unit
))
"""
"""The pattern of matters whose answers do not agree, with their answers."""


def select_rows(store: Store, query: str) -> list[tuple[str, ...]]:
    """Return the rows of a SELECT query over all graphs as text, in their order; an unbound variable is empty."""
    found = store.query(PREFIXES + query, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    return [tuple(value.value if isinstance(value, NamedNode | Literal) else "" for value in row) for row in found]


def count_distinct(store: Store, counted: str, pattern: str) -> int:
    """Return how many different values a variable has in the solutions of a pattern. counted: the variable, such as ?fact."""
    ((found,),) = select_rows(store, f"SELECT (COUNT(DISTINCT {counted}) AS ?count) {{ {pattern} }}")
    return int(found)
