"""The installed package: the wheel includes the graph, and imports are lazy."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import URIRef

import kzit_graph
from kzit_graph.project.project import Project
from tests.built_folders import files_of
from tests.components import need
from tests.page_session import follow_commands
from tests.serve.running import running_server
from tests.small_project import small_project
from tests.source_counts import counts, sources


@pytest.fixture(scope="session")
def installed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the wheel installed by pip."""
    wheels, folder = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels), str(root)], check=True, capture_output=True
    )
    (wheel,) = wheels.glob("*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--target", str(folder), str(wheel)], check=True, capture_output=True)
    return folder


@pytest.mark.slow
def test_the_installed_wheel_builds_the_graph_in_an_empty_folder(installed: Path, root: Path, tmp_path: Path) -> None:
    script = "import kzit_graph.cli; print(kzit_graph.__file__); kzit_graph.cli.main()"
    command = [sys.executable, "-c", script, "build", "--no-site"]
    done = subprocess.run(command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(installed)}, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).is_relative_to(installed)
    kzit_graph.open_folder(root).build(tmp_path / "of-the-repository", site=False)
    of_wheel, of_repository = (files_of(tmp_path / name) for name in ("dist", "of-the-repository"))
    assert of_wheel == of_repository


@pytest.mark.slow
def test_the_installed_wheel_serves_the_graph_as_the_manual_shows(installed: Path, root: Path, tmp_path: Path) -> None:
    for program in ("curl", "jq"):
        need(shutil.which(program) is not None, program, f"apt-get install {program}")
    with running_server(None, tmp_path / "empty", package=installed) as server:
        text = server.client.get(f"{server.url}kzit.nt").text
        page = (root / "docs" / "serve.md").read_text("utf-8")
        assert follow_commands(page, tmp_path, root, server.url.rstrip("/")) > 5
    assert len(text.splitlines()) > 20_000


@pytest.mark.slow
def test_the_installed_wheel_writes_the_same_site(installed: Path, tmp_path: Path) -> None:
    project = small_project(tmp_path / "project")
    script = f"import kzit_graph; kzit_graph.open_folder({str(project)!r}).build({str(tmp_path / 'of-wheel')!r})"
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(installed)}, check=True)
    kzit_graph.open_folder(project).build(tmp_path / "of-the-repository")
    of_wheel, of_repository = (files_of(tmp_path / name) for name in ("of-wheel", "of-the-repository"))
    assert of_wheel == of_repository
    assert of_wheel.keys() >= {"index.html", "assets/site.css", "things/Theatre.html"}


@pytest.mark.slow
def test_the_wheel_has_all_files_of_the_package_but_the_bundled_project(installed: Path, root: Path) -> None:
    in_wheel, in_repository = (
        {path for path in files_of(folder / "kzit_graph") if "__pycache__/" not in path} for folder in (installed, root)
    )
    assert in_repository - in_wheel == set()
    assert {path for path in in_wheel - in_repository if not path.startswith("bundled/")} == set()


@pytest.mark.slow
def test_the_wheel_is_typed_and_has_no_tests(installed: Path) -> None:
    assert (installed / "kzit_graph" / "py.typed").is_file()
    assert {path.name for path in (installed / "kzit_graph" / "bundled").iterdir()} == {
        "data",
        "examples",
        "ontology",
        "shapes",
    }
    assert not (installed / "tests").exists()


@pytest.mark.slow
def test_the_installed_wheel_starts_projects_from_its_templates(installed: Path, tmp_path: Path) -> None:
    script = """
import kzit_graph
for name in ("cited-facts", "bare", "example"):
    kzit_graph.init_project(name, template=name)
    print(kzit_graph.open_folder(name).validate().results)
"""
    environment = os.environ | {"PYTHONPATH": str(installed)}
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8")
    assert done.stdout == "()\n()\n()\n", done.stderr


def test_the_installed_wheel_answers_every_question(installed: Path, tmp_path: Path) -> None:
    script = "import kzit_graph; kg = kzit_graph.bundled(); print(len([kg.query(name) for name in kg.questions()]))"
    environment = os.environ | {"PYTHONPATH": str(installed)}
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8")
    assert done.stdout == f"{len(kzit_graph.bundled().questions())}\n", done.stderr


def test_importing_the_package_reads_nothing_and_loads_no_heavy_library() -> None:
    heavy = {"rdflib", "pyshacl", "shacl", "pyld", "rich", "semver", "urllib3", "pandas", "polars", "pyarrow"}
    script = f"import sys, kzit_graph; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True).stdout == "[]\n"


def test_public_names_exist_and_have_docstrings() -> None:
    for name in kzit_graph.__all__:
        assert getattr(kzit_graph, name).__doc__, name


def test_dir_lists_the_public_names_only() -> None:
    assert dir(kzit_graph) == sorted(kzit_graph.__all__)
    assert {"ProjectEvidence", "Release", "UnsupportedContext", "plan_release"} < set(dir(kzit_graph))


@pytest.mark.slow
def test_the_bundled_graph_validates_answers_and_exports(tmp_path: Path) -> None:
    kg = kzit_graph.bundled()
    assert kg.validate().passed
    facts = kg.query("SELECT ?fact WHERE { ?fact a <https://w3id.org/kzit/ontology#Fact> }")
    assert isinstance(facts, kzit_graph.Solutions)
    assert len(facts) >= sum(sum(counts(kg.store, source).facts.values()) for source in sources())
    content = kg.export("turtle", tmp_path / "kzit.ttl")
    assert (tmp_path / "kzit.ttl").read_bytes() == content


def test_to_rdflib_keeps_named_graphs_and_queries_their_union(project: Project) -> None:
    dataset = kzit_graph.open_folder(project.root).to_rdflib()
    graphs = {graph.identifier for graph in dataset.graphs() if len(graph)}
    assert {URIRef(file.graph.value) for file in project.graphs} <= graphs
    rows = list(dataset.query("SELECT ?fact { ?fact a <https://w3id.org/kzit/ontology#Fact> }"))
    assert len(rows) == 52


def test_a_folder_that_is_not_a_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(kzit_graph.InvalidInput, match="not a project folder"):
        kzit_graph.open_folder(tmp_path)


def test_all_errors_have_one_base_class() -> None:
    assert all(
        issubclass(error, kzit_graph.KzitError) for error in (kzit_graph.InvalidInput, kzit_graph.InvalidData, kzit_graph.UnwritableTarget)
    )


def test_a_query_imports_only_what_it_needs() -> None:
    jsonld = tuple(f"rdf.jsonld.{name}" for name in ("bounds", "compaction", "context", "document", "inlining", "losses", "node"))
    others = (*("publish", "differences", "remote", "validation", "describe", "cli.build", "cli.validate"), *jsonld)
    asked = "from kzit_graph.cli import cli; cli(['query', 'timeline'], standalone_mode=False)"
    script = f"import sys; {asked}; print([m for m in sys.modules if m.removeprefix('kzit_graph.').startswith({others}) or m == 'urllib3'])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"
