"""The main job: validates a project and writes every artefact of it into one folder, or leaves that folder as it was."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Quad, Store

from kzit_graph.artefacts import CHECKSUMS, FACTS_TABLE, METADATA_SUFFIX, Digest, digest_of_file, file_extension
from kzit_graph.describe.evidence import count_passages
from kzit_graph.project.dataset import dataset_card
from kzit_graph.project.project import Project
from kzit_graph.publish.atomic_folder import replacing
from kzit_graph.publish.dcat import distributions, statistics
from kzit_graph.publish.dumps.write import Sizes, write_dumps
from kzit_graph.publish.json_schema.schema import SCHEMA_EXTENSION, json_schema
from kzit_graph.publish.release.citation_file import CITATION_FILE, as_cff, read_dataset
from kzit_graph.publish.release.plan import Release, refuse_changed_inputs
from kzit_graph.publish.release.provenance import provenance
from kzit_graph.publish.release.stamp import entry, stamp
from kzit_graph.publish.release.zenodo import DEPOSIT_FILE, as_deposit
from kzit_graph.publish.tables.croissant import CROISSANT, croissant
from kzit_graph.publish.tables.csv_table import write_facts_table
from kzit_graph.publish.tables.csvw import csvw_metadata
from kzit_graph.publish.tables.data_package import DATA_PACKAGE, data_package
from kzit_graph.publish.tables.described_columns import described_columns
from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.rdf.namespaces import SPDX
from kzit_graph.rdf.reading import read_quads
from kzit_graph.rdf.writing import as_one_turtle_file, write_quads
from kzit_graph.validation.report import InvalidData, Report
from kzit_graph.validation.report_formats import as_json, as_turtle
from kzit_graph.validation.validate import DEFAULT_ENGINE, load_and_validate

_PREFIXES: Final = {"dqv": "http://www.w3.org/ns/dqv#", "spdx": SPDX}
"""Of the vocabularies that the program describes a build in, besides those of the project's own files."""


@dataclass(frozen=True)
class Summary:
    """What a build wrote. triples: in the union of the graphs; quads: over all graphs; seconds: how long it took.

    facts: rows of the table of facts. entry: Turtle to append to data/dataset.ttl once the release is out; empty without a release.
    """

    folder: Path
    files: tuple[str, ...]
    sources: int
    passages: int
    facts: int
    triples: int
    quads: int
    report: Report
    seconds: float
    entry: str = ""


Progress = Callable[[str], None]
"""Is told what is being done, a few words at a time."""


def build(
    project: Project,
    folder: Path,
    engine: str = DEFAULT_ENGINE,
    progress: Progress = lambda _step: None,
    jobs: int = 1,
    release: Release | None = None,
) -> Summary:
    """Validates a project and writes all its artefacts to a folder, replacing the build that was there.

    The same input gives the same bytes, whatever the machine, the order of files, the hash seed or the number of jobs. The
    folder is replaced at once at the end; until then, and if anything fails, the build that was there stays as it is.

    jobs: how many processes write the dumps; see `kzit_graph.publish.dumps.write.write_dumps`.
    release: what `kzit_graph.publish.release.plan.plan_release` settled; what is written then bears its number, says how it was built, and
    how it is cited. Warnings do not stop a release, since a translation may lack for years; they are counted in it.

    Raises `InvalidData` (with the report) where the data violates its shapes, `InvalidInput` where a file is malformed, or
    changed while a release was built, or where the dataset of a release cannot be cited, `UnwritableTarget` where the folder
    cannot be written or holds something else than a build.
    """
    begun = time.monotonic()
    with replacing(folder, CHECKSUMS) as new, tempfile.TemporaryDirectory() as copies:
        progress("reading and validating")
        store, report = load_and_validate(project, engine)
        if not report.passed:
            raise InvalidData(f"the data does not hold to its shapes, so {folder} was not written", report)
        published = stamp(project, store, release, Path(copies)) if release else project
        progress("writing the dumps")
        sizes, described, facts = _write_data(published, store, new, jobs)
        digests = _digests(sorted(new.iterdir()))
        progress("writing the rest")
        schema = _write_schema(published, store, new)
        described |= distributions(project, digests, schema[0].name if schema else None)
        described |= provenance(project, release, report) if release else set()
        metadata = [*schema, *_write_metadata(published, report, new, described)]
        metadata += _write_table_metadata(published, store, new, digests)
        if release:
            metadata += _write_citation(project, store, release, new)
            refuse_changed_inputs(project, release)
        _write_checksums(new, digests | _digests(metadata))
        files = tuple(sorted(path.name for path in new.iterdir()))
    return Summary(
        folder=folder,
        files=files,
        sources=sum(1 for file in project.graphs if file.path.parent.name == "sources"),
        passages=count_passages(store),
        facts=facts,
        triples=sizes.triples,
        quads=sizes.quads,
        report=report,
        seconds=time.monotonic() - begun,
        entry=entry(project, store, release) if release else "",
    )


