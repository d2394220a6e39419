"""Warn about references to things in the data's own namespaces that nothing describes, for data without a project."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import NamedNode, Store

from kzit_graph.plain_text import counted
from kzit_graph.project.loaded_files import LoadedFiles
from kzit_graph.rdf.names import split_iri
from kzit_graph.rdf.namespaces import RDF_TYPE, SHACL
from kzit_graph.sparql.queries import select
from kzit_graph.validation.lines import with_lines
from kzit_graph.validation.results import Result, Severity
from kzit_graph.validation.shapes.shapes_graph import ShapesGraph

_MAX_NAMED: Final = 10
"""References that are named; of the others, only the number is given."""

_DOCUMENT: Final = re.compile(r"[^/?#]\.[A-Za-z0-9]{1,8}$")
"""The end of an IRI that is the address of a file, which nobody has to describe."""


def dangling_references(loaded: LoadedFiles) -> tuple[str, ...]:
    """Return a warning for each IRI in a namespace of the data that is an object, but never a subject, with its file and line.

    A namespace is the data's own if they describe at least half of the things in it to which they refer. Others are foreign: an
    excerpt of a large dataset refers to much that it does not hold.
    """
    graphs = loaded.graphs
    undescribed = [row["object"] for row in select(graphs, "references-undescribed.rq")]
    if not undescribed:
        return ()
    described = Counter(_namespace(row["subject"].value) for row in select(graphs, "subjects-named-by-iri.rq"))
    elsewhere = {term.value for term in _described_elsewhere(loaded)}
    missing: dict[str, list[NamedNode]] = {}
    for term in undescribed:
        iri = term.value
        if (namespace := _namespace(iri)) in described and iri not in elsewhere and iri != namespace and not _DOCUMENT.search(iri):
            missing.setdefault(namespace, []).append(term)
    found = sorted(
        (term for namespace, terms in missing.items() if len(terms) <= described[namespace] for term in terms), key=lambda term: term.value
    )
    shown = found if len(found) <= _MAX_NAMED + 1 else found[:_MAX_NAMED]
    lines = [_warning(result) for result in with_lines([_reference(graphs, term) for term in shown], loaded)]
    rest = len(found) - len(shown)
    return (*lines, f"{counted(rest, 'more reference')} to things that nothing describes") if rest else tuple(lines)


def _described_elsewhere(loaded: LoadedFiles) -> Iterator[NamedNode]:
    """Yield the IRIs that the ontology or the shapes describe."""
    subjects: Iterable[object] = (
        *(quad.subject for quad in loaded.vocabulary.store),
        *ShapesGraph(loaded.shape_files).subjects(),
    )
    yield from (subject for subject in subjects if isinstance(subject, NamedNode))


def _reference(graphs: Store, term: NamedNode) -> Result:
    """Return a statement about a term, as a result, which can have a line."""
    found = (quad for quad in graphs.quads_for_pattern(None, None, term) if quad.predicate != RDF_TYPE)
    quad = min(found, key=lambda quad: (not isinstance(quad.subject, NamedNode), str(quad.subject), quad.predicate.value))
    return Result(Severity.WARNING, str(quad.subject), str(quad.predicate), str(term), None, f"{SHACL}ClassConstraintComponent", "")


def _warning(result: Result) -> str:
    subject = result.focus if result.focus.startswith("<") else "a thing without an IRI"
    problem = f"{subject} refers to {result.value} by {result.path}, but nothing describes it; describe it, or correct its spelling"
    return f"{result.position}: {problem}" if result.position else problem


def _namespace(iri: str) -> str:
    return split_iri(iri, "#/:")[0]
