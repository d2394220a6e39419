"""Find terms of a query that are in neither the data nor the vocabulary, such as misspelt ones."""

from __future__ import annotations

from typing import Final

from pyoxigraph import NamedNode, Store

from kzit_graph.plain_text import nearest
from kzit_graph.rdf.names import Names, slug, split_iri
from kzit_graph.rdf.namespaces import RDF, XSD
from kzit_graph.sparql.lexer import mentioned_iris

_STANDARD = (RDF, XSD, "http://www.w3.org/2005/xpath-functions#")

_MAX_NEAREST: Final = 3


def unknown_terms(sparql: str, store: Store, vocabulary: Store, names: Names, *, found_nothing: bool) -> list[str]:
    """Return a line for each unknown term of a query, with the nearest known terms.

    Terms in a namespace of the vocabulary are always checked, because OPTIONAL can hide a misspelt one. Other terms are
    checked only if the query found nothing.
    """
    declared = {quad.subject for quad in vocabulary if isinstance(quad.subject, NamedNode)}
    own = {_namespace(term) for term in declared}
    lines: list[str] = []
    for iri, written in mentioned_iris(sparql, names.prefixes).items():
        term = _term(iri)
        if term is None or term in declared or iri.startswith(_STANDARD) or not (found_nothing or _namespace(term) in own):
            continue
        if not _is_in(store, term):
            where = "in the vocabulary" if _namespace(term) in own else "in the data"
            lines.append(f"{written} is not {where}{_nearest(term, store, declared, names)}")
    return lines


def _nearest(term: NamedNode, store: Store, declared: set[NamedNode], names: Names) -> str:
    """Return the known terms of the same namespace with the most similar last part, else those with the same last part in others.

    They are the end of a line.
    """
    space = _namespace(term)
    known = {quad.subject for quad in store if isinstance(quad.subject, NamedNode)} | {quad.predicate for quad in store} | declared
    by_slug = {slug(other).casefold(): other for other in sorted(known, key=str) if _namespace(other) == space}
    near = [names.shorten(by_slug[name]) for name in nearest(slug(term), by_slug)]
    if not near:
        near = [names.shorten(other) for other in sorted(known, key=str) if slug(other) == slug(term) and other != term][:_MAX_NEAREST]
    return f"; nearest: {', '.join(near)}" if near else ""


def _is_in(store: Store, term: NamedNode) -> bool:
    patterns = ((term, None, None, None), (None, term, None, None), (None, None, term, None), (None, None, None, term))
    return any(next(iter(store.quads_for_pattern(*pattern)), None) is not None for pattern in patterns)


def _namespace(term: NamedNode) -> str:
    return split_iri(term.value)[0]


def _term(iri: str) -> NamedNode | None:
    try:
        return NamedNode(iri)
    except ValueError:
        return None
