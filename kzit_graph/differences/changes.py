"""Two datasets and the subjects whose statements differ → what is new, gone or changed, by thing and property."""

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
"""How many nodes without a name may lie between a changed one and the thing that has it."""

_HOPS: Final = 2
"""How far to read from what changed: to an amount or a passage, and to its currency or its source, which describe it."""

Pointers = dict[Term, set[tuple[Node, NamedNode]]]
"""What points to a value, and by which property."""


class Status(StrEnum):
    """The status of a thing or a graph in the new version."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True)
class PropertyChange:
    """How the values of a property differ. language: of texts, "" for other values. old, new: values that only one version has."""

    property: NamedNode
    language: str
    old: tuple[Term, ...]
    new: tuple[Term, ...]


@dataclass(frozen=True)
class Change:
    """How a thing differs.

    kinds: its classes in the newest version that has it, without inferred ones. properties: those that differ, or all of them
    when the thing is new or gone; without inferred statements. through: the properties by which it points, in both versions,
    to a changed node without a name.
    """

    thing: Node
    status: Status
    kinds: tuple[NamedNode, ...]
    properties: tuple[PropertyChange, ...] = ()
    through: tuple[tuple[NamedNode, Node], ...] = ()


@dataclass(frozen=True)
class Changes:
    """How the things of two datasets differ.

    values: changes of nodes without a name; what points to them refers to these. implied: numbers of new and gone inferred
    statements, which no change lists.
    """

    things: tuple[Change, ...]
    values: Mapping[Node, Change]
    implied: tuple[int, int]


def changed_things(old: Excerpt, new: Excerpt, subjects: AbstractSet[bytes]) -> Changes:
    """Return how things differ. subjects: the things whose statements differ, as they are written in lines."""
    told, values = _read(old, new, subjects)
    before, after = _Statements(old, told), _Statements(new, told)
    changes = {}
    implied = [0, 0]
    for node in map(as_node, subjects):
        change = _change(node, before, after)
        if change:
            changes[node] = change
        for place, (side, other) in enumerate(((after, before), (before, after))):
            listed = set(side.narrowest[node]) - set(other.narrowest[node])
            implied[place] += len(side.all[node] - other.all[node] - listed)
    folded = _with_owner(values, before.pointers(values), after.pointers(values))
    _hand_on(changes, folded, before, after)
    return Changes(
        tuple(change for node, change in changes.items() if node not in folded),
        {node: change for node, change in changes.items() if node in folded},
        (implied[0], implied[1]),
    )


def _read(old: Excerpt, new: Excerpt, subjects: AbstractSet[bytes]) -> tuple[set[bytes], set[Node]]:
    """Read what is needed. Return the things to describe, and those of them that are values without a name."""
    told, values, frontier = set(subjects), set[Node](), set(subjects)
    for _ in range(_MAX_UNNAMED_HOPS):
        for side in (old, new):
            side.read(frontier)
        found = _values(old, new, frontier)
        if not found:
            break
        values |= found
        tokens = set(map(as_token, found))
        frontier = (old.pointing_to(tokens) | new.pointing_to(tokens)) - told
        told |= frontier
    for side in (old, new):
        side.read(frontier)
        for _ in range(_HOPS):
            side.read_values()
    return told, values


def _values(old: Excerpt, new: Excerpt, tokens: AbstractSet[bytes]) -> set[Node]:
    """Return the nodes without a name: blank nodes, and those that a phrase describes."""
    phrases = old.with_phrase() | new.with_phrase()
    nodes = map(as_node, tokens)
    return {
        node for node in nodes if (node in phrases or not isinstance(node, NamedNode)) and not old.is_named(node) and not new.is_named(node)
    }


class _Statements:
    """The statements of one version about the things to describe. narrowest: without inferred ones, sorted."""

    def __init__(self, excerpt: Excerpt, told: AbstractSet[bytes]) -> None:
        self.all = excerpt.statements(told)
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


def _change(node: Node, before: _Statements, after: _Statements) -> Change | None:
    old, new = before.narrowest[node], after.narrowest[node]
    if old == new:
        return None
    status = Status.CHANGED if old and new else Status.NEW if new else Status.GONE
    return Change(node, status, after.kinds(node) or before.kinds(node), tuple(_properties(old, new)))


def _properties(old: list[Triple], new: list[Triple]) -> Iterable[PropertyChange]:
    """Return what differs between two sorted lists of statements of one thing, by property and language."""
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


def _with_owner(values: AbstractSet[Node], before: Pointers, after: Pointers) -> set[Node]:
    """Return the values that a described thing points to, directly or through other values."""
    pointing = {value: {owner for owner, _ in before[value] | after[value]} for value in values}
    owned: set[Node] = set()
    while more := {value for value in values - owned if any(owner not in values or owner in owned for owner in pointing[value])}:
        owned |= more
    return owned


def _hand_on(changes: dict[Node, Change], values: AbstractSet[Node], before: _Statements, after: _Statements) -> None:
    """Add each changed value to the changes of what points to it in both versions."""
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
        change = changes.get(owner) or Change(owner, Status.CHANGED, after.kinds(owner))
        changes[owner] = replace(change, through=tuple(sorted(found, key=str)))
