"""The input of an engine that reads files has the same triples as the store."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

from kzit_graph.errors import InvalidInput
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project, open_project
from kzit_graph.rdf.reading import read_quads
from kzit_graph.validation.engines.input import entailment_rules, write_as_one_turtle_file
from kzit_graph.validation.engines.run import run_shacl_on_file
from kzit_graph.validation.validate import validate
from tests.loading import read_files
from tests.small_project import FILES, small_project

PAIRS = {
    "a last line that does not end": ("a.ttl", "<urn:a> <urn:p> 1 .", "b.ttl", "<urn:b> <urn:p> 2 ."),
    "the same prefix twice": ("a.ttl", "@prefix e: <urn:a:> . e:s e:p e:o .", "b.ttl", "@prefix e: <urn:b:> . e:s e:p e:o ."),
    "the same blank node label": ("a.ttl", "_:b <urn:p> 1 .", "b.ttl", "_:b <urn:p> 2 ."),
    "blank nodes without labels": ("a.ttl", "[] <urn:p> 1 .", "b.ttl", "<urn:b> <urn:p> ( 1 2 ) ."),
    "a base that must not leak": ("a.ttl", "BASE <http://a/> <s> <p> <o> .", "b.ttl", "<urn:b> <urn:p> 2 . <http://a/x/../y> <urn:p> 2 ."),
    "a base in each": ("a.ttl", "@base <http://a/> . <s> <p> <o> .", "b.ttl", "@base <http://b/> . <s> <p> <o> ."),
    "other syntaxes": ("a.nt", "<urn:a> <urn:p> <urn:o> .\n", "b.jsonld", '{"@id": "urn:b", "urn:p": "x"}'),
    "graphs": ("a.nq", "<urn:a> <urn:p> <urn:o> <urn:g> .\n", "b.trig", "<urn:h> { <urn:b> <urn:p> 2 }"),
}


def canonical(quads: list[Quad]) -> Dataset:
    dataset = Dataset(Quad(*quad.triple) for quad in quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_concatenated_files_have_the_triples_of_the_single_files(pair: tuple[str, str, str, str], tmp_path: Path) -> None:
    paths = [tmp_path / pair[0], tmp_path / pair[2]]
    for path, content in zip(paths, pair[1::2], strict=True):
        path.write_text(content, encoding="utf-8")
    output = io.BytesIO()
    write_as_one_turtle_file(read_files(paths), output)
    together = list(parse(output.getvalue(), format=RdfFormat.TURTLE))
    assert canonical(together) == canonical([quad for path in paths for quad in read_quads(path)])


def test_rules_add_the_triples_that_the_store_has(project: Project, tmp_path: Path) -> None:
    """A shape that allows no value reports each triple that the engine sees."""
    data, loaded = tmp_path / "data.ttl", LoadedProject(project)
    with data.open("wb") as output:
        write_as_one_turtle_file((*read_files(loaded.data_files), *loaded.ontology), output)
    nobody = """
        @prefix kzit: <https://w3id.org/kzit/ontology#> .
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        <urn:s> a sh:NodeShape ; sh:targetSubjectsOf kzit:participant ; sh:property <urn:p> , <urn:t> .
        <urn:p> sh:path kzit:participant ; sh:in () .
        <urn:t> sh:path <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ; sh:in () .
    """
    seen = {
        (result.focus, result.path, result.value) for result in run_shacl_on_file(data, nobody + entailment_rules(loaded.vocabulary.store))
    }
    held = {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in loaded.store}
    paths = {"<https://w3id.org/kzit/ontology#participant>", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"}
    participants = {subject for subject, predicate, _ in held if predicate.endswith("#participant>")}
    assert len(participants) > 20
    assert seen == {(subject, path, value) for subject, path, value in held if path in paths and subject in participants}


def test_data_that_the_engine_cannot_read_is_quoted_without_its_path(tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text("@prefix e: <http://e/> .\n  e:s e:p .\n")
    shapes = "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> a sh:NodeShape ; sh:targetNode <urn:t> ; sh:nodeKind sh:IRI ."
    with pytest.raises(InvalidInput) as caught:
        run_shacl_on_file(data, shapes)
    assert str(caught.value) == "the SHACL engine cannot read the data at 'e:s e:p .': . is not a valid RDF object"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (FILES["data/sources/one.ttl"].rstrip().removesuffix("."), "close the string|expected"),
        ("x:undeclared a x:Theatre .\n", "has not been declared"),
        ("<relative> a <https://example.org/Theatre> .\n", "No scheme"),
    ],
)
def test_a_malformed_file_is_reported_even_if_others_complete_it(content: str, fault: str, tmp_path: Path) -> None:
    complete = f"@base <https://example.org/> .\n{FILES['data/sources/one.ttl']}"
    project = open_project(small_project(tmp_path, {"data/sources/a.ttl": complete, "data/sources/one.ttl": content}))
    with pytest.raises(InvalidInput, match=fault) as caught:
        validate(LoadedProject(project))
    assert caught.value.position is not None
    assert caught.value.position.path.name == "one.ttl"
