"""The page of a dataset has the fields that search engines and FAIR assessments read."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
from pyoxigraph import RdfFormat, parse

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project
from kzit_graph.publish.build import build
from kzit_graph.publish.description.schema_org import schema_dataset
from tests.loading import loaded_folder
from tests.small_project import BASE, citable, small_project

pytestmark = pytest.mark.slow

ACCESS: Final = "http://publications.europa.eu/resource/authority/access-right"


def of_build(loaded: LoadedProject, folder: Path) -> dict[str, Any]:
    return schema_dataset(loaded, parse(path=folder / "dataset.ttl", format=RdfFormat.TURTLE))


@pytest.fixture(scope="module")
def page(project: Project, dist: Path) -> dict[str, Any]:
    return of_build(LoadedProject(project), dist)


def described(folder: Path, statements: str = "", changes: dict[str, str | None] | None = None) -> dict[str, Any]:
    loaded = loaded_folder(citable(folder / "project", changes, f"<{BASE}dataset> {statements} ." if statements else ""))
    build(loaded, folder / "dist")
    return of_build(loaded, folder / "dist")


def test_the_bundled_dataset_has_each_field_of_a_fair_assessment(page: dict[str, Any]) -> None:
    assert page["@type"] == "Dataset"
    assert page["@id"] == page["identifier"] == "https://w3id.org/kzit/dataset"
    assert page["creator"][0]["name"] == page["publisher"][0]["name"] == "kzit-graph"
    assert page["datePublished"] == "2026-11-23"
    assert page["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert 50 <= len(page["description"]) <= 5000
    assert {"Kazakhstan", "Казахстан"} <= set(page["keywords"])
    start, _, end = page["temporalCoverage"].partition("/")
    assert "1900" < start < end
    assert {place["name"] for place in page["spatialCoverage"]} == {"Italy", "Kazakhstan"}
    assert page["isBasedOn"][0]["@id"].startswith("https://w3id.org/kzit/id/kazinform-2017-08-21")
    assert page["prov:wasDerivedFrom"] == [{"@id": source["@id"]} for source in page["isBasedOn"]]


def test_each_dump_is_a_download_with_its_size_and_type(page: dict[str, Any], dist: Path) -> None:
    files = {file["name"]: file for file in page["distribution"]}
    assert set(files) == {f"kzit.{ending}" for ending in ("csv", "jsonld", "nq", "nt", "rdf", "trig", "ttl")}
    assert next(iter(files)) == "kzit.csv"
    for name, file in files.items():
        assert file["contentUrl"] == f"https://w3id.org/kzit/{name}"
        assert file["contentSize"] == f"{(dist / name).stat().st_size} B"
        assert len(file["sha256"]) == 64
    assert files["kzit.csv"]["encodingFormat"] == "text/csv"
    assert files["kzit.rdf"]["encodingFormat"] == "application/rdf+xml"


def test_addresses_are_absolute(page: dict[str, Any]) -> None:
    def addresses(value: Any) -> list[str]:
        if isinstance(value, list):
            return [found for item in value for found in addresses(item)]
        if not isinstance(value, dict):
            return []
        own = [value[key] for key in ("@id", "url", "contentUrl") if key in value]
        return own + [found for item in value.values() for found in addresses(item)]

    assert len(addresses(page)) > 20
    assert all(address.startswith(("https://", "http://")) for address in addresses(page))


@pytest.mark.parametrize(("right", "free"), [("PUBLIC", True), ("RESTRICTED", False), ("NON_PUBLIC", False), ("UNKNOWN", None)], ids=str)
def test_access_rights_say_whether_it_is_free(right: str, free: bool | None, tmp_path: Path) -> None:
    page = described(tmp_path, f"<http://purl.org/dc/terms/accessRights> <{ACCESS}/{right}>")
    assert page["conditionsOfAccess"] == f"{ACCESS}/{right}"
    assert page.get("isAccessibleForFree") is free


def test_a_short_description_is_extended_with_the_size(tmp_path: Path) -> None:
    page = described(tmp_path)
    assert page["description"].startswith("Tiny. Linked data (RDF) with ")
    assert len(page["description"]) >= 50


def test_a_long_description_is_cut_between_words(tmp_path: Path) -> None:
    page = described(tmp_path, f'<http://purl.org/dc/terms/description> "{"word " * 2000}"@en')
    assert len(page["description"]) <= 5000
    assert page["description"].endswith("word…")


def test_what_is_not_stated_is_left_out(tmp_path: Path) -> None:
    loaded = loaded_folder(small_project(tmp_path / "project"))
    build(loaded, tmp_path / "dist")
    page = of_build(loaded, tmp_path / "dist")
    missing = {
        "license",
        "creator",
        "publisher",
        "datePublished",
        "version",
        "keywords",
        "temporalCoverage",
        "spatialCoverage",
        "isBasedOn",
    }
    assert missing.isdisjoint(page)
    assert page["name"] == "tiny"
    assert page["url"] == f"{BASE}dataset"
    assert None not in page.values()


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("<http://www.w3.org/ns/dcat#startDate> '1992'", "1992/.."),
        ("<http://www.w3.org/ns/dcat#endDate> '2024-05'", "../2024-05"),
        ("<http://www.w3.org/ns/dcat#startDate> '1992' ; <http://www.w3.org/ns/dcat#endDate> '2024-05'", "1992/2024-05"),
    ],
)
def test_a_period_may_be_open(period: str, expected: str, tmp_path: Path) -> None:
    assert (
        described(tmp_path, f"<http://purl.org/dc/terms/temporal> <{BASE}period> . <{BASE}period> {period}")["temporalCoverage"] == expected
    )


def test_stated_sources_are_what_it_is_based_on(tmp_path: Path) -> None:
    page = described(tmp_path, "<http://purl.org/dc/terms/source> <https://example.org/book>")
    assert page["isBasedOn"] == [{"@type": "CreativeWork", "@id": "https://example.org/book", "name": "https://example.org/book"}]


def test_a_person_has_a_name_and_an_address(tmp_path: Path) -> None:
    agent = "<https://orcid.org/0000-0002-1825-0097>"
    page = described(
        tmp_path,
        f"<http://purl.org/dc/terms/creator> {agent}",
        {"data/agents.ttl": f'{agent} a <https://schema.org/Person> ; <http://www.w3.org/2004/02/skos/core#prefLabel> "Ann Lee"@en .'},
    )
    (person,) = [agent for agent in page["creator"] if agent["@type"] == "Person"]
    assert person["name"] == "Ann Lee"
    assert person["url"] == agent.strip("<>")
