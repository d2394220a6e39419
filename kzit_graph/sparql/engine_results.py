"""Read the results of an engine, or of a parser of results, into answers."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

from kzit_graph.rdf.names import Names
from kzit_graph.sparql.answers import Solutions, Truth
from kzit_graph.sparql.row import Row


def read_solutions(results: QuerySolutions, names: Names) -> Solutions:
    """Read all rows of a SELECT query."""
    sparql_json = _serialized(results)
    parsed = parse_query_results(sparql_json, format=QueryResultsFormat.JSON)
    assert isinstance(parsed, QuerySolutions)
    variables = tuple(variable.value for variable in parsed.variables)
    return Solutions(variables, tuple(Row(variables, tuple(row)) for row in parsed), sparql_json, names)


def solutions_of(variables: tuple[str, ...], rows: Iterable[tuple[NamedNode | Literal | None, ...]], names: Names) -> Solutions:
    """Return rows that do not come from a query as those of one. Literals are texts."""
    import json

    found = [Row(variables, row) for row in rows]
    bindings = [{name: _as_json(term) for name, term in zip(variables, row, strict=True) if term is not None} for row in found]
    document = {"head": {"vars": list(variables)}, "results": {"bindings": bindings}}
    return Solutions(variables, tuple(found), json.dumps(document, ensure_ascii=False).encode(), names)


def _as_json(term: object) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    assert isinstance(term, Literal)
    return {"type": "literal", "value": term.value} | ({"xml:lang": term.language} if term.language else {})


def read_truth(result: QueryBoolean) -> Truth:
    """Read the truth value of an ASK query."""
    return Truth(bool(result), _serialized(result))


def _serialized(answer: QueryBoolean | QuerySolutions) -> bytes:
    text = answer.serialize(format=QueryResultsFormat.JSON)
    assert text is not None
    return text
