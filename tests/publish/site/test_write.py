"""What is written into a build: names of files, warnings, and the same bytes each time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import kzit_graph
from kzit_graph.publish.site import document_files
from kzit_graph.publish.site.edition.addresses import marked
from tests.built_folders import files_of
from tests.publish.site.conftest import Small, built
from tests.publish.site.html_page import Page
from tests.small_project import small_project

pytestmark = pytest.mark.slow


@pytest.mark.slow
def test_the_number_of_processes_does_not_change_a_byte(small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_files, "_MIN_FOR_PROCESSES", 1)
    monkeypatch.setattr(document_files, "_PER_CHUNK", 50)
    small.kg.build(tmp_path / "dist", jobs=2)
    assert files_of(tmp_path / "dist") == files_of(small.folder)


@pytest.mark.slow
def test_the_hash_seed_does_not_change_a_byte(small: Small, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kzit_graph", "--project", str(small.kg.project.root), "build", "--out", str(tmp_path / "dist")]
    subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": "4242"}, check=True, capture_output=True)
    assert files_of(tmp_path / "dist") == files_of(small.folder)


def test_names_that_are_taken_or_unsafe_have_other_files(small: Small) -> None:
    found = files_of(small.folder)
    for local, stem in {
        "index": marked("index"),
        "con": "~63on",
        "a/b/c/": "a/b/c/~",
        "id/caf%C3%A9": "id/café",
        "id/площадь": "id/площадь",
        "id/Square": "id/Square",
        "id/square": marked("id/square"),
    }.items():
        assert f"https://example.org/tiny/{local}" in found[f"{stem}.html"].decode(), local
        assert {f"{stem}.{extension}" for extension in ("ttl", "jsonld", "nt")} <= found.keys()


def test_a_build_says_nothing_about_its_site_if_all_is_written(small: Small) -> None:
    assert [warning for warning in small.warnings if "RDF/XML" not in warning] == []


def test_languages_of_pages_without_words_of_the_site_are_named(tmp_path: Path) -> None:
    found = built(tmp_path, '[site]\nmax_things = 1\nlanguages = ["pt", "fr-CA", "tlh"]\n')
    (warning,) = [warning for warning in found.warnings if "no words" in warning]
    assert warning.startswith(f"{tmp_path / 'project' / 'kzit-graph.toml'}:3: site.languages: the site has no words in pt, tlh, so")
    assert warning.endswith("so headings are in English; it has words in de, en, fr, it, kk, ru")
    assert (found.folder / "tlh" / "index.html").is_file()


def test_a_project_in_a_language_without_words_of_the_site_has_no_pages_in_it(tmp_path: Path) -> None:
    found = built(tmp_path, 'languages = ["pl", "fr"]\n[site]\nmax_things = 1\n')
    (warning,) = [warning for warning in found.warnings if "no words" in warning]
    assert warning.startswith("the site has no words in pl, and so no pages; set languages in [site]")
    assert not (found.folder / "pl").exists()
    assert '<html lang="fr"' in found.text("index.html")


def test_too_many_things_get_no_pages_but_a_warning(tmp_path: Path) -> None:
    few = built(tmp_path, "[site]\nmax_things = 100\n")
    (warning,) = [warning for warning in few.warnings if "max_things" in warning]
    assert warning.startswith("163 things are more than max_things in [site] (100); pages of things are left out")
    names = {name for name in files_of(few.folder) if name.endswith((".html", ".nt"))}
    assert {"index.html", "404.html", "dataset.html", "tiny.nt"} <= names
    assert {name.partition("/")[0] for name in names if "/" in name} <= {"question", "term"}
    assert Page(few.text("index.html")).all("h1")[0].text == "Tiny & small"


def test_a_build_without_json_ld_has_no_json_ld_documents(tmp_path: Path) -> None:
    root = small_project(tmp_path / "project", {"kzit-graph.toml": 'formats = ["turtle", "nquads"]\n'})
    kzit_graph.open_folder(root).build(tmp_path / "dist")
    names = files_of(tmp_path / "dist").keys()
    assert "id/one/scala.ttl" in names
    assert [name for name in names if name.startswith("id/") and name.endswith(".jsonld")] == []
    assert "jsonld" not in (tmp_path / "dist" / "id" / "one" / "scala.html").read_text("utf-8")


def test_a_dataset_outside_the_base_has_its_page_all_the_same(tmp_path: Path) -> None:
    dataset = (
        "@prefix void: <http://rdfs.org/ns/void#> . @prefix dcterms: <http://purl.org/dc/terms/> . "
        '<https://other.example/all> a void:Dataset ; dcterms:title "All"@en ; void:uriSpace "https://example.org/tiny/" .'
    )
    thing = '<https://example.org/tiny/dataset> <http://www.w3.org/2004/02/skos/core#prefLabel> "A thing"@en .'
    changes = {"data/dataset.ttl": dataset, "data/more.ttl": thing, "kzit-graph.toml": '[dataset]\niri = "https://other.example/all"\n'}
    kzit_graph.open_folder(small_project(tmp_path / "project", changes)).build(tmp_path / "dist")
    text = (tmp_path / "dist" / "dataset.html").read_text("utf-8")
    assert Page(text).all("code")[0].text == "https://other.example/all"
    assert "A thing" in (tmp_path / "dist" / f"{marked('dataset')}.html").read_text("utf-8")


def test_hash_iris_get_files_named_after_their_fragments(tmp_path: Path) -> None:
    root = Path(__file__).parents[2] / "foreign" / "skos"
    kzit_graph.open_folder(root).build(tmp_path / "dist")
    page = Page((tmp_path / "dist" / "11.html").read_text("utf-8"))
    assert page.all("code")[0].text == "https://vocab.example.org/colours#11"
    assert (tmp_path / "dist" / "11.ttl").is_file()


def test_a_base_without_slashes_has_documents_with_absolute_iris(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.ttl").write_text("<urn:ex:a> <urn:ex:p> <urn:ex:b/c> . <urn:ex:b/c> <urn:ex:p> 2 .")
    (tmp_path / "kzit-graph.toml").write_text('formats = ["ntriples"]\n[dataset]\nbase = "urn:ex:"\n')
    kzit_graph.open_folder(tmp_path).build(tmp_path / "dist")
    found = (tmp_path / "dist" / "a.nt").read_text("utf-8")
    assert "<urn:ex:a.html> <http://xmlns.com/foaf/0.1/primaryTopic> <urn:ex:a> ." in found
    assert '<a href="b/c.html">' in (tmp_path / "dist" / "a.html").read_text("utf-8")


_ALIKE = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://example.org/tiny/ontology#> .
@base <https://example.org/tiny/> .
<search> skos:prefLabel "A search"@en . <it/index> skos:prefLabel "An index"@en . <it> skos:prefLabel "It"@en .
<things> skos:prefLabel "Some things"@en . <assets/site.css> skos:prefLabel "A style"@en .
<alice#me> a x:Building ; skos:prefLabel "Alice"@en ; x:near <blank> . <blank> skos:prefLabel "" , " "@en .
<> skos:prefLabel "The whole"@en .
<two#a> a x:Building ; skos:prefLabel "A"@en . <two#b> a x:Building ; skos:prefLabel "B"@en .
"""


