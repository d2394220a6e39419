"""Stamp the published dataset, vocabulary and shapes with the version and date of a release.

Only the output of a build is stamped. The files of the project are not changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from kzit_graph.project.dataset import DatasetDescription, read_description
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.statements.statements import Statements
from kzit_graph.project.statements.store import merge_overlapping_graphs
from kzit_graph.publish.release.plan import Release, release_iri
from kzit_graph.rdf.blank_nodes import stably_labelled
from kzit_graph.rdf.default_graph import quads_of_graphs
from kzit_graph.rdf.namespaces import XSD
from kzit_graph.rdf.naming import Naming
from kzit_graph.rdf.ordering import sort_quads
from kzit_graph.rdf.positions import find_subjects
from kzit_graph.rdf.reading import RdfFile, read_prefixes
from kzit_graph.rdf.writing import serialized, turtle_body, write_quads
from kzit_graph.sparql.queries import construct, select, update

_XSD_DATE: Final = NamedNode(f"{XSD}date")
_STATEMENT_END: Final = re.compile(rb"\.[ \t]*\r?$", re.MULTILINE)
_MAX_STATEMENT_ENDS: Final = 100
"""Line ends tried as the end of a header. If none of them fits, the whole file is rewritten."""


def stamp(loaded: LoadedProject, dataset: DatasetDescription, release: Release) -> LoadedProject:
    """Return a project with a stamped copy of its data, ontology files and shapes files.

    The dataset gets the version, date and citation of the release, and a description of the release is added. The headers of
    ontology and shapes get the version. dataset: description of the dataset.
    """
    project, store = loaded.project, Store()
    store.bulk_extend(quads_of_graphs(loaded.store))
    citation = dataset.reference(str(release.version), release.day[:4], release.iri.value)
    values: dict[str, NamedNode | Literal] = {"previous": release.previous.iri} if release.previous else {}
    update(
        store,
        "release-dataset.ru",
        graph=loaded.description_graph,
        dataset=project.dataset,
        release=release.iri,
        version=Literal(str(release.version)),
        day=Literal(release.day, datatype=_XSD_DATE),
        citation=Literal(citation, language="en"),
        **values,
    )
    merge_overlapping_graphs(store)
    ontology, shapes = (
        [_stamped(file, store, loaded.project.naming, release) for file in files] for files in (loaded.ontology, loaded.shape_files)
    )
    return loaded.with_parts(store, _stamped_statements(loaded, store), ontology, shapes)


def _stamped_statements(loaded: LoadedProject, stamped: Store) -> Statements:
    """Return the statements with the description of the dataset as in a stamped store. All others are kept as they were written."""
    graph = loaded.description_graph
    old, new = ({quad.triple for quad in store.quads_for_pattern(None, None, None, graph)} for store in (loaded.store, stamped))
    removed = {Triple(triple.subject, triple.predicate, term) for triple in old - new for term in loaded.forms.objects(triple)}
    kept = (triple for triple in loaded.statements.graph(graph).triples() if triple not in removed)
    return loaded.statements.with_graph(graph, serialized([*kept, *(new - old)], RdfFormat.N_TRIPLES, {}))


def entry(loaded: LoadedProject, release: Release) -> str:
    """Return Turtle to append to data/dataset.ttl once a release is published. It uses the prefixes of that file.

    loaded: a stamped project.
    """
    dataset = loaded.project.dataset
    triples = construct(loaded.store, "release-entry.rq", dataset=dataset, release=release.iri)
    quads = sorted(sort_quads(Quad(*triple) for triple in triples), key=lambda quad: quad.subject != dataset)
    description = loaded.project.description
    prefixes = {} if description is None else read_prefixes(description, loaded.project.contexts)
    return turtle_body((quad.triple for quad in quads), RdfFormat.TURTLE, prefixes).decode()


def _stamped(file: RdfFile, data: Store, naming: Naming, release: Release) -> RdfFile:
    """Return a file with its headers stamped. A file without a header is returned unchanged."""
    quads = Store()
    quads.bulk_extend(file.quads)
    headers = _headers(quads)
    if not headers:
        return file
    for header in headers:
        _stamp_header(header, quads, data, naming, release)
    return RdfFile(file.path, _with_headers(file, headers, quads))


def _headers(file: Store) -> list[NamedNode]:
    return [header for (header,) in select(file, "release-ontologies.rq") if isinstance(header, NamedNode)]


def _stamp_header(header: NamedNode, quads: Store, data: Store, naming: Naming, release: Release) -> None:
    iri = release_iri(header, release.version)
    citation = read_description(header, quads, naming, data).reference(str(release.version), release.day[:4], iri.value)
    values: dict[str, NamedNode | Literal] = {"citation": Literal(citation, language="en")}
    if release.previous:
        values["previous"] = release_iri(header, release.previous.version)
    update(quads, "release-header.ru", ontology=header, release=iri, version=Literal(str(release.version)), **values)


def _with_headers(file: RdfFile, headers: list[NamedNode], quads: Store) -> bytes:
    """Return the text of a file with updated headers. The rest of a Turtle file with one header is kept as written, if possible."""
    if file.syntax == RdfFormat.TURTLE and len(headers) == 1:
        of_header = sort_quads(quads.quads_for_pattern(headers[0], None, None))
        header = turtle_body((quad.triple for quad in of_header), RdfFormat.TURTLE, file.prefixes).strip()
        wanted = _content(quads)
        for text in _with_a_statement_replaced(file, headers[0], header):
            if _content_of(text) == wanted:
                return text
    return write_quads(quads, file.syntax, file.prefixes, None)


def _with_a_statement_replaced(file: RdfFile, subject: NamedNode, statement: bytes) -> Iterator[bytes]:
    """Yield the text of a Turtle file with the first statement about a subject replaced, for each possible end of the statement."""
    text = file.content
    line = (find_subjects(file.path, {subject.value}, text)[subject.value].line or 1) - 1
    begin = sum(map(len, text.splitlines(keepends=True)[:line]))
    for end in islice(_STATEMENT_END.finditer(text, begin), _MAX_STATEMENT_ENDS):
        yield text[:begin] + statement + text[end.end() :]


def _content(quads: Iterable[Quad]) -> set[Quad]:
    return set(stably_labelled(quads))


def _content_of(turtle: bytes) -> set[Quad] | None:
    """Return the quads of a Turtle file, or None if it is malformed."""
    try:
        return _content(parse(turtle, format=RdfFormat.TURTLE))
    except SyntaxError:
        return None
