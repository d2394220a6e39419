"""S1: the landing page has each point of the FAIR assessment by F-UJI (metrics 0.8), which adds up to 26.

The rules are those of its evaluators, in our words: what they read in JSON-LD, in links, and in the files that these lead to. One rule asks
the web: that the identifier of the dataset redirects. The redirects of a service of persistent identifiers are in S18.
"""

from __future__ import annotations

import re
from typing import Any, Final

import pytest

from tests.site.builds import BuiltSite
from tests.site.landing import LANDING, embedded, targets, typed_links

PERSISTENT: Final = re.compile(r"https?://(?:w3id\.org|purl\.org|purl\.oclc\.org|doi\.org|hdl\.handle\.net|n2t\.net)/")
OPEN_FORMATS: Final = {"text/csv", "text/turtle", "application/n-triples", "application/json", "text/plain"}
REGISTERED: Final = "http://www.w3.org/ns/prov#"
"""The namespace of PROV is in F-UJI's list of registered vocabularies, and not in that of terms so common that they do not count."""


@pytest.fixture(scope="module")
def data(bundled: BuiltSite) -> dict[str, Any]:
    return embedded(bundled)


@pytest.fixture(scope="module")
def links(bundled: BuiltSite) -> set[tuple[str, str, str]]:
    return typed_links(bundled, LANDING)


def names(agents: list[dict[str, Any]]) -> list[str]:
    return [agent["name"] for agent in agents]


@pytest.mark.slow
def test_s01_f1_01md_the_identifier_is_an_iri(data: dict[str, Any]) -> None:
    assert data["identifier"] == data["@id"]
    assert re.fullmatch(r"https?://[^\s,;]+", data["identifier"])


def test_s01_f1_02md_the_identifier_is_persistent(data: dict[str, Any], links: set[tuple[str, str, str]]) -> None:
    assert PERSISTENT.match(data["identifier"])
    assert targets(links, "cite-as") == [(data["identifier"], "")]


def test_s01_f2_01m_core_metadata_for_a_citation_is_there(data: dict[str, Any]) -> None:
    assert all(names(data["creator"]))
    assert data["name"]
    assert data["identifier"]
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", data["datePublished"])
    assert all(names(data["publisher"]))
    assert data["@type"] == "Dataset"


def test_s01_f2_01m_core_metadata_for_finding_is_there(data: dict[str, Any]) -> None:
    assert len(data["description"]) >= 50
    assert len(data["keywords"]) >= 5


def test_s01_f3_01m_metadata_say_where_the_data_are(data: dict[str, Any], links: set[tuple[str, str, str]]) -> None:
    urls = {file["contentUrl"] for file in data["distribution"]}
    assert urls
    assert {href for href, _ in targets(links, "item")} == urls


def test_s01_f4_01m_search_engines_find_json_ld_in_the_page(bundled: BuiltSite) -> None:
    text = (bundled.folder / LANDING).read_text("utf-8")
    assert text.count('<script type="application/ld+json">') == 1
    assert len(re.sub(r"<[^>]+>", " ", text.partition("<main")[2]).split()) > 100  # a page without text is taken for a script


def test_s01_a1_01m_access_is_stated_apart_from_the_licence(data: dict[str, Any]) -> None:
    assert data["conditionsOfAccess"].rpartition("/")[2] in ("PUBLIC", "c_abf2")
    assert data["isAccessibleForFree"] is True
    assert data["conditionsOfAccess"] != data["license"]


def test_s01_a1_02md_metadata_and_data_are_at_their_addresses(
    bundled: BuiltSite, data: dict[str, Any], links: set[tuple[str, str, str]]
) -> None:
    addresses = [file["contentUrl"] for file in data["distribution"]]
    addresses += [href for relation in ("describedby", "item", "linkset") for href, _ in targets(links, relation)]
    assert len(addresses) > 10
    for address in addresses:
        file = bundled.file(address)
        assert file is not None
        assert file.is_file(), address


def test_s01_a1_1_and_a1_2_both_are_reached_by_https(data: dict[str, Any]) -> None:
    assert data["identifier"].startswith("https://")
    assert all(file["contentUrl"].startswith("https://") for file in data["distribution"])


def test_s01_i1_01m_metadata_are_rdf_in_the_page_and_beside_it(data: dict[str, Any], links: set[tuple[str, str, str]]) -> None:
    assert "https://schema.org" in str(data["@context"])
    assert {media_type for _, media_type in targets(links, "describedby")} == {"text/turtle", "application/ld+json"}
    assert {media_type for _, media_type in targets(links, "alternate")} >= {"text/turtle", "application/ld+json"}


def test_s01_i2_01m_a_registered_vocabulary_is_used(bundled: BuiltSite, data: dict[str, Any]) -> None:
    assert {"prov": REGISTERED} in data["@context"]
    assert [key for key in data if key.startswith("prov:")]
    assert REGISTERED in (bundled.folder / "dataset.ttl").read_text("utf-8")


def test_s01_i3_01m_related_resources_are_links(data: dict[str, Any]) -> None:
    assert data["isBasedOn"][0]["@id"].startswith("https://")
    assert data["subjectOf"][0]["@id"].startswith("https://")


def test_s01_r1_01m_files_have_a_type_and_a_size(data: dict[str, Any]) -> None:
    for file in data["distribution"]:
        assert re.fullmatch(r"[\w.+-]+/[\w.+-]+", file["encodingFormat"])
        assert re.match(r"\d+", file["contentSize"])


def test_s01_r1_1_01m_the_licence_is_known(data: dict[str, Any], links: set[tuple[str, str, str]]) -> None:
    assert data["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert targets(links, "license") == [(data["license"], "")]


def test_s01_r1_2_01m_provenance_is_in_prov(data: dict[str, Any]) -> None:
    assert data["prov:wasAttributedTo"]
    assert {source["@id"] for source in data["prov:wasDerivedFrom"]} == {source["@id"] for source in data["isBasedOn"]}


def test_s01_r1_3_01m_metadata_are_in_dcat(bundled: BuiltSite) -> None:
    assert "http://www.w3.org/ns/dcat#" in (bundled.folder / "dataset.ttl").read_text("utf-8")


def test_s01_r1_3_02d_the_first_file_is_in_an_open_format(data: dict[str, Any]) -> None:
    assert data["distribution"][0]["encodingFormat"] in OPEN_FORMATS


def test_s01_links_are_read_as_f_uji_reads_them(bundled: BuiltSite, links: set[tuple[str, str, str]]) -> None:
    """Each has one relation, and no comma or semicolon, at which a Link header is split."""
    assert [link for link in links if set(" ,;") & set("".join(link))] == []
    first = (bundled.folder / LANDING).read_text("utf-8").partition('rel="linkset"')[2]
    assert "application/linkset+json" in first.partition(">")[0]
