"""The releases that a project states of its dataset in data/dataset.ttl, by dcat:hasVersion (DCAT 3, section 11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.project import Project
from kzit_graph.project.semantic_versions import Version
from kzit_graph.rdf.namespaces import DCTERMS
from kzit_graph.rdf.positions import find_subjects
from kzit_graph.sparql.queries import select

_ISSUED: Final = NamedNode(f"{DCTERMS}issued")


@dataclass(frozen=True)
class Edition:
    """A release of a dataset. day: when it came out, in the form YYYY-MM-DD; empty where that is not stated."""

    iri: NamedNode
    version: Version
    day: str


def stated_releases(project: Project, store: Store) -> list[Edition]:
    """The releases that a store states of the project's dataset, the lowest version first.

    Raises `InvalidInput`, with the line of data/dataset.ttl, where one has no IRI or no version, or more than one.
    """
    found: dict[NamedNode, Edition] = {}
    for iri, version, issued in select(store, "release-stated.rq", dataset=project.dataset):
        if not isinstance(iri, NamedNode):
            raise InvalidInput(f"dcat:hasVersion {iri}: name the release by its IRI", position_of(project, project.dataset))
        if not isinstance(version, Literal) or iri in found:
            raise InvalidInput(f"{iri} must have one dcat:version and at most one dcterms:issued", position_of(project, iri))
        try:
            found[iri] = Edition(iri, Version.parse(version.value), issued.value if isinstance(issued, Literal) else "")
        except ValueError as error:
            raise InvalidInput(f'dcat:version "{version.value}": {error}', position_of(project, iri)) from error
    return sorted(found.values(), key=lambda edition: edition.version)


def issued_day(thing: NamedNode, store: Store) -> str:
    """The first day that a store gives for when a thing came out; empty where it gives none."""
    issued = (quad.object for quad in store.quads_for_pattern(thing, _ISSUED, None))
    return min((day.value for day in issued if isinstance(day, Literal)), default="")


def position_of(project: Project, thing: NamedNode) -> Position:
    """The line on which data/dataset.ttl describes a thing, else the file."""
    return find_subjects(project.description, {thing.value}).get(thing.value, Position(project.description))
