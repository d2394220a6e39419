"""What goes in comes out: every literal, IRI and tag is published as it was written."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize
from rdflib import URIRef

import kzit_graph
from kzit_graph.artefacts import file_extension
from kzit_graph.knowledge_graph import open_folder
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.build import build
from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import XSD
from kzit_graph.validation.validate import validate
from tests.loading import loaded_folder
from tests.rdf_examples import blank_nodes, canonical, iris, literals, relabelled
from tests.readers.readers import pyoxigraph, rdflib_dataset
from tests.small_project import BASE, FILES, small_project

pytestmark = pytest.mark.slow

FORMS: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(
        ("integer", "nonNegativeInteger", "positiveInteger", "long", "int", "short", "byte", "unsignedLong", "unsignedByte"),
        ("12", "007", "+1", "x", "99999999999999999999"),
    ),
    **dict.fromkeys(("nonPositiveInteger", "negativeInteger"), ("-12", "-007", "-0")),
    "decimal": ("1.50", "1.", ".5", "+1.0", "0.1234567890123456789"),
    "double": ("1e0", "1.0E3", "INF", "+INF", "NaN", "inf"),
    "float": ("1e0", "1.10"),
    "boolean": ("1", "0", "true", "True"),
    "duration": ("P1Y14M", "PT36H", "-P0D"),
    "yearMonthDuration": ("P14M",),
    "dayTimeDuration": ("PT36H",),
    "time": ("24:00:00", "12:00:00.000", "12:00:00+00:00"),
    "dateTime": ("2020-01-01T24:00:00", "-0012-11-29T00:00:00", "12026-01-01T00:00:00Z", "2020-01-01T00:00:00.10"),
    "dateTimeStamp": ("2020-01-01T00:00:00Z",),
    "date": ("2020-01-01+00:00", "2020-02-30", "9223372036854775808-01-01"),
    "gYear": ("2020+00:00", "-0044"),
    "gMonthDay": ("--02-29",),
    "hexBinary": ("fF",),
    "anyURI": (" a b ",),
}
"""Lexical forms of each datatype, right and wrong ones, that a store may change."""


def fits_xml(literal: Literal) -> bool:
    """Return whether RDF/XML can hold a literal. A build leaves it out otherwise."""
    return not re.search("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", literal.value)


typed: Final = st.one_of(
    [st.sampled_from([Literal(text, datatype=NamedNode(XSD + name)) for text in texts]) for name, texts in FORMS.items()]
)
values: Final = st.one_of(iris, blank_nodes, literals.filter(fits_xml), typed)
graphs: Final = st.sets(st.builds(Quad, st.one_of(iris, blank_nodes), iris.filter(lambda iri: iri.value[-1].isalpha()), values), max_size=8)


HARMLESS: Final = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .

<https://example.org/tiny/shapes#None> a sh:NodeShape ; sh:targetClass <https://example.org/tiny/ontology#None> .
"""


def apart(*graphs: set[Quad]) -> Iterable[set[Quad]]:
    """Return graphs with different blank nodes, as files have."""
    return (relabelled(quads, f"g{number}") for number, quads in enumerate(graphs))


def lower_tags(quads: Iterable[Quad]) -> set[Quad]:
    """Return quads with language tags in lower case."""

    def lower(term: Term) -> Term:
        return Literal(term.value, language=term.language.lower()) if isinstance(term, Literal) and term.language else term

    return {Quad(quad.subject, quad.predicate, lower(quad.object), quad.graph_name) for quad in quads}


def project_of(folder: Path, files: Iterable[set[Quad]], more: Mapping[str, str | None]) -> Path:
    texts = (serialize(quads, format=RdfFormat.N_TRIPLES) or b"" for quads in files)
    return small_project(folder, {**{f"data/{number}.nt": text.decode() for number, text in enumerate(texts)}, **more})


