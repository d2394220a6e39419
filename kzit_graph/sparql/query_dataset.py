"""Choose the dataset of a query: the graphs of its FROM clauses, those of the protocol, or the whole store (SPARQL 1.1, section 13.2).

pyoxigraph counts a triple once for each graph of FROM that has it. The default graph is the merge of these graphs, so if there are
several, they are copied into one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions, Store

from kzit_graph.rdf.default_graph import default_graph_options
from kzit_graph.sparql.lexer import form
from kzit_graph.sparql.tokens import Token, significant

_PAIRS: Final = {"(": ")", "{": "}"}


@dataclass(frozen=True)
class QueryDataset:
    """What a query reads. options: those of `Store.query`. is_whole: whether it is the whole store."""

    store: Store
    options: Mapping[str, Any]
    is_whole: bool = False


def query_dataset(
    store: Store,
    sparql: str,
    prefixes: Mapping[str, str],
    default_graphs: Iterable[NamedNode] | None = None,
    named_graphs: Iterable[NamedNode] | None = None,
) -> QueryDataset:
    """Return the dataset of a query.

    default_graphs, named_graphs: if one is given, they replace the FROM clauses (SPARQL 1.1 Protocol, section 2.1.4). A graph
    that the store does not have is empty.
    """
    if default_graphs is not None or named_graphs is not None:
        return _of_graphs(store, tuple(dict.fromkeys(default_graphs or ())), tuple(dict.fromkeys(named_graphs or ())))
    clauses = list(_clauses(sparql))
    if not clauses:
        return QueryDataset(store, default_graph_options(store), is_whole=True)
    if sum(not is_named for _, is_named in clauses) > 1 and (graphs := _resolved(sparql, [text for text, _ in clauses], prefixes)):
        names = [is_named for _, is_named in clauses]
        return _of_graphs(
            store,
            tuple(dict.fromkeys(graph for graph, is_named in zip(graphs, names, strict=True) if not is_named)),
            tuple(dict.fromkeys(graph for graph, is_named in zip(graphs, names, strict=True) if is_named)),
        )
    return QueryDataset(store, {})


def _of_graphs(store: Store, defaults: Sequence[NamedNode], named: Sequence[NamedNode]) -> QueryDataset:
    if len(defaults) < 2:
        return QueryDataset(store, {"default_graph": list(defaults), "named_graphs": list(named)})
    merged = Store()
    merged.bulk_extend(Quad(*quad.triple) for graph in defaults for quad in store.quads_for_pattern(None, None, None, graph))
    merged.bulk_extend(quad for graph in named for quad in store.quads_for_pattern(None, None, None, graph))
    return QueryDataset(merged, {"default_graph": [DefaultGraph()], "named_graphs": list(named)})


def prologue(sparql: str) -> str:
    """Return the text before SELECT, ASK, CONSTRUCT or DESCRIBE: its BASE and PREFIX lines."""
    found = significant(sparql)
    position = _form_position(found)
    return sparql[: found[position].start] if position < len(found) else sparql


def pattern_start(found: Sequence[Token]) -> int:
    """Return the position of the first token of the WHERE clause, or the number of tokens if there is none."""
    position = _form_position(found)
    if position + 1 < len(found) and found[position].text.upper() == "CONSTRUCT" and found[position + 1].text == "{":
        position = _after_bracket(found, position + 1)
    while position < len(found) and found[position].text != "{":
        position = _after_bracket(found, position) if found[position].text == "(" else position + 1
    return position


def _form_position(found: Sequence[Token]) -> int:
    forms = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
    return next((index for index, token in enumerate(found) if token.kind == "word" and token.text.upper() in forms), len(found))


def _after_bracket(found: Sequence[Token], position: int) -> int:
    """Return the position after a bracket is closed."""
    opening, closing = found[position].text, _PAIRS[found[position].text]
    depth = 0
    for index in range(position, len(found)):
        depth += (found[index].text == opening) - (found[index].text == closing)
        if depth == 0:
            return index + 1
    return len(found)


def _clauses(sparql: str) -> Iterator[tuple[str, bool]]:
    """Yield the graph of each FROM clause as it is written, and whether it is a named graph."""
    if "FROM" not in sparql.upper():
        return
    found = significant(sparql)
    describes = form(sparql) == "DESCRIBE"
    position, end = _form_position(found), pattern_start(found)
    while position < end:
        token = found[position]
        rest = token.text[4:] if token.text.upper().startswith("FROM") else None
        position += 1
        if token.text in _PAIRS:
            position = _after_bracket(found, position - 1)
        elif rest == "" and token.kind == "word" and position < len(found):
            is_named = found[position].text.upper() == "NAMED" and position + 1 < len(found)
            yield found[position + is_named].text, is_named
            position += 1 + is_named
        elif rest and token.kind == "prefixed" and not (describes and token.prefix.upper() != "FROM"):
            # The engine reads "FROMe:g" as "FROM e:g".
            is_named = rest.upper().startswith("NAMED")
            yield rest[5:] if is_named else rest, is_named


def _resolved(sparql: str, graphs: Sequence[str], prefixes: Mapping[str, str]) -> list[NamedNode]:
    """Return graphs as the engine reads them after the prologue of a query; nothing if it cannot read one."""
    terms = " ".join(f"({graph} AS ?g{number})" for number, graph in enumerate(graphs))
    try:
        solutions = Store().query(f"{prologue(sparql)}\nSELECT {terms} {{}}", prefixes=dict(prefixes))
        assert isinstance(solutions, QuerySolutions)
        resolved = [term for term in next(solutions) if isinstance(term, NamedNode)]
    except (SyntaxError, ValueError):
        return []
    return resolved if len(resolved) == len(graphs) else []
