"""Compare the statements of two datasets, by thing and property."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kzit_graph.differences.excerpt import Excerpt, Node, as_node, as_token
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import RDF_TYPE

_MAX_UNNAMED_HOPS: Final = 4
"""The most unnamed nodes between a changed node and the thing that it belongs to."""

_CONTEXT_HOPS: Final = 2
"""How many links to follow from a changed thing, for example to an amount and its currency, or to a passage and its source."""

Pointers = dict[Term, set[tuple[Node, NamedNode]]]
"""The subject and property of each triple that points to a value."""


class Status(StrEnum):
    """The status of a thing or a graph in the new version."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True)
class PropertyChange:
    """The difference in the values of a property.

    language: of texts; "" for other values. old, new: the values that only the old or only the new version has.
    """

    property: NamedNode
    language: str
    old: tuple[Term, ...]
    new: tuple[Term, ...]


@dataclass(frozen=True)
class ThingChange:
    """The difference in the statements of a thing.

    kinds: its classes in the newest version that has it, without inferred ones. properties: the changed properties, or all of
    them if the thing is added or removed; without inferred statements. through: the properties that point, in both versions,
    to a changed node without a name.
    """

    thing: Node
    status: Status
    kinds: tuple[NamedNode, ...]
    properties: tuple[PropertyChange, ...] = ()
    through: tuple[tuple[NamedNode, Node], ...] = ()


@dataclass(frozen=True)
class ThingChanges:
    """The differences in the things of two datasets.

    values: the changes of nodes without a name; changes of the things that point to them refer to these. implied: the numbers
    of added and removed inferred statements, which no change lists.
    """

    things: tuple[ThingChange, ...]
    values: Mapping[Node, ThingChange]
    implied: tuple[int, int]


def compare_things(old: Excerpt, new: Excerpt, subjects: AbstractSet[bytes]) -> ThingChanges:
    """Return the changed things. subjects: the subjects whose statements differ, in N-Quads syntax."""
    described, values = _read(old, new, subjects)
    before, after = _Statements(old, described), _Statements(new, described)
    changes = {}
    implied = [0, 0]
    for node in map(as_node, subjects):
        change = _change(node, before, after)
        if change:
            changes[node] = change
        for place, (side, other) in enumerate(((after, before), (before, after))):
            listed = set(side.narrowest[node]) - set(other.narrowest[node])
            implied[place] += len(side.all[node] - other.all[node] - listed)
    folded = _values_with_owner(values, before.pointers(values), after.pointers(values))
    _propagate(changes, folded, before, after)
    return ThingChanges(
        tuple(change for node, change in changes.items() if node not in folded),
        {node: change for node, change in changes.items() if node in folded},
        (implied[0], implied[1]),
    )


def _read(old: Excerpt, new: Excerpt, subjects: AbstractSet[bytes]) -> tuple[set[bytes], set[Node]]:
    """Read the statements that the changes need. Return the things to describe, and which of them are values without a name."""
    described, values, frontier = set(subjects), set[Node](), set(subjects)
    for _ in range(_MAX_UNNAMED_HOPS):
        for side in (old, new):
            side.read(frontier)
        found = _values(old, new, frontier)
        if not found:
            break
        values |= found
        tokens = set(map(as_token, found))
        frontier = (old.pointing_to(tokens) | new.pointing_to(tokens)) - described
        described |= frontier
    for side in (old, new):
        side.read(frontier)
        for _ in range(_CONTEXT_HOPS):
            side.read_values()
    return described, values


def _values(old: Excerpt, new: Excerpt, tokens: AbstractSet[bytes]) -> set[Node]:
    """Return the nodes without a name: blank nodes, and IRIs that a phrase describes."""
    phrases = old.with_phrase() | new.with_phrase()
    nodes = map(as_node, tokens)
    return {
        node for node in nodes if (node in phrases or not isinstance(node, NamedNode)) and not old.is_named(node) and not new.is_named(node)
    }


class _Statements:
    """The statements of one version about the things to describe. narrowest: the same without inferred ones, sorted."""

    def __init__(self, excerpt: Excerpt, described: AbstractSet[bytes]) -> None:
        self.all = excerpt.statements(described)
        self.narrowest: dict[Node, list[Triple]] = defaultdict(list)
        for triple in excerpt.vocabulary.narrowest(triple for triples in self.all.values() for triple in triples):
            assert isinstance(triple.subject, Node)
            self.narrowest[triple.subject].append(triple)

    def kinds(self, node: Node) -> tuple[NamedNode, ...]:
        found = (triple.object for triple in self.narrowest[node] if triple.predicate == RDF_TYPE)
        return tuple(kind for kind in found if isinstance(kind, NamedNode))

    def pointers(self, values: AbstractSet[Node]) -> Pointers:
        found: Pointers = defaultdict(set)
        for subject, triples in self.narrowest.items():
            for triple in triples:
                if triple.object in values and triple.object != subject:
                    found[triple.object].add((subject, triple.predicate))
        return found


def _change(node: Node, before: _Statements, after: _Statements) -> ThingChange | None:
    old, new = before.narrowest[node], after.narrowest[node]
    if old == new:
        return None
    status = Status.CHANGED if old and new else Status.NEW if new else Status.GONE
    return ThingChange(node, status, after.kinds(node) or before.kinds(node), tuple(_properties(old, new)))


def _properties(old: list[Triple], new: list[Triple]) -> Iterable[PropertyChange]:
    """Yield the changed properties of a thing from its two sorted lists of statements, by property and language."""
    olds, news = set(old), set(new)
    only_old = _by_property(triple for triple in old if triple not in news)
    only_new = _by_property(triple for triple in new if triple not in olds)
    for key in dict.fromkeys((*only_old, *only_new)):
        yield PropertyChange(*key, only_old.get(key, ()), only_new.get(key, ()))


def _by_property(triples: Iterable[Triple]) -> dict[tuple[NamedNode, str], tuple[Term, ...]]:
    found: dict[tuple[NamedNode, str], list[Term]] = {}
    for triple in triples:
        language = triple.object.language or "" if isinstance(triple.object, Literal) else ""
        found.setdefault((triple.predicate, language), []).append(triple.object)
    return {key: tuple(values) for key, values in found.items()}


def _values_with_owner(values: AbstractSet[Node], before: Pointers, after: Pointers) -> set[Node]:
    """Return the values that a thing points to, directly or through other values."""
    pointing = {value: {owner for owner, _ in before[value] | after[value]} for value in values}
    owned: set[Node] = set()
    while more := {value for value in values - owned if any(owner not in values or owner in owned for owner in pointing[value])}:
        owned |= more
    return owned


def _propagate(changes: dict[Node, ThingChange], values: AbstractSet[Node], before: _Statements, after: _Statements) -> None:
    """Add each changed value to the changes of the nodes that point to it in both versions."""
    old, new = before.pointers(values), after.pointers(values)
    through: dict[Node, set[tuple[NamedNode, Node]]] = defaultdict(set)
    rest = [node for node in changes if node in values]
    while rest:
        value = rest.pop()
        for owner, predicate in old[value] & new[value]:
            if owner in values and owner not in changes and owner not in through:
                rest.append(owner)
            through[owner].add((predicate, value))
    for owner, found in through.items():
        change = changes.get(owner) or ThingChange(owner, Status.CHANGED, after.kinds(owner))
        changes[owner] = replace(change, through=tuple(sorted(found, key=str)))