@pytest.mark.slow
@settings(max_examples=40)
@given(first=graphs, second=graphs)
def test_every_dump_holds_the_terms_of_the_files(first: set[Quad], second: set[Quad]) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = project_of(Path(temporary) / "project", (first, second), {"data/sources/one.ttl": None, "shapes/s.ttl": HARMLESS})
        dist = Path(temporary) / "dist"
        kzit_graph.open_folder(folder).build(dist, site=False)
        for name, syntax in RDF_FORMATS.items():
            path = dist / f"tiny.{file_extension(name)}"
            expected = {
                Quad(quad.subject, quad.predicate, quad.object, NamedNode(f"{BASE}graph/{number}")) if syntax.supports_datasets else quad
                for number, quads in enumerate(apart(first, second))
                for quad in quads
            }
            for reader in (pyoxigraph,) if name in ("turtle", "trig") else (pyoxigraph, rdflib_dataset):
                found = {quad for quad in reader(path) if quad.subject != NamedNode(f"{BASE}dataset")}
                assert lower_tags(canonical(found)) == lower_tags(canonical(expected)), (name, reader.__name__)


SIZES: Final = """\
@prefix ex: <http://e/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:a a ex:Thing ; ex:size "12"^^xsd:nonNegativeInteger .
"""

SIZE_SHAPES: Final = """\
@prefix ex: <http://e/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property [ sh:path ex:size ; sh:datatype xsd:nonNegativeInteger ] .
"""


def sizes(folder: Path, value: str = "12") -> Path:
    data = SIZES.replace('"12"', f'"{value}"')
    return small_project(folder, {"data/sources/one.ttl": data, "shapes/s.ttl": SIZE_SHAPES})


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
def test_a_dump_passes_the_shapes_it_was_published_under(tmp_path: Path, engine: str) -> None:
    loaded = loaded_folder(sizes(tmp_path / "project"))
    assert build(loaded, tmp_path / "dist", engine).report.passed
    for name in RDF_FORMATS:
        dump = tmp_path / "dist" / f"tiny.{file_extension(name)}"
        assert LoadedProject(loaded.project, [dump]).forms.by_literal, name
        assert validate(LoadedProject(loaded.project, [dump]), engine).passed, name


def test_another_form_of_a_value_is_a_difference(tmp_path: Path) -> None:
    old, new = open_folder(sizes(tmp_path / "old")), open_folder(sizes(tmp_path / "new", "012"))
    assert old.diff(new).differs()
    assert not old.diff(open_folder(sizes(tmp_path / "same"))).differs()


def test_an_rdflib_dataset_has_the_terms_of_the_files(tmp_path: Path) -> None:
    dataset = open_folder(sizes(tmp_path, "012")).to_rdflib()
    (size,) = (value for value in dataset.objects() if str(value) == "012")
    assert size.n3() == f'"012"^^<{XSD}nonNegativeInteger>'


def test_rdflib_collapses_white_space_of_tokens_alone(tmp_path: Path) -> None:
    value = f'<{BASE}id/a> <{BASE}v> " a  b "^^'
    data = f"{value}<{XSD}token> .\n{value}<{XSD}anyURI> .\n"
    dataset = open_folder(small_project(tmp_path, {"data/v.ttl": data})).to_rdflib()
    assert {str(value) for value in dataset.objects(predicate=URIRef(f"{BASE}v"))} == {"a b", " a  b "}


def test_the_published_description_of_the_dataset_has_the_terms_of_the_file(tmp_path: Path) -> None:
    stated = FILES["data/dataset.ttl"].replace("void:uriSpace", f'void:triples "0012"^^<{XSD}nonNegativeInteger> ; void:uriSpace')
    build(loaded_folder(small_project(tmp_path / "project", {"data/dataset.ttl": stated})), tmp_path / "dist")
    assert '"0012"^^xsd:nonNegativeInteger' in (tmp_path / "dist" / "dataset.ttl").read_text("utf-8")
