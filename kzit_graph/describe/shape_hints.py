"""How the shapes of a project name, order and group the properties of a thing: sh:name, sh:order and sh:group (SHACL, section 2.3.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from kzit_graph.rdf.names import Term, labels_in
from kzit_graph.rdf.namespaces import OWL, RDF, RDF_TYPE, RDFS, SHACL
from kzit_graph.rdf.patterns import PatternSource

Node = NamedNode | BlankNode

_CLASSES: Final = (NamedNode(f"{RDFS}Class"), NamedNode(f"{OWL}Class"))
FIRST: Final = NamedNode(f"{RDF}first")
REST: Final = NamedNode(f"{RDF}rest")
_NIL: Final = NamedNode(f"{RDF}nil")
_LAST: Final = Decimal("Infinity")


def _sh(name: str) -> NamedNode:
    return NamedNode(f"{SHACL}{name}")


@dataclass(frozen=True)
class PropertyHint:
    """What shapes say about a property. names: sh:name by language ("" for none). order: sh:order. group: sh:group.

    shapes: those that describe the values of the property.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    order: Decimal = _LAST
    group: Node | None = None
    shapes: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Group:
    """A group of properties. labels: by language ("" for none). order: sh:order."""

    labels: Mapping[str, str]
    order: Decimal = _LAST


@dataclass(frozen=True)
class Hints:
    """What shapes say about the properties of a thing, and about those with which others name it. groups: those of its properties."""

    forward: Mapping[NamedNode, PropertyHint] = field(default_factory=dict)
    inverse: Mapping[NamedNode, PropertyHint] = field(default_factory=dict)
    groups: Mapping[Node, Group] = field(default_factory=dict)

    def group(self, predicate: NamedNode) -> Node | None:
        """Return the group of a property, if any."""
        return self.forward[predicate].group if predicate in self.forward else None

    def key(self, predicate: NamedNode) -> tuple[object, ...]:
        """Return a sort key of a property: first those in groups, by the order of the group and the order in it."""
        group, order = self.group(predicate), self.forward[predicate].order if predicate in self.forward else _LAST
        return (False, self.groups[group].order, str(group), order) if group is not None else (True, _LAST, "", order)


