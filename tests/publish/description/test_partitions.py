"""The statistics of a description are what SPARQL counts over the dump, at each level of the partitions."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from kzit_graph.publish.build import build
from kzit_graph.publish.description.partitions import PartitionLimits, partitions
from tests.loading import loaded_folder
from tests.publish.description.descriptions import DATASET, KINDS_OF_VALUES, described_in, rows
from tests.publish.dumps.counting import counts_of
from tests.small_project import BASE, small_project

DATA: Final = """\
@prefix : <https://example.org/tiny/id/one/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://example.org/tiny/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

:scala a x:Theatre ; skos:prefLabel "La Scala"@it , "La Scala"@en ; x:beside :square , :arcade ; x:seats 2030 .
:opera a x:Theatre ; skos:prefLabel "Opera" ; x:near :square , _:yard ; x:height 20.50 .
:square a x:Square ; x:near :arcade . :arcade a x:Square , [] .
[] a x:Theatre ; skos:prefLabel "Nameless"@en ; x:near [ a x:Square ] , "a corner" .
"""
X: Final = f"{BASE}ontology#"
SPARQL_COUNTS: Final = "(COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)"
STATED_COUNTS: Final = "void:triples ?triples ; void:distinctSubjects ?subjects ; void:distinctObjects ?objects"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of two overlapping graphs with subclasses, blank nodes, and languages."""
    root = tmp_path_factory.mktemp("partitions")
    project = small_project(root / "project", {"data/sources/one.ttl": DATA, "data/two.ttl": DATA[: DATA.index(":opera")]})
    build(loaded_folder(project), root / "dist")
    return root / "dist"


@pytest.fixture(scope="module")
def described(built: Path) -> Store:
    return described_in(built)


@pytest.fixture(scope="module")
def served(built: Path) -> Store:
    """The data as a SPARQL endpoint has it."""
    store = Store()
    store.load(path=built / "tiny.nt", format=RdfFormat.N_TRIPLES)
    return store


@pytest.mark.slow
def test_totals_are_those_of_sparql(described: Store, served: Store) -> None:
    stated = rows(described, f"SELECT * WHERE {{ {DATASET} {STATED_COUNTS} ; void:properties ?properties }}")
    counted = rows(served, f"SELECT {SPARQL_COUNTS} (COUNT(DISTINCT ?p) AS ?properties) WHERE {{ ?s ?p ?o }}")
    assert sorted(map(sorted, stated)) == sorted(map(sorted, counted))
    stated = rows(described, f"SELECT ?entities ?classes WHERE {{ {DATASET} void:entities ?entities ; void:classes ?classes }}")
    assert stated == rows(served, "SELECT (COUNT(DISTINCT ?s) AS ?entities) (COUNT(DISTINCT ?c) AS ?classes) WHERE { ?s a ?c }")


@pytest.mark.parametrize(
    ("stated", "counted"),
    [
        pytest.param(
            f"{DATASET} void:propertyPartition [ void:property ?a ; {STATED_COUNTS} ]",
            "SELECT (?p AS ?a) {counts} WHERE { ?s ?p ?o } GROUP BY ?p",
            id="properties",
        ),
        pytest.param(
            f"{DATASET} void:classPartition [ void:class ?a ; {STATED_COUNTS} ]",
            "SELECT (?c AS ?a) {counts} WHERE { ?s a ?c ; ?p ?o FILTER (isIRI(?c)) } GROUP BY ?c",
            id="classes",
        ),
        pytest.param(
            f"{DATASET} void:classPartition [ void:class ?a ; void:propertyPartition [ void:property ?b ; {STATED_COUNTS} ] ]",
            "SELECT (?c AS ?a) (?p AS ?b) {counts} WHERE { ?s a ?c ; ?p ?o FILTER (isIRI(?c)) } GROUP BY ?c ?p",
            id="properties of classes",
        ),
        pytest.param(
            f"?x void:class ?a ; void:propertyPartition [ void:property ?b ; void:classPartition [ void:class ?d ; {STATED_COUNTS} ] ]",
            "SELECT (?c AS ?a) (?p AS ?b) ?d {counts} WHERE { ?s a ?c ; ?p ?o . ?o a ?d FILTER (isIRI(?c) && isIRI(?d)) } "
            "GROUP BY ?c ?p ?d",
            id="classes of objects",
        ),
        pytest.param(
            "?x void:class ?a ; void:propertyPartition [ void:property ?b ; "
            f"void-ext:datatypePartition [ void-ext:datatype ?d ; {STATED_COUNTS} ] ]",
            "SELECT (?c AS ?a) (?p AS ?b) ?d {counts} "
            "WHERE { ?s a ?c ; ?p ?o FILTER (isIRI(?c)) BIND (DATATYPE(?o) AS ?d) FILTER (BOUND(?d)) } GROUP BY ?c ?p ?d",
            id="datatypes of objects",
        ),
    ],
)
def test_partitions_are_those_of_sparql(described: Store, served: Store, stated: str, counted: str) -> None:
    names = " ".join(f"?{name}" for name in "abd" if f"?{name}" in stated)
    found = rows(described, f"SELECT {names} ?triples ?subjects ?objects WHERE {{ {stated} }}")
    assert len(found) > 2
    assert sorted(found) == sorted(rows(served, counted.replace("{counts}", SPARQL_COUNTS)))


