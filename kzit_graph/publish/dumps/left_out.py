"""Say where the statement is that keeps a dump from being written."""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.rdf.opening import read_rdf
from kzit_graph.rdf.positions import find_subjects
from kzit_graph.rdf.rdfxml import XmlProblem
from kzit_graph.rdf.reading import read_prefixes

_MAX_HOPS: Final = 10
"""Blank nodes between the statement and a subject with an IRI, whose line is known."""

_NO_STATEMENT: Final = ("#", "@", "PREFIX", "BASE")
"""Starts of lines with comments and declarations."""

_MAX_STATEMENTS: Final = 100
"""Statements with the property that are tried, if the subject is a blank node: its label in the store is another one."""


def position_of(loaded: LoadedProject, problem: XmlProblem) -> Position | None:
    """Return the file and the line of a statement, as far as they are known.

    The line is where its subject is first described, or the named owner of a blank node, or else where the property is written.
    """
    subject = problem.subject if isinstance(problem.subject, NamedNode) else None
    for quad in islice(loaded.store.quads_for_pattern(subject, problem.predicate, None), _MAX_STATEMENTS):
        if subject is None and not isinstance(quad.subject, BlankNode):
            continue
        graph = quad.graph_name
        paths = loaded.dumps or (() if isinstance(graph, DefaultGraph) else loaded.graph_files.get(graph, ()))
        named = _named_subject(loaded, quad)
        if not paths and named and (origin := loaded.expansion and loaded.expansion.origin(str(named))):
            paths, named = loaded.graph_files.get(origin[0], ()), NamedNode(origin[1])
        for path in paths:
            if named and (found := find_subjects(path, {named.value}).get(named.value)):
                return found
        written = (found for path in paths if (found := _first_mention(path, problem)))
        if position := next(written, Position(paths[0]) if len(paths) == 1 else None):
            return position
    return None


def _first_mention(path: Path, problem: XmlProblem) -> Position | None:
    """Return where the property is first written in a file; None if only one of several places has the problem."""
    iri = problem.predicate.value
    names = [iri]
    with suppress(InvalidInput):
        prefixes = read_prefixes(path)
        names += [f"{prefix}:{iri[len(start) :]}" for prefix, start in prefixes.items() if iri.startswith(start)]
    text = read_rdf(path).decode("utf-8", errors="replace")
    mention = re.compile(rf"(?<![\w:.-])(?:{'|'.join(map(re.escape, names))})(?![\w:/#-])")
    lines = [
        number for number, line in enumerate(text.split("\n"), 1) if not line.lstrip().startswith(_NO_STATEMENT) and mention.search(line)
    ]
    return Position(path, lines[0]) if len(lines) == 1 or (lines and problem.is_of_property) else None


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
