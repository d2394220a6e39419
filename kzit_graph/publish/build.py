"""Validate a project and write all its artefacts to a folder."""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path
from threading import Event
from typing import Final, NoReturn

from pyoxigraph import Quad, RdfFormat

from kzit_graph.artefacts import BUILD_SETTINGS, CHECKSUMS, Digest, digests_of_files
from kzit_graph.describe.evidence import count_passages
from kzit_graph.errors import InvalidInput, UnknownName
from kzit_graph.freed_memory import return_freed_memory
from kzit_graph.plain_text import counted, visible
from kzit_graph.project.build_settings import write_build_settings
from kzit_graph.project.configuration.setting_keys import SEVERITIES
from kzit_graph.project.dataset import DatasetDescription, read_dataset
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.atomic_folder import replacing
from kzit_graph.publish.build_files import write_checksums, write_files, write_questions
from kzit_graph.publish.dcat import description, distributions, landing_page, values_for_catalogues
from kzit_graph.publish.description.partitions import partitions
from kzit_graph.publish.description.ro_crate import RO_CRATE, ro_crate
from kzit_graph.publish.description.service import service_quads
from kzit_graph.publish.dumps.processes import beside, submitted
from kzit_graph.publish.dumps.project_dumps import ProjectDumps, problem_of_context, write_project_dumps
from kzit_graph.publish.dumps.union_counts import UnionCounts
from kzit_graph.publish.dumps.worker import JsonLdDocument, write_jsonld
from kzit_graph.publish.dumps.write import helper_process
from kzit_graph.publish.json_schema.schema import SCHEMA_EXTENSION, json_schema
from kzit_graph.publish.output_place import FIXED_NAMES, refuse_name, refuse_place
from kzit_graph.publish.release.citation_file import CITATION_FILE, citation_cff, refuse_uncitable
from kzit_graph.publish.release.plan import Release, refuse_changed_inputs
from kzit_graph.publish.release.provenance import provenance
from kzit_graph.publish.release.stamp import entry, stamp
from kzit_graph.publish.release.zenodo import DEPOSIT_FILE, zenodo_deposit
from kzit_graph.publish.site.edition.paths import SitePaths
from kzit_graph.publish.tables.build_tables import BuiltTables, table_metadata, write_tables
from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.rdf.names import part_of
from kzit_graph.rdf.namespaces import DCAT, DCTERMS, FOAF, RDFS, SCHEMA, SHACL, SPARQL_EXAMPLES, SPDX, VCARD, VOID, VOID_EXT, XSD
from kzit_graph.rdf.writing import as_one_turtle_file, serialized, write_quads
from kzit_graph.validation.report.report import InvalidData, Report
from kzit_graph.validation.validate import DEFAULT_ENGINE, validate

_PREFIXES: Final = {
    "dqv": "http://www.w3.org/ns/dqv#",
    "foaf": FOAF,
    "sh": SHACL,
    "spdx": SPDX,
    "spex": SPARQL_EXAMPLES,
    "vcard": VCARD,
    "void-ext": VOID_EXT,
}
"""Prefixes for the description of a build, in addition to those of the project."""

_USUAL_PREFIXES: Final = {"dcat": DCAT, "dcterms": DCTERMS, "rdfs": RDFS, "schema": SCHEMA, "void": VOID, "xsd": XSD}
"""Prefixes for the description, unless the project uses them for something else."""


