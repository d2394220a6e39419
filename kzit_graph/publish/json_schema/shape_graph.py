"""Read SHACL shapes as objects, by the names of SHACL properties (W3C Recommendation 2017)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.computed_once import computed_once
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import RDF, SHACL
from kzit_graph.rdf.ordering import natural_key

_TRUE: Final = ("true", "1")


class Shape:
    """A shape in a graph. A deactivated shape has no parameters except its path, which still counts for a closed shape."""

    def __init__(self, graph: ShapeGraph, name: Term) -> None:
        self.name = name
        self._graph = graph
        self._objects = graph.objects(name)
        self._values: dict[str, Sequence[Term]] = {}

    @computed_once
    def path(self) -> tuple[str, ...]:
        """IRIs of the predicates of a predicate path or sequence path, in order; empty for a node shape and for other paths."""
        path = self.value("path")
        steps = [path] if isinstance(path, NamedNode) else self.items("path")
        iris = tuple(step.value for step in steps if isinstance(step, NamedNode))
        return iris if len(iris) == len(steps) else ()

    @computed_once
    def is_fault(self) -> bool:
        """Whether its severity is sh:Violation."""
        return self.value("severity") in (None, NamedNode(f"{SHACL}Violation"))

    @computed_once
    def parameters(self) -> frozenset[str]:
        """The SHACL properties of the shape, without their namespace."""
        names: Iterable[str] = () if self._is_deactivated else self._objects
        return frozenset(name.removeprefix(SHACL) for name in names if name.startswith(SHACL))

    def values(self, parameter: str) -> Sequence[Term]:
        """Return the values of a property, sorted."""
        if parameter not in self._values:
            found = () if self._is_deactivated and parameter != "path" else self._objects.get(SHACL + parameter, ())
            self._values[parameter] = tuple(sorted(found, key=lambda term: natural_key(str(term))))
        return self._values[parameter]

    def value(self, parameter: str) -> Term | None:
        """Return the first value of a property, or None."""
        return next(iter(self.values(parameter)), None)

    def texts(self, parameter: str) -> list[str]:
        """Return the IRIs and literals among the values of a property, as text."""
        return [term.value for term in self.values(parameter) if isinstance(term, NamedNode | Literal)]

    def in_english(self, parameter: str) -> list[str]:
        """Return the English texts among the values of a property."""
        return [term.value for term in self.values(parameter) if isinstance(term, Literal) and term.language == "en"]

    def number(self, parameter: str) -> Decimal | None:
        """Return the value of a property as a number, or None if it is not a number, such as a date."""
        try:
            return next(map(Decimal, self.texts(parameter)), None)
        except InvalidOperation:
            return None

    def is_true(self, parameter: str) -> bool:
        """Return whether a value of a property is true."""
        return any(text in _TRUE for text in self.texts(parameter))

    def items(self, parameter: str) -> list[Term]:
        """Return the members of the lists that are values of a property."""
        return [item for head in self.values(parameter) for item in self._graph.members(head)]

    def shapes(self, parameter: str) -> list[Shape]:
        """Return the values of a property as shapes."""
        return [self._graph.shape(name) for name in self.values(parameter)]

    def alternatives(self) -> list[list[Shape]]:
        """Return the alternative shapes of each sh:or."""
        return [[self._graph.shape(name) for name in self._graph.members(head)] for head in self.values("or")]

    @computed_once
    def _is_deactivated(self) -> bool:
        return any(isinstance(term, Literal) and term.value in _TRUE for term in self._objects.get(f"{SHACL}deactivated", ()))


class ShapeGraph:
    """The shapes graph of a project, read by `kzit_graph.project.shapes.load_shapes`. What was read is kept: a shape is asked for often."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.objects = cache(self._read_objects)
        self.shape = cache(self._shape)

    def _read_objects(self, subject: Term) -> Mapping[str, Sequence[Term]]:
        """Return the objects of a subject, by the IRI of the predicate."""
        assert not isinstance(subject, Literal)
        found: dict[str, list[Term]] = {}
        for quad in self._store.quads_for_pattern(subject, None, None):
            found.setdefault(quad.predicate.value, []).append(quad.object)
        return found

    def _shape(self, name: Term) -> Shape:
        """Return the shape of a name."""
        return Shape(self, name)

    def members(self, head: Term) -> Iterator[Term]:
        """Yield the members of a list."""
        while first := self.objects(head).get(f"{RDF}first"):
            yield first[0]
            head = self.objects(head)[f"{RDF}rest"][0]

    def by_class(self) -> Mapping[str, Sequence[Shape]]:
        """Return shapes by the IRI of their sh:targetClass."""
        return self._by("targetClass")

    def by_subjects(self) -> Mapping[str, Sequence[Shape]]:
        """Return shapes by the IRI of their sh:targetSubjectsOf."""
        return self._by("targetSubjectsOf")

    def by_path(self) -> Mapping[str, Sequence[Shape]]:
        """Return property shapes by the IRI of their path, if it is a single property."""
        return self._by("path")

    def _by(self, parameter: str) -> dict[str, list[Shape]]:
        quads = self._store.quads_for_pattern(None, NamedNode(SHACL + parameter), None)
        found: dict[str, list[Shape]] = {}
        for shape, value in sorted(((quad.subject, quad.object) for quad in quads), key=str):
            if isinstance(value, NamedNode):
                found.setdefault(value.value, []).append(self.shape(shape))
        return found
