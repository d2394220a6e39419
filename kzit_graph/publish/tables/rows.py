"""Read the rows of the table of facts from a store, following the path of each column from each fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from kzit_graph.project.settings import default_settings
from kzit_graph.project.statements import Statements
from kzit_graph.project.written_forms import WrittenForms
from kzit_graph.publish.tables.columns import TEXT_LANGUAGE, Kept, columns
from kzit_graph.rdf.names import Names, Term, labels_in
from kzit_graph.rdf.namespaces import RDF_TYPE, SKOS
from kzit_graph.rdf.ordering import natural_key
from kzit_graph.rdf.values import as_text

_FACT: Final = NamedNode("https://w3id.org/kzit/ontology#Fact")
_NOTATION: Final = NamedNode(f"{SKOS}notation")
_NAME_CACHE_SIZE: Final = 1 << 16
"""Names of things kept in memory."""

FactRow = Sequence[Sequence[str]]
"""The values of one fact: for each column, the sorted values of its cell. An empty cell has no values."""


def fact_rows(store: Store, statements: Statements) -> Iterator[FactRow]:
    """Yield the rows of the table, in the natural order of the facts. Only the identifiers of the facts are kept in memory.

    statements: the same data as it was written, for the forms of values. Blank nodes have the labels of the dumps, computed when the
    first blank node is found.
    """
    done = 0
    try:
        for row in _rows(store, WrittenForms.of(statements), _stable_text):
            yield row
            done += 1
    except _BlankNodeMet:
        stable = statements.labelled()
        labelled = Store()
        for graph in stable:
            labelled.extend(Quad(*triple) for triple in graph.triples())
        yield from islice(_rows(labelled, WrittenForms.of(stable), as_text), done, None)


class _BlankNodeMet(Exception):
    """Raised at a blank node with a label or a form to look up: its label in the store is not the one in the statements."""


def _stable_text(term: Term) -> str:
    if isinstance(term, BlankNode):
        raise _BlankNodeMet
    return as_text(term)


def _rows(store: Store, forms: WrittenForms, text: Callable[[Term], str]) -> Iterator[FactRow]:
    subjects = (quad.subject for quad in store.quads_for_pattern(None, RDF_TYPE, _FACT))
    facts = {text(subject): subject for subject in subjects if not isinstance(subject, Triple)}
    reader = _Reader(store, forms, text)
    for name in sorted(sorted(facts), key=natural_key):
        yield reader.row(facts[name])


@dataclass(frozen=True)
class _PathNode:
    """A node of the tree of all column paths. columns: numbers of the columns whose path ends here. children: child nodes by property."""

    columns: list[int] = field(default_factory=list)
    children: dict[NamedNode, _PathNode] = field(default_factory=dict)


class _Reader:
    """Reads rows from a store. forms: of its literals. text: converts a term to text."""

    def __init__(self, store: Store, forms: WrittenForms, text: Callable[[Term], str]) -> None:
        self._store, self._forms, self._text = store, forms, text
        self._names = Names(labels=labels_in(store, properties=default_settings().labels))
        self._name = lru_cache(_NAME_CACHE_SIZE)(self._named)
        reading: dict[str, Callable[[Term], Sequence[str]]] = {
            "class": cache(self._class),
            "code": cache(self._code),
            "wording": self._wording,
        }  # many facts share classes and codes
        self._read = [reading.get(column.holds, self._plain) for column in columns()]

    def row(self, fact: NamedNode | BlankNode) -> FactRow:
        values: dict[int, list[str]] = defaultdict(list)
        values[0] = [self._text(fact)]
        self._fill(values, fact, _path_tree())
        row: list[Sequence[str]] = [()] * len(columns())
        for number, found in values.items():
            row[number] = found if len(found) < 2 else _in_order(found, columns()[number].keep)
        for things, names in _columns_of_names():
            row[names] = [self._name(thing) for thing in row[things]]
        return row

    def _fill(self, values: dict[int, list[str]], thing: NamedNode | BlankNode, tree: Mapping[NamedNode, _PathNode]) -> None:
        for quad in self._forms.quads(self._store.quads_for_pattern(thing, None, None)):
            node = tree.get(quad.predicate)
            if node is None:
                continue
            value = quad.object
            for number in node.columns:
                values[number] += self._read[number](value)
            if node.children and isinstance(value, (NamedNode, BlankNode)):
                if self._forms.by_triple and isinstance(value, BlankNode):
                    self._text(value)  # raises where labels are not stable
                self._fill(values, value, node.children)

    def _plain(self, value: Term) -> Sequence[str]:
        if isinstance(value, Literal) and value.language not in (None, TEXT_LANGUAGE):
            return ()
        return (self._text(value),)

    def _wording(self, value: Term) -> Sequence[str]:
        return (self._text(value),)

    def _class(self, value: Term) -> Sequence[str]:
        name = self._text(value)
        return () if value == _FACT else (name[max(name.rfind("#"), name.rfind("/")) + 1 :],)

    def _code(self, concept: Term) -> Sequence[str]:
        if not isinstance(concept, (NamedNode, BlankNode)):
            return ()
        notations = self._forms.quads(self._store.quads_for_pattern(concept, _NOTATION, None))
        return [text for quad in notations for text in self._plain(quad.object)]

    def _named(self, thing: str) -> str:
        try:
            return self._names.label(NamedNode(thing), TEXT_LANGUAGE)
        except ValueError:  # a blank node, or a literal in place of a thing
            return thing


def _in_order(values: Sequence[str], keep: Kept | None) -> Sequence[str]:
    """Return different values in natural order, or only the first or last of them."""
    ordered = sorted(sorted(dict.fromkeys(values)), key=natural_key)
    return ordered if keep is None else ordered[:1] if keep == "first" else ordered[-1:]


@cache
def _path_tree() -> Mapping[NamedNode, _PathNode]:
    """Return the tree of all column paths, with shared beginnings merged."""
    start = _PathNode()
    for number, column in enumerate(columns()):
        node = start
        for step in column.path:
            node = node.children.setdefault(step, _PathNode())
        if column.path:
            node.columns.append(number)
    return start.children


@cache
def _columns_of_names() -> Sequence[tuple[int, int]]:
    """Return pairs of column numbers: a column of things and the column of their names."""
    number = {column.name: position for position, column in enumerate(columns())}
    return [(number[column.names], position) for position, column in enumerate(columns()) if column.names]
