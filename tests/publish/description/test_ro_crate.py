"""A build is a research object that the validator of RO-Crate accepts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, Final

import pytest

from kzit_graph.publish.build import build
from tests.loading import loaded_folder
from tests.publish.tables.validators import output_of
from tests.small_project import BASE, citable, small_project

pytestmark = pytest.mark.slow

CRATE: Final = "ro-crate-metadata.json"
DCTERMS: Final = "http://purl.org/dc/terms/"
FACTS: Final = (
    f'<{BASE}dataset> <{DCTERMS}issued> "2026-01-31"^^<http://www.w3.org/2001/XMLSchema#date> ; '
    f"<{DCTERMS}license> <https://creativecommons.org/licenses/by/4.0/> ."
)
VALIDATE: Final = """\
import json, sys
from pathlib import Path
import requests, rocrate
from rocrate_validator import models, services

context = (Path(rocrate.__file__).parent / "data" / "ro-crate.jsonld").read_bytes()

def answer(_session, _method, url, *_arguments, **_options):  # nothing is requested from the web
    response = requests.Response()
    response.url, response.status_code, response._content = url, 200 if url == json.loads(context)["@id"] else 404, context
    response.headers["Content-Type"] = "application/ld+json"
    return response

requests.Session.request = answer
settings = services.ValidationSettings(
    rocrate_uri=sys.argv[1], profile_identifier="ro-crate-1.1", requirement_severity=models.Severity.RECOMMENDED
)
for issue in services.validate(settings).get_issues():
    print(issue.check.identifier, issue.message, issue.violatingEntity)
"""


def issues(folder: Path) -> str:
    """Return what the validator finds in a build: required and recommended."""
    return output_of(VALIDATE, str(folder), folder=folder)


def crate(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the entities of a crate by their identifiers."""
    return {entity["@id"]: entity for entity in json.loads((folder / CRATE).read_text("utf-8"))["@graph"]}


def built(folder: Path, statements: str = FACTS, changes: dict[str, str | None] | None = None) -> Path:
    build(loaded_folder(citable(folder / "project", changes, statements)), folder / "dist")
    return folder / "dist"


@pytest.mark.slow
def test_the_validator_has_nothing_to_say_of_the_bundled_build(dist: Path) -> None:
    assert issues(dist) == ""


@pytest.mark.slow
def test_a_small_build_lacks_only_what_its_project_does_not_state(tmp_path: Path) -> None:
    found = issues(built(tmp_path)).splitlines()
    assert [line.partition(" ")[2].partition("SHOULD")[0] for line in sorted(found)] == [
        "The `publisher` property of a `Root Data Entity` ",
        "The organization ",
    ]


@pytest.mark.slow
def test_the_validator_finds_a_missing_file_and_licence(dist: Path, tmp_path: Path) -> None:
    shutil.copytree(dist, tmp_path / "dist")
    (tmp_path / "dist" / "kzit.csv").unlink()
    text = (tmp_path / "dist" / CRATE).read_text("utf-8").replace('"license"', '"keywords"', 1)
    (tmp_path / "dist" / CRATE).write_text(text, "utf-8")
    found = issues(tmp_path / "dist")
    assert "kzit.csv" in found
    assert "`license`" in found


def test_each_file_has_its_size_type_and_digest(tmp_path: Path) -> None:
    dist = built(tmp_path)
    entities = crate(dist)
    lines = (line.split("  ") for line in (dist / "SHA256SUMS").read_text().splitlines())
    listed = {name: digest for digest, name in lines}
    files = {name: entity for name, entity in entities.items() if entity["@type"] == "File"}
    assert set(files) == {part["@id"] for part in entities["./"]["hasPart"]}
    wanted = {"tiny.ttl", "tiny.nq", "tiny.jsonld", "dataset.ttl", "shapes.ttl", "report.json", "settings.toml", "croissant.json"}
    assert wanted < set(files) < set(listed) - {CRATE}
    assert not any(name.endswith(".html") or "/" in name for name in files)  # pages are not data
    for name, file in files.items():
        assert file["sha256"] == listed[name]
        assert file["contentSize"] == str((dist / name).stat().st_size)
        media_type, format_of = file["encodingFormat"]
        assert "/" in media_type
        assert entities[format_of["@id"]]["@type"] == "WebSite"
    assert files["tiny.ttl"]["encodingFormat"][0] == "text/turtle"
    assert files["report.json"]["encodingFormat"][0] == "application/json"


def test_the_dataset_is_the_root(tmp_path: Path) -> None:
    root = crate(built(tmp_path))["./"]
    assert root["name"] == "Tiny"
    assert root["identifier"] == f"{BASE}dataset"
    assert root["datePublished"] == "2026-01-31"
    assert root["license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    assert root["author"] == {"@id": "#The%20Tiny%20Institute"}


def test_a_person_is_an_author(tmp_path: Path) -> None:
    person = "https://orcid.org/0000-0002-1825-0097"
    agent = f'<{person}> <http://xmlns.com/foaf/0.1/familyName> "Lee" ; <http://xmlns.com/foaf/0.1/givenName> "Ann" .'
    dist = built(tmp_path, f"{FACTS} <{BASE}dataset> <{DCTERMS}creator> <{person}> .", {"data/agents.ttl": agent})
    assert crate(dist)[person] == {
        "@id": person,
        "@type": "Person",
        "name": "Ann Lee",
        "givenName": "Ann",
        "familyName": "Lee",
        "url": person,
    }


@pytest.mark.parametrize(
    "statements",
    [
        pytest.param("", id="nothing"),
        pytest.param(FACTS[: FACTS.index(" ;")] + " .", id="no licence"),
        pytest.param(FACTS.replace("issued", "available"), id="no date"),
        pytest.param(FACTS.replace("2026-01-31", "2026").replace("#date", "#gYear"), id="only a year"),
    ],
)
def test_a_build_without_the_required_facts_has_no_crate(statements: str, tmp_path: Path) -> None:
    assert not (built(tmp_path, statements) / CRATE).exists()


def test_a_project_without_a_title_has_no_crate(tmp_path: Path) -> None:
    build(loaded_folder(small_project(tmp_path / "project")), tmp_path / "dist")
    assert not (tmp_path / "dist" / CRATE).exists()


def test_a_licence_in_words_is_an_entity(tmp_path: Path) -> None:
    entities = crate(built(tmp_path, FACTS.replace("<https://creativecommons.org/licenses/by/4.0/>", '"Free for all"')))
    assert entities["./"]["license"] == {"@id": "#Free%20for%20all"}
    assert entities["#Free%20for%20all"]["name"] == "Free for all"
