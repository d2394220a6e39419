"""A build is described with the address at which it is published."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import NamedNode, parse

import kzit_graph
from kzit_graph.cli import cli, deadline
from kzit_graph.errors import InvalidInput
from tests.built_folders import files_of
from tests.small_project import BASE, citable, small_project

pytestmark = pytest.mark.slow

DCAT = "http://www.w3.org/ns/dcat#"
URL = "https://data.example.org/tiny/"


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "supervise", lambda *_arguments: None)


def values(folder: Path, name: str) -> set[str]:
    """Return the IRIs that are values of a property of DCAT in the description of a build."""
    return {quad.object.value for quad in parse(path=folder / "dataset.ttl") if quad.predicate == NamedNode(f"{DCAT}{name}")}


def run(project: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--project", str(project), "build", "--out", str(project.parent / "dist"), *arguments])


def test_without_it_files_are_at_the_base(tmp_path: Path) -> None:
    assert run(small_project(tmp_path / "project")).exit_code == 0
    assert f"{BASE}tiny.nq" in values(tmp_path / "dist", "downloadURL")
    assert values(tmp_path / "dist", "landingPage") == set()


def test_the_option_sets_the_address_of_files_and_landing_page(tmp_path: Path) -> None:
    done = run(small_project(tmp_path / "project"), "--public-url", "https://data.example.org/tiny")
    assert done.exit_code == 0, done.output
    for name in ("downloadURL", "accessURL"):
        assert values(tmp_path / "dist", name) == {f"{URL}tiny.{end}" for end in ("ttl", "trig", "nt", "nq", "jsonld", "rdf")}
    assert values(tmp_path / "dist", "landingPage") == {URL}
    schema = json.loads((tmp_path / "dist/tiny.schema.json").read_text("utf-8"))
    assert schema["$id"] == f"{URL}tiny.schema.json"
    assert f'"contentUrl": "{URL}tiny.nq"' in (tmp_path / "dist/croissant.json").read_text("utf-8")
    assert f'public_url = "{URL}"' in (tmp_path / "dist/settings.toml").read_text("utf-8")


def test_the_setting_does_the_same_and_the_option_overrides_it(tmp_path: Path) -> None:
    project = small_project(tmp_path / "project", {"kzit-graph.toml": f'public_url = "{URL}"\n'})
    assert run(project).exit_code == 0
    assert values(tmp_path / "dist", "landingPage") == {URL}
    assert run(project, "--public-url", "http://localhost:8000").exit_code == 0
    assert values(tmp_path / "dist", "landingPage") == {"http://localhost:8000/"}


def test_a_landing_page_that_the_data_state_stays(tmp_path: Path) -> None:
    page = f"<{BASE}dataset> <{DCAT}landingPage> <https://example.org/page> ."
    assert run(citable(tmp_path / "project", dataset=page), "--public-url", URL).exit_code == 0
    assert values(tmp_path / "dist", "landingPage") == {"https://example.org/page"}


def test_the_dumps_do_not_depend_on_the_address(tmp_path: Path) -> None:
    kg = kzit_graph.open_folder(small_project(tmp_path / "project"))
    kg.build(tmp_path / "one")
    kg.build(tmp_path / "two", public_url=URL)
    one, two = files_of(tmp_path / "one"), files_of(tmp_path / "two")
    dumps = [name for name in one if name.startswith("tiny.") and not name.endswith(".schema.json")]
    assert len(dumps) == 6
    assert {name: one[name] for name in dumps} == {name: two[name] for name in dumps}


def test_an_address_that_is_none_is_refused_before_the_build(tmp_path: Path) -> None:
    done = run(small_project(tmp_path / "project"), "--public-url", "data.example.org")
    assert isinstance(done.exception, InvalidInput)
    assert str(done.exception) == '"data.example.org" is not an address; write it like https://data.example.org/'
    assert not (tmp_path / "dist").exists()
