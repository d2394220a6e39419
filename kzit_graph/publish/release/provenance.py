"""Describe how a release was built: its input files, commit, programs and time, in PROV-O (W3C Recommendation 2013).

Build times and the names of users, folders and hosts are left out, so the same commit and programs give the same description on
any machine.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad, Store

from kzit_graph.errors import InvalidInput
from kzit_graph.project.project import Project
from kzit_graph.publish.release.plan import Release
from kzit_graph.rdf.names import part_of
from kzit_graph.rdf.namespaces import XSD
from kzit_graph.sparql.queries import construct
from kzit_graph.validation.report.report import Report
from kzit_graph.validation.results import Severity

_ENGINE_PACKAGES: Final = {"shacl": ("shacl",), "pyshacl": ("pyshacl", "rdflib")}
"""Packages of each engine of `kzit_graph.validation.validate`."""

_MEASURED: Final = {
    Severity.WARNING: "Number of validation results of severity sh:Warning: something is incomplete.",
    Severity.INFO: "Number of validation results of severity sh:Info: something is worth knowing, such as claims that disagree.",
}
"""Severities that are counted. A violation stops a release; these do not."""


def provenance(project: Project, release: Release, report: Report) -> set[Quad]:
    """Return the provenance of a release, in the default graph. report: its validation report."""
    build, inputs = (NamedNode(part_of(release.iri.value, part)) for part in ("build", "inputs"))
    quads = set(
        _constructed(
            "provenance-build.rq",
            dataset=project.dataset,
            release=release.iri,
            build=build,
            inputs=inputs,
            title=Literal(f"kzit-graph build --release {release.version}", language="en"),
            time=Literal(release.moment.strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=NamedNode(f"{XSD}dateTime")),
            **_commit(release),
        )
    )
    for path, digest in release.inputs.items():
        file = NamedNode(part_of(release.iri.value, quote(path)))
        checksum = NamedNode(f"{file.value}-sha256")
        sha256 = Literal(digest, datatype=NamedNode(f"{XSD}hexBinary"))
        quads.update(
            _constructed("provenance-input.rq", build=build, inputs=inputs, file=file, path=Literal(path), checksum=checksum, digest=sha256)
        )
    for name, number in software(report.engine).items():
        agent = NamedNode(part_of(release.iri.value, f"software-{quote(name)}"))
        names = {"name": Literal(name, language="en"), "version": Literal(number)}
        quads.update(_constructed("provenance-agent.rq", build=build, agent=agent, **names))
    return quads.union(*(_measurement(project, release, severity, report.count(severity)) for severity in _MEASURED))


def software(engine: str) -> Mapping[str, str]:
    """Return the programs that determine the bytes of a build, with their versions. engine: the SHACL engine.

    Raises `InvalidInput` if kzit-graph is not installed as a package, because its version is then unknown.
    """
    try:
        versions = {name: version(name) for name in ("kzit-graph", "pyoxigraph", *_ENGINE_PACKAGES[engine])}
    except PackageNotFoundError as error:
        raise InvalidInput(f"{error.name} is not installed as a package, so its version is unknown; install it with pip") from error
    return versions | {platform.python_implementation(): platform.python_version()}


def _commit(release: Release) -> dict[str, Literal]:
    """Return the commit and its Software Heritage identifier (SWHID, ISO/IEC 18670). SWHIDs exist only for SHA-1 repositories."""
    if release.commit is None:
        return {}
    found = {"commit": Literal(release.commit.id)}
    return found | ({"identifier": Literal(f"swh:1:rev:{release.commit.id}")} if len(release.commit.id) == 40 else {})


def _measurement(project: Project, release: Release, severity: Severity, count: int) -> Iterator[Quad]:
    kind = f"{severity.lower()}s"
    return _constructed(
        "provenance-quality.rq",
        release=release.iri,
        measurement=NamedNode(part_of(release.iri.value, kind)),
        metric=NamedNode(part_of(project.dataset.value, kind)),
        count=Literal(str(count), datatype=NamedNode(f"{XSD}nonNegativeInteger")),
        definition=Literal(_MEASURED[severity], language="en"),
    )


def _constructed(query: str, **values: NamedNode | Literal) -> Iterator[Quad]:
    return (Quad(*triple) for triple in construct(Store(), query, **values))
