"""Loading a project: one named graph per file, with the triples that the ontology entails."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.package_data import FOLDER
from kzit_graph.project.configuration.settings import default_settings
from kzit_graph.project.project import open_project
from kzit_graph.project.statements.store import load_files
from kzit_graph.sparql.queries import bundled_query
from tests.loading import load_project, loaded_folder, read_files
from tests.small_project import BASE, FILES, small_project

RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
ONE = NamedNode(f"{BASE}graph/source/one")
SCALA = NamedNode(f"{BASE}id/one/scala")
SQUARE = NamedNode(f"{BASE}id/one/square")
ONTOLOGY = (
    "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n@prefix e: <http://e/> .\n"
)


def x(name: str) -> NamedNode:
    return NamedNode(f"{BASE}ontology#{name}")


def e(name: str) -> NamedNode:
    return NamedNode(f"http://e/{name}")


def loaded(folder: Path) -> Store:
    return load_project(open_project(folder))


def loaded_with(folder: Path, ontology: str, data: str) -> set[Quad]:
    changes = {"ontology/x.ttl": ONTOLOGY + ontology, "data/sources/one.ttl": "@prefix e: <http://e/> .\n" + data}
    return set(loaded(small_project(folder, dict(changes))).quads_for_pattern(None, None, None, ONE))


def test_each_file_is_a_named_graph_and_the_default_graph_is_empty(tmp_path: Path) -> None:
    store = loaded(small_project(tmp_path))
    assert set(store.named_graphs()) == {ONE, NamedNode(f"{BASE}graph/dataset")}
    assert list(store.quads_for_pattern(None, None, None, DefaultGraph())) == []


def test_a_graph_has_the_stated_and_the_entailed_triples(tmp_path: Path) -> None:
    store = loaded(small_project(tmp_path))
    assert set(store.quads_for_pattern(None, None, None, ONE)) == {
        Quad(SCALA, RDF_TYPE, x("Theatre"), ONE),
        Quad(SCALA, NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"), Literal("La Scala", language="it"), ONE),
        Quad(SCALA, x("beside"), SQUARE, ONE),
        Quad(SCALA, RDF_TYPE, x("Building"), ONE),
        Quad(SCALA, x("near"), SQUARE, ONE),
    }


def test_entailment_is_transitive(tmp_path: Path) -> None:
    ontology = "e:A a owl:Class ; rdfs:subClassOf e:B . e:B a owl:Class ; rdfs:subClassOf e:C . e:C a owl:Class .\n"
    quads = loaded_with(tmp_path, ontology, "e:s a e:A .\n")
    assert quads == {Quad(e("s"), RDF_TYPE, e(name), ONE) for name in "ABC"}


def test_a_cycle_of_classes_makes_them_equivalent(tmp_path: Path) -> None:
    ontology = "e:A a owl:Class ; rdfs:subClassOf e:B . e:B a owl:Class ; rdfs:subClassOf e:A .\n"
    assert loaded_with(tmp_path, ontology, "e:s a e:A .\n") == {Quad(e("s"), RDF_TYPE, e(name), ONE) for name in "AB"}


def test_superclasses_of_other_vocabularies_are_not_entailed(tmp_path: Path) -> None:
    ontology = "e:A a owl:Class ; rdfs:subClassOf e:Foreign . e:p a owl:ObjectProperty ; rdfs:subPropertyOf e:foreign .\n"
    quads = loaded_with(tmp_path, ontology, "e:s a e:A ; e:p e:o .\n")
    assert quads == {Quad(e("s"), RDF_TYPE, e("A"), ONE), Quad(e("s"), e("p"), e("o"), ONE)}


def test_an_entailed_triple_is_only_in_the_graphs_of_its_premises(tmp_path: Path) -> None:
    two = "@prefix x: <https://example.org/tiny/ontology#> .\n<http://e/s> a x:Theatre .\n"
    store = loaded(small_project(tmp_path, {"data/two.ttl": two}))
    assert {quad.graph_name for quad in store.quads_for_pattern(e("s"), RDF_TYPE, x("Building"))} == {NamedNode(f"{BASE}graph/two")}


def test_the_ontology_is_not_part_of_the_data(tmp_path: Path) -> None:
    store = loaded(small_project(tmp_path))
    assert list(store.quads_for_pattern(x("Theatre"), None, None)) == []
    assert not store.contains_named_graph(NamedNode("urn:kzit-graph:ontology"))


def test_the_ontology_may_have_several_files_and_syntaxes(tmp_path: Path) -> None:
    hill = f"""\
