"""Read the results of an engine, or of a parser of results, into answers."""

from __future__ import annotations

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

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


def read_truth(result: QueryBoolean) -> Truth:
    """Read the truth value of an ASK query."""
    return Truth(bool(result), _serialized(result))


def _serialized(answer: QueryBoolean | QuerySolutions) -> bytes:
    text = answer.serialize(format=QueryResultsFormat.JSON)
    assert text is not None
    return text
