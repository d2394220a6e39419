"""A build is opened without its project, and answers as the project does."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import kzit_graph
from kzit_graph import KnowledgeGraph
from kzit_graph.artefacts import CHECKSUMS
from kzit_graph.errors import InvalidInput
from kzit_graph.project import built as project_built
from kzit_graph.project.build_settings import BuildSettings, read_build_settings
from kzit_graph.project.built import open_build
from kzit_graph.project.dataset import read_dataset
from kzit_graph.sparql.answers import Triples
from tests.built_folders import files_of, without_site
from tests.loading import loaded_folder
from tests.publish.builds_of_files import write_build
from tests.small_project import FILES, small_project

pytestmark = pytest.mark.slow

SETTINGS = """\
languages = ["it", "en"]
blank_nodes = "skolemize"
public_url = "https://data.example.org/tiny"

[dataset]
title = "Tiny \\"things\\" \\u007f"

[labels]
properties = ["ex:name", "skos:prefLabel"]
other = []

[graphs]
name = "{base}g/{path}"

[roles]
claim = ["ex:Claim"]
evidence = []
claimant = "ex:says"

[prefixes]
ex = "https://example.org/tiny/ontology#"
"""
QUESTION = """\
#+ group = "things"
#+ title.en = "What is near?"
#+ description = "Things near others."

