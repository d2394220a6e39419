"""Find numbers that the query engine cannot compare or add, because they are too large or too precise for it.

pyoxigraph has integers of 64 bits, and decimals of 18 digits after the point in 128 bits. It leaves a result unbound, or a row out, if
another number is compared or added, as SPARQL does for a type error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kzit_graph.rdf.default_graph import default_graph_options
from kzit_graph.rdf.namespaces import XSD
from kzit_graph.sparql.lexer import code, mentioned_iris
from kzit_graph.sparql.tokens import significant
from kzit_graph.sparql.triples import UnreadablePattern, read_blocks

_COMPUTES: Final = re.compile(r"\b(?:FILTER|HAVING|BIND|AS|ORDER)\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_TYPES: Final = (
    *("integer", "decimal", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger"),
    *("negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
)
_LARGE: Final = f"""
SELECT DISTINCT ?number {{{{ {{values}} ?thing ?property ?number
  FILTER(isLITERAL(?number) && DATATYPE(?number) IN ({", ".join(f"<{XSD}{name}>" for name in _TYPES)}) && !isNUMERIC(?number))
}}}} LIMIT 1000
"""


def number_notes(sparql: str, store: Store, prefixes: Mapping[str, str]) -> list[str]:
    """Return a note if a query compares or computes, and its text or the data has numbers that the engine cannot compare or add.

    If each property of the query is an IRI, only the numbers that are values of these properties count.
    """
    if not _COMPUTES.search(code(sparql)):
        return []
    written = (token.text for token in significant(sparql) if token.kind == "number" and len(token.text) >= len("9223372036854775808"))
    found = sorted({*filter(_is_large, written), *_in_data(sparql, store, prefixes)}, key=lambda number: (len(number), number))
    if not found:
        return []
    return [f"{found[0]} is beyond the 64 bits or 18 decimal places of the query engine: such numbers were not compared or added"]


def _is_large(number: str) -> bool:
    return _NUMBER.fullmatch(number) is not None and not _asks(f"ASK {{ FILTER(isNUMERIC({number})) }}")


def _asks(sparql: str) -> bool:
    return bool(Store().query(sparql))


def _in_data(sparql: str, store: Store, prefixes: Mapping[str, str]) -> Iterator[str]:
    properties = _properties(sparql, prefixes)
    values = "" if properties is None else f"VALUES ?property {{ {' '.join(map(str, properties))} }}"
    solutions = store.query(_LARGE.format(values=values), **default_graph_options(store))
    assert isinstance(solutions, QuerySolutions)
    for (number,) in solutions:
        if isinstance(number, Literal) and _NUMBER.fullmatch(number.value):
            yield number.value


def _properties(sparql: str, prefixes: Mapping[str, str]) -> list[NamedNode] | None:
    """Return the IRIs of a query, which can be properties; None if a variable can be one."""
    try:
        statements = [statement for block in read_blocks(sparql) for statement in block.statements]
    except UnreadablePattern:
        return None
    nodes = (node for statement in statements for node in (statement.subject, statement.object))
    if any(statement.path[0] in "?$" or "!" in statement.path for statement in statements) or any(node.kind == "nested" for node in nodes):
        return None
    return [NamedNode(iri) for iri in mentioned_iris(sparql, prefixes) if _is_iri(iri)]


def _is_iri(iri: str) -> bool:
    try:
        NamedNode(iri)
    except ValueError:
        return False
    return True
