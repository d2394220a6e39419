"""Read the rules of shapes (SHACL, 2017) as data: on which things, for which property, and what they demand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from kzit_graph.describe.shape_hints import list_items
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import OWL, RDF_TYPE, RDFS, SHACL
from kzit_graph.rdf.ordering import natural_key

Node = NamedNode | BlankNode

TARGETS: Final = ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")
_CLASSES: Final = (NamedNode(f"{RDFS}Class"), NamedNode(f"{OWL}Class"))
_LISTS: Final = ("in", "languageIn")
_NOT_DEMANDS: Final = frozenset(
    {*TARGETS, "property", "path", "message", "severity", "name", "description", "order", "group", "deactivated", "defaultValue"}
    | {"flags", "ignoredProperties", "prefixes", "qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint"}
)
"""Parameters of SHACL that demand nothing by themselves."""


@dataclass(frozen=True)
class Rule:
    """A rule. path: the property. is_path: whether it is for values of a property or a path, and not for the thing itself.

    demands: the values of the parameters of constraints by their name in SHACL, such as "minCount". messages: by language.
    """

    shape: Node
    path: NamedNode | None
    is_path: bool
    demands: Mapping[str, Sequence[Term]]
    severity: str
    messages: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RuledThings:
    """The rules for the same things. kind: one of `TARGETS`. target: the class, property or thing."""

    kind: str
    target: Term
    rules: tuple[Rule, ...]


def read_rules(shapes: Store) -> tuple[RuledThings, ...]:
    """Return the rules of shapes by the things that they are for: those of classes first."""
    return tuple(_Reader(shapes).all())


class _Reader:
    def __init__(self, shapes: Store) -> None:
        self._shapes = shapes

    def all(self) -> Iterator[RuledThings]:
        """Yield the rules of each target."""
        found: dict[tuple[str, Term], dict[Term, None]] = {}
        for name in TARGETS:
            for quad in self._shapes.quads_for_pattern(None, _sh(name), None):
                found.setdefault((name, quad.object), {})[quad.subject] = None
        for kind in _CLASSES:
            for quad in self._shapes.quads_for_pattern(None, RDF_TYPE, kind):
                found.setdefault(("targetClass", quad.subject), {})[quad.subject] = None
        for name, target in sorted(found, key=lambda key: (TARGETS.index(key[0]), natural_key(str(key[1])))):
            shapes = sorted(found[name, target], key=lambda shape: natural_key(str(shape)))
            rules = tuple(rule for shape in shapes if isinstance(shape, Node) for rule in self._rules(shape))
            if rules:
                yield RuledThings(name, target, rules)

    def _rules(self, shape: Node) -> Iterator[Rule]:
        own = self._rule(shape)
        if own.demands:
            yield own
        for node in sorted(self._values(shape, "property"), key=lambda node: natural_key(str(node))):
            if isinstance(node, Node):
                yield self._rule(node)

    def _rule(self, shape: Node) -> Rule:
        paths = self._values(shape, "path")
        severity = next((value.value for value in self._values(shape, "severity") if isinstance(value, NamedNode)), f"{SHACL}Violation")
        return Rule(
            shape=shape,
            path=next((path for path in paths if isinstance(path, NamedNode)), None),
            is_path=bool(paths),
            demands=dict(self._demands(shape)),
            severity=severity.removeprefix(SHACL).lower(),
            messages=self._texts(shape, "message") or self._of_queries(shape),
            descriptions=self._texts(shape, "description"),
        )

    def _of_queries(self, shape: Node) -> dict[str, str]:
        """Return the messages of the SPARQL constraints of a shape."""
        nodes = [node for node in self._values(shape, "sparql") if isinstance(node, Node)]
        return {language: text for node in nodes for language, text in self._texts(node, "message").items()}

    def _demands(self, shape: Node) -> Iterator[tuple[str, Sequence[Term]]]:
        names = sorted({quad.predicate.value for quad in self._shapes.quads_for_pattern(shape, None, None)})
        for iri in names:
            name = iri.removeprefix(SHACL)
            if iri.startswith(SHACL) and name not in _NOT_DEMANDS:
                yield name, tuple(self._listed(name, self._values(shape, name)))

    def _listed(self, name: str, values: Sequence[Term]) -> Iterator[Term]:
        for value in values:
            items = list_items(self._shapes, value) if name in _LISTS and isinstance(value, BlankNode) else None
            yield from (value,) if items is None else items

    def _values(self, node: Node, name: str) -> list[Term]:
        return sorted(
            (quad.object for quad in self._shapes.quads_for_pattern(node, _sh(name), None)), key=lambda term: natural_key(str(term))
        )

    def _texts(self, node: Node, name: str) -> dict[str, str]:
        texts = (value for value in self._values(node, name) if isinstance(value, Literal))
        return {text.language or "": text.value for text in texts}


def _sh(name: str) -> NamedNode:
    return NamedNode(f"{SHACL}{name}")
