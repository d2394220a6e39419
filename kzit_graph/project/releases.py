"""The past releases of a dataset: the dcat:hasVersion of data/dataset.ttl (DCAT 3, section 11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Store

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.project import Project
from kzit_graph.rdf.namespaces import DCTERMS
from kzit_graph.rdf.positions import find_subjects
from kzit_graph.sparql.queries import select

if TYPE_CHECKING:
    from semver import Version

_ISSUED: Final = NamedNode(f"{DCTERMS}issued")
_MAX_VERSION_LENGTH: Final = 128


@dataclass(frozen=True)
class Edition:
    """A release of a dataset. day: its date as YYYY-MM-DD, or empty if unknown."""

    iri: NamedNode
    version: Version
    day: str


def parse_version(text: str, position: Position | None = None) -> Version:
    """Return a semantic version (Semantic Versioning 2.0.0). Build metadata ("+…") does not count when versions are compared.

    position: of the text, for the error. Raises `InvalidInput` if the text is not a version, or is absurdly long.
    """
    from semver import Version

    try:
        version = Version.parse(text) if len(text) <= _MAX_VERSION_LENGTH else None
    except ValueError:
        version = None
    if version is None or str(version) != text:  # some releases of semver ignore a line break at the end
        raise InvalidInput(f'"{text}" is not a semantic version, such as 1.2.0 or 1.2.0-rc.1 (https://semver.org)', position)
    return version


def stated_releases(project: Project, store: Store) -> list[Edition]:
    """Return the releases that a store states of the project's dataset, lowest version first.

    Raises `InvalidInput`, with the line in data/dataset.ttl, if a release has no IRI, or not exactly one version.
    """
    found: dict[NamedNode, Edition] = {}
    for iri, version, issued in select(store, "release-stated.rq", dataset=project.dataset):
        if not isinstance(iri, NamedNode):
            raise InvalidInput(f"dcat:hasVersion {iri} must be an IRI; give the release one", position_of(project, project.dataset))
        if not isinstance(version, Literal) or iri in found:
            raise InvalidInput(f"{iri} must have one dcat:version and at most one dcterms:issued", position_of(project, iri))
        day = issued.value if isinstance(issued, Literal) else ""
        found[iri] = Edition(iri, parse_version(version.value, position_of(project, iri)), day)
    return sorted(found.values(), key=lambda edition: edition.version)


def issued_day(thing: NamedNode, store: Store) -> str:
    """Return the earliest dcterms:issued of a thing, or an empty text."""
    issued = (quad.object for quad in store.quads_for_pattern(thing, _ISSUED, None))
    return min((day.value for day in issued if isinstance(day, Literal)), default="")


def position_of(project: Project, thing: NamedNode) -> Position:
    """Return the position of a thing in the description of the dataset, without a line if it is not found."""
    if project.description is None:
        return project.stated_at
    return find_subjects(project.description, {thing.value}).get(thing.value, Position(project.description))
