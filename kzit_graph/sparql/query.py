"""Answer SPARQL queries from a store.

The default graph is the merge of the named graphs: a triple in two graphs counts once. GRAPH selects one of them, and FROM and FROM
NAMED the graphs of the dataset. Updates and
SERVICE are refused, so that a query cannot change the store or access the network.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any, Final, TypeVar

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

from kzit_graph.errors import InvalidInput
from kzit_graph.plain_text import nearest
from kzit_graph.rdf.names import Names
from kzit_graph.sparql.answers import Answer, Solutions, Triples, Truth
from kzit_graph.sparql.engine_results import read_solutions, read_truth
from kzit_graph.sparql.gate import check_query, refuse_updates
from kzit_graph.sparql.group_concat import with_group_concat_of_texts
from kzit_graph.sparql.lexer import code, form, quoted_line, undeclared_prefixes
from kzit_graph.sparql.query_dataset import QueryDataset, prologue, query_dataset
from kzit_graph.sparql.regex_calls import with_xpath_regexes
from kzit_graph.sparql.tokens import significant
from kzit_graph.sparql.total_order import with_total_order
from kzit_graph.sparql.zero_length_paths import with_zero_length_paths

_MAX_QUOTED: Final = 100
"""Characters of a message of the engine that are quoted."""

Kind = TypeVar("Kind", Solutions, Truth, Triples)

_KINDS: Final = {
    "SELECT": (Solutions, "rows", "select()"),
    "ASK": (Truth, "yes or no", "ask()"),
    "CONSTRUCT": (Triples, "a graph", "construct()"),
    "DESCRIBE": (Triples, "a graph", "construct()"),
}
"""The answer type of each query form, its description for messages, and the method that returns it."""


def query(
    store: Store,
    sparql: str,
    names: Names | None = None,
    *,
    default_graphs: Iterable[NamedNode] | None = None,
    named_graphs: Iterable[NamedNode] | None = None,
) -> Answer:
    """Answer a SPARQL 1.1 query over the graphs of its FROM clauses, else over the merge of the store's graphs.

    names: labels and prefixes for the answer. The query can use these prefixes without PREFIX lines. default_graphs, named_graphs:
    the dataset, instead of that of the query; see `kzit_graph.sparql.query_dataset`.

    Raises `InvalidInput`, with line and column, if the text is not a query or does not pass `kzit_graph.sparql.gate`.
    """
    names = names or Names()
    with engine_errors(sparql, names):
        answer = evaluate(store, sparql, names, default_graphs=default_graphs, named_graphs=named_graphs)
        if isinstance(answer, QueryBoolean):
            return read_truth(answer)
        if isinstance(answer, QuerySolutions):
            return read_solutions(answer, names)
        return Triples(tuple(answer), names)


def evaluate(
    store: Store,
    sparql: str,
    names: Names,
    *,
    default_graphs: Iterable[NamedNode] | None = None,
    named_graphs: Iterable[NamedNode] | None = None,
    base: str | None = None,
    options: Mapping[str, Any] | None = None,
) -> QueryBoolean | QuerySolutions | QueryTriples:
    """Return the engine's answer to a query, whose rows and triples are computed as they are read. The parameters are those of `query`.

    base: the IRI for relative ones, if the query has no BASE. options: those of `Store.query` for a query that names no dataset; by
    default, it reads the whole store.

    Raises `InvalidInput` if the text does not pass the gate. Evaluate and read inside `engine_errors`.
    """
    check_query(sparql)
    dataset = query_dataset(store, sparql, names.prefixes, default_graphs, named_graphs)
    if options is not None and dataset.is_whole:
        dataset = replace(dataset, options=options)
    return _evaluated(dataset, sparql, dict(names.prefixes), base)


@contextmanager
def engine_errors(sparql: str, names: Names) -> Iterator[None]:
    """Raise `InvalidInput`, with line and column where known, for the errors of the engine inside a block."""
    try:
        yield
    except SyntaxError as error:
        raise InvalidInput(_plain(str(error), sparql, names)) from error
    except (ValueError, OSError, RuntimeError) as error:
        raise InvalidInput(f"the query cannot be answered: {' '.join(str(error).split())}") from error


def _evaluated(
    dataset: QueryDataset, sparql: str, prefixes: dict[str, str], base: str | None
) -> QueryBoolean | QuerySolutions | QueryTriples:
    """Return the engine's answer to a query that is rewritten where the engine differs from SPARQL 1.1."""
    rewritten = with_group_concat_of_texts(with_xpath_regexes(sparql))
    rewritten = with_zero_length_paths(rewritten, lambda term: _is_known(term, dataset, sparql, prefixes, base))
    rewritten = with_total_order(rewritten)
    if rewritten != sparql:
        with suppress(SyntaxError):  # raised again for the text of the user
            return dataset.store.query(rewritten, prefixes=_used(prefixes, rewritten), base_iri=base, **dataset.options)
    return dataset.store.query(sparql, prefixes=_used(prefixes, sparql), base_iri=base, **dataset.options)