@pytest.fixture(scope="module")
def alike(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of things with addresses like those of the site, with a dataset that is a fragment of the base."""
    dataset = (
        "@prefix void: <http://rdfs.org/ns/void#> . @prefix dcterms: <http://purl.org/dc/terms/> . "
        '<https://example.org/tiny/#all> a void:Dataset ; dcterms:title "All"@en ; void:uriSpace "https://example.org/tiny/" .'
    )
    changes = {"data/dataset.ttl": dataset, "data/alike.ttl": _ALIKE, "kzit-graph.toml": 'languages = ["en", "it"]\n'}
    folder = tmp_path_factory.mktemp("alike")
    summary = kzit_graph.open_folder(small_project(folder / "project", changes)).build(folder / "dist")
    assert not any("left out" in warning for warning in summary.warnings)
    return folder / "dist"


def test_things_named_like_pages_of_the_site_have_other_files(alike: Path) -> None:
    for local, name in {"search": "A search", "it/index": "An index", "things": "Some things"}.items():
        assert Page((alike / f"{marked(local)}.html").read_text("utf-8")).all("h1")[0].text == name
        assert Page((alike / f"{local}.html").read_text("utf-8")).all("h1")[0].text != name
    assert Page((alike / "it.html").read_text("utf-8")).all("h1")[0].text == "It"
    assert b"A style" in (alike / "assets" / "site.css.html").read_bytes()


def test_a_dataset_with_a_fragment_has_the_page_of_its_document(alike: Path) -> None:
    page = Page((alike / "dataset.html").read_text("utf-8"))
    assert page.all("h1")[0].text == "All"
    assert "The whole" in [heading.text for heading in page.all("h2")]
    assert "https://example.org/tiny/#all" in [code.text for code in page.all("code")]
    assert "void:Dataset" in (alike / "dataset.ttl").read_text("utf-8")


def test_a_page_is_about_the_only_thing_with_its_address(alike: Path) -> None:
    assert Page((alike / "alice.html").read_text("utf-8")).all("h1")[0].text == "Alice"
    assert "foaf:primaryTopic <https://example.org/tiny/alice#me>" in (alike / "alice.ttl").read_text("utf-8")
    listed = (alike / "things" / "Building.html").read_text("utf-8")
    assert [f'<a href="../{path}">{name}</a>' in listed for path, name in (("alice.html", "Alice"), ("two.html#a", "A"))] == [True, True]
    assert "example.org" not in (alike / "things" / "none.html").read_text("utf-8")


def test_a_label_of_spaces_is_none(alike: Path) -> None:
    assert Page((alike / "blank.html").read_text("utf-8")).all("h1")[0].text == "blank"
