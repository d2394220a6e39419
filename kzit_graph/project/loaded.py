"""A project with its contents, read lazily and cached."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from pyoxigraph import NamedNode, Store, Triple

from kzit_graph.computed_once import computed_once
from kzit_graph.project.description import described, graph_of_description
from kzit_graph.project.files.read_once import Reader, ReadOnce
from kzit_graph.project.files.unchanged_files import UnchangedFiles
from kzit_graph.project.loaded_schema import LoadedSchema
from kzit_graph.project.prefixes import DeclaredPrefixes, with_usual
from kzit_graph.project.project import Project
from kzit_graph.project.statements.entailment import Entailment
from kzit_graph.project.statements.quad_files import QuadFile, are_shared, split
from kzit_graph.project.statements.statements import (
    GraphName,
    GraphStatements,
    Statements,
    statements_of_lines,
    statements_of_quads,
    statements_of_readers,
)
from kzit_graph.project.statements.store import FILES, load_files, load_graphs, load_lines, merge_overlapping_graphs, with_ontology
from kzit_graph.project.statements.written_forms import WrittenForms, typed_literals
from kzit_graph.rdf.broken_files import Readers
from kzit_graph.rdf.default_graph import quads_of_graphs
from kzit_graph.rdf.formats import format_of_file
from kzit_graph.rdf.names import Names, labels_in
from kzit_graph.rdf.reading import QUAD_SYNTAXES, RdfFile, as_ntriples

if TYPE_CHECKING:
    from kzit_graph.project.rules.expansion import Expansion
    from kzit_graph.rdf.jsonld.context_file import ContextFile

_EXPANDED: Final = Path("expanded.nt")
"""The name of a file whose statements come from rules; there is no such file."""


class LoadedProject(LoadedSchema):
    """The contents of a project. Each part is read on first use and cached.

    If a data file changes after that, neither the store nor a validation mixes the old and the new content: both raise `InvalidInput`.

    project: the layout of the project folder. dumps: RDF files to use instead of the project's own data.
    """

    def __init__(self, project: Project, dumps: Iterable[Path] = ()) -> None:
        super().__init__(project)
        self.dumps = tuple(dumps)
        self._typed_literals: Mapping[GraphName, AbstractSet[bytes]] = {}

    @property
    def is_foreign(self) -> bool:
        """Whether the data come from dumps that can be about anything else than the ontology."""
        return bool(self.dumps)

    @property
    def origin(self) -> str:
        """The files that the data come from, as a person names them: the dumps, or the project's folder."""
        return ", ".join(map(str, self.dumps)) or str(self.project.root)

    @computed_once
    def in_memory(self) -> Mapping[Path, RdfFile]:
        """The files that are in memory as a whole: those of the ontology."""
        return {file.path: file for file in self.ontology}

    @property
    def readers(self) -> Readers:
        """Functions that read the files of the data, the ontology and the shapes."""
        paths = (*self.data_files, *self.project.ontology, *self.project.shapes)
        return {path: partial(self._read, path) for path in paths}

    def files_with(self, _node: str) -> tuple[Path, ...]:
        """Return the files that may have a blank node, given with its label: all dumps."""
        return self.dumps

    @computed_once
    def graphs(self) -> Store:
        """The data as named graphs, with the triples that the ontology entails, to look up terms. Do not modify.

        This is `store`, maybe without its default graph, which takes time to find out. So do not count solutions of queries on it.
        """
        return self._load(self._read_unchanged)

    @computed_once
    def store(self) -> Store:
        """The data as named graphs, with the triples that the ontology entails, for queries. Do not modify.

        The store has the values of literals, not their forms: use `statements` for what is published. Its default graph is empty,
        or the merge of the named graphs; see `kzit_graph.rdf.default_graph`.
        """
        store = self.graphs
        merge_overlapping_graphs(store)
        return store

    @computed_once
    def statements(self) -> Statements:
        """The data as named graphs, as they are published: as they were written, with what the project's rules and the ontology entail.

        Blank nodes are IRIs if the settings ask for that.
        """
        if self._is_skolemized:
            from kzit_graph.project.statements.skolem import skolemized

            return skolemized(self.written_statements, self.project.base)
        return self.written_statements

    @computed_once
    def written_statements(self) -> Statements:
        """The statements with blank nodes as they were written. These are validated."""
        entailment = Entailment.of(self.vocabulary.store)
        if self.expansion:
            return statements_of_lines(self.expansion.graphs, entailment, shared=self.expansion.shared)
        if self.dumps:
            quads = (quad for file in self.read_data() for quad in file.parse())
            return statements_of_quads(quads, FILES, entailment)
        readers: dict[GraphName, list[Callable[[], bytes]]] = {}
        for file in self.project.graphs:
            if found := self.quad_files.get(file.path):
                for name, lines in found.graphs.items():
                    readers.setdefault(name, []).append(partial(bytes, lines))
            else:
                readers.setdefault(file.graph, []).append(partial(self._lines_of, file.path))
        return statements_of_readers(readers, entailment, shared=are_shared(self.quad_files.values()))

    def _lines_of(self, path: Path) -> bytes:
        return as_ntriples(self._read_unchanged(path))

    @property
    def _is_skolemized(self) -> bool:
        return self.project.settings.blank_nodes == "skolemize" and not self.dumps

    @computed_once
    def quad_files(self) -> Mapping[Path, QuadFile]:
        """The data files that have graph names, with their graphs. They are kept in memory."""
        found = {}
        for file in self.project.graphs:
            if format_of_file(file.path) in QUAD_SYNTAXES and (content := self._read_unchanged(file.path)).can_have_graphs:
                found[file.path] = split(content, file.graph)
        return found

    @computed_once
    def graph_files(self) -> Mapping[GraphName, tuple[Path, ...]]:
        """The data files of each named graph. Empty for dumps."""
        found: dict[GraphName, list[Path]] = {}
        for file in () if self.dumps else self.project.graphs:
            quad_file = self.quad_files.get(file.path)
            for name in (file.graph,) if quad_file is None else quad_file.graphs:
                found.setdefault(name, []).append(file.path)
        return {name: tuple(paths) for name, paths in found.items()}

    @computed_once
    def description_graph(self) -> NamedNode:
        """The name of the graph that describes the dataset: one of the description, if it has graph names."""
        return graph_of_description(self.project, self.graph_files, self.statements)

    @computed_once
    def description(self) -> tuple[Triple, ...]:
        """What the data states in the graphs of the description of its dataset, with what a description must have at least."""
        return described(self.project, self.graph_files, self.statements, lambda: self.graphs)

    @computed_once
    def expansion(self) -> Expansion | None:
        """What the project's rules make of its data; None without rules, and for dumps, which have been expanded."""
        if self.dumps or not self.project.rules:
            return None
        from kzit_graph.project.rules.kept import expand
        from kzit_graph.project.rules.typed import TypedProject, read_texts

        files = [(file.graph, self.quad_files.get(file.path) or self._typed[file.path]) for file in self.project.graphs]
        return expand(TypedProject(files, self.ontology, read_texts(self.project.rules), self.project.derived_graph))

    @computed_once
    def _typed(self) -> dict[Path, RdfFile]:
        """The data files without graph names of a project with rules, as they were typed."""
        return {file.path: self._read_unchanged(file.path) for file in self.project.graphs if file.path not in self.quad_files}

    @computed_once
    def forms(self) -> WrittenForms:
        """How the literals were written that have another form in `store`."""
        return WrittenForms.of(self.statements, self._typed_literals)

    def labelled_graphs(self) -> Iterator[GraphStatements]:
        """Yield `statements` with stable labels of blank nodes. After the last one, `forms` takes a fifth of the time.

        Raises `InvalidInput` if too many blank nodes are similar.
        """
        found: dict[GraphName, set[bytes]] = {}
        for graph in self.statements.labelled():
            if isinstance(graph.name, NamedNode):  # blank nodes have other labels in `statements`
                found[graph.name] = typed_literals(graph.lines)
            yield graph
        self._typed_literals = found

    def reader(self) -> Reader:
        """Return a reader for `store_with_ontology` and `read_data` in two threads, so that they read each data file only once."""
        is_read_twice = not self.dumps and "graphs" not in vars(self) and not self.quad_files
        return ReadOnce(self._read_unchanged) if is_read_twice else self._read_unchanged

    @contextmanager
    def store_with_ontology(self, read: Reader) -> Iterator[Store]:
        """Yield the data with the ontology as an additional graph, in a store that no other thread uses. Its graphs are not merged.

        read: see `reader`. If `graphs` is not loaded yet, it is this store afterwards, without the ontology. Else it is a copy. Blank
        nodes are as they were written.
        """
        if self._is_skolemized:
            store = self._load_written(read)
            with with_ontology(store, self.ontology):
                yield store
            return
        if "graphs" in vars(self):
            store = Store()
            store.bulk_extend(quads_of_graphs(self.graphs))
        else:
            store = self._load(read)
        with with_ontology(store, self.ontology):
            yield store
        vars(self).setdefault("graphs", store)

    def _load(self, read: Reader) -> Store:
        if self._is_skolemized:
            return load_lines({graph.name: graph.lines for graph in self.statements}, (), shared=False)
        return self._load_written(read)

    def _load_written(self, read: Reader) -> Store:
        files = self._files
        if self.expansion:
            store = load_lines(self.expansion.graphs, self.ontology, shared=self.expansion.shared)
        elif self.dumps:
            store = load_files(self.dumps, self.ontology, self.project.contexts)
        else:
            store = load_graphs(self.project.graphs, self.ontology, read, self.quad_files)
        files.refuse_changes()
        return store

    def read_data(self, read: Reader | None = None) -> Iterator[RdfFile]:
        """Return an iterator of the data, file by file. It raises `InvalidInput` if a file has changed since the first read.

        If the rules of the project change the statements of a file, they come as N-Triples instead. read: see `reader`.
        """
        return self._read_expanded(self.expansion) if self.expansion else map(read or self._read_unchanged, self._files.paths)

    def _read_expanded(self, expansion: Expansion) -> Iterator[RdfFile]:
        self._files.refuse_changes()
        if expansion.shared:
            yield RdfFile(_EXPANDED, b"".join(expansion.graphs.values()))
            return
        for name, lines in expansion.graphs.items():
            paths = () if name in expansion.changed else self.graph_files.get(name, ())
            yield self._typed[paths[0]] if len(paths) == 1 and paths[0] in self._typed else RdfFile(_EXPANDED, lines)

    def _read_unchanged(self, path: Path) -> RdfFile:
        return self._files.read(path)

    @computed_once
    def _files(self) -> UnchangedFiles:
        return UnchangedFiles(self.data_files, self.project.contexts)

    @property
    def data_files(self) -> tuple[Path, ...]:
        """The files of the data."""
        return self.dumps or tuple(file.path for file in self.project.graphs)

    @computed_once
    def context(self) -> ContextFile:
        """The JSON-LD context: that of the project, or one with the prefixes of its files."""
        from kzit_graph.rdf.jsonld.context_file import ContextFile, context_of_prefixes

        generated = None if self.project.has_context else context_of_prefixes(self.prefixes)
        return ContextFile(self.project.context, generated)

    @computed_once
    def names(self) -> Names:
        """How to show terms: the prefixes and the usual ones, the labels of data and ontology, and the JSON-LD context."""
        naming = self.project.naming
        context = self.project.context if self.project.has_context else None
        labels = labels_in(self.store, self.vocabulary.store, properties=naming.labels)
        return Names(with_usual(self.prefixes), labels, context, naming)

    @computed_once
    def prefixes(self) -> dict[str, str]:
        """The prefixes for output, prefix to namespace, from the project's own files."""
        return self.declared.all

    @computed_once
    def declared(self) -> DeclaredPrefixes:
        """The prefixes that the files of the ontology and the data declare."""
        return DeclaredPrefixes.of((file.prefixes for file in self.ontology), self._declared, self.project.graphs)

    @computed_once
    def known_prefixes(self) -> dict[str, str]:
        """The non-empty prefixes that files declare, and those of the settings."""
        return {**self.project.settings.prefixes, **self.declared.common}

    def with_parts(self, store: Store, statements: Statements, ontology: Sequence[RdfFile], shape_files: Sequence[RdfFile]) -> Self:
        """Return the same project with other contents in memory. statements: of the same data as the store."""
        other = type(self)(self.project, self.dumps)
        kept = {
            name: value for name, value in vars(self).items() if name in ("context", "expansion", "_declared", "quad_files", "graph_files")
        }
        vars(other).update(kept, graphs=store, store=store, statements=statements, ontology=tuple(ontology), shape_files=tuple(shape_files))
        return other

    @computed_once
    def _declared(self) -> dict[Path, dict[str, str]]:
        return {file.path: self._files.prefixes(file.path) for file in self.project.graphs}