PREFIX x: <https://example.org/tiny/ontology#>
SELECT ?thing WHERE { ?thing x:near ?other }
"""


def built(folder: Path, changes: dict[str, str | None] | None = None) -> Path:
    """Build the small project, remove it, and return the build."""
    project = small_project(folder / "project", changes)
    kzit_graph.open_folder(project).build(folder / "dist")
    shutil.rmtree(project)
    return folder / "dist"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Do not modify."""
    return built(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def copy(tiny: Path, tmp_path: Path) -> Path:
    shutil.copytree(tiny, tmp_path / "copy")
    return tmp_path / "copy"


@pytest.fixture(scope="module")
def both(one_source: Path, dist: Path) -> tuple[KnowledgeGraph, KnowledgeGraph]:
    """The project with one source, and its build."""
    return kzit_graph.open_folder(one_source), kzit_graph.open_build(dist)


def test_a_build_has_the_data_of_its_project(both: tuple[KnowledgeGraph, KnowledgeGraph]) -> None:
    project, opened = both
    assert set(opened.store) == set(project.store)
    assert opened.prefixes == project.prefixes
    assert opened.loaded.declared == project.loaded.declared
    assert opened.project.dataset == project.project.dataset
    assert opened.project.languages == project.project.languages
    assert (opened.project.base, opened.project.name, opened.project.files_base) == (
        project.project.base,
        project.project.name,
        project.project.files_base,
    )
    assert read_dataset(opened.loaded) == read_dataset(project.loaded)
    assert opened.loaded.context.content == project.loaded.context.content
    assert opened.project.notes == ()
    assert repr(opened) == repr(project)


def test_show_and_search_answer_as_over_the_project(both: tuple[KnowledgeGraph, KnowledgeGraph]) -> None:
    project, opened = both
    for name in ("Milan", "kazinform-2017-08-21"):
        assert opened.show(name).text() == project.show(name).text()
    with pytest.raises(InvalidInput) as expected:
        project.show("Tokyo")
    with pytest.raises(InvalidInput) as caught:
        opened.show("Tokyo")
    assert str(caught.value) == str(expected.value)
    assert [hit.label for hit in opened.search("astana")] == [hit.label for hit in project.search("astana")]
    assert opened.validate().passed


def unordered(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, list) else value


@pytest.mark.slow
def test_the_catalogue_and_its_answers_are_those_of_the_project(both: tuple[KnowledgeGraph, KnowledgeGraph]) -> None:
    project, opened = both
    known, found = project.questions(), opened.questions()
    assert list(found) == list(known)
    assert [question.name for question in found.unused] == [question.name for question in known.unused]
    assert found.replaced == known.replaced
    for name, question in known.items():
        assert found[name].sparql == question.sparql
        if any(parameter.required for parameter in question.parameters):
            continue
        expected, answer = project.query(name), opened.query(name)
        assert answer.warnings == expected.warnings, name
        if isinstance(answer, Triples) and isinstance(expected, Triples):
            assert set(answer) == set(expected)
        else:
            assert unordered(answer.to_python()) == unordered(expected.to_python()), name


def test_the_settings_of_the_project_count(tmp_path: Path) -> None:
    changes = {
        "kzit-graph.toml": SETTINGS,
        "data/dataset.ttl": FILES["data/dataset.ttl"] + "[] <https://example.org/tiny/ontology#near> [] .\n",
        "data/sources/one.ttl": FILES["data/sources/one.ttl"].replace("x:beside", 'x:name "Scala" ; x:beside'),
        "data/questions/near.rq": QUESTION,
    }
    project = kzit_graph.open_folder(small_project(tmp_path / "project", changes))
    project.build(tmp_path / "dist")
    opened = kzit_graph.open_build(tmp_path / "dist")
    before, after = project.project.settings, opened.project.settings
    assert after.roles.terms == before.roles.terms
    assert after.roles.pairs == before.roles.pairs
    for name in (
        "labels",
        "other_names",
        "graphs",
        "timeout",
        "prefixes",
        "tables",
        "site",
        "public_url",
        "fail_on",
        "formats",
        "blank_nodes",
    ):
        assert getattr(after, name) == getattr(before, name), name
    assert after.public_url == "https://data.example.org/tiny/"
    assert opened.project.naming == project.project.naming
    assert opened.loaded.known_prefixes == project.loaded.known_prefixes
    assert read_dataset(opened.loaded).title == 'Tiny "things" \x7f'
    assert set(opened.store) == set(project.store)
    assert opened.show("Scala").text() == project.show("Scala").text()
    assert [row[0] for row in opened.select("near")] == [row[0] for row in project.select("near")]


def test_a_project_without_context_ontology_and_shapes_can_be_opened(tmp_path: Path) -> None:
    changes = {"ontology/x.ttl": None, "ontology/context.jsonld": None, "shapes/s.ttl": None}
    project = kzit_graph.open_folder(small_project(tmp_path / "project", changes))
    project.build(tmp_path / "dist")
    opened = kzit_graph.open_build(tmp_path / "dist")
    assert (opened.project.ontology, opened.project.shapes, opened.project.has_context) == ((), (), False)
    assert opened.show("La Scala").text() == project.show("La Scala").text()
    assert opened.loaded.context.content == project.loaded.context.content
    assert opened.query("DESCRIBE <https://example.org/tiny/id/one/scala>").warnings == ()


def test_blank_nodes_shared_by_graphs_stay_shared(tmp_path: Path) -> None:
    data = "_:a <https://example.org/tiny/p> 1 <https://example.org/g1> .\n_:a <https://example.org/tiny/p> 2 <https://example.org/g2> .\n"
    folder = built(tmp_path, {"data/more.nq": data.replace(" 1 ", ' "1" ').replace(" 2 ", ' "2" ')})
    assert kzit_graph.open_build(folder).ask(
        "ASK { GRAPH <https://example.org/g1> { ?a ?p '1' } GRAPH <https://example.org/g2> { ?a ?p '2' } }"
    )


def test_written_forms_of_literals_are_kept(tmp_path: Path) -> None:
    folder = built(tmp_path, {"data/sources/one.ttl": FILES["data/sources/one.ttl"].replace("x:beside", "x:size 007 ; x:beside")})
    (row,) = kzit_graph.open_build(folder).select("SELECT ?n { ?s <https://example.org/tiny/ontology#size> ?n }")
    assert str(row["n"]) == '"007"^^<http://www.w3.org/2001/XMLSchema#integer>'


@pytest.mark.parametrize("formats", [["trig"], ["jsonld"]])
def test_another_dump_with_named_graphs_serves_as_well(tmp_path: Path, formats: list[str]) -> None:
    opened = kzit_graph.open_build(built(tmp_path, {"kzit-graph.toml": f"formats = {formats}\n"}))
    assert opened.project.notes == ()
    assert opened.ask("ASK { GRAPH <https://example.org/tiny/graph/source/one> { ?s ?p 'La Scala'@it } }")


@pytest.mark.parametrize("formats", [["turtle"], ["rdfxml"], ["ntriples", "turtle"]])
def test_a_build_without_named_graphs_is_opened_with_a_note(tmp_path: Path, formats: list[str]) -> None:
    opened = kzit_graph.open_build(built(tmp_path, {"kzit-graph.toml": f"formats = {formats}\n"}))
    (note,) = opened.project.notes
    assert "has no dump with named graphs, so all its data are in one; add nquads to formats" in note
    assert "La Scala" in opened.show("La Scala").text()


def test_the_settings_are_the_same_bytes_in_each_build(tmp_path: Path, tiny: Path) -> None:
    assert (built(tmp_path) / "settings.toml").read_bytes() == (tiny / "settings.toml").read_bytes()


def refusal(folder: Path, *, check_all: bool = False) -> str:
    with pytest.raises(InvalidInput) as caught:
        open_build(folder, check_all=check_all)
    return str(caught.value)


def test_a_folder_that_is_no_build_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path}: not the folder of a build (no SHA256SUMS); write one with kzit-graph build"
    assert refusal(small_project(tmp_path / "p")).endswith("write one with kzit-graph build")
    assert refusal(tmp_path / "none") == f"{tmp_path / 'none'}: no such folder"
    (tmp_path / "file").write_text("x")
    assert refusal(tmp_path / "file") == f"{tmp_path / 'file'}: is a file; name the folder of a build"


