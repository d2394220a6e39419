"""Open a graph for workers: in memory, which forked workers share, or on disk, where each worker opens it.

Source
├── InMemory   the usual case
└── OnDisk     large data; a store on disk has threads, which a fork would not copy, so no process that forks may open it
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Protocol

from pyoxigraph import Store

from kzit_graph.errors import InvalidInput
from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.project.prefixes import with_usual
from kzit_graph.project.statements.written_forms import WrittenForms
from kzit_graph.rdf.jsonld.context_file import ContextFile
from kzit_graph.rdf.names import Names
from kzit_graph.serve.pool.described import description_of
from kzit_graph.serve.pool.disk_forms import FormsOnDisk
from kzit_graph.serve.pool.disk_store import DiskStore, disk_store, is_large
from kzit_graph.serve.pool.opener import Opener, named_function
from kzit_graph.serve.pool.prepared import DEFAULT_BASE, Prepared, Sizes

MAX_IN_MEMORY: Final = 500_000
"""Statements of data that are kept in memory. A worker that reads all of them copies them, because Python counts references."""

_TRIPLE_TERMS: Final = "ASK { ?s ?p ?o FILTER (isTRIPLE(?o)) }"


@dataclass(frozen=True)
class WorkerSettings:
    """What workers are started with.

    calls: see `kzit_graph.serve.calls.CALLS`. cache: the folder of stores on disk; "" to keep all data in memory. max_in_memory: the
    number of statements above which they are on disk.
    """

    opener: Opener
    sizes: Sizes
    calls: Mapping[str, str]
    cache: str = ""
    max_in_memory: int = MAX_IN_MEMORY

    def to_json(self) -> dict[str, Any]:
        """Return the settings as JSON values."""
        return {**vars(self), "opener": self.opener.to_json(), "sizes": vars(self.sizes), "calls": dict(self.calls)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> WorkerSettings:
        """Return the settings of the values of `to_json`."""
        return cls(**{**values, "opener": Opener.from_json(values["opener"]), "sizes": Sizes(**values["sizes"])})

    def open(self) -> Source:
        """Open the graph. Its store on disk, if it has one, must exist; see `make_store`. Raises `KzitError`."""
        graph = self.opener.open()
        loaded = graph.loaded
        functions = {name: named_function(function) for name, function in self.calls.items()}
        base = loaded.project.base or DEFAULT_BASE
        if self._is_on_disk(graph):
            disk = DiskStore(disk_store(loaded, Path(self.cache)))
            names = Names(with_usual(loaded.prefixes), context=loaded.project.context if loaded.project.has_context else None)
            _ = loaded.vocabulary
            sample = Prepared(graph, Store(), names, WrittenForms(), context=_context(names), base=base, sizes=self.sizes, calls=functions)
            return OnDisk(replace(sample, is_on_disk=True, description=disk.description), disk)
        forms, names = loaded.forms, loaded.names
        has_triple_terms = bool(loaded.store.query(_TRIPLE_TERMS, use_default_graph_as_union=True))
        facts = bool(forms.by_triple), has_triple_terms, _context(names), base, self.sizes, functions
        return InMemory(Prepared(graph, loaded.store, names, forms, *facts, description_of(loaded, loaded.store)))

    def make_store(self) -> None:
        """Make the store on disk if the data need one and it does not exist yet. Raises `KzitError`."""
        graph = self.opener.open()
        if self._is_on_disk(graph):
            disk_store(graph.loaded, Path(self.cache))

    def _is_on_disk(self, graph: KnowledgeGraph) -> bool:
        return bool(self.cache) and is_large(graph.loaded, self.max_in_memory)


class Source(Protocol):
    """An open graph."""

    def sample(self) -> Prepared:
        """Return the graph, or an empty one with the same settings, to use everything once."""

    def prepared(self) -> Prepared:
        """Return the graph, in the process that answers jobs."""


@dataclass(frozen=True)
class InMemory:
    """A graph in memory."""

    _prepared: Prepared

    def sample(self) -> Prepared:
        """See `Source`."""
        return self._prepared

    def prepared(self) -> Prepared:
        """See `Source`."""
        return self._prepared


@dataclass(frozen=True)
class OnDisk:
    """A graph on disk. What is small is in memory."""

    _sample: Prepared
    _disk: DiskStore

    def sample(self) -> Prepared:
        """See `Source`."""
        return self._sample

    def prepared(self) -> Prepared:
        """Open the files. See `Source`."""
        disk, graph = self._disk, self._sample.graph
        store, forms = Store.read_only(str(disk.store)), FormsOnDisk(path=disk.forms)
        _ = forms.connection
        vars(graph.loaded).update(graphs=store, store=store, forms=forms)
        return replace(
            self._sample,
            store=store,
            names=graph.names,
            forms=forms,
            has_forms=disk.has_forms,
            has_triple_terms=disk.has_triple_terms,
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
