"""Sites of projects whose names are long, empty, in other scripts or hostile: no page breaks, and nothing in a name is run."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project, published_at
from kzit_graph.publish.build import build
from tests.site.browsing import View, opened
from tests.site.builds import BuiltSite, languages_of
from tests.small_project import small_project

pytestmark = pytest.mark.slow

_PUBLIC: Final = "https://pages.example/odd/"
_LONG: Final = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle" * 4
_NAMES: Final = {
    "long": f'"{_LONG}"@de',
    "many-words": f'"{"A very long name of an organisation " * 12}"@en',
    "script": '"<script>document.title=1</script>"@en , "</script><img src=x onerror=alert(1)>"@it',
    "arabic": '"جامعة القاهرة (١٩٠٨)"@ar',
    "chinese": '"北京大学"@zh-Hans',
    "empty": '"" , " "@en',
    "control": '"a\\tb\\nc \\u202E reversed \\u200B"@en',
}
_DATASET: Final = f"""\
@prefix void: <http://rdfs.org/ns/void#> . @prefix dcterms: <http://purl.org/dc/terms/> .
<https://example.org/tiny/dataset> a void:Dataset ; void:uriSpace "https://example.org/tiny/" ;
    dcterms:title "</title><script>document.title=1</script> & {_LONG}"@en ; dcterms:description "</script>{_LONG}"@en .
"""


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    folder = tmp_path_factory.mktemp("odd")
    lines = [
        f"<https://example.org/tiny/id/{name}> a <https://schema.org/Thing> ; <http://www.w3.org/2004/02/skos/core#prefLabel> {labels} ;"
        f" <http://purl.org/dc/terms/relation> <https://example.org/tiny/id/long> , <https://example.org/tiny/id/empty> .\n"
        for name, labels in _NAMES.items()
    ]
    changes = {"data/dataset.ttl": _DATASET, "data/odd.ttl": "".join(lines), "kzit-graph.toml": 'languages = ["en", "it"]\n'}
    build(LoadedProject(published_at(open_project(small_project(folder / "project", changes)), _PUBLIC)), folder / "dist")
    return BuiltSite(folder / "dist", _PUBLIC, languages_of(folder / "dist"))


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_is_wider_than_the_window_for_a_name(odd: BuiltSite, browser: Browser, width: int) -> None:
    wide = {}
    with opened(browser, odd, "index.html", View(width)) as (page, seen):
        for path in (path for path in odd.html if not path.startswith(("term/", "it/")) and path != "404.html"):
            page.goto(odd.public_url + quote(path))
            wide[path] = page.evaluate("document.scrollingElement.scrollWidth > innerWidth") or page.title() == "1"
    assert [path for path, is_wide in wide.items() if is_wide] == []
    assert seen.problems == []


def test_each_thing_has_a_heading_that_says_what_it_is(odd: BuiltSite, browser: Browser) -> None:
    headings = {}
    with opened(browser, odd, "index.html") as (page, _):
        for name in _NAMES:
            page.goto(f"{odd.public_url}id/{name}.html")
            headings[name] = page.locator("h1").inner_text()
            assert page.title().startswith(headings[name][:5])
    assert headings["empty"] == "empty"
    assert headings["script"] == "<script>document.title=1</script>"
    assert headings["long"] == _LONG


def test_a_project_without_things_has_a_site(tmp_path: Path, browser: Browser) -> None:
    for folder in ("data", "ontology", "shapes"):
        (tmp_path / "project" / folder).mkdir(parents=True)
    dataset = (
        "@prefix void: <http://rdfs.org/ns/void#> . @prefix dcterms: <http://purl.org/dc/terms/> . "
        '<https://example.org/none/dataset> a void:Dataset ; dcterms:title "None"@en ; void:uriSpace "https://example.org/none/" .'
    )
    (tmp_path / "project" / "data" / "dataset.ttl").write_text(dataset)
    (tmp_path / "project" / "kzit-graph.toml").touch()
    build(LoadedProject(published_at(open_project(tmp_path / "project"), _PUBLIC)), tmp_path / "dist")
    site = BuiltSite(tmp_path / "dist", _PUBLIC, languages_of(tmp_path / "dist"))
    with opened(browser, site, "index.html") as (page, seen):
        for path in site.html:
            page.goto(site.public_url + path)
            assert page.locator("h1").inner_text(), path
    assert seen.problems == []
    assert Path(site.folder / "dataset.html").is_file()
