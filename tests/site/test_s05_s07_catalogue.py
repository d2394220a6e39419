"""S5–S7: the description of the bundled dataset is complete (DCAT-AP 3.0.1, DCAT 3), and its numbers are right (VoID)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import NamedNode, Store

from kzit_graph.file_validation import validate
from tests.components import need
from tests.publish.description.descriptions import rows
from tests.site.builds import BuiltSite
from tests.suites.suites import FOLDER

DATASET: Final = "https://w3id.org/kzit/dataset"
HERE: Final = Path(__file__).parent


def number(store: Store, query: str, *, union: bool = True) -> int:
    """Return the number that a query counts."""
    ((found,),) = rows(store, query, union=union)
    return int(found)


def stated(described: Store, name: str, subject: str = f"<{DATASET}>") -> int:
    return number(described, f"SELECT ?n {{ {subject} void:{name} ?n }}", union=False)


@pytest.mark.slow
def test_s05_the_description_conforms_to_dcat_ap(site: BuiltSite) -> None:
    need(FOLDER.is_dir(), "the public suites", "set KZIT_SUITES to their folder")
    report = validate([site.folder / "dataset.ttl"], sorted((FOLDER / "dcat-ap-3.0.1" / "shacl").glob("*.ttl")))
    assert [f"{result.focus} {result.path}: {result.message}" for result in report.results] == []


def test_s06_the_description_has_each_field_of_dcat(bundled: BuiltSite) -> None:
    report = validate([bundled.folder / "dataset.ttl"], [HERE / "dcat-fields.ttl"])
    assert [f"{result.focus}: {result.message}" for result in report.results] == []


def test_s06_the_shapes_find_a_field_that_is_missing(bundled: BuiltSite, tmp_path: Path) -> None:
    text = (bundled.folder / "dataset.ttl").read_text("utf-8")
    (tmp_path / "dataset.ttl").write_text(
        text.replace("dcterms:accessRights", "dcterms:rights").replace("dcat:byteSize", "dcat:size"), "utf-8"
    )
    report = validate([tmp_path / "dataset.ttl"], [HERE / "dcat-fields.ttl"])
    messages = {result.message for result in report.results}
    assert any("accessRights" in message for message in messages)
    assert any("byteSize" in message for message in messages)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("triples", "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }"),
        ("distinctSubjects", "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"),
        ("distinctObjects", "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"),
        ("properties", "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }"),
        ("classes", "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }"),
    ],
)
def test_s07_each_number_is_what_a_query_counts(name: str, query: str, described: Store, graph: Store) -> None:
    assert stated(described, name) == number(graph, query)


def test_s07_partitions_have_the_numbers_that_queries_count(described: Store, graph: Store) -> None:
    classes = rows(described, f"SELECT ?c ?n {{ <{DATASET}> void:classPartition [ void:class ?c ; void:entities ?n ] }} ORDER BY ?c")
    assert classes == rows(graph, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c", union=True)
    properties = rows(
        described, f"SELECT ?p ?n {{ <{DATASET}> void:propertyPartition [ void:property ?p ; void:triples ?n ] }} ORDER BY ?p"
    )
    counted = rows(graph, "SELECT ?p (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } } GROUP BY ?p ORDER BY ?p", union=True)
    assert properties == counted


def test_s07_nested_partitions_have_the_numbers_that_queries_count(described: Store, graph: Store) -> None:
    """From class to property, and from there to the class or the datatype of the object."""
    pairs = """SELECT ?c ?p ?n { ?of_class void:class ?c ; void:propertyPartition [ void:property ?p ; void:triples ?n ] } ORDER BY ?c ?p"""
    counted = """SELECT ?c ?p (COUNT(*) AS ?n) { SELECT DISTINCT ?c ?s ?p ?o { ?s a ?c ; ?p ?o } } GROUP BY ?c ?p ORDER BY ?c ?p"""
    assert rows(described, pairs) == rows(graph, counted, union=True)
    kinds = """SELECT ?c ?p ?k ?n { ?of_class void:class ?c ; void:propertyPartition ?part . ?part void:property ?p ;
        void-ext:datatypePartition [ void-ext:datatype ?k ; void:triples ?n ] } ORDER BY ?c ?p ?k"""
    counted = """SELECT ?c ?p ?k (COUNT(*) AS ?n) {
        SELECT DISTINCT ?c ?s ?p ?o (DATATYPE(?o) AS ?k) { ?s a ?c ; ?p ?o . FILTER(isLiteral(?o)) }
    }   GROUP BY ?c ?p ?k ORDER BY ?c ?p ?k"""
    assert rows(described, kinds) == rows(graph, counted, union=True)


def test_s07_linksets_have_the_number_of_their_links(described: Store, graph: Store) -> None:
    sets = rows(
        described,
        "SELECT ?p ?space ?n { ?l a void:Linkset ; void:linkPredicate ?p ; void:triples ?n ; void:target [ void:uriSpace ?space ] }",
    )
    own = [found for found in sets if found[1] != "https://w3id.org/kzit/"]
    assert len(own) == 2
    for predicate, space, count in own:
        query = f"SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT ?s ?o {{ ?s <{predicate}> ?o FILTER(STRSTARTS(STR(?o), '{space}')) }} }}"
        assert int(count) == number(graph, query) > 10


def test_s07_dumps_and_examples_are_there(bundled: BuiltSite, described: Store, graph: Store) -> None:
    dumps = [found for (found,) in rows(described, f"SELECT ?d {{ <{DATASET}> void:dataDump ?d }}")]
    assert len(dumps) == 6
    assert all((file := bundled.file(dump)) is not None and file.is_file() for dump in dumps)
    (space,) = {found for (found,) in rows(described, f"SELECT ?u {{ <{DATASET}> void:uriSpace ?u }}")}
    examples = [found for (found,) in rows(described, f"SELECT ?e {{ <{DATASET}> void:exampleResource ?e }}")]
    assert len(examples) >= 3
    for example in examples:
        assert example.startswith(space)
        assert next(graph.quads_for_pattern(NamedNode(example), None, None), None) is not None
        page = bundled.file(f"{example}.html")
        assert page is not None
        assert page.is_file(), example
    assert rows(described, f"SELECT ?s {{ <{DATASET}> void:sparqlEndpoint ?s }}") == [("https://w3id.org/kzit/sparql",)]
