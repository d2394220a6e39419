"""Say where the statement is that keeps a dump from being written."""

from __future__ import annotations

from itertools import islice
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad

from kzit_graph.errors import Position
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.rdf.positions import find_subjects
from kzit_graph.rdf.rdfxml import XmlProblem

_MAX_HOPS: Final = 10
"""Blank nodes between the statement and a subject with an IRI, whose line is known."""

_MAX_STATEMENTS: Final = 100
"""Statements with the property that are tried, if the subject is a blank node: its label in the store is another one."""


def position_of(loaded: LoadedProject, problem: XmlProblem) -> Position | None:
    """Return the file and the line of a statement, as far as they are known: the line where its subject is first described."""
    subject = problem.subject if isinstance(problem.subject, NamedNode) else None
    for quad in islice(loaded.store.quads_for_pattern(subject, problem.predicate, None), _MAX_STATEMENTS):
        if subject is None and not isinstance(quad.subject, BlankNode):
            continue
        paths = loaded.dumps or tuple(file.path for file in loaded.project.graphs if file.graph == quad.graph_name)
        named = _named_subject(loaded, quad)
        for path in paths:
            if named and (found := find_subjects(path, {named.value}).get(named.value)):
                return found
        if len(paths) == 1:
            return Position(paths[0])
    return None


def _named_subject(loaded: LoadedProject, quad: Quad) -> NamedNode | None:
    """Return the subject of a quad, or the nearest subject with an IRI that refers to it through blank nodes."""
    subject = quad.subject
    for _ in range(_MAX_HOPS):
        if not isinstance(subject, BlankNode):
            break
        referring = next(loaded.store.quads_for_pattern(None, None, subject, quad.graph_name), None)
        if referring is None:
            break
        subject = referring.subject
    return subject if isinstance(subject, NamedNode) else None
