"""What a user should know about validated files beside their report: imports that are not followed, and shapes that match nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.plain_text import counted, shortened
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.rdf.namespaces import OWL, RDF_TYPE, SUB_CLASS
from kzit_graph.validation.shapes.shapes_graph import Node, ShapesGraph, sh

_MAX_NAMED: Final = 10
"""Imports that are named; of the others, only the number is given."""

_MAX_IRI: Final = 120
"""Characters of an imported IRI that are shown."""

_IMPORTS: Final = NamedNode(f"{OWL}imports")
_VERSION: Final = NamedNode(f"{OWL}versionIRI")
_TARGETS: Final = ("targetClass", "targetSubjectsOf", "targetObjectsOf")
_TRUE: Final = Literal(True)


def imports_not_followed(loaded: LoadedProject) -> tuple[str, ...]:
    """Return a line for each ontology that a file imports and no file describes. Of more than ten, the last have only a number."""
    stores = (loaded.graphs, loaded.shapes, loaded.vocabulary.store)
    imported = {quad.object: None for store in stores for quad in store.quads_for_pattern(None, _IMPORTS, None)}
    missing = sorted(str(term) for term in imported if not any(_has(store, term) for store in stores))
    lines = [f"owl:imports {shortened(iri, _MAX_IRI)} is not followed; name its file as well, if it is needed" for iri in missing]
    rest = len(lines) - _MAX_NAMED
    return tuple(lines) if rest <= 1 else (*lines[:_MAX_NAMED], f"{counted(rest, 'more import')} not followed")


def _has(store: Store, term: object) -> bool:
    """Return whether a file describes an ontology, or is a version of it."""
    if not isinstance(term, NamedNode):
        return False
    pairs = ((term, None, None), (None, _VERSION, term))
    return any(next(store.quads_for_pattern(*pair), None) is not None for pair in pairs)


def unmatched_shapes(loaded: LoadedProject) -> tuple[str, ...]:
    """Return a line for each shape whose targets are nothing in the data, with its file and line.

    A node of sh:targetNode is validated even if it is not in the data, so a shape with such a target matches.
    """
    shapes, matches = _matches_of_shapes(loaded)
    return tuple(shapes.warning(shape, "matched nothing in the data") for shape, matched in matches if not matched)


def nothing_matched(loaded: LoadedProject) -> bool:
    """Return whether there are shapes with targets, and none of them has a target in the data."""
    _, matches = _matches_of_shapes(loaded)
    first = next(matches, None)
    return first is not None and not first[1] and not any(matched for _, matched in matches)


def _matches_of_shapes(loaded: LoadedProject) -> tuple[ShapesGraph, Iterator[tuple[Node, bool]]]:
    """Return the shapes, and those with targets that are not deactivated, with whether the data has a target of theirs."""
    from kzit_graph.validation.engines.shapes import state_class_targets  # what it imports takes time, and few reports need it

    shapes = ShapesGraph(loaded.shape_files)
    state_class_targets(shapes)
    stores = (loaded.graphs, loaded.vocabulary.store)
    below = _Subclasses(stores)

    def matches() -> Iterator[tuple[Node, bool]]:
        for shape in shapes.subjects():
            targets = [(name, term) for name in _TARGETS for term in shapes.values(shape, sh(name)) if isinstance(term, NamedNode)]
            has_nodes = bool(shapes.values(shape, sh("targetNode")))
            if (targets or has_nodes) and _TRUE not in shapes.values(shape, sh("deactivated")):
                yield shape, has_nodes or any(_matches(stores, below, *target) for target in targets)

    return shapes, matches()


class _Subclasses:
    """The classes below a class, with itself. stores: where the axioms are."""

    def __init__(self, stores: Iterable[Store]) -> None:
        self._below: dict[object, list[NamedNode]] = {}
        for store in stores:
            for quad in store.quads_for_pattern(None, SUB_CLASS, None):
                if isinstance(quad.subject, NamedNode):
                    self._below.setdefault(quad.object, []).append(quad.subject)

    def of(self, term: NamedNode) -> Iterator[NamedNode]:
        """Yield a class and all classes below it."""
        seen: set[NamedNode] = set()
        waiting = [term]
        while waiting:
            if (term := waiting.pop()) not in seen:
                seen.add(term)
                waiting += self._below.get(term, ())
                yield term


def _matches(stores: Iterable[Store], below: _Subclasses, target: str, term: NamedNode) -> bool:
    terms = below.of(term) if target == "targetClass" else (term,)
    patterns = ((RDF_TYPE, each) if target == "targetClass" else (each, None) for each in terms)
    return any(next(store.quads_for_pattern(None, *pattern), None) is not None for pattern in patterns for store in stores)
