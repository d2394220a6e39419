"""Puts the number and the day of a release on what is published: on the dataset, the vocabulary and the shapes.

The files of the project stay as they are; only what a build makes of them is stamped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from kzit_graph.project.dataset import DatasetDescription, read_description
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.release.plan import Release, release_iri
from kzit_graph.rdf.blank_nodes import canonically_labelled
from kzit_graph.rdf.namespaces import XSD
from kzit_graph.rdf.ordering import sort_quads
from kzit_graph.rdf.positions import find_subjects
from kzit_graph.rdf.reading import RdfFile, read_prefixes
from kzit_graph.rdf.writing import turtle_body, write_quads
from kzit_graph.sparql.queries import construct, select, update

_XSD_DATE: Final = NamedNode(f"{XSD}date")
_STATEMENT_END: Final = re.compile(rb"\.[ \t]*\r?$", re.MULTILINE)
_MOST_ENDS: Final = 100
"""A header of more lines that end in a dot is written anew."""


def stamp(loaded: LoadedProject, dataset: DatasetDescription, release: Release) -> LoadedProject:
    """Return a project with a stamped copy of its data, and stamped files of its ontology and shapes.

    The dataset gets the version, the day and the citation of the release, and the release is described beside it; the
    headers of ontology and shapes get the version. dataset: what the project states of its dataset.
    """
    project, store = loaded.project, Store()
    store.bulk_extend(loaded.store)
    citation = dataset.reference(str(release.version), release.day[:4], release.iri.value)
    values: dict[str, NamedNode | Literal] = {"previous": release.previous.iri} if release.previous else {}
    update(
        store,
        "release-dataset.ru",
        graph=project.description_graph,
        dataset=project.dataset,
        release=release.iri,
        version=Literal(str(release.version)),
        day=Literal(release.day, datatype=_XSD_DATE),
        citation=Literal(citation, language="en"),
        **values,
    )
    ontology, shapes = ([_stamped(file, store, release) for file in files] for files in (loaded.ontology, loaded.shape_files))
    return loaded.with_parts(store, ontology, shapes)


def entry(loaded: LoadedProject, release: Release) -> str:
    """Return what data/dataset.ttl is to state of a release once it is out: Turtle to be put at its end.

    loaded: a project that was stamped. Prefixes are those of the file.
    """
    dataset = loaded.project.dataset
    triples = construct(loaded.store, "release-entry.rq", dataset=dataset, release=release.iri)
    quads = sorted(sort_quads(Quad(*triple) for triple in triples), key=lambda quad: quad.subject != dataset)
    prefixes = read_prefixes(loaded.project.description)
    return turtle_body((quad.triple for quad in quads), RdfFormat.TURTLE, prefixes).decode()


def _stamped(file: RdfFile, data: Store, release: Release) -> RdfFile:
    """A file whose header is stamped; one without a header as it is."""
    quads = Store()
    quads.bulk_extend(file.quads)
    headers = _headers(quads)
    if not headers:
        return file
    for header in headers:
        _stamp_header(header, quads, data, release)
    return RdfFile(file.path, _with_headers(file, headers, quads))


def _headers(file: Store) -> list[NamedNode]:
    return [header for (header,) in select(file, "release-ontologies.rq") if isinstance(header, NamedNode)]


def _stamp_header(header: NamedNode, quads: Store, data: Store, release: Release) -> None:
    iri = release_iri(header, release.version)
    citation = read_description(header, quads, data).reference(str(release.version), release.day[:4], iri.value)
    values: dict[str, NamedNode | Literal] = {"citation": Literal(citation, language="en")}
    if release.previous:
        values["previous"] = release_iri(header, release.previous.version)
    update(quads, "release-header.ru", ontology=header, release=iri, version=Literal(str(release.version)), **values)


def _with_headers(file: RdfFile, headers: list[NamedNode], quads: Store) -> bytes:
    """The text of a file with its headers as a store has them, and all else as people wrote it, wherever that can be done."""
    if file.syntax == RdfFormat.TURTLE and len(headers) == 1:
        of_header = sort_quads(quads.quads_for_pattern(headers[0], None, None))
        header = turtle_body((quad.triple for quad in of_header), RdfFormat.TURTLE, file.prefixes).strip()
        wanted = _content(quads)
        for text in _with_a_statement_replaced(file, headers[0], header):
            if _content_of(text) == wanted:
                return text
    return write_quads(quads, file.syntax, file.prefixes, None)


def _with_a_statement_replaced(file: RdfFile, subject: NamedNode, statement: bytes) -> Iterator[bytes]:
    """The text of a Turtle file with a statement in the place of the first one about a subject, for each end that it may have."""
    text = file.content
    line = (find_subjects(file.path, {subject.value}, text)[subject.value].line or 1) - 1
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
