"""The dataset of a project and its base IRI: stated, set, or guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

import kzit_graph
from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project, open_project
from kzit_graph.rdf.namespaces import TITLE
from kzit_graph.rdf.reading import read_quads
from tests.small_project import BASE, FILES, small_project

PREFIXES = """\
@prefix void: <http://rdfs.org/ns/void#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
"""
TRIPLE = "<http://e/s> <http://e/p> <http://e/o> .\n"


def described(folder: Path, turtle: str, settings: str | None = None) -> Project:
    return open_project(small_project(folder, {"data/dataset.ttl": PREFIXES + turtle, "kzit-graph.toml": settings}))


def of_data(folder: Path, turtle: str, settings: str | None = None) -> Project:
    """Return a project of one data file, without a description."""
    files: dict[str, str | None] = {**dict.fromkeys(FILES), "data/things.ttl": turtle, "kzit-graph.toml": settings}
    return open_project(small_project(folder, files))


def refusal(folder: Path, turtle: str, settings: str | None = None) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        described(folder, turtle, settings)
    return caught.value


@pytest.mark.parametrize(
    ("base", "name", "files_base", "graph"),
    [
        ("https://example.org/tiny/", "tiny", "https://example.org/tiny/", "https://example.org/tiny/graph/source/one"),
        ("https://example.org/a#", "a", "https://example.org/", "https://example.org/a#graph/source/one"),
        ("https://example.org/obo/X_", "X", "https://example.org/obo/", "https://example.org/obo/X_graph/source/one"),
        ("https://example.org/a:", "a", "https://example.org/", "https://example.org/a:graph/source/one"),
        ("https://example.org/a", "a", "https://example.org/", "https://example.org/a/graph/source/one"),
        ("https://example.org/a?id=", "a-id", "https://example.org/", "https://example.org/a?id=graph/source/one"),
        ("https://example.org/", "example.org", "https://example.org/", "https://example.org/graph/source/one"),
        ("http://example.org:8080/", "example.org:8080", "http://example.org:8080/", "http://example.org:8080/graph/source/one"),
        ("urn:example:x:", "x", "urn:example:x:", "urn:example:x:graph/source/one"),
        ("tag:example.org,2024:", "example.org,2024", "tag:example.org,2024:", "tag:example.org,2024:graph/source/one"),
    ],
)
def test_a_base_may_end_in_anything(tmp_path: Path, base: str, name: str, files_base: str, graph: str) -> None:
    project = described(tmp_path, f'<{base}dataset> void:uriSpace "{base}" .')
    assert (project.base, project.name, project.files_base) == (base, name, files_base)
    assert graph in [file.graph.value for file in project.graphs]
    assert project.notes == ()


def test_a_dataset_may_be_outside_of_its_base(tmp_path: Path) -> None:
    project = described(tmp_path, '<https://data.example.com/42> a void:Dataset ; void:uriSpace "https://example.org/x/" .')
    assert (project.dataset.value, project.base) == ("https://data.example.com/42", "https://example.org/x/")


def test_a_base_may_be_stated_as_an_iri(tmp_path: Path) -> None:
    assert described(tmp_path, "<https://example.org/x/d> void:uriSpace <https://example.org/x/> .").base == "https://example.org/x/"


def test_a_dataset_without_an_iri_gets_one_under_its_base(tmp_path: Path) -> None:
    project = described(tmp_path, '[] a void:Dataset ; void:uriSpace "https://example.org/x#" .')
    assert (project.dataset.value, project.base) == ("https://example.org/x#dataset", "https://example.org/x#")


@pytest.mark.parametrize(
    ("turtle", "chosen"),
    [
        ('<http://e/a> void:uriSpace "http://e/" . <http://e/b> void:uriSpace "http://f/" .', "http://e/a"),
        ('<http://d/a> void:uriSpace "http://e/" ; void:subset <http://d/b> . <http://d/b> void:uriSpace "http://f/" .', "http://d/a"),
        ('<http://d/a> void:uriSpace "http://e/" . <http://d/b> a void:Dataset .', "http://d/a"),
        ('<http://e/a> void:uriSpace "http://e/" . <http://e/b> void:uriSpace "http://e/" ; dcterms:isPartOf <http://e/a> .', "http://e/a"),
        ("<http://e/c> a dcat:Catalog ; dcat:dataset <http://e/a> , <http://e/b> . <http://e/a> a dcat:Dataset .", "http://e/c"),
        ("<http://e/d> a <https://schema.org/Dataset> .", "http://e/d"),
    ],
    ids=["in its base", "not a part", "with a base", "not part of another", "the catalogue", "schema.org"],
)
def test_of_several_datasets_the_whole_one_is_chosen(tmp_path: Path, turtle: str, chosen: str) -> None:
    assert described(tmp_path, turtle).dataset.value == chosen


def test_several_datasets_that_may_be_meant_are_refused(tmp_path: Path) -> None:
    two = "\n<http://e/a> a void:Dataset .\n<http://e/b> a void:Dataset .\n"
    error = refusal(tmp_path, two)
    assert error.position == Position(tmp_path / "data" / "dataset.ttl", 5)
    assert error.problem == (
        "several datasets may be that of the project: <http://e/a>, <http://e/b>; choose one in kzit-graph.toml, under [dataset]: iri"
    )
    assert described(tmp_path, two, '[dataset]\niri = "http://e/b"\nbase = "http://e/"').dataset.value == "http://e/b"


@pytest.mark.slow
def test_several_bases_of_a_dataset_are_refused_unless_one_fits(tmp_path: Path) -> None:
    two = '<http://{}/a> void:uriSpace "http://e/" , "http://f/" .'
    assert described(tmp_path, two.format("f")).base == "http://f/"
    error = refusal(tmp_path, two.format("g"))
    assert error.problem == (
        'the dataset has several void:uriSpace: "http://e/", "http://f/"; choose one in kzit-graph.toml, under [dataset]: base'
    )
    assert described(tmp_path, two.format("g"), '[dataset]\nbase = "http://e/"').base == "http://e/"


@pytest.mark.parametrize(
    ("key", "value", "stated"),
    [("iri", "http://f/d", "http://e/d"), ("base", "http://f/", "http://e/"), ("title", "Other", "Title")],
)
def test_settings_that_contradict_the_description_are_refused(tmp_path: Path, key: str, value: str, stated: str) -> None:
    turtle = '<http://e/d> a void:Dataset ; void:uriSpace "http://e/" ; dcterms:title "Title" .'
    error = refusal(tmp_path, turtle, f'languages = ["en"]\n[dataset]\n{key} = "{value}"\n')
    assert error.position == Position(tmp_path / "kzit-graph.toml", 3)
    assert error.problem.startswith(f'dataset.{key} is "{value}", but {tmp_path / "data" / "dataset.ttl"}:4 states "{stated}"; ')


def test_settings_that_repeat_the_description_are_fine(tmp_path: Path) -> None:
    turtle = '<http://e/d> a void:Dataset ; void:uriSpace "http://e/" ; dcterms:title "Title" .'
    settings = '[dataset]\niri = "http://e/d"\nbase = "http://e/"\ntitle = "Title"\n'
    assert described(tmp_path, turtle, settings).dataset.value == "http://e/d"


@pytest.mark.parametrize(
    ("base", "problem"),
    [
        ("", 'void:uriSpace "" is not an IRI; write one such as https://example.org/'),
        ("no scheme", 'void:uriSpace "no scheme" is not an IRI; write one such as https://example.org/'),
        ("https:///x/", 'void:uriSpace "https:///x/" has no host; give one, as in https://example.org/'),
    ],
)
def test_a_base_that_is_not_an_iri_with_a_host_is_refused(tmp_path: Path, base: str, problem: str) -> None:
    error = refusal(tmp_path, f'<http://e/d> void:uriSpace "{base}" .')
    assert (error.problem, error.position) == (problem, Position(tmp_path / "data" / "dataset.ttl", 4))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("dataset.nt", '<http://e/d> <http://rdfs.org/ns/void#uriSpace> "http://e/" .\n'),
        ("dataset.trig", '<http://e/g> { <http://e/d> <http://rdfs.org/ns/void#uriSpace> "http://e/" }\n'),
        ("dataset.nq", '<http://e/d> <http://rdfs.org/ns/void#uriSpace> "http://e/" <http://e/g> .\n'),
        ("dataset.jsonld", '{"@id": "http://e/d", "http://rdfs.org/ns/void#uriSpace": "http://e/"}'),
        (
            "dataset.rdf",
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:v="http://rdfs.org/ns/void#">'
            '<rdf:Description rdf:about="http://e/d"><v:uriSpace>http://e/</v:uriSpace></rdf:Description></rdf:RDF>',
        ),
    ],
)
def test_the_description_may_have_any_syntax(tmp_path: Path, name: str, content: str) -> None:
    project = open_project(small_project(tmp_path, {"data/dataset.ttl": None, f"data/{name}": content}))
    assert (project.base, project.dataset.value, project.description) == ("http://e/", "http://e/d", tmp_path / "data" / name)
    stated = [triple.object for triple in LoadedProject(project).description if triple.predicate.value.endswith("uriSpace")]
    assert len(stated) == 1


def test_the_settings_may_state_all_about_the_dataset(tmp_path: Path) -> None:
    settings = '[dataset]\niri = "https://example.com/d"\nbase = "https://example.org/x/"\ntitle = "My data"\n'
    project = of_data(tmp_path, TRIPLE, settings)
    assert (project.dataset.value, project.base, project.notes, project.description) == (
        "https://example.com/d",
        "https://example.org/x/",
        (),
        None,
    )
    assert {str(triple.object) for triple in LoadedProject(project).description} == {
        "<http://www.w3.org/ns/dcat#Dataset>",
        "<http://rdfs.org/ns/void#Dataset>",
        '"My data"',
        '"https://example.org/x/"',
    }


def test_only_what_a_description_lacks_is_added_to_it(tmp_path: Path) -> None:
    project = described(tmp_path, "<http://e/d> a void:Dataset .", '[dataset]\nbase = "http://e/"\ntitle = "My data"\n')
    added = {(triple.predicate.value.rpartition("/")[2], str(triple.object)) for triple in LoadedProject(project).description}
    assert added == {
        ("22-rdf-syntax-ns#type", "<http://rdfs.org/ns/void#Dataset>"),
        ("title", '"My data"'),
        ("void#uriSpace", '"http://e/"'),
    }


@pytest.mark.parametrize(
    ("subjects", "base"),
    [
        (["http://e/a/1", "http://e/a/2", "http://e/b/1"], "http://e/"),
        (["http://e/v#1", "http://e/v#2", "http://e/v"], "http://e/v#"),
        (["http://e/obo/X_1", "http://e/obo/X_2", "http://e/obo/x.owl"], "http://e/obo/"),
        (["urn:n:a:1", "urn:n:a:2"], "urn:n:a:"),
        (["http://e/a/1", "http://e/a/2", "http://purl.org/dc/terms/title"], "http://e/a/"),
        (["http://e/a/1"], "http://e/a/"),
        ([f"http://e/a/{number}" for number in range(20)] + ["http://e/other"], "http://e/a/"),
        (["http://e/v/", "http://e/v/1", "http://e/v/2"], "http://e/v/"),
        (["http://own/a/1"] * 3 + ["http://cited/t/1", "http://cited/t/2"], "http://own/a/"),
    ],
    ids=[
        "common part",
        "document",
        "underscore",
        "urn",
        "another vocabulary",
        "one subject",
        "one of many elsewhere",
        "a scheme named by its namespace",
        "more things of others, with fewer statements",
    ],
)
def test_a_base_that_is_not_stated_is_guessed_and_told(tmp_path: Path, subjects: list[str], base: str) -> None:
    project = of_data(tmp_path, "".join(f"<{subject}> <http://p/p> {number} .\n" for number, subject in enumerate(subjects)))
    assert project.base == base
    assert project.notes == (
        f"the base IRI {base} is a guess from the subjects of the data; state it as void:uriSpace in data/dataset.ttl,"
        f' or in kzit-graph.toml, under [dataset]: base = "{base}"',
    )
    assert project.dataset.value == f"{base}dataset"


def test_a_base_cannot_be_guessed_without_iris(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        of_data(tmp_path, "[] <http://e/p> 1 .")
    assert caught.value.position == Position(tmp_path)
    assert caught.value.problem == (
        "the base IRI is unknown, because no subject of the data is an IRI; set base under [dataset] in kzit-graph.toml"
    )


def test_a_description_without_a_base_needs_a_guess(tmp_path: Path) -> None:
    project = described(tmp_path, "<http://elsewhere/d> a dcat:Dataset .")
    assert (project.dataset.value, project.base) == ("http://elsewhere/d", f"{BASE}id/one/")
    assert len(project.notes) == 1


def title_of_build(folder: Path, text: str) -> list[str]:
    """Return the titles that a build of a folder with one file gives to its dataset."""
    folder.mkdir()
    (folder / "things.ttl").write_text("@prefix dcterms: <http://purl.org/dc/terms/> .\n" + text, "utf-8")
    kg = kzit_graph.open_folder(folder)
    kg.build(folder / "dist")
    quads = read_quads(folder / "dist" / "dataset.ttl")
    return sorted(str(quad.object) for quad in quads if quad.subject == kg.project.dataset and quad.predicate == TITLE)


@pytest.mark.slow
def test_a_dataset_without_a_title_is_not_named_after_its_host(tmp_path: Path) -> None:
    thing = "<https://data.example.org/{}1> a <https://data.example.org/T> ; dcterms:title 'One' .\n"
    catalogue = "<https://data.example.org/c> a <http://www.w3.org/ns/dcat#Catalog> ; dcterms:title 'Trees'@en , 'Bomen'@nl .\n"
    other = "<https://data.example.org/d> a <http://www.w3.org/ns/dcat#Dataset> ; dcterms:title 'Bridges'@en .\n"
    assert title_of_build(tmp_path / "a", thing.format("")) == []
    assert title_of_build(tmp_path / "b", thing.format("plants/") + thing.format("plants/").replace("1>", "2>")) == ['"plants"']
    assert title_of_build(tmp_path / "c", thing.format("") + catalogue) == ['"Bomen"@nl', '"Trees"@en']
    assert title_of_build(tmp_path / "d", thing.format("") + catalogue + other) == []


@pytest.mark.slow
def test_the_only_vocabulary_gives_its_title(tmp_path: Path) -> None:
    scheme = "<https://v.example.org/x/> a <http://www.w3.org/2004/02/skos/core#ConceptScheme> ; {} .\n"
    label = "<http://www.w3.org/2004/02/skos/core#prefLabel> 'Label'@en"
    ontology = "<https://v.example.org/x/o> a <http://www.w3.org/2002/07/owl#Ontology> .\n"
    thing = "<https://v.example.org/x/1> a <https://v.example.org/x/T> .\n"
    assert title_of_build(tmp_path / "a", thing + scheme.format(label)) == ['"Label"@en']
    assert title_of_build(tmp_path / "b", thing + scheme.format(f"{label} ; dcterms:title 'Title'@en , 'Titel'@de")) == [
        '"Titel"@de',
        '"Title"@en',
    ]
    assert title_of_build(tmp_path / "c", thing + scheme.format(label) + ontology) == ['"x"']


@pytest.mark.parametrize(
    ("iris", "base"),
    [
        (("/a", "/b/c"), "https://example.org/x/"),
        (("#a", "#b"), "https://example.org/x#"),
        (("/a", "#b"), "https://example.org/x"),
        (("", "yz"), "https://example.org/x"),
        (("",), "https://example.org/x"),
    ],
)
def test_a_base_without_its_last_sign_gets_that_of_the_data(tmp_path: Path, iris: tuple[str, ...], base: str) -> None:
    turtle = "".join(f'<https://example.org/x{iri}> <http://e/p> "x" .\n' for iri in iris)
    assert of_data(tmp_path, turtle, '[dataset]\nbase = "https://example.org/x"\n').base == base
