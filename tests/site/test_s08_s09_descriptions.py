"""S8, S9: what search engines and repositories read: schema.org in pages, Croissant, RO-Crate."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import pytest

from tests.publish.description.test_ro_crate import issues
from tests.publish.tables.validators import run
from tests.site.builds import BuiltSite
from tests.site.landing import embedded, head_links


def addresses(value: Any) -> Iterator[str]:
    """Yield what stands for an address in JSON-LD."""
    if isinstance(value, list):
        for item in value:
            yield from addresses(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in ("@id", "url", "contentUrl", "license", "mainEntityOfPage", "sameAs") and isinstance(item, str):
                yield item
            yield from addresses(item)


def structured(site: BuiltSite, path: str) -> dict[str, Any]:
    """Return the JSON-LD in a page."""
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', (site.folder / path).read_text("utf-8"), re.DOTALL)
    found: dict[str, Any] = json.loads(text)
    return found


def test_s08_the_dataset_has_what_google_asks_for(bundled: BuiltSite) -> None:
    data = embedded(bundled)
    assert data["@type"] == "Dataset"
    assert 50 <= len(data["description"]) <= 5000
    assert all(address.startswith(("https://", "http://")) for address in addresses(data))
    assert {"contentSize", "contentUrl", "encodingFormat", "sha256"} <= data["distribution"][0].keys()
    assert data["license"].startswith("https://")
    assert data["isAccessibleForFree"] is True
    assert re.fullmatch(r"\d{4}[\d-]*/\d{4}[\d-]*", data["temporalCoverage"])
    assert {place["name"] for place in data["spatialCoverage"]} == {"Italy", "Kazakhstan"}
    assert all(source["name"] and source["@id"] for source in data["isBasedOn"])
    assert isinstance(data["citation"], str)
    assert data["url"].startswith("https://")


def test_s08_each_page_of_a_thing_says_what_it_is_about(site: BuiltSite) -> None:
    for language in site.languages:
        for kind, path in site.kinds.items():
            if not kind.startswith("a "):
                continue
            page = site.prefix(language) + path
            data = structured(site, page)
            (cited,) = [link.href for link in head_links(site, page) if link.rel == "cite-as"]
            assert data["@id"] == cited
            assert data["name"]
            assert urljoin(site.public_url + page, data["mainEntityOfPage"]) == site.public_url + page
            assert all(address.startswith(("https://", "http://")) for address in addresses(data))


def test_s08_a_thing_has_its_own_type(bundled: BuiltSite) -> None:
    types = {kind: structured(bundled, path)["@type"] for kind, path in bundled.kinds.items() if kind.startswith("a ")}
    assert types["a City"] == "City"
    assert types["a Country"] == "Country"
    assert types["a Person"] == "Person"
    assert types["a Corporation"] == "Corporation"


@pytest.mark.slow
def test_s09_the_whole_build_is_a_valid_croissant_dataset(bundled: BuiltSite) -> None:
    done = run("mlcroissant", "validate", "--jsonld", "croissant.json", folder=bundled.folder)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr.upper()


@pytest.mark.slow
def test_s09_the_whole_build_is_a_valid_research_object(bundled: BuiltSite) -> None:
    assert issues(bundled.folder) == ""