def _used(prefixes: Mapping[str, str], sparql: str) -> dict[str, str]:
    """Return the prefixes that a query may use: for a small query, the engine takes longer to read a few dozen than to answer it."""
    return {prefix: namespace for prefix, namespace in prefixes.items() if f"{prefix}:" in sparql}


def _is_known(term: str, dataset: QueryDataset, sparql: str, prefixes: dict[str, str], base: str | None) -> bool:
    """Return whether every graph that a query can read has a term, which is written as in the query."""
    if not dataset.is_whole or "GRAPH" in code(sparql).upper():
        return False
    ask = f"{prologue(sparql)}\nASK {{ {{ {term} ?p ?o }} UNION {{ ?s ?p {term} }} }}"
    return bool(dataset.store.query(ask, prefixes=prefixes, base_iri=base, **dataset.options))


def query_for(kind: type[Kind], store: Store, sparql: str, names: Names | None = None) -> Kind:
    """Answer a query with a given type of answer. See `query`.

    Raises `InvalidInput`, before the query is evaluated, if its form gives another type.
    """
    refuse_other_forms(sparql, kind)
    answer = query(store, sparql, names)
    assert isinstance(answer, kind)
    return answer


def refuse_other_forms(sparql: str, kind: type[Answer]) -> None:
    """Raise `InvalidInput` if the form of a query gives another type of answer."""
    refuse_updates(sparql)
    query_form = form(sparql)
    if query_form is None:
        return
    given, words, method = _KINDS[query_form]
    if given is not kind:
        raise InvalidInput(f"a query of the form {query_form} gives {words}; use {method}, or query() for any form")


def _plain(message: str, sparql: str, names: Names) -> str:
    if form(sparql) is None:
        return "the query, line 1: not SPARQL: it has none of SELECT, ASK, CONSTRUCT and DESCRIBE"
    undeclared = {prefix for prefix in undeclared_prefixes(sparql) if prefix not in names.prefixes}
    unknown = next((token for token in significant(sparql) if token.kind == "prefixed" and token.prefix in undeclared), None)
    if unknown is not None and sparql[unknown.start - 1 : unknown.start] == "<":
        iri = sparql[unknown.start - 1 :].split(maxsplit=1)[0]
        line, column = _line_and_column(sparql, unknown.start - 1)
        return f"the query, line {line}, column {column}: not SPARQL: the IRI {iri}… is malformed; write spaces in it as %20"
    if unknown is not None:  # in most places, the engine expects something else instead
        line, column = _line_and_column(sparql, unknown.start)
        shown = quoted_line(sparql, line, "the query", column)
        return f"the query, line {line}, column {column}: {_of_prefix(unknown.prefix, names)} — {shown}"
    from kzit_graph.sparql.syntax_place import mistake_at, place_of_mistake

    prefixes = _used(dict(names.prefixes), sparql)
    place = place_of_mistake(sparql, lambda text: Store().query(text, prefixes=prefixes))
    if place is None:
        return f"the query: not SPARQL: {' '.join(message.split())[:_MAX_QUOTED]}"
    shown = quoted_line(sparql, place.line, "the query", place.column)
    return f"the query, line {place.line}, column {place.column}: not SPARQL: {mistake_at(place, sparql)} — {shown}"


def _line_and_column(sparql: str, offset: int) -> tuple[int, int]:
    before = sparql[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")


def _of_prefix(unknown: str, names: Names) -> str:
    known = [*nearest(unknown, names.prefixes), *names.prefixes]
    listed = f"; known are {', '.join(f'{prefix}:' for prefix in dict.fromkeys(known))}" if known else ""
    return f"the prefix {unknown}: is not declared; add a PREFIX line{listed}"
