"""What a worker needs to answer jobs: a graph whose parts are read, and the functions that it can call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import NamedNode, Store

from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.publish.description.served import ServedDescription
from kzit_graph.rdf.jsonld.context_file import ContextFile
from kzit_graph.rdf.names import Names
from kzit_graph.sparql.written_answers import Forms

DEFAULT_BASE: Final = "http://localhost/sparql"

Call = Callable[[KnowledgeGraph, Mapping[str, Any]], tuple[str, bytes]]
"""A function of `kzit_graph.serve.calls`: it returns a media type and the content."""


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
    objects. context: the JSON-LD context of graphs. base: the IRI for relative ones in queries. sizes: the limits of answers.
    description: of a build, for the queries that read it. is_on_disk: whether the store is, and each worker opens it.
    """

    graph: KnowledgeGraph
    store: Store
    names: Names
    forms: Forms
    has_forms: bool = False
    has_triple_terms: bool = False
    context: ContextFile | None = None
    base: str = DEFAULT_BASE
    sizes: Sizes = field(default_factory=Sizes)
    calls: Mapping[str, Call] = field(default_factory=dict)
    description: ServedDescription | None = None
    is_on_disk: bool = False

    @contextmanager
    def read_by(self, sparql: str, graphs: Iterable[NamedNode] = ()) -> Iterator[tuple[Store, Mapping[str, Any] | None]]:
        """Yield the store and the options of `evaluate` for a query, with the description in the store if the query reads it.

        A store on disk cannot be changed, so such a query reads only the description then. graphs: those that the request names.
        """
        description = self.description
        if description is None or not (description.graph in graphs or description.is_read_by(sparql, self.names.prefixes)):
            yield self.store, None
            return
        store = Store() if self.is_on_disk else self.store
        with description.added_to(store) as options:
            yield store, options
