"""Blank nodes as IRIs, if the settings ask for them: the same ones everywhere, for the same data."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

import kzit_graph
from kzit_graph.publish.export import export
from kzit_graph.validation.validate import ENGINES, validate
from tests.loading import loaded_folder
from tests.small_project import BASE, small_project

pytestmark = pytest.mark.slow

SKOLEM = f"{BASE}.well-known/genid/"
DATA = {
    "data/a.ttl": '@prefix : <http://e/> .\n:s :p [ :q "_:not a node" ; :r _:x ] . _:x :q "x" .\n',
    "data/b.trig": "<http://e/g> { <http://e/s> <http://e/p> _:b } _:g { _:b <http://e/q> 1 }\n",
}


def skolemized(folder: Path, **changes: str) -> Path:
    return small_project(folder, {**DATA, "kzit-graph.toml": 'blank_nodes = "skolemize"\n', **changes})


def test_every_blank_node_becomes_an_iri_under_the_base(tmp_path: Path) -> None:
    quads = list(parse(export(loaded_folder(skolemized(tmp_path)), "nquads"), format=RdfFormat.N_QUADS))
    assert not [term for quad in quads for term in quad if isinstance(term, BlankNode)]
    skolem = {term for quad in quads for term in quad if isinstance(term, NamedNode) and term.value.startswith(SKOLEM)}
    assert len(skolem) == 4
    assert '"_:not a node"' in {str(quad.object) for quad in quads}


def test_the_iris_have_the_labels_that_blank_nodes_have(tmp_path: Path) -> None:
    lines = export(loaded_folder(skolemized(tmp_path / "a")), "ntriples").decode()
    labelled = export(loaded_folder(small_project(tmp_path / "b", DATA)), "ntriples").decode()
    again = {str(_blank(quad)) for quad in parse(lines, format=RdfFormat.N_TRIPLES)}
    assert again == {str(Quad(*quad.triple)) for quad in parse(labelled, format=RdfFormat.N_TRIPLES)}


def _blank(quad: Quad) -> Quad:
    terms = [BlankNode(t.value.removeprefix(SKOLEM)) if isinstance(t, NamedNode) and t.value.startswith(SKOLEM) else t for t in quad.triple]
    return Quad(*terms)  # type: ignore[arg-type]


def test_store_dumps_and_differences_have_the_same_iris(tmp_path: Path) -> None:
    folder = skolemized(tmp_path / "project")
    kg = kzit_graph.open_folder(folder)
    in_store = {quad.subject.value for quad in kg.store if SKOLEM in str(quad.subject)}
    in_dump = {quad.subject.value for quad in parse(kg.export("trig"), format=RdfFormat.TRIG) if SKOLEM in str(quad.subject)}
    assert in_store == in_dump != set()
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    assert "nothing differs" in repr(kg.diff(copy))
    kg.build(tmp_path / "dist")
    assert "nothing differs" in repr(kg.diff(tmp_path / "dist"))


@pytest.mark.parametrize("engine", ENGINES)
def test_validation_sees_the_blank_nodes_that_were_written(tmp_path: Path, engine: str) -> None:
    shape = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<http://e/shape> a sh:NodeShape ; sh:targetSubjectsOf <http://e/p> ; sh:property [ sh:path <http://e/p> ; sh:nodeKind sh:BlankNode ] ;
  sh:sparql [ sh:message "must be blank" ; sh:select "SELECT $this WHERE { $this <http://e/p> ?v FILTER (!isBlank(?v)) }" ] .
"""
    loaded = loaded_folder(skolemized(tmp_path, **{"shapes/b.ttl": shape}))
    assert validate(loaded, engine).results == ()
    assert not any(isinstance(quad.subject, BlankNode) for quad in loaded.store)


def test_blank_nodes_that_rules_make_become_iris_too(tmp_path: Path) -> None:
    rule = "# Give each s a note.\nINSERT { ?s <http://e/note> [ <http://e/of> ?s ] } WHERE { ?s <http://e/p> ?o FILTER (isIRI(?s)) }"
    loaded = loaded_folder(skolemized(tmp_path, **{"ontology/rules/1.ru": rule}))
    notes = [quad.object for quad in loaded.store.quads_for_pattern(None, NamedNode("http://e/note"), None)]
    assert notes
    assert all(SKOLEM in str(note) for note in notes)


NESTED = """\
@prefix : <https://example.org/tiny/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

:scala a :Theatre ; rdfs:label "La Scala" ;
    :address [ a :Address ; rdfs:label "entrance" ; :street "Via" ] ; :stages ( "one" [ :number 2 ] ) .
[] a :Address ; :of :scala .
:untyped :near :scala .
"""


def nested(folder: Path, kind: str) -> Path:
    return small_project(folder, {"data/sources/one.ttl": NESTED, "kzit-graph.toml": f'blank_nodes = "{kind}"\n[tables]\nminimum = 1\n'})


def test_a_page_shows_skolem_iris_nested_like_blank_nodes(tmp_path: Path) -> None:
    pages = [kzit_graph.open_folder(nested(tmp_path / kind, kind)).show("La Scala").text() for kind in ("skolemize", "labels")]
    assert pages[0] == pages[1]
    assert "genid" not in pages[0]
    assert "          number  2\n" in pages[0]


def test_skolem_iris_are_no_things_in_counts_search_and_tables(tmp_path: Path) -> None:
    kg = kzit_graph.open_folder(nested(tmp_path, "skolemize"))
    assert kg.select("counts").to_python()[0]["things"] == 2  # the theatre and the dataset
    assert kg.inspect().things == 2
    assert kg.build(tmp_path / "dist").things == 2
    assert kg.select("classes").to_python()[0] == {"class": "https://example.org/tiny/id/Address", "things": 0, "instances": 2}
    assert [label.things for label in kg.inspect().labels if label.property.endswith("#label")] == [1]
    assert (len(kg.search("entrance")), len(kg.search("scala"))) == (0, 1)
    assert kg.search("b0").nearest == ()
    assert {table.of_class.rpartition("/")[2] for table in kg.inspect().tables} == {"Theatre", "void#Dataset"}
