"""Read SHACL shapes as objects, by the names of SHACL properties (W3C Recommendation 2017)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import RDF, SHACL
from kzit_graph.rdf.ordering import natural_key

_TRUE: Final = ("true", "1")


@dataclass(frozen=True)
class Shape:
    """A shape in a store. A deactivated shape has no parameters except its path, which still counts for a closed shape."""

    store: Store
    name: Term

    @property
    def path(self) -> tuple[str, ...]:
        """IRIs of the predicates of a predicate path or sequence path, in order; empty for a node shape and for other paths."""
        path = self.value("path")
        steps = [path] if isinstance(path, NamedNode) else self.items("path")
        iris = tuple(step.value for step in steps if isinstance(step, NamedNode))
        return iris if len(iris) == len(steps) else ()

    @property
    def is_fault(self) -> bool:
        """Whether its severity is sh:Violation."""
        return self.value("severity") in (None, NamedNode(f"{SHACL}Violation"))

    @property
    def parameters(self) -> frozenset[str]:
        """The SHACL properties of the shape, without their namespace."""
        names = () if self._is_deactivated else (quad.predicate.value for quad in self._quads(self.name))
        return frozenset(name.removeprefix(SHACL) for name in names if name.startswith(SHACL))

    def values(self, parameter: str) -> list[Term]:
        """Return the values of a property, sorted."""
        if self._is_deactivated and parameter != "path":
            return []
        return sorted((quad.object for quad in self._quads(self.name, SHACL + parameter)), key=lambda term: natural_key(str(term)))

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
        return [item for head in self.values(parameter) for item in self._list(head)]

    def shapes(self, parameter: str) -> list[Shape]:
        """Return the values of a property as shapes."""
        return [Shape(self.store, name) for name in self.values(parameter)]

    def alternatives(self) -> list[list[Shape]]:
        """Return the alternative shapes of each sh:or."""
        return [[Shape(self.store, name) for name in self._list(head)] for head in self.values("or")]

    @property
    def _is_deactivated(self) -> bool:
        return any(
            isinstance(quad.object, Literal) and quad.object.value in _TRUE for quad in self._quads(self.name, f"{SHACL}deactivated")
        )

    def _list(self, head: Term) -> Iterator[Term]:
        while first := next(self._quads(head, f"{RDF}first"), None):
            yield first.object
            head = next(self._quads(head, f"{RDF}rest")).object

    def _quads(self, subject: Term, predicate: str | None = None) -> Iterator[Quad]:
        assert not isinstance(subject, Literal)
        return self.store.quads_for_pattern(subject, None if predicate is None else NamedNode(predicate), None)


@dataclass(frozen=True)
class ShapeGraph:
    """The shapes graph of a project, read by `kzit_graph.project.shapes.load_shapes`."""

    store: Store

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
        quads = self.store.quads_for_pattern(None, NamedNode(SHACL + parameter), None)
        found: dict[str, list[Shape]] = {}
        for shape, value in sorted(((quad.subject, quad.object) for quad in quads), key=str):
            if isinstance(value, NamedNode):
                found.setdefault(value.value, []).append(Shape(self.store, shape))
        return found
