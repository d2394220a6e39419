"""Small projects as others have them, each with the traps of its kind: build, validate, query, show, export and diff."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

import kzit_graph
from kzit_graph import KnowledgeGraph
from kzit_graph.cli import cli
from kzit_graph.publish.build import Summary
from kzit_graph.validation.validate import ENGINES
from tests.publish.site.html_page import Page, target
from tests.stores.oxigraph import OXIGRAPH

pytestmark = pytest.mark.slow

HERE: Final = Path(__file__).parent


@dataclass(frozen=True)
class Kind:
    """A project and what it must give. shown: a name, and a line of the page about it. graphs: number of named graphs."""

    folder: str
    name: str
    base: str
    dataset: str
    triples: int
    quads: int
    graphs: int
    subjects: int
    warnings: int
    shown: tuple[str, str]


KINDS: Final = (
    Kind(
        "dcat-ap",
        "data.example.org",
        "https://data.example.org/",
        "https://data.example.org/dataset",
        29,
        29,
        1,
        8,
        1,
        ("Trees", "Each tree of the town, with its species."),
    ),
    Kind(
        "skos",
        "colours",
        "https://vocab.example.org/colours#",
        "https://vocab.example.org/colours#dataset",
        22,
        22,
        1,
        4,
        0,
        ("https://vocab.example.org/colours#11", "notation   011"),
    ),
    Kind(
        "owl",
        "pottery",
        "https://onto.example.org/pottery#",
        "https://onto.example.org/pottery#dataset",
        18,
        18,
        2,
        7,
        0,
        ("jar 7", "https://onto.example.org/pottery#jar-7"),
    ),
    Kind(
        "cidoc",
        "museum.example.org",
        "https://museum.example.org/",
        "https://museum.example.org/dataset",
        24,
        24,
        1,
        8,
        0,
        ("Harbour at dawn", "https://museum.example.org/object/1"),
    ),
    Kind(
        "linked-art",
        "gallery.example.org",
        "https://gallery.example.org/",
        "https://gallery.example.org/dataset",
        15,
        15,
        1,
        6,
        0,
        ("Blue vase", "https://gallery.example.org/object/9"),
    ),
    Kind(
        "nanopublications",
        "np.example.org",
        "https://np.example.org/",
        "https://np.example.org/dataset",
        16,
        16,
        7,
        9,
        0,
        ("mosquito", "https://np.example.org/terms/mosquito"),
    ),
    Kind(
        "obo",
        "DEMO",
        "http://purl.example.org/obo/DEMO_",
        "http://purl.example.org/obo/demo.owl",
        9,
        9,
        1,
        4,
        0,
        ("needle", "http://purl.example.org/obo/DEMO_0000002"),
    ),
    Kind(
        "wikidata",
        "entity",
        "http://wiki.example.org/entity/",
        "http://wiki.example.org/entity/dataset",
        7,
        7,
        1,
        3,
        0,
        ("First", "http://wiki.example.org/entity/Q1"),
    ),
)


@dataclass(frozen=True)
class Built:
    """A kind with its build."""

    kind: Kind
    kg: KnowledgeGraph
    folder: Path
    summary: Summary


@pytest.fixture(scope="module", params=KINDS, ids=[kind.folder for kind in KINDS])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    kind: Kind = request.param
    kg, folder = kzit_graph.open_folder(HERE / kind.folder), tmp_path_factory.mktemp("build") / "dist"
    return Built(kind, kg, folder, kg.build(folder))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def test_every_folder_of_a_kind_is_tested() -> None:
    folders = {path.name for path in HERE.iterdir() if path.is_dir() and not path.name.startswith("__")}
    assert folders == {kind.folder for kind in KINDS}


def test_the_base_the_dataset_and_the_dumps_have_expected_names(built: Built) -> None:
    project = built.kg.project
    assert (project.base, project.dataset.value, project.name) == (built.kind.base, built.kind.dataset, built.kind.name)
    names = {path.name for path in built.folder.iterdir()}
    assert {f"{project.name}.{end}" for end in ("ttl", "trig", "nt", "nq", "jsonld", "rdf")} <= names


def test_a_build_has_expected_numbers_of_statements(built: Built) -> None:
    assert (built.summary.triples, built.summary.quads) == (built.kind.triples, built.kind.quads)
    assert len(list(parse(path=built.folder / f"{built.kind.name}.nq"))) == built.kind.quads


def test_a_dump_has_expected_numbers_of_graphs_and_subjects(built: Built) -> None:
    quads = list(parse(path=built.folder / f"{built.kind.name}.trig"))
    assert len({quad.graph_name for quad in quads}) == built.kind.graphs
    assert len({quad.subject for quad in quads}) == built.kind.subjects


def test_the_description_counts_the_statements_of_each_graph(built: Built) -> None:
    void = "http://rdfs.org/ns/void#"
    quads = list(parse(path=built.folder / "dataset.ttl"))
    dataset = NamedNode(built.kind.dataset)
    subsets = {quad.object for quad in quads if quad.subject == dataset and quad.predicate.value == f"{void}subset"}
    sizes = {quad.subject: quad.object for quad in quads if quad.predicate.value == f"{void}triples"}
    assert len(subsets) == built.kind.graphs
    assert sum(int(size.value) for name, size in sizes.items() if name in subsets and isinstance(size, Literal)) == built.kind.quads
    spaces = [quad.object for quad in quads if quad.subject == dataset and quad.predicate.value == f"{void}uriSpace"]
    assert spaces == [Literal(built.kind.base)]


@pytest.mark.parametrize("engine", ENGINES)
def test_validation_passes_with_expected_warnings(built: Built, engine: str) -> None:
    report = built.kg.validate(engine)
    assert report.passed
    assert len(report.results) == built.kind.warnings
    unvalidated = any(warning.startswith("nothing was validated") for warning in report.warnings)
    assert unvalidated == (not built.kg.project.shapes)


def test_a_query_counts_the_same_statements_as_the_build(built: Built) -> None:
    triples = built.kg.select("SELECT (COUNT(*) AS ?number) WHERE { ?s ?p ?o }")
    quads = built.kg.select("SELECT (COUNT(*) AS ?number) WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert [str(row["number"]) for rows in (triples, quads) for row in rows] == [
        f'"{number}"^^<http://www.w3.org/2001/XMLSchema#integer>' for number in (built.kind.triples, built.kind.quads)
    ]


def test_a_thing_is_shown_by_its_name(built: Built) -> None:
    name, line = built.kind.shown
    done = run("--project", HERE / built.kind.folder, "show", name)
    assert done.exit_code == 0, done.stderr
    assert line in done.stdout


def test_each_subject_below_the_base_has_a_page_whose_links_have_targets(built: Built) -> None:
    base = built.kind.base
    quads = parse(path=built.folder / f"{built.kind.name}.nq")
    subjects = {quad.subject.value.removeprefix(base) for quad in quads if str(quad.subject).startswith(f"<{base}")}
    assert subjects
    for local in {subject.partition("#")[0] for subject in subjects}:
        path = f"{local}.html"
        page = Page((built.folder / path).read_text("utf-8"))
        for href in page.addresses():
            file = target(built.folder, path, href)
            assert file is None or file.is_file(), href


@pytest.mark.parametrize(("form", "end"), [("turtle", "ttl"), ("trig", "trig"), ("jsonld", "jsonld"), ("nquads", "nq")])
def test_an_export_equals_the_dump_of_a_build(built: Built, form: str, end: str) -> None:
    assert built.kg.export(form) == (built.folder / f"{built.kind.name}.{end}").read_bytes()


def test_a_project_does_not_differ_from_its_build(built: Built) -> None:
    assert "nothing differs" in repr(built.kg.diff(built.folder))


def test_json_ld_is_read_back_as_the_same_data(built: Built) -> None:
    again = kzit_graph.open_dump(built.folder / f"{built.kind.name}.jsonld")
    assert "nothing differs" in repr(built.kg.diff(again))


@pytest.mark.parametrize("kind", KINDS, ids=[kind.folder for kind in KINDS])
def test_skolemized_data_has_no_blank_nodes_and_the_same_size(tmp_path: Path, kind: Kind) -> None:
    folder = tmp_path / "project"
    shutil.copytree(HERE / kind.folder, folder)
    settings = folder / "kzit-graph.toml"
    settings.write_text('blank_nodes = "skolemize"\n' + (settings.read_text() if settings.exists() else ""))
    kg = kzit_graph.open_folder(folder)
    quads = list(parse(kg.export("nquads"), format=RdfFormat.N_QUADS))
    assert len(quads) == kind.quads
    assert not [term for quad in quads for term in quad if isinstance(term, BlankNode)]
    skolem = {str(quad.subject) for quad in quads if ".well-known/genid/" in str(quad.subject)}
    assert all(iri.startswith(f"<{kind.base}") for iri in skolem)
    assert kg.validate().passed
    assert {quad.subject for quad in kg.store if isinstance(quad.subject, BlankNode)} == set()
    assert kzit_graph.open_folder(folder).export("trig") == kg.export("trig")


@pytest.mark.slow
def test_each_kind_is_loaded_into_one_store_and_verified(tmp_path: Path) -> None:
    with OXIGRAPH.start(tmp_path, None) as running:
        store = kzit_graph.open_graph_store(running.base)
        for kind in KINDS:
            folder = tmp_path / kind.folder
            shutil.copytree(HERE / kind.folder, folder)
            if kind.folder == "nanopublications":  # a graph is named by a blank node
                (folder / "kzit-graph.toml").write_text('blank_nodes = "skolemize"\n')
            outcomes = kzit_graph.open_folder(folder).load_into(store)
            assert all(outcome.is_right for outcome in outcomes), kind.folder
            assert (len(outcomes), sum(outcome.counted for outcome in outcomes)) == (kind.graphs, kind.quads)
