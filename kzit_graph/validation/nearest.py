"""Find the known IRIs that a misspelt one probably stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.computed_once import computed_once
from kzit_graph.project.vocabulary import Vocabulary
from kzit_graph.rdf.names import split_iri
from kzit_graph.rdf.namespaces import OWL, RDF_TYPE
from kzit_graph.sparql.queries import select
from kzit_graph.validation.shapes.shapes_graph import ShapesGraph, sh

_MAX_CANDIDATES: Final = 5_000
"""The most names that are compared with an unknown one."""

_ONTOLOGY: Final = NamedNode(f"{OWL}Ontology")
_MIN_SIMILARITY: Final = 0.7
_MAX_BEHIND: Final = 0.1
"""How much less similar than the nearest another one may be."""

_MAX_NEAREST: Final = 3
_MAX_VAGUE: Final = 2
"""Letters of a name that is too short to be similar to another."""


class Known:
    """The IRIs that data, ontology and shapes describe.

    base: the IRI that those of the project start with. shorthand: returns the terms that its rules read.
    """

    def __init__(
        self, data: Store, vocabulary: Vocabulary, shapes: ShapesGraph, base: str, shorthand: Callable[[], Iterable[str]] = tuple
    ) -> None:
        self._find_shorthand = shorthand
        self._stores = (data, vocabulary.store)
        self._shapes = shapes
        self._base = base
        self.is_described = cache(self._is_described)
        self._described_in = cache(self._find_described)
        self._spaces = frozenset(_own_spaces(vocabulary.store, base))

    def _is_described(self, term: str) -> bool:
        """Return whether a term is the subject of a triple. True for literals and blank nodes, which need no description."""
        if not term.startswith("<"):
            return True
        node = NamedNode(term[1:-1])
        return any(next(store.quads_for_pattern(node, None, None), None) is not None for store in self._stores)

    def is_own(self, term: str) -> bool:
        """Return whether an IRI is in a namespace of the project: under its base, or one of its ontology."""
        return term.startswith(f"<{self._base}") or _split(term)[0] in self._spaces

    def is_own_term(self, term: str) -> bool:
        """Return whether an IRI is in a namespace in which the ontology of the project declares terms."""
        return _split(term)[0] in self._spaces

    @computed_once
    def _properties(self) -> list[str]:
        """The properties that the ontology declares or that shapes are about."""
        declared = [
            str(quad.subject)
            for quad in self._stores[1].quads_for_pattern(None, RDF_TYPE, None)
            if isinstance(quad.object, NamedNode) and quad.object.value.endswith("Property")
        ]
        paths = (value for shape in self._shapes.subjects(sh("path")) for value in self._shapes.values(shape, sh("path")))
        return list(dict.fromkeys([*declared, *(str(path) for path in paths if isinstance(path, NamedNode))]))

    @computed_once
    def _shorthand(self) -> list[str]:
        """The terms in rules that neither data nor ontology describe."""
        return [term for iri in sorted(set(self._find_shorthand())) if not self.is_described(term := f"<{iri}>")]

    def is_property(self, term: str) -> bool:
        """Return whether the ontology declares a property, or a shape is about it."""
        return term in self._properties

    def is_shorthand(self, term: str) -> bool:
        """Return whether a rule reads a term."""
        return term in self._shorthand

    def nearest_properties(self, term: str) -> list[str]:
        """Return the most similar properties."""
        namespace, _ = _split(term)
        return _most_similar(term, [each for each in (*self._properties, *self._shorthand) if _split(each)[0] == namespace])

    def nearest(self, term: str, listed: Sequence[str] = ()) -> list[str]:
        """Return the most similar IRIs: of those listed, else of the namespace, else those with the same name in another namespace."""
        namespace, name = _split(term)
        found = _most_similar(term, listed or self._described_in(namespace))
        if found or listed or not name:
            return found
        elsewhere = self._rows("subjects-named.rq", self._base, name)
        return elsewhere if len(elsewhere) <= _MAX_NEAREST else []  # a name that many namespaces have points to none

    def _find_described(self, namespace: str) -> Sequence[str]:
        found = self._rows("subjects-in.rq", namespace)
        return found if len(found) <= _MAX_CANDIDATES else ()

    def _rows(self, query: str, namespace: str, name: str = "") -> list[str]:
        values = {"namespace": Literal(namespace)} | ({"name": Literal(name)} if name else {})
        return list(dict.fromkeys(str(row["subject"]) for store in self._stores for row in select(store, query, node=None, **values)))


def _own_spaces(ontology: Store, base: str) -> Iterator[str]:
    """Yield the namespaces of the terms of an ontology: those under the base IRI, or under the IRI of an ontology that it describes."""
    own = (
        base,
        *(quad.subject.value for quad in ontology.quads_for_pattern(None, RDF_TYPE, _ONTOLOGY) if isinstance(quad.subject, NamedNode)),
    )
    for subject in {quad.subject for quad in ontology}:
        if isinstance(subject, NamedNode) and subject.value.startswith(own) and subject.value not in own:
            yield _split(str(subject))[0]


def _most_similar(term: str, candidates: Iterable[str]) -> list[str]:
    """Return the IRIs with the most similar last part: those of the same namespace first, then the nearest."""
    namespace, name = _split(term)
    if len(name) <= _MAX_VAGUE:
        return []
    matcher = SequenceMatcher(b=name)
    found: list[tuple[float, str]] = []
    for candidate in candidates:
        matcher.set_seq1(_split(candidate)[1])
        if candidate != term and matcher.real_quick_ratio() >= _MIN_SIMILARITY and matcher.quick_ratio() >= _MIN_SIMILARITY:
            found.append((matcher.ratio(), candidate))
    own = [entry for entry in found if _split(entry[1])[0] == namespace]
    near = dict.fromkeys(candidate for group in (own, found) for candidate in _near_the_best(group))
    return list(near)[:_MAX_NEAREST]


def _near_the_best(found: Iterable[tuple[float, str]]) -> list[str]:
    """Return the candidates that are not much less similar than the most similar one. found: pairs of similarity and candidate."""
    ordered = sorted(found, key=lambda entry: (-entry[0], entry[1]))
    return [candidate for ratio, candidate in ordered if ratio >= max(_MIN_SIMILARITY, ordered[0][0] - _MAX_BEHIND)]


def _split(term: str) -> tuple[str, str]:
    """Return the namespace and the last part of an IRI in angle brackets."""
    return split_iri(term[1:-1], "#/:")
