"""Puts the number and the day of a release on what is published: on the dataset, the vocabulary and the shapes.

The files of the project stay as they are; only what a build makes of them is stamped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from kzit_graph.project.project import Project
from kzit_graph.publish.release.citation_file import read_dataset, read_work
from kzit_graph.publish.release.plan import Release, release_iri
from kzit_graph.rdf.blank_nodes import canonically_labelled
from kzit_graph.rdf.namespaces import XSD
from kzit_graph.rdf.ordering import sort_quads
from kzit_graph.rdf.positions import find_subjects
from kzit_graph.rdf.reading import rdf_format, read_prefixes, read_quads
from kzit_graph.rdf.writing import turtle_body, write_quads
from kzit_graph.sparql.queries import construct, select, update

_XSD_DATE: Final = NamedNode(f"{XSD}date")
_STATEMENT_END: Final = re.compile(rb"\.[ \t]*\r?$", re.MULTILINE)
_MOST_ENDS: Final = 100
"""A header of more lines that end in a dot is written anew."""


def stamp(project: Project, store: Store, release: Release, folder: Path) -> Project:
    """Stamps the dataset in a store, and gives the project with stamped copies of its vocabulary and shapes.

    The dataset gets the version, the day and the citation of the release, and the release is described beside it; the
    headers of vocabulary and shapes get the version.

    store: what `kzit_graph.project.store.load_project` made of the project. folder: an empty one, where the copies are written.

    Raises `InvalidInput` where the dataset cannot be cited.
    """
    citation = read_dataset(project, store).reference(str(release.version), release.day[:4], release.iri.value)
    values: dict[str, NamedNode | Literal] = {
        "graph": project.description_graph,
        "dataset": project.dataset,
        "release": release.iri,
        "version": Literal(str(release.version)),
        "day": Literal(release.day, datatype=_XSD_DATE),
        "citation": Literal(citation, language="en"),
    }
    if release.previous:
        values["previous"] = release.previous.iri
    update(store, "release-dataset.ru", **values)
    ontology, shapes = (
        tuple(_stamped(path, store, release, folder / part / str(number) / path.name) for number, path in enumerate(paths))
        for part, paths in (("ontology", project.ontology), ("shapes", project.shapes))
    )
    return replace(project, ontology=ontology, shapes=shapes)


def entry(project: Project, store: Store, release: Release) -> str:
    """What data/dataset.ttl is to state of a release once it is out: Turtle to be put at its end.

    store: one in which the dataset was stamped. Prefixes are those of the file.
    """
    triples = construct(store, "release-entry.rq", dataset=project.dataset, release=release.iri)
    quads = sorted(sort_quads(Quad(*triple) for triple in triples), key=lambda quad: quad.subject != project.dataset)
    prefixes = read_prefixes(project.description)
    return turtle_body((quad.triple for quad in quads), RdfFormat.TURTLE, prefixes).decode()


def _stamped(path: Path, data: Store, release: Release, copy: Path) -> Path:
    """A file with a header, stamped, as a copy of the same name; one without is left alone."""
    file = Store()
    file.bulk_extend(read_quads(path))
    headers = _headers(file)
    if not headers:
        return path
    for header in headers:
        _stamp_header(header, file, data, release)
    copy.parent.mkdir(parents=True)
    copy.write_bytes(_with_headers(path, headers, file))
    return copy


def _headers(file: Store) -> list[NamedNode]:
    return [header for (header,) in select(file, "release-ontologies.rq") if isinstance(header, NamedNode)]


def _stamp_header(header: NamedNode, file: Store, data: Store, release: Release) -> None:
    iri = release_iri(header, release.version)
    citation = read_work(header, file, data).reference(str(release.version), release.day[:4], iri.value)
    values: dict[str, NamedNode | Literal] = {"citation": Literal(citation, language="en")}
    if release.previous:
        values["previous"] = release_iri(header, release.previous.version)
    version = Literal(str(release.version))
    update(file, "release-header.ru", ontology=header, release=iri, version=version, **values)


def _with_headers(path: Path, headers: list[NamedNode], file: Store) -> bytes:
    """The text of a file with its headers as a store has them, and all else as people wrote it, wherever that can be done."""
    prefixes = read_prefixes(path)
    if rdf_format(path) == RdfFormat.TURTLE and len(headers) == 1:
        quads = sort_quads(file.quads_for_pattern(headers[0], None, None))
        header = turtle_body((quad.triple for quad in quads), RdfFormat.TURTLE, prefixes).strip()
        wanted = _content(file)
        for text in _with_a_statement_replaced(path, headers[0], header):
            if _content_of(text) == wanted:
                return text
    return write_quads(file, rdf_format(path), prefixes, None)


def _with_a_statement_replaced(path: Path, subject: NamedNode, statement: bytes) -> Iterator[bytes]:
    """The text of a Turtle file with a statement in the place of the first one about a subject, for each end that it may have."""
    text = path.read_bytes()
    line = (find_subjects(path, {subject.value})[subject.value].line or 1) - 1
    begin = sum(map(len, text.splitlines(keepends=True)[:line]))
    for end in islice(_STATEMENT_END.finditer(text, begin), _MOST_ENDS):
        yield text[:begin] + statement + text[end.end() :]


def _content(quads: Iterable[Quad]) -> set[Quad]:
    return set(canonically_labelled(quads))


def _content_of(turtle: bytes) -> set[Quad] | None:
    """The quads of a Turtle file; None where it is malformed."""
    try:
        return _content(parse(turtle, format=RdfFormat.TURTLE))
    except SyntaxError:
        return None