<{x("Theatre").value}> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <http://e/Venue> .
<http://e/Venue> <{RDF_TYPE.value}> <http://e/Class> .
"""
    store = loaded(small_project(tmp_path, {"ontology/more/y.nt": hill}))
    assert Quad(SCALA, RDF_TYPE, e("Venue"), ONE) in store
    assert Quad(SCALA, RDF_TYPE, x("Building"), ONE) in store


def test_two_files_do_not_share_blank_nodes(tmp_path: Path) -> None:
    same = "_:b <http://e/p> <http://e/{}> .\n"
    store = loaded(small_project(tmp_path, {"data/a.nt": same.format("a"), "data/b.nt": same.format("b")}))
    assert len({quad.subject for quad in store.quads_for_pattern(None, e("p"), None)}) == 2


@pytest.mark.parametrize("name", ["data/sources/one.ttl", "ontology/x.ttl"])
def test_a_malformed_file_is_reported_with_its_position(tmp_path: Path, name: str) -> None:
    folder = small_project(tmp_path)
    project = open_project(folder)
    (folder / name).write_text(FILES[name] + "x:a x:b .\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        load_project(project)
    assert caught.value.position == Position(folder / name, FILES[name].count("\n") + 1, 9)


def test_an_external_entity_in_data_is_refused(tmp_path: Path) -> None:
    xml = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
    with pytest.raises(InvalidInput, match="external entity"):
        loaded(small_project(tmp_path, {"data/a.rdf": xml}))


def test_triples_of_loose_files_share_one_graph_and_quads_keep_theirs(tmp_path: Path) -> None:
    folder = small_project(
        tmp_path,
        {"a.ttl": "<http://e/a> <http://e/p> 1 .", "b.trig": "<http://e/b> <http://e/p> 2 . <http://e/g> { <http://e/c> <http://e/p> 3 }"},
    )
    store = load_files([folder / "a.ttl", folder / "b.trig"], read_files([folder / "ontology" / "x.ttl"]))
    graphs = {quad.subject: quad.graph_name for quad in store}
    assert graphs[e("a")] == graphs[e("b")]
    assert graphs[e("c")] == e("g")
    assert list(store.quads_for_pattern(None, None, None, DefaultGraph())) == []


def test_loose_files_get_entailed_triples(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    store = load_files([folder / "data" / "sources" / "one.ttl"], read_files([folder / "ontology" / "x.ttl"]))
    assert [quad.object for quad in store.quads_for_pattern(SCALA, x("near"), None)] == [SQUARE]


def test_an_empty_list_of_loose_files_gives_an_empty_store(tmp_path: Path) -> None:
    assert len(load_files([], loaded_folder(small_project(tmp_path)).ontology)) == 0


def test_a_loose_file_with_an_unknown_extension_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n")
    with pytest.raises(InvalidInput, match="unknown file extension"):
        load_files([tmp_path / "a.csv"], [])


def test_each_bundled_query_starts_with_a_comment() -> None:
    paths = [*(FOLDER / "queries").iterdir()]
    assert len(paths) > 20
    assert [path.name for path in paths if not bundled_query(path.name, default_settings().roles).startswith("# ")] == []


def test_ontology_and_shapes_with_graph_names_are_merged(tmp_path: Path) -> None:
    axiom = "<http://e/A> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <http://e/B> <http://e/g> .\n"
    owl_class = "<http://www.w3.org/2002/07/owl#Class>"
    declared = f"<http://e/A> a {owl_class} . <http://e/B> a {owl_class} . <http://e/s> a <http://e/A> .\n"
    shapes = FILES["shapes/s.ttl"].replace("x:TheatreShape a", "x:g { x:TheatreShape a", 1) + "}"
    files = {"ontology/g.nq": axiom, "ontology/d.ttl": declared, "data/d.ttl": declared, "shapes/s.ttl": None, "shapes/s.trig": shapes}
    found = loaded_folder(small_project(tmp_path, files))
    assert any(found.store.quads_for_pattern(NamedNode("http://e/s"), None, NamedNode("http://e/B")))
    assert len(list(found.shapes.quads_for_pattern(None, NamedNode("http://www.w3.org/ns/shacl#targetClass"), None, DefaultGraph()))) == 1
