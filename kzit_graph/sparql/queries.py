"""Run the queries and updates of the package, which are in the folder `queries/`.

The default graph of a query is the merge of the graphs of a store. `$name` in a query is a parameter and is replaced by a term, or
by the terms of a VALUES clause; `role:name` is replaced by the terms of a role (see `kzit_graph.sparql.roles`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from pyoxigraph import BlankNode, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store, Triple, Variable

from kzit_graph.package_data import read_package_text
from kzit_graph.rdf.default_graph import default_graph_options
from kzit_graph.rdf.names import Term
from kzit_graph.sparql.lexer import Value, bind
from kzit_graph.sparql.roles import Roles, has_roles, with_roles


def bundled_query(name: str, roles: Roles | None = None, /, **values: Value) -> str:
    """Return the text of a query or update of the package, such as "show-facts.rq", with its roles and parameters bound.

    roles: required if the query has names of roles.
    """
    text = _text(name) if roles is None else _text_with_roles(name, roles)
    assert roles is not None or not has_roles(text)
    return bind(text, values) if values else text


@cache
def _text(name: str) -> str:
    return read_package_text(f"queries/{name}")


@lru_cache(maxsize=128)
def _text_with_roles(name: str, roles: Roles) -> str:
    return with_roles(_text(name), roles)


def select(
    store: Store,
    name: str,
    roles: Roles | None = None,
    /,
    *,
    node: NamedNode | BlankNode | None = None,
    **values: Value,
) -> QuerySolutions:
    """Return the solutions of a SELECT query of the package.

    node: value of the variable ?node. Unlike the value of a parameter, it can be a blank node of the store. roles: see `bundled_query`.
    """
    query = bundled_query(name, roles, **values)
    substitutions: dict[Variable, Term] = {} if node is None else {Variable("node"): node}
    solutions = store.query(query, **default_graph_options(store), substitutions=substitutions)
    assert isinstance(solutions, QuerySolutions)
    return solutions


def construct(store: Store, name: str, roles: Roles | None = None, /, **values: Value) -> Iterator[Triple]:
    """Return the triples of a CONSTRUCT query of the package. roles: see `bundled_query`."""
    triples = store.query(bundled_query(name, roles, **values), **default_graph_options(store))
    assert isinstance(triples, QueryTriples)
    return iter(triples)


def ask(store: Store, name: str, /, **values: Value) -> bool:
    """Return the answer of an ASK query of the package."""
    answer = store.query(bundled_query(name, **values), **default_graph_options(store))
    assert isinstance(answer, QueryBoolean)
    return bool(answer)


def update(store: Store, name: str, /, **values: Value) -> None:
    """Run an update of the package on a store."""
    store.update(bundled_query(name, **values))