def test_graphs_have_their_sizes(built: Path, described: Store) -> None:
    store = Store()
    store.load(path=built / "tiny.nq", format=RdfFormat.N_QUADS)
    found = rows(described, f"SELECT ?g ?triples ?subjects ?objects WHERE {{ {DATASET} void:subset ?g . ?g {STATED_COUNTS} }}")
    assert len(found) == 3
    assert sorted(found) == sorted(rows(store, f"SELECT ?g {SPARQL_COUNTS} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"))


def test_an_editor_learns_the_properties_of_a_class(described: Store) -> None:
    found = {(row[1], row[2] or row[3]) for row in rows(described, KINDS_OF_VALUES) if row[0] == f"{X}Theatre"}
    assert (f"{X}near", f"{X}Square") in found
    assert (f"{X}near", "http://www.w3.org/2001/XMLSchema#string") in found
    assert ("http://www.w3.org/2004/02/skos/core#prefLabel", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString") in found


def test_datatypes_are_those_that_were_written(tmp_path: Path) -> None:
    """A store has integers instead of each kind of them."""
    data = DATA.replace("x:seats 2030", 'x:seats 2030 , "2030"^^xsd:int , "1"^^xsd:byte')
    project = small_project(tmp_path / "project", {"data/sources/one.ttl": data})
    build(loaded_folder(project), tmp_path / "dist")
    found = {row[3] for row in rows(described_in(tmp_path / "dist"), KINDS_OF_VALUES) if row[:2] == (f"{X}Theatre", f"{X}seats")}
    assert found == {f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("int", "byte", "integer")}


def test_partitions_have_iris(built: Path) -> None:
    assert "_:" not in (built / "dataset.ttl").read_text("utf-8")


def nested(project: Path, limits: PartitionLimits) -> tuple[int, int, tuple[str, ...]]:
    """Return the number of properties of classes, and of kinds of objects, and the warnings."""
    description = partitions(DATASET, counts_of(loaded_folder(project).statements.labelled()), limits)
    store = Store()
    store.extend(description.quads)
    of_classes = list(store.quads_for_pattern(None, NamedNode("http://rdfs.org/ns/void#propertyPartition"), None))
    kinds = list(store.quads_for_pattern(None, NamedNode("http://ldf.fi/void-ext#datatypePartition"), None))
    return len([quad for quad in of_classes if quad.subject != DATASET]), len(kinds), description.warnings


def test_a_level_with_too_many_partitions_is_left_out_with_a_warning(tmp_path: Path) -> None:
    project = small_project(tmp_path, {"data/sources/one.ttl": DATA})
    properties, kinds, warnings = nested(project, PartitionLimits())
    assert properties > 5
    assert kinds > 5
    assert warnings == ()
    found = nested(project, PartitionLimits(partitions=properties + 1))
    assert found[:2] == (properties, 0)
    assert "the classes and datatypes of objects are left out of the partitions in dataset.ttl" in found[2][0]
    found = nested(project, PartitionLimits(partitions=properties - 1))
    assert found[:2] == (0, 0)
    assert f"there are {properties} partitions, and at most {properties - 1} are written" in found[2][0]


def test_kinds_of_objects_that_take_too_long_are_left_out(tmp_path: Path) -> None:
    properties, kinds, warnings = nested(small_project(tmp_path), PartitionLimits(matches=3))
    assert properties > 2
    assert kinds == 0
    assert "they take too long to count" in warnings[0]


def test_a_warning_of_the_partitions_is_one_of_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limited = partial(partitions, limits=PartitionLimits(partitions=1))
    monkeypatch.setattr("kzit_graph.publish.build.partitions", limited)
    (warning,) = build(loaded_folder(small_project(tmp_path / "project")), tmp_path / "dist").warnings
    assert "left out of the partitions" in warning
