"""A dataset whose IRI has a fragment is built like any other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest
from rdflib import DCAT, PROV, RDF, SH, VOID, Graph, URIRef

from kzit_graph.publish.build import build
from kzit_graph.publish.release.plan import plan_release
from tests.loading import loaded_folder
from tests.small_project import citable

pytestmark = pytest.mark.slow

DATASET: Final = URIRef("https://example.org/tiny#dataset")
WARNING: Final = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:x:shape> a sh:NodeShape ; sh:targetNode <urn:x:thing> ; sh:severity sh:Warning ;
    sh:nodeKind sh:Literal ; sh:message "It is an IRI."@en .
"""


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of a project whose IRIs have fragments, with a warning in its report."""
    folder = citable(tmp_path_factory.mktemp("hash"), {"shapes/warning.ttl": WARNING})
    description = folder / "data" / "dataset.ttl"
    description.write_text(description.read_text("utf-8").replace("https://example.org/tiny/", "https://example.org/tiny#"), "utf-8")
    loaded = loaded_folder(folder)
    build(loaded, folder / "dist", release=plan_release(loaded.project, "1.0.0", {"SOURCE_DATE_EPOCH": "1767225600"}))
    return folder / "dist"


@pytest.fixture(scope="module")
def description(released: Path) -> Graph:
    return Graph().parse(released / "dataset.ttl")


def test_each_distribution_has_its_address_beside_the_document(released: Path, description: Graph) -> None:
    found = {str(description.value(one, DCAT.downloadURL)): one for one in description.objects(DATASET, DCAT.distribution)}
    names = [path.name for path in released.glob("tiny.*") if "schema" not in path.name and "metadata" not in path.name]
    assert found == {f"https://example.org/{name}": URIRef(f"{DATASET}/{name}") for name in names}
    croissant = json.loads((released / "croissant.json").read_text("utf-8"))
    assert {file["contentUrl"] for file in croissant["distribution"]} == found.keys()
    assert json.loads((released / "tiny.schema.json").read_text("utf-8"))["$id"] == "https://example.org/tiny.schema.json"


def test_no_class_or_property_is_left_out_of_the_statistics(released: Path, description: Graph) -> None:
    data = Graph().parse(released / "tiny.ttl")
    classes = {description.value(part, VOID["class"]) for part in description.objects(DATASET, VOID.classPartition)}
    properties = {description.value(part, VOID.property) for part in description.objects(DATASET, VOID.propertyPartition)}
    assert classes == set(data.objects(None, RDF.type))
    assert properties == set(data.predicates())


def test_the_provenance_names_what_was_used_and_made(description: Graph) -> None:
    activity = URIRef(f"{DATASET}/1.0.0/build")
    assert (activity, RDF.type, PROV.Activity) in description
    assert set(description.subjects(RDF.type, PROV.SoftwareAgent))


def test_each_result_of_the_report_has_a_valid_iri(released: Path) -> None:
    report = Graph().parse(released / "report.ttl")
    assert set(report.subject_objects(SH.result)) == {
        (URIRef("https://example.org/tiny#report"), URIRef("https://example.org/tiny#report/1"))
    }


def test_no_iri_has_two_number_signs(released: Path) -> None:
    for file in released.glob("*.ttl"):
        assert [term for triple in Graph().parse(file) for term in triple if isinstance(term, URIRef) and term.count("#") > 1] == []