def _table(project: Project) -> str:
    return f"{project.name}.{file_extension(FACTS_TABLE)}"


def _write_data(project: Project, store: Store, new: Path, jobs: int) -> tuple[Sizes, set[Quad], int]:
    """Write the dumps; return their sizes, the description of the dataset with its statistics, and the number of facts."""
    dumps = {name: new / f"{project.name}.{file_extension(name)}" for name in RDF_FORMATS}
    with ThreadPoolExecutor(max_workers=1) as beside:
        facts = beside.submit(write_facts_table, store, new / _table(project))
        described = beside.submit(statistics, project, store)
        sizes = write_dumps(project, store, dumps, jobs)
        return sizes, described.result(), facts.result()


def _digests(paths: Iterable[Path]) -> dict[str, Digest]:
    """The digests of files by their names. Hashing is done outside of Python, so threads do it at the same time."""
    paths = tuple(paths)
    with ThreadPoolExecutor() as threads:
        return {path.name: digest for path, digest in zip(paths, threads.map(digest_of_file, paths), strict=True)}


def _write_schema(project: Project, store: Store, new: Path) -> list[Path]:
    """Writes the JSON Schema of the JSON-LD dump, if there is one for the project's context."""
    content = json_schema(project, store)
    if content is None:
        return []
    path = new / f"{project.name}.{SCHEMA_EXTENSION}"
    path.write_bytes(content)
    return [path]


def _write_metadata(project: Project, report: Report, new: Path, description: set[Quad]) -> list[Path]:
    prefixes = project.prefixes() | _PREFIXES
    turtle, jsonld = RDF_FORMATS["turtle"], RDF_FORMATS["jsonld"]
    vocabulary = [quad for path in project.ontology for quad in read_quads(path)]
    contents: Mapping[str, bytes] = {
        "ontology.ttl": as_one_turtle_file(project.ontology),
        "ontology.jsonld": write_quads(vocabulary, jsonld, prefixes, project.context),
        "context.jsonld": project.context.read_bytes(),
        "shapes.ttl": as_one_turtle_file(project.shapes),
        "dataset.ttl": write_quads(description, turtle, prefixes, project.context),
        "dataset.jsonld": write_quads(description, jsonld, prefixes, project.context),
        "report.ttl": as_turtle(report, project.base).encode(),
        "report.json": as_json(report, project.root).encode(),
    }
    return _write(new, contents)


def _write_table_metadata(project: Project, store: Store, new: Path, digests: Mapping[str, Digest]) -> list[Path]:
    """The table of facts and the other dumps, described for those who read no DCAT. digests: those of the dumps."""
    table, card, columns = _table(project), dataset_card(project, store), described_columns(project)
    return _write(
        new,
        {
            f"{table}{METADATA_SUFFIX}": csvw_metadata(table, card, columns),
            DATA_PACKAGE: data_package(project.name, table, card, columns, digests),
            CROISSANT: croissant(table, project.base, card, columns, digests),
        },
    )


def _write(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]


def _write_citation(project: Project, store: Store, release: Release, new: Path) -> list[Path]:
    work = read_dataset(project, store)
    contents = {CITATION_FILE: as_cff(work, release.edition), DEPOSIT_FILE: as_deposit(work, release.edition, release.previous)}
    return _write(new, contents)


def _write_checksums(new: Path, digests: Mapping[str, Digest]) -> None:
    lines = (f"{digest.sha256}  {name}\n" for name, digest in sorted(digests.items()))
    (new / CHECKSUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
