"""What a worker needs to answer jobs: a graph whose parts are read, and the functions that it can call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import Store

from kzit_graph.errors import InvalidInput
from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.rdf.jsonld.context_file import ContextFile
from kzit_graph.rdf.names import Names
from kzit_graph.serve.pool.opener import Opener, named_function
from kzit_graph.sparql.written_answers import Forms

Call = Callable[[KnowledgeGraph, Mapping[str, Any]], tuple[str, bytes]]
"""A function of `kzit_graph.serve.calls`: it returns a media type and the content."""

_DEFAULT_BASE: Final = "http://localhost/sparql"
_TRIPLE_TERMS: Final = "ASK { ?s ?p ?o FILTER (isTRIPLE(?o)) }"


@dataclass(frozen=True)
class Sizes:
    """The limits of a worker, in bytes and rows; see `kzit_graph.serve.limits.Limits`."""

    memory: int = 0
    rows: int = 0
    answer: int = 0


@dataclass(frozen=True)
class Prepared:
    """A graph that is ready for queries.

    store, names, forms: for queries. has_forms: whether the store changed literals. has_triple_terms: whether the data has triples as
    objects. context: the JSON-LD context of graphs. base: the IRI for relative ones in queries. sizes: the
    limits of answers.
    """

    graph: KnowledgeGraph
    store: Store
    names: Names
    forms: Forms
    has_forms: bool = False
    has_triple_terms: bool = False
    context: ContextFile | None = None
    base: str = _DEFAULT_BASE
    sizes: Sizes = field(default_factory=Sizes)
    calls: Mapping[str, Call] = field(default_factory=dict)


def prepare(opener: Opener, sizes: Sizes, calls: Mapping[str, str]) -> Prepared:
    """Open a graph, and read what queries need of it. calls: the names of the functions by those of the jobs.

    Raises `KzitError` if the graph cannot be opened.
    """
    graph = opener.open()
    loaded = graph.loaded
    has_triple_terms = bool(loaded.store.query(_TRIPLE_TERMS, use_default_graph_as_union=True))
    forms = loaded.forms
    functions = {name: named_function(function) for name, function in calls.items()}
    return Prepared(
        graph,
        loaded.store,
        loaded.names,
        forms,
        bool(forms.by_triple),
        has_triple_terms,
        _context(loaded.names),
        loaded.project.base or _DEFAULT_BASE,
        sizes,
        functions,
    )


def _context(names: Names) -> ContextFile | None:
    """Return the JSON-LD context of a project, already read; None if it has none that can be used for writing."""
    if names.context is None:
        return None
    context = ContextFile(names.context)
    try:
        _ = context.terms
    except InvalidInput:
        return None
    return context
