"""The main job: validates a project and writes every artefact of it into one folder, or leaves that folder as it was."""

from __future__ import annotations

import csv
import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from kzit_graph.description import describe
from kzit_graph.evidence import passages
from kzit_graph.export import as_one_turtle_file, export, write_quads
from kzit_graph.formats import DUMP_FORMATS, RDF_FORMATS, file_extension
from kzit_graph.project import Project
from kzit_graph.report import InvalidData, Report
from kzit_graph.report_formats import as_json, as_turtle
from kzit_graph.store import load_project
from kzit_graph.swap import replacing
from kzit_graph.syntax import read_quads
from kzit_graph.validate import DEFAULT_ENGINE, validate_project

CHECKSUMS: Final = "SHA256SUMS"
"""The file that lists the digest of every other one, as `sha256sum --check` reads it; it marks a folder as a build."""


@dataclass(frozen=True)
class Changes:
    """How the facts differ from those of the build before, by fact."""

    added: int
    changed: int
    removed: int


@dataclass(frozen=True)
class Summary:
    """What a build wrote. triples: in the union of the graphs; quads: over all graphs; seconds: how long it took.

    changes: None where there was no build before.
    """

    folder: Path
    files: tuple[str, ...]
    sources: int
    passages: int
    facts: int
    triples: int
    quads: int
    changes: Changes | None
    report: Report
    seconds: float


Progress = Callable[[str], None]
"""Is told what is being done, a few words at a time."""


def build(project: Project, folder: Path, engine: str = DEFAULT_ENGINE, progress: Progress = lambda _step: None) -> Summary:
    """Validates a project and writes all its artefacts to a folder, replacing the build that was there.

    The same input gives the same bytes, whatever the machine, the order of files or the hash seed. The folder is replaced
    at once at the end; until then, and if anything fails, the build that was there stays as it is.

    Raises `InvalidData` (with the report) where the data violates its shapes, `InvalidInput` where a file is malformed,
    `UnwritableTarget` where the folder cannot be written or holds something else than a build.
    """
    begun = time.monotonic()
    with replacing(folder, CHECKSUMS) as new:
        progress("reading")
        store = load_project(project)
        progress("validating")
        report = validate_project(project, store, engine)
        if not report.passed:
            raise InvalidData(f"the data does not hold to its shapes, so {folder} was not written", report)
        artefacts = _artefacts(project, store, report, progress)
        progress("writing files")
        _write(new, artefacts)
        facts = _facts(artefacts[f"{project.name}.csv"].decode())
        changes = _changes(folder / f"{project.name}.csv", facts)
    return Summary(
        folder=folder,
        files=tuple(sorted((*artefacts, CHECKSUMS))),
        sources=sum(1 for file in project.graphs if file.path.parent.name == "sources"),
        passages=len(passages(store)),
        facts=len(facts),
        triples=artefacts[f"{project.name}.nt"].count(b"\n"),
        quads=len(store),
        changes=changes,
        report=report,
        seconds=time.monotonic() - begun,
    )


def _artefacts(project: Project, store: Store, report: Report, progress: Progress) -> dict[str, bytes]:
    artefacts: dict[str, bytes] = {}
    for name in DUMP_FORMATS:
        progress(f"writing {name}")
        artefacts[f"{project.name}.{file_extension(name)}"] = export(project, store, name)
    description = describe(project, store, artefacts)
    progress("describing")
    prefixes = project.prefixes() | {"spdx": "http://spdx.org/rdf/terms#"}
    turtle, jsonld = RDF_FORMATS["turtle"], RDF_FORMATS["jsonld"]
    vocabulary = [quad for path in project.ontology for quad in read_quads(path)]
    artefacts |= {
        "ontology.ttl": as_one_turtle_file(project.ontology),
        "ontology.jsonld": write_quads(vocabulary, jsonld, prefixes, project.context),
        "context.jsonld": project.context.read_bytes(),
        "shapes.ttl": as_one_turtle_file(project.shapes),
        "dataset.ttl": write_quads(description, turtle, prefixes, project.context),
        "dataset.jsonld": write_quads(description, jsonld, prefixes, project.context),
        "report.ttl": as_turtle(report, project.base).encode(),
        "report.json": as_json(report, project.root).encode(),
    }
    return artefacts


def _write(folder: Path, artefacts: Mapping[str, bytes]) -> None:
    for name, content in artefacts.items():
        (folder / name).write_bytes(content)
    lines = (f"{hashlib.sha256(artefacts[name]).hexdigest()}  {name}\n" for name in sorted(artefacts))
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


def _facts(table: str) -> dict[str, tuple[str, ...]]:
    return {row[0]: tuple(row) for row in list(csv.reader(table.splitlines()))[1:] if row}


def _changes(table: Path, facts: Mapping[str, tuple[str, ...]]) -> Changes | None:
    try:
        before = _facts(table.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, csv.Error):
        return None
    return Changes(
        added=len(facts.keys() - before.keys()),
        changed=sum(1 for fact in facts.keys() & before.keys() if facts[fact] != before[fact]),
        removed=len(before.keys() - facts.keys()),
    )
