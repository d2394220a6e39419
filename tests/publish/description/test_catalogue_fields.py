"""A description has the fields that catalogues of data recommend (DCAT 3, DCAT-AP 3.0.1)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from kzit_graph.file_validation import validate
from kzit_graph.publish.build import build
from kzit_graph.publish.dcat import values_for_catalogues
from kzit_graph.publish.description.service import service_quads
from tests.components import need
from tests.loading import loaded_folder
from tests.publish.description.descriptions import DATASET, described_in, description_of, rows
from tests.small_project import BASE, citable
from tests.suites.suites import FOLDER

pytestmark = pytest.mark.slow

OF_DATASETS: Final = (
    *("title", "description", "identifier", "creator", "publisher", "issued", "modified", "license", "accessRights", "spatial", "temporal"),
    *("conformsTo", "language"),
)
OF_FILES: Final = ("title", "format", "license", "issued", "modified")
AGENT: Final = f"<{BASE}id/ann>"
NAME: Final = f'{AGENT} <http://www.w3.org/2004/02/skos/core#prefLabel> "Ann"@en . '
CONTACT: Final = (
    f"<{BASE}dataset> <http://www.w3.org/ns/dcat#contactPoint> {AGENT} ; <http://www.w3.org/ns/dcat#landingPage> <https://e.org/> ."
)
VCARD: Final = "http://www.w3.org/2006/vcard/ns#"


def values(store: Store, subject: str, *properties: str) -> dict[str, list[str]]:
    """Return the values of properties, given as prefixed names."""
    return {name: [value for (value,) in rows(store, f"SELECT ?o WHERE {{ {subject} {name} ?o }} ORDER BY ?o")] for name in properties}


@pytest.fixture(scope="module")
def bundled(dist: Path) -> Store:
    return described_in(dist)


def test_the_bundled_dataset_has_each_field(bundled: Store) -> None:
    names = [*(f"dcterms:{name}" for name in OF_DATASETS), "dcat:version", "dcat:keyword", "dcat:landingPage", "dcat:contactPoint"]
    found = values(bundled, "<https://w3id.org/kzit/dataset>", *names)
    assert [name for name, texts in found.items() if not texts] == []
    assert found["dcterms:identifier"] == ["https://w3id.org/kzit/dataset"]
    assert found["dcterms:accessRights"] == ["http://publications.europa.eu/resource/authority/access-right/PUBLIC"]
    assert len(found["dcterms:title"]) == 4


def test_each_file_of_the_bundled_dataset_has_each_field(bundled: Store) -> None:
    files = rows(bundled, "SELECT ?file WHERE { ?dataset dcat:distribution ?file }")
    assert len(files) == 7
    for (file,) in files:
        names = [*(f"dcterms:{name}" for name in OF_FILES), "dcat:accessURL", "dcat:downloadURL", "dcat:mediaType", "dcat:byteSize"]
        found = values(bundled, f"<{file}>", *names, "<http://spdx.org/rdf/terms#checksum>")
        assert [name for name, texts in found.items() if not texts] == []


def test_dumps_in_rdf_are_data_dumps(bundled: Store) -> None:
    dumps = values(bundled, "<https://w3id.org/kzit/dataset>", "void:dataDump")["void:dataDump"]
    assert dumps == [f"https://w3id.org/kzit/kzit.{extension}" for extension in ("jsonld", "nq", "nt", "rdf", "trig", "ttl")]


def test_an_identifier_of_the_project_is_kept(tmp_path: Path) -> None:
    stated = f'<{BASE}dataset> <http://purl.org/dc/terms/identifier> "10.1234/tiny" .'
    build(loaded_folder(citable(tmp_path / "project", dataset=stated)), tmp_path / "dist")
    assert values(described_in(tmp_path / "dist"), str(DATASET), "dcterms:identifier") == {"dcterms:identifier": ["10.1234/tiny"]}


@pytest.mark.parametrize(
    ("stated", "email", "url"),
    [
        pytest.param("", [], ["https://e.org/"], id="only a name"),
        pytest.param(f"{AGENT} <https://schema.org/email> 'ann@e.org' .", ["mailto:ann@e.org"], [], id="email"),
        pytest.param(f"{AGENT} <http://xmlns.com/foaf/0.1/mbox> <mailto:ann@e.org> .", ["mailto:ann@e.org"], [], id="mailbox"),
        pytest.param(f"{AGENT} <https://schema.org/url> <https://ann.e.org/> .", [], ["https://ann.e.org/"], id="address"),
        pytest.param(f"{AGENT} <{VCARD}hasURL> <https://e.org/issues> .", [], ["https://e.org/issues"], id="vCard"),
    ],
)
def test_a_contact_has_a_name_and_an_address(stated: str, email: list[str], url: list[str], tmp_path: Path) -> None:
    build(loaded_folder(citable(tmp_path / "project", dataset=f"{NAME} {stated} {CONTACT}")), tmp_path / "dist")
    names = (f"<{VCARD}fn>", f"<{VCARD}hasEmail>", f"<{VCARD}hasURL>", "a")
    loaded = loaded_folder(tmp_path / "project")
    store = described_in(tmp_path / "dist")
    found = values(store, AGENT, *names)
    assert found[names[0]] == ["Ann"]
    assert found[names[1]] == email
    assert found[names[2]] == url
    assert f"{VCARD}Kind" in found["a"]
    assert loaded.project.dataset == DATASET


def test_a_dataset_without_a_contact_gets_none(tmp_path: Path) -> None:
    build(loaded_folder(citable(tmp_path / "project")), tmp_path / "dist")
    assert VCARD not in (tmp_path / "dist" / "dataset.ttl").read_text("utf-8").replace("@prefix", "")


def test_without_an_address_there_is_no_service(tmp_path: Path) -> None:
    loaded = loaded_folder(citable(tmp_path))
    assert service_quads(loaded.project.dataset, "", description_of(loaded)) == set()


def test_the_endpoint_is_a_service_of_the_dataset(tmp_path: Path) -> None:
    loaded = loaded_folder(citable(tmp_path, dataset=f"{NAME} {CONTACT}"))
    described = description_of(loaded)
    store = Store()
    store.extend(described | service_quads(DATASET, "https://data.example.org/kz/", described))
    (service,) = (subject for (subject,) in rows(store, "SELECT ?s WHERE { ?s a dcat:DataService }"))
    endpoint = "https://data.example.org/kz/sparql"
    assert values(store, f"<{service}>", "dcat:endpointURL", "dcat:endpointDescription", "dcat:servesDataset", "dcterms:title") == {
        "dcat:endpointURL": [endpoint],
        "dcat:endpointDescription": [endpoint],
        "dcat:servesDataset": [f"{BASE}dataset"],
        "dcterms:title": ["Tiny (SPARQL)"],
    }
    assert values(store, f"<{service}>", "dcat:contactPoint") == {"dcat:contactPoint": [f"{BASE}id/ann"]}
    assert values(store, str(DATASET), "void:sparqlEndpoint") == {"void:sparqlEndpoint": [endpoint]}
    assert {target for (target,) in rows(store, "SELECT ?t WHERE { ?example schema:target ?t }")} == {endpoint}


@pytest.mark.slow
def test_a_described_endpoint_conforms_to_dcat_ap(tmp_path: Path) -> None:
    need(FOLDER.is_dir(), "the public suites", "set KZIT_SUITES to their folder")
    about = f'<{BASE}dataset> <http://purl.org/dc/terms/description> "A tiny dataset."@en .'
    loaded = loaded_folder(citable(tmp_path / "project", dataset=f"{NAME} {CONTACT} {about}"))
    described = description_of(loaded)
    described |= service_quads(DATASET, "https://data.example.org/", described)
    store = Store()
    store.extend(described | values_for_catalogues(loaded, described))
    store.dump(tmp_path / "described.nt", format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    report = validate([tmp_path / "described.nt"], sorted((FOLDER / "dcat-ap-3.0.1" / "shacl").glob("*.ttl")))
    assert NamedNode("http://www.w3.org/ns/dcat#DataService") in {quad.object for quad in described}
    assert [result.message for result in report.results if "The Tiny Institute" not in result.message] == []


def test_a_theme_has_its_name(tmp_path: Path) -> None:
    themes = "http://publications.europa.eu/resource/authority/data-theme/"
    name = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    stated = f'<{BASE}dataset> <http://www.w3.org/ns/dcat#theme> <{themes}ENER> , <{BASE}id/wind> . <{BASE}id/wind> {name} "Wind"@en .'
    build(loaded_folder(citable(tmp_path / "project", dataset=stated)), tmp_path / "dist")
    store = described_in(tmp_path / "dist")
    assert values(store, f"<{themes}ENER>", name, "a") == {name: ["Energy"], "a": ["http://www.w3.org/2004/02/skos/core#Concept"]}
    assert values(store, f"<{BASE}id/wind>", name)[name] == ["Wind"]