@dataclass(frozen=True, repr=False)
class Summary:
    """The result of a build.

    files: the artefacts by path, with "/" between folders. triples: number in the union of the graphs. quads: number in all graphs.
    facts: number of claims. seconds: duration. warnings: one line for each omitted artefact, table or column. entry: Turtle to append to
    data/dataset.ttl once the release is published; empty without a release. things: number of things with a class. tables: rows of
    each table by its name. main_table: the name of the table whose file is named after the project alone; empty without one.
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
    warnings: tuple[str, ...] = ()
    entry: str = ""
    things: int = 0
    tables: Mapping[str, int] = field(default_factory=dict)
    main_table: str = ""

    def __repr__(self) -> str:
        claims = (self.facts, "fact") if self.facts else (self.things, "thing")
        sizes = ", ".join(counted(number, noun) for number, noun in ((len(self.files), "file"), claims, (self.triples, "triple")))
        return f"<Summary of {visible(str(self.folder))}: {sizes}>"


Progress = Callable[[str], None]
"""Called with a short description of each step."""


def build(
    loaded: LoadedProject,
    folder: Path,
    engine: str = DEFAULT_ENGINE,
    *,
    progress: Progress = lambda _step: None,
    jobs: int = 1,
    release: Release | None = None,
    fail_on: str | None = None,
) -> Summary:
    """Validate a project and write all its artefacts to a folder, replacing a previous build.

    The same input gives the same bytes on every machine and for every number of jobs. The folder is replaced at the end, in one
    step. If the build fails, the previous one is unchanged.

    If the context is not supported (see `kzit_graph.rdf.jsonld.context`), the build has no JSON-LD and no JSON Schema, and the
    summary has a warning. The same applies if a prefix of the context would change an IRI. The build has no RDF/XML
    if RDF/XML cannot hold the data (see `kzit_graph.rdf.rdfxml`).

    engine: the SHACL engine. progress: called with the name of each step. jobs: number of processes that write dumps; see
    `kzit_graph.publish.dumps.write.write_dumps`. release: the plan of a release; see `kzit_graph.publish.release.plan`. The
    build then has its version, provenance and citation. Validation warnings do not stop a release, but are counted in it.
    fail_on: the least severity of a result that stops the build, or "never"; by default that of the project's settings, which also
    name the dumps to write.

    Raises `InvalidData` with the report if a result stops the build, `UnknownName` if `fail_on` is unknown, `InvalidInput` if a file
    is malformed or was changed during the build of a release, if jobs is below 1, if the base IRI gives no file names, or if the
    dataset of a release cannot be cited, and `UnwritableTarget` if the folder cannot be written or has other files than those of a build.
    """
    if jobs < 1:
        raise InvalidInput("jobs must be at least 1")
    started = time.monotonic()
    project = loaded.project
    fail_on = project.settings.fail_on if fail_on is None else fail_on
    if fail_on not in SEVERITIES:
        raise UnknownName("fail_on", fail_on, SEVERITIES)
    refuse_name(project)
    refuse_place(folder, project)
    with helper_process(loaded, jobs) as helper, replacing(folder) as new:  # so that the helper does not hold the lock of the folder
        # What the validation finds does not change the dumps, unless they are those of a release, which describe themselves.
        read = Event()
        with beside(None if release else helper, partial(write_project_dumps, loaded, new, jobs, helper, read.set)) as early:
            progress("reading and validating")
            report = validate(loaded, engine)
            if report.stops(fail_on):
                _stop(report, fail_on, folder)
            if helper is None:  # a large project
                return_freed_memory()
            published, dumps = loaded, early
            if release:
                dataset = read_dataset(loaded)
                refuse_uncitable(loaded, dataset)
                published = stamp(loaded, dataset, release)
                dumps = partial(write_project_dumps, published, new, jobs, helper, read.set)
            progress("writing the dumps")
            data = _write_data(published, new, dumps, read)
        written, tables, described = data.dumps, data.tables, data.description
        formats, counts = written.formats, data.counts
        warnings = (*written.warnings(published), *data.warnings)
        digests = digests_of_files(new, sorted(path.name for path in new.iterdir()))
        progress("writing the rest")
        metadata = _write_schema(published, data.schema, new) if "jsonld" in formats else {}
        described |= distributions(project, digests, next(iter(metadata), None), described)
        described |= landing_page(project, described)
        described |= service_quads(project.dataset, project.settings.public_url, described)
        described |= provenance(project, release, report) if release else set()
        described |= values_for_catalogues(published, described)
        of_data, omitted = _write_metadata(published, report, new, formats, described, helper)
        warnings += omitted
        metadata |= of_data | write_files(new, table_metadata(published, read_dataset(published), tables, digests))
        warnings += tables.warnings
        if release:
            metadata |= _write_citation(dataset, release, new)
        settings = write_build_settings(published, written.names(project), version("kzit-graph"))
        metadata |= write_files(new, {BUILD_SETTINGS: settings})
        digests |= metadata
        if crate := ro_crate(project.name, read_dataset(published), digests):
            digests |= write_files(new, {RO_CRATE: crate})
        paths, notes = SitePaths((*FIXED_NAMES, *digests)), list[str]()
        digests |= write_questions(project, new, paths.claim, notes.append)
        if project.settings.site.write:
            from kzit_graph.publish.site.write import write_site

            site = write_site(published, new, paths, described, progress=progress, jobs=jobs, files=dict(digests), report=report)
            digests |= site.files
            notes += site.warnings
        warnings += tuple(notes)
        if release:
            refuse_changed_inputs(project, release)
        write_checksums(new, digests)
    return Summary(
        folder=folder,
        files=tuple(sorted((*digests, CHECKSUMS))),
        sources=sum(1 for file in project.graphs if file.is_source),
        passages=count_passages(published.store, project.settings.roles),
        facts=counts.instances(term.value for term in project.settings.roles["claim"]),
        triples=counts.whole.triples,
        quads=written.sizes.quads,
        report=report,
        seconds=time.monotonic() - started,
        warnings=warnings,
        entry=entry(published, release) if release else "",
        things=counts.things,
        tables=tables.rows,
        main_table=tables.main,
    )


def _stop(report: Report, fail_on: str, folder: Path) -> NoReturn:
    if report.passed:
        raise InvalidData(f"a result is of severity {fail_on} or worse, so {folder} was not written", report.failing_on(fail_on))
    raise InvalidData(f"the data violates its shapes, so {folder} was not written", report)


@dataclass(frozen=True)
class _Data:
    """The data of a build, as written.

    description: of the dataset, with statistics. warnings: a line for each part of it that is left out. schema: the JSON Schema of
    JSON-LD, if there is one. counts: of the union of the graphs.
    """

    dumps: ProjectDumps
    description: set[Quad]
    warnings: tuple[str, ...]
    tables: BuiltTables
    schema: bytes | None
    counts: UnionCounts


def _write_data(loaded: LoadedProject, new: Path, dumps: Callable[[], ProjectDumps], read: Event) -> _Data:
    """Write the tables and count, in two threads, while a function writes the dumps. Queries let other threads run.

    read: set when the function has read all graphs. The tables wait for that, because the forms of literals are known then.
    """
    with ThreadPoolExecutor(max_workers=2) as threads:
        described = threads.submit(description, loaded)
        schema = threads.submit(_schema, loaded)
        tables = threads.submit(_write_tables, loaded, new, read)
        try:
            written = dumps()
        finally:
            read.set()
        counts = written.sizes.counts
        assert counts is not None
        parts = partitions(loaded.project.dataset, counts)
        return _Data(written, described.result() | parts.quads, parts.warnings, tables.result(), schema.result(), counts)


def _write_tables(loaded: LoadedProject, new: Path, read: Event) -> BuiltTables:
    read.wait()
    return write_tables(loaded, new)


def _schema(loaded: LoadedProject) -> bytes | None:
    has_jsonld = "jsonld" in loaded.project.settings.formats and problem_of_context(loaded) is None
    return json_schema(loaded) if has_jsonld else None


def _write_schema(loaded: LoadedProject, content: bytes | None, new: Path) -> dict[str, Digest]:
    """Write the JSON Schema of the JSON-LD dump, if the project's context allows one."""
    return {} if content is None else write_files(new, {f"{loaded.project.name}.{SCHEMA_EXTENSION}": content})


