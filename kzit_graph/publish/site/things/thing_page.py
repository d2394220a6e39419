"""A page about a thing as data: the same for HTML and RDF, for one page or a part of it, and in all languages.

Terms are RDF terms; the writers of pages put them into words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from kzit_graph.describe.description import Disagreement, Evidence, Fact
from kzit_graph.project.statements.statements import GraphName
from kzit_graph.rdf.names import Term


@dataclass(frozen=True)
class Value:
    """A value of a property.

    below: the statements of a blank node. items: those of a list. is_repeated: whether it is shown above. graphs: the named graphs that
    state it, if the main one of the thing does not.
    """

    term: Term
    types: tuple[NamedNode, ...] = ()
    below: tuple[Property, ...] = ()
    items: tuple[Value, ...] | None = None
    is_repeated: bool = False
    graphs: tuple[GraphName, ...] = ()

    @property
    def rows(self) -> int:
        """The number of rows that it takes."""
        return 1 + sum(value.rows for of in self.below for value in of.values) + sum(item.rows for item in self.items or ())


@dataclass(frozen=True)
class Property:
    """A property with its values. names: those that shapes give it, by language. group: labels of its group of properties, if any."""

    predicate: NamedNode
    values: tuple[Value, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    group: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Part:
    """A thing whose IRI is that of the page's thing and a fragment. It has no page of its own."""

    thing: NamedNode
    types: tuple[NamedNode, ...]
    labels: Mapping[str, str]
    properties: tuple[Property, ...]


@dataclass(frozen=True)
class CitedFact(Fact):
    """A fact with those through whom its claimants are heard: the publishers of the documents. matters: those that are in dispute."""

    relays: tuple[Term, ...] = ()
    matters: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Incoming:
    """Things that name the thing of the page with one property. inverse: the labels of the opposite direction, by language.

    total: the number of all of them, also those on other pages.
    """

    predicate: NamedNode
    subjects: tuple[Term, ...]
    inverse: Mapping[str, str] = field(default_factory=dict)
    total: int = 0


@dataclass(frozen=True)
class Totals:
    """The numbers of what all pages of a thing have together."""

    values: int = 0
    facts: int = 0
    disagreements: int = 0
    incoming: int = 0


@dataclass(frozen=True)
class ThingPage:
    """A page about a thing, or one of several.

    local: its IRI without the base. types: its classes, without inferred ones. labels: its names by language. properties: its statements
    without types and names. identifiers: those that name it elsewhere. evidence: its passages, if it is a fact. incoming: by property.
    page, pages: the number of this page, from 1, and of all. totals: what all pages have together. graphs: the named graphs of its
    statements with their numbers, if the project has several, the one with most first.
    """

    thing: NamedNode
    local: str
    types: tuple[NamedNode, ...]
    labels: Mapping[str, str]
    properties: tuple[Property, ...] = ()
    identifiers: tuple[Property, ...] = ()
    parts: tuple[Part, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    facts: tuple[CitedFact, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    incoming: tuple[Incoming, ...] = ()
    page: int = 1
    pages: int = 1
    totals: Totals = field(default_factory=Totals)
    graphs: tuple[tuple[GraphName, int], ...] = ()

    def values(self) -> Iterator[tuple[Property, Value]]:
        """Yield the values of the statements."""
        return ((of, value) for of in (*self.properties, *self.identifiers) for value in of.values)