@pytest.mark.parametrize("name", ["settings.toml", "tiny.nq", "shapes.ttl", "ontology.ttl", "dataset.ttl", "context.jsonld"])
@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (Path.unlink, "is listed in SHA256SUMS, but missing; copy the whole build again"),
        (lambda path: path.write_bytes(path.read_bytes() + b"\n"), "its digest is not the one in SHA256SUMS, so it was changed after"),
    ],
    ids=["missing", "edited"],
)
def test_an_incomplete_or_edited_build_is_refused_with_the_file(
    copy: Path, name: str, change: Callable[[Path], object], problem: str
) -> None:
    change(copy / name)
    assert refusal(copy).startswith(f"{copy / name}: {problem}")


def test_files_that_are_not_read_are_checked_on_request(copy: Path) -> None:
    (copy / "report.json").write_text("edited")
    assert len(open_build(copy).store) == len(open_build(copy).store) > 0
    assert refusal(copy, check_all=True).startswith(f"{copy / 'report.json'}: its digest is not the one in SHA256SUMS")


def test_a_build_that_is_replaced_meanwhile_is_opened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = small_project(tmp_path / "project")
    folder = tmp_path / "dist"
    kzit_graph.open_folder(project).build(folder)

    def replace_the_build(path: Path) -> BuildSettings:
        monkeypatch.setattr(project_built, "read_build_settings", read_build_settings)
        small_project(project, {"data/sources/one.ttl": FILES["data/sources/one.ttl"].replace("La Scala", "Teatro")})
        kzit_graph.open_folder(project).build(folder)
        return read_build_settings(path)

    monkeypatch.setattr(project_built, "read_build_settings", replace_the_build)
    assert "Teatro" in kzit_graph.open_build(folder).show("Teatro").text()


def test_data_that_are_replaced_after_opening_are_not_mixed(copy: Path) -> None:
    opened = kzit_graph.open_build(copy)
    (copy / "tiny.nq").write_bytes((copy / "tiny.nq").read_bytes() * 2)
    with pytest.raises(InvalidInput, match=r"tiny\.nq: changed since it was opened; open it again"):
        len(opened.store)


def test_checksums_without_the_needed_files_are_not_of_a_build(tmp_path: Path) -> None:
    write_build(tmp_path, {"thesis.tex": "precious"})
    assert refusal(tmp_path) == f"{tmp_path}: SHA256SUMS does not list dataset.ttl, or is not that of a build; build the project again"


def test_checksums_do_not_name_files_outside_of_the_build(copy: Path) -> None:
    with (copy / CHECKSUMS).open("a") as file:
        file.write(f"{'0' * 64}  ../secret\n")
    assert "SHA256SUMS does not list ../secret, or is not that of a build" in refusal(copy, check_all=True)