class ShapeHints:
    """The hints in the shapes of a project.

    shapes: their store. data: a store, or another source of statements. superclasses: returns a class and those above it. labels: the
    properties of labels, for the groups.
    """

    def __init__(
        self, shapes: Store, data: PatternSource, superclasses: Callable[[str], Iterable[str]], labels: Sequence[NamedNode]
    ) -> None:
        self._shapes, self._data = shapes, data
        self._superclasses = superclasses
        self._labels = labels_in(shapes, properties=labels)
        self._is_empty = next(iter(shapes), None) is None
        self._known: dict[tuple[Node, ...], Hints] = {}
        self._of_classes: dict[NamedNode, tuple[Node, ...]] = {}
        self._targets: dict[str, dict[Term, list[Node]]] = {}

    def of_thing(self, thing: Node, more: Iterable[Node] = ()) -> Hints:
        """Return the hints of the shapes that have a thing as a target, and of the shapes that these refer to with sh:node or sh:and.

        more: other shapes of the thing.
        """
        if self._is_empty:
            return Hints()
        own, naming = list(self._data.quads_for_pattern(thing, None, None)), self._data.quads_for_pattern(None, None, thing)
        kinds = {quad.object for quad in own if quad.predicate == RDF_TYPE}
        return self.of_statements(thing, kinds, {quad.predicate for quad in own}, {quad.predicate for quad in naming}, more)

    def of_statements(
        self, thing: Node, kinds: Iterable[Term], own: Iterable[NamedNode], naming: Iterable[NamedNode], more: Iterable[Node] = ()
    ) -> Hints:
        """Return the same as `of_thing` for a thing whose statements are known.

        kinds: its classes. own: the distinct properties that it has. naming: those with which others name it.
        """
        if self._is_empty:
            return Hints()
        targets: list[Node] = [shape for kind in kinds if isinstance(kind, NamedNode) for shape in self._of_class(kind)]
        targets += self._targeting("targetNode", thing)
        targets += [shape for predicate in own for shape in self._targeting("targetSubjectsOf", predicate)]
        targets += [shape for predicate in naming for shape in self._targeting("targetObjectsOf", predicate)]
        shapes = (*sorted(set(targets), key=str), *more)
        if shapes not in self._known:
            self._known[shapes] = self._hints(shapes)
        return self._known[shapes]

    def _of_class(self, kind: NamedNode) -> tuple[Node, ...]:
        """Return the shapes that have the instances of a class as targets."""
        if kind not in self._of_classes:
            classes = {NamedNode(wide) for wide in self._superclasses(kind.value)}
            found = {shape for wide in classes for shape in self._targeting("targetClass", wide)}
            implicit = {wide for wide in classes if any(self._has(wide, RDF_TYPE, of) for of in _CLASSES)}
            self._of_classes[kind] = (*found, *implicit)
        return self._of_classes[kind]

    def _targeting(self, name: str, value: Term) -> list[Node]:
        """Return the shapes with a target. name: the property of the target."""
        if name not in self._targets:
            targets = self._targets[name] = {}
            for quad in self._shapes.quads_for_pattern(None, _sh(name), None):
                if isinstance(quad.subject, NamedNode | BlankNode):
                    targets.setdefault(quad.object, []).append(quad.subject)
        return self._targets[name].get(value, [])

    def _hints(self, targets: Iterable[Node]) -> Hints:
        forward: dict[NamedNode, PropertyHint] = {}
        inverse: dict[NamedNode, PropertyHint] = {}
        for shape in self._with_parts(targets):
            for property_shape in self._nodes(shape, "property"):
                for path in self._nodes(property_shape, "path"):
                    if isinstance(path, NamedNode):
                        forward[path] = _merged(forward.get(path), self._hint(property_shape))
                    for other in self._nodes(path, "inversePath"):
                        if isinstance(other, NamedNode):
                            inverse[other] = _merged(inverse.get(other), self._hint(property_shape))
        groups = {hint.group for hint in forward.values() if hint.group is not None}
        return Hints(forward, inverse, {group: Group(self._group_labels(group), self._order(group)) for group in groups})

    def _group_labels(self, group: Node) -> Mapping[str, str]:
        return self._labels(group) if isinstance(group, NamedNode) else {}

    def _with_parts(self, shapes: Iterable[Node]) -> Iterator[Node]:
        """Yield shapes, and those that they refer to with sh:node and sh:and, each once."""
        waiting, seen = list(shapes), set[Node]()
        while waiting:
            shape = waiting.pop(0)
            if shape not in seen:
                seen.add(shape)
                yield shape
                waiting += self._nodes(shape, "node")
                members = (member for items in self._nodes(shape, "and") for member in list_items(self._shapes, items) or ())
                waiting += [member for member in members if isinstance(member, NamedNode | BlankNode)]

    def _hint(self, shape: Node) -> PropertyHint:
        names = sorted((term for term in self._values(shape, "name") if isinstance(term, Literal)), key=str, reverse=True)
        return PropertyHint(
            names={name.language or "": name.value for name in names},
            order=self._order(shape),
            group=next(iter(sorted(self._nodes(shape, "group"), key=str)), None),
            shapes=(shape,),
        )

    def _order(self, shape: Node) -> Decimal:
        found = []
        for term in self._values(shape, "order"):
            try:
                found.append(Decimal(term.value) if isinstance(term, Literal) else _LAST)
            except InvalidOperation:
                continue
        return min((order for order in found if not order.is_nan()), default=_LAST)

    def _values(self, subject: Node, name: str) -> list[Term]:
        return [quad.object for quad in self._shapes.quads_for_pattern(subject, _sh(name), None)]

    def _nodes(self, subject: Node, name: str) -> list[Node]:
        return sorted((term for term in self._values(subject, name) if isinstance(term, NamedNode | BlankNode)), key=str)

    def _has(self, subject: Node, predicate: NamedNode, value: NamedNode) -> bool:
        return next(self._shapes.quads_for_pattern(subject, predicate, value), None) is not None


def _merged(known: PropertyHint | None, more: PropertyHint) -> PropertyHint:
    """Return a hint with what it lacks taken from another shape of the same property."""
    if known is None:
        return more
    return PropertyHint(
        {**more.names, **known.names},
        known.order if known.order != _LAST else more.order,
        known.group if known.group is not None else more.group,
        (*known.shapes, *more.shapes),
    )


def list_items(store: PatternSource, node: Term) -> list[Term] | None:
    """Return the items of an RDF list (RDF Schema, section 5.2), in order; None if a node is no list, or a broken or circular one."""
    items: list[Term] = []
    seen: set[Term] = set()
    while node != _NIL:
        if not isinstance(node, NamedNode | BlankNode) or node in seen:
            return None
        seen.add(node)
        first = [quad.object for quad in store.quads_for_pattern(node, FIRST, None)]
        rest = [quad.object for quad in store.quads_for_pattern(node, REST, None)]
        if len(set(first)) != 1 or len(set(rest)) != 1:
            return None
        items.append(first[0])
        node = rest[0]
    return items
