"""SHACL shapes as objects: what each says, by the names of SHACL's own properties (W3C Recommendation 2017)."""

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
    """A shape of a store, by its name. One that is deactivated says nothing; its path still belongs to a closed shape."""

    store: Store
    name: Term

    @property
    def path(self) -> tuple[str, ...]:
        """IRIs of predicates that are followed one after the other; empty for a node shape and for any other kind of path."""
        path = self.value("path")
        steps = [path] if isinstance(path, NamedNode) else self.items("path")
        iris = tuple(step.value for step in steps if isinstance(step, NamedNode))
        return iris if len(iris) == len(steps) else ()

    @property
    def is_fault(self) -> bool:
        """Whether breaking it is a violation, and not only worth a warning or a remark."""
        return self.value("severity") in (None, NamedNode(f"{SHACL}Violation"))

    @property
    def parameters(self) -> frozenset[str]:
        """Which of SHACL's properties it has, without their namespace."""
        names = () if self._is_deactivated else (quad.predicate.value for quad in self._quads(self.name))
        return frozenset(name.removeprefix(SHACL) for name in names if name.startswith(SHACL))

    def values(self, parameter: str) -> list[Term]:
        """The values of a property, sorted."""
        if self._is_deactivated and parameter != "path":
            return []
        return sorted((quad.object for quad in self._quads(self.name, SHACL + parameter)), key=lambda term: natural_key(str(term)))

    def value(self, parameter: str) -> Term | None:
        """The value of a property, or the first of several."""
        return next(iter(self.values(parameter)), None)

    def texts(self, parameter: str) -> list[str]:
        """The values of a property that are IRIs or literals, as text."""
        return [term.value for term in self.values(parameter) if isinstance(term, NamedNode | Literal)]

    def in_english(self, parameter: str) -> list[str]:
        """The values of a property that are English texts."""
        return [term.value for term in self.values(parameter) if isinstance(term, Literal) and term.language == "en"]

    def number(self, parameter: str) -> Decimal | None:
        """The value of a property, if it is a number: a bound may be a day, too."""
        try:
            return next(map(Decimal, self.texts(parameter)), None)
        except InvalidOperation:
            return None

    def is_true(self, parameter: str) -> bool:
        """Whether the value of a property is true."""
        return any(text in _TRUE for text in self.texts(parameter))

    def items(self, parameter: str) -> list[Term]:
        """The members of the list that is the value of a property."""
        return [item for head in self.values(parameter) for item in self._list(head)]

    def shapes(self, parameter: str) -> list[Shape]:
        """The values of a property, as shapes."""
        return [Shape(self.store, name) for name in self.values(parameter)]

    def alternatives(self) -> list[list[Shape]]:
        """The shapes of which one must hold, for each sh:or."""
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
    """The shapes of a project, as `kzit_graph.project.shapes.load_shapes` reads them."""

    store: Store

    def by_class(self) -> Mapping[str, Sequence[Shape]]:
        """Shapes by the IRI of the class whose instances they are about."""
        return self._by("targetClass")

    def by_subjects(self) -> Mapping[str, Sequence[Shape]]:
        """Shapes by the IRI of the property whose subjects they are about."""
        return self._by("targetSubjectsOf")

    def by_path(self) -> Mapping[str, Sequence[Shape]]:
        """Property shapes by the IRI of the one property that they are about."""
        return self._by("path")

    def _by(self, parameter: str) -> dict[str, list[Shape]]:
        quads = self.store.quads_for_pattern(None, NamedNode(SHACL + parameter), None)
        found: dict[str, list[Shape]] = {}
        for shape, value in sorted(((quad.subject, quad.object) for quad in quads), key=str):
            if isinstance(value, NamedNode):
                found.setdefault(value.value, []).append(Shape(self.store, shape))
        return found