def with_settings(folder: Path, text: str | None) -> Path:
    """Write other settings, or remove them, with the right digests."""
    (folder / "settings.toml").unlink()
    found = files_of(folder)
    files = {name: found[name].decode() for name in without_site(found) if name not in (CHECKSUMS, ".kzit-graph-build")}
    write_build(folder, files if text is None else files | {"settings.toml": text})
    return folder


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[build]", "[built]", 'unknown table of settings "built"'),
        ("documents", "papers", "is not the settings of a build; build the project again"),
        ('version = "', 'since = "', "is not the settings of a build; build the project again"),
        ("fail_on", "new_setting", 'unknown setting "new_setting"'),
        ("fail_on = ", "fail_on ", "settings.toml:4:9: is not TOML: "),
    ],
)
def test_settings_that_cannot_be_read_are_refused(copy: Path, old: str, new: str, problem: str) -> None:
    text = (copy / "settings.toml").read_text("utf-8")
    message = refusal(with_settings(copy, text.replace(old, new, 1)))
    assert problem in message
    assert message.startswith(str(copy / "settings.toml"))


def test_a_build_of_an_earlier_version_is_opened_with_usual_settings(copy: Path) -> None:
    opened = KnowledgeGraph.of(open_build(with_settings(copy, None)))
    (note,) = opened.project.notes
    assert "was built by an earlier version, without settings.toml, so labels and roles are the usual ones" in note
    assert (opened.project.base, opened.project.dataset.value) == ("https://example.org/tiny/", "https://example.org/tiny/dataset")
    assert opened.prefixes["x"] == "https://example.org/tiny/ontology#"
    assert "La Scala" in opened.show("La Scala").text()


def test_an_earlier_build_of_an_unknown_dataset_is_refused(copy: Path) -> None:
    (copy / "dataset.ttl").write_text("<https://example.org/a> a <http://www.w3.org/2004/02/skos/core#Concept> .\n")
    message = refusal(with_settings(copy, None))
    assert (
        message
        == f"{copy}: has no settings.toml, and dataset.ttl does not tell which dataset it is; build the project again with this version"
    )


def test_a_build_has_only_questions_that_can_be_asked(tmp_path: Path) -> None:
    changes = {"data/questions/near.rq": QUESTION, "data/questions/broken.rq": QUESTION.replace("title.en", "titel")}
    summary = kzit_graph.open_folder(small_project(tmp_path / "project", changes)).build(tmp_path / "dist")
    (warning,) = summary.warnings
    assert "broken.rq:" in warning
    assert warning.endswith("; the question is left out")
    assert [path for path in summary.files if path.startswith("questions/")] == ["questions/near.rq"]
    assert (tmp_path / "dist/questions/near.rq").read_text("utf-8") == QUESTION


def test_a_question_that_is_a_link_out_of_the_project_is_not_published(tmp_path: Path) -> None:
    project = small_project(tmp_path / "project", {"data/questions/near.rq": QUESTION})
    (tmp_path / "secret.rq").write_text(QUESTION)
    (project / "data/questions/secret.rq").symlink_to(tmp_path / "secret.rq")
    summary = kzit_graph.open_folder(project).build(tmp_path / "dist")
    assert not (tmp_path / "dist/questions/secret.rq").exists()
    assert "secret.rq: is a link that leads out of the project folder" in summary.warnings[0]


def test_a_build_is_known_by_its_own_dumps_beside_other_files(copy: Path) -> None:
    (copy / "aaa.nq").write_text("<https://example.org/a> <https://example.org/b> <https://example.org/c> .\n")
    assert [path.name for path in open_build(copy).dumps] == ["tiny.nq"]
    assert kzit_graph.open_dump(copy).loaded.dumps == (copy / "tiny.nq",)


def test_an_opened_build_cannot_be_built(tiny: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="only a project folder can be built"):
        kzit_graph.open_build(tiny).build(tmp_path / "dist")


def test_loading_the_project_again_gives_equal_settings(tiny: Path, tmp_path: Path) -> None:
    loaded = loaded_folder(small_project(tmp_path / "project"))
    assert loaded.project.settings.roles.terms == open_build(tiny).project.settings.roles.terms
