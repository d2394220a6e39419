"""Read the rows of tables from a store, following the path of each column from each instance of the table's class."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import islice
from typing import Final, Self

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from kzit_graph.computed_once import computed_once
from kzit_graph.project.configuration.settings import default_settings
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.statements.statements import Statements
from kzit_graph.project.statements.written_forms import WrittenForms
from kzit_graph.publish.tables.columns import TEXT_LANGUAGE, Column, Kept, Table
from kzit_graph.publish.tables.paths import PathReader
from kzit_graph.rdf.languages import best_language
from kzit_graph.rdf.names import Term, labels_in, split_iri
from kzit_graph.rdf.namespaces import RDF_TYPE, SKOS
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.rdf.values import as_text

_NOTATION: Final = NamedNode(f"{SKOS}notation")
_NAME_CACHE_SIZE: Final = 1 << 16
"""Names of things kept in memory."""

Row = Sequence[Sequence[str]]
"""The values of one thing: for each column, the sorted values of its cell. An empty cell has no values."""

Labels = Callable[[NamedNode], Mapping[str, str]]


class TableData:
    """The data that tables are read from. What all tables need is computed once.

    store: the data. statements: the same data as it was written, for the forms of values. labels: function from a thing to its
    labels by language. forms: reads how the literals of the statements were written.
    """

    def __init__(
        self, store: Store, statements: Statements, labels: Labels | None = None, forms: Callable[[], WrittenForms] | None = None
    ) -> None:
        self.store, self._statements = store, statements
        self.labels = labels or labels_in(store, properties=default_settings().labels)
        self._read_forms = forms or partial(WrittenForms.of, statements)

    @classmethod
    def of(cls, loaded: LoadedProject) -> Self:
        """Return the data of a project."""
        labels = labels_in(loaded.store, properties=loaded.project.naming.labels)
        return cls(loaded.store, loaded.statements, labels, lambda: loaded.forms)

    @computed_once
    def forms(self) -> WrittenForms:
        """How the literals were written that have another form in the store."""
        return self._read_forms()

    @computed_once
    def labelled(self) -> tuple[Store, WrittenForms]:
        """The data with the labels that blank nodes have in the dumps, and the forms of its literals."""
        stable = self._statements.labelled()
        store = Store()
        for graph in stable:
            store.extend(Quad(*triple) for triple in graph.triples())
        return store, WrittenForms.of(stable)

    def instances(self, of_class: NamedNode) -> Iterator[NamedNode | BlankNode]:
        """Yield the instances of a class; one in several graphs may be repeated."""
        subjects = (quad.subject for quad in self.store.quads_for_pattern(None, RDF_TYPE, of_class))
        return (subject for subject in subjects if not isinstance(subject, Triple))

    def rows(self, table: Table) -> Iterator[Row]:
        """Yield the rows of a table, in the natural order of their things. Only the identifiers of the things are kept in memory.

        Blank nodes have the labels of the dumps, computed when the first blank node is found.
        """
        done = 0
        try:
            for row in _rows(table, self.store, self.forms, self.labels, _stable_text):
                yield row
                done += 1
        except _BlankNodeMet:
            yield from islice(_rows(table, *self.labelled, self.labels, as_text), done, None)


class _BlankNodeMet(Exception):
    """Raised at a blank node with a label or a form to look up: its label in the store is not the one in the statements."""


def _stable_text(term: Term) -> str:
    if isinstance(term, BlankNode):
        raise _BlankNodeMet
    return as_text(term)


def _rows(table: Table, store: Store, forms: WrittenForms, labels: Labels, text: Callable[[Term], str]) -> Iterator[Row]:
    subjects = (quad.subject for quad in store.quads_for_pattern(None, RDF_TYPE, table.of_class))
    things = {text(subject): subject for subject in subjects if not isinstance(subject, Triple)}
    reader = _Reader(table, store, forms, labels, text)
    for name in sorted(sorted(things), key=natural_key):
        yield reader.row(things[name])


class _Reader:
    """Reads rows from a store. forms: of its literals. text: converts a term to text."""

    def __init__(self, table: Table, store: Store, forms: WrittenForms, labels: Labels, text: Callable[[Term], str]) -> None:
        self._table, self._store, self._forms, self._labels, self._text = table, store, forms, labels, text
        self._paths = PathReader(store, forms, [column.paths for column in table.columns], text)
        self._name = lru_cache(_NAME_CACHE_SIZE)(self._named)
        self._class_name = lru_cache(_NAME_CACHE_SIZE)(self._class)
        self._codes = lru_cache(_NAME_CACHE_SIZE)(self._code)  # many things share codes
        number = {column.name: position for position, column in enumerate(table.columns)}
        self._names = [(number[column.names], position) for position, column in enumerate(table.columns) if column.names]
        self._is_own = [any(column.paths) or column.names is not None for column in table.columns].index(False)

    def row(self, thing: NamedNode | BlankNode) -> Row:
        columns = self._table.columns
        row: list[Sequence[str]] = [()] * len(columns)
        row[self._is_own] = (self._text(thing),)
        for number, values in self._paths.values(thing).items():
            found = self._read(columns[number], values)
            row[number] = found if len(found) < 2 else _in_order(found, columns[number].keep)
        for things, names in self._names:
            row[names] = [self._name(thing) for thing in row[things]]
        return row

    def _read(self, column: Column, values: Sequence[Term]) -> Sequence[str]:
        if column.holds == "class":
            return [name for value in values for name in self._class_name(value)]
        if column.holds == "code":
            return [text for value in values for text in self._codes(value)]
        if column.holds == "wording":
            return [self._text(value) for value in values]
        return self._plain(values, column.language)

    def _plain(self, values: Sequence[Term], language: str | None = None) -> Sequence[str]:
        """Return the texts of values: IRIs, literals without a language, and those in one language."""
        if len(values) == 1 and not language and not (isinstance(values[0], Literal) and values[0].language):
            return (self._text(values[0]),)
        tagged = [value for value in values if isinstance(value, Literal) and value.language]
        if not tagged:
            return [] if language else [self._text(value) for value in values]
        wanted = [language] if language is not None else self._table.languages
        found = {(value.language or "").lower() for value in tagged}
        chosen = next((tag.lower() for tag in wanted if tag.lower() in found), None)
        kept = [value for value in values if ((isinstance(value, Literal) and value.language) or "").lower() in ("", chosen)]
        return [self._text(value) for value in kept if not language or value in tagged]

    def _class(self, value: Term) -> Sequence[str]:
        name = self._text(value)
        return () if value == self._table.of_class or value in self._table.own_classes else (split_iri(name)[1],)

    def _code(self, concept: Term) -> Sequence[str]:
        if not isinstance(concept, (NamedNode, BlankNode)):
            return ()
        notations = self._forms.quads(self._store.quads_for_pattern(concept, _NOTATION, None))
        return self._plain([quad.object for quad in notations])

    def _named(self, thing: str) -> str:
        try:
            labels = self._labels(NamedNode(thing))
        except ValueError:  # a blank node, or a literal in place of a thing
            return thing
        tag = best_language(labels, *self._table.languages, TEXT_LANGUAGE, "")
        return labels[min(labels) if tag is None else tag] if labels else thing


def _in_order(values: Sequence[str], keep: Kept | None) -> Sequence[str]:
    """Return different values in natural order, or only the first or last of them."""
    ordered = sorted(sorted(dict.fromkeys(values)), key=natural_key)
    return ordered if keep is None else ordered[:1] if keep == "first" else ordered[-1:]