def _write_metadata(
    loaded: LoadedProject, report: Report, new: Path, formats: Container[str], description: set[Quad], helper: ProcessPoolExecutor | None
) -> tuple[dict[str, Digest], tuple[str, ...]]:
    """Write the descriptions of the data, and return their digests, and a warning for each that JSON-LD cannot hold.

    helper: the process that writes JSON-LD, if there is one.
    """
    prefixes, warnings = {"about": part_of(loaded.project.dataset.value, "")} | _USUAL_PREFIXES | loaded.prefixes | _PREFIXES, list[str]()
    ontology = {quad for file in loaded.ontology for quad in file.quads}
    in_jsonld = {"ontology.jsonld": ontology, "dataset.jsonld": description} if "jsonld" in formats else {}
    documents = {name: JsonLdDocument(serialized(quads, RdfFormat.N_QUADS, {}), loaded.context) for name, quads in in_jsonld.items()}
    written = {name: submitted(helper, write_jsonld, document) for name, document in documents.items()}
    contents = {
        "ontology.ttl": as_one_turtle_file(loaded.ontology),
        "context.jsonld": loaded.context.content,
        "shapes.ttl": as_one_turtle_file(loaded.shape_files),
        "dataset.ttl": write_quads(description, RDF_FORMATS["turtle"], prefixes, loaded.context),
        "report.ttl": report.to_turtle().encode(),
        "report.json": report.to_json().encode(),
    }
    for name, result in written.items():
        content = result()
        if isinstance(content, bytes):
            contents[name] = content
        else:
            warnings.append(f"{content.position}: {content.cause}; {name} is left out")
    return write_files(new, contents), tuple(warnings)


def _write_citation(dataset: DatasetDescription, release: Release, new: Path) -> dict[str, Digest]:
    contents = {
        CITATION_FILE: citation_cff(dataset, release.edition),
        DEPOSIT_FILE: zenodo_deposit(dataset, release.edition, release.previous),
    }
    return write_files(new, contents)
