"""The example project goes through every command."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.types import CallToolResult

import kzit_graph
from kzit_graph.cli import cli, deadline
from kzit_graph.knowledge_graph import KnowledgeGraph
from tests.built_folders import files_of
from tests.components import need
from tests.serve.running import running_server
from tests.stores.oxigraph import OXIGRAPH

GARDEN: Final = Path(__file__).parents[1] / "examples" / "alpine-garden"
DUMPS: Final = ("ttl", "trig", "nt", "nq", "jsonld", "rdf")


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "supervise", lambda *_arguments: None)


@pytest.fixture(scope="module")
def garden() -> KnowledgeGraph:
    return kzit_graph.open_folder(GARDEN)


@pytest.fixture(scope="module")
def dist(garden: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("garden") / "dist"
    garden.build(folder)
    return folder


def run(*arguments: object, project: Path = GARDEN) -> Result:
    return CliRunner().invoke(cli, ["--project", str(project), *map(str, arguments)])


def test_the_example_passes_validation_with_both_engines(garden: KnowledgeGraph) -> None:
    assert garden.validate().text() == "passed: 0 violations, 0 warnings, 0 infos (shacl)\n"
    assert garden.validate("pyshacl").results == ()
    assert run("validate").exit_code == 0


@pytest.mark.slow
def test_a_build_has_all_dumps_and_counts_the_claims(dist: Path, tmp_path: Path) -> None:
    assert {path.name for path in dist.glob("alpine-garden.*")} >= {f"alpine-garden.{extension}" for extension in DUMPS}
    assert "3 facts, 145 triples (145 quads)\n" in run("build", "--out", tmp_path / "dist").stderr
    assert files_of(dist) == files_of(tmp_path / "dist")


@pytest.mark.parametrize("language", ["fr", "de"])
def test_things_are_shown_in_both_languages(language: str) -> None:
    page = run("show", "Edelweiß", "--lang", language).stdout
    names = {"fr": ("milieu", "rochers calcaires", "carnet A, page 12"), "de": ("Lebensraum", "Kalkfels", "Heft A, Seite 12")}[language]
    assert all(name in page for name in names)
    assert "Amélie" in page


def test_observations_are_claims_with_gardener_and_notebook(garden: KnowledgeGraph) -> None:
    claims = garden.show("edelweiss").facts
    assert [(garden.names.label(claim.claimants[0], "fr"), garden.names.label(claim.passages[0], "fr")) for claim in claims] == [
        ("Amélie", "carnet A, page 12"),
        ("Urs", "carnet B, page 3"),
    ]


def test_its_question_finds_plants_of_narrower_habitats() -> None:
    answer = run("query", "plants-of-habitat", "-p", "habitat=Fels und Schutt", "-f", "json").stdout
    names = [row["scientific_name"]["value"] for row in json.loads(answer)["results"]["bindings"]]
    assert names == ["Leontopodium nivale", "Linaria alpina", "Primula auricula"]
    assert "plants-of-habitat" in run("query", "--list").stdout


@pytest.mark.parametrize("syntax", ["turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml"])
def test_an_export_is_the_dump_of_the_build(dist: Path, syntax: str) -> None:
    extension = dict(zip(("turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml"), DUMPS, strict=True))[syntax]
    assert run("export", syntax).stdout_bytes == (dist / f"alpine-garden.{extension}").read_bytes()


def test_a_changed_observation_is_a_changed_fact(dist: Path, tmp_path: Path) -> None:
    copy = tmp_path / "garden"
    shutil.copytree(GARDEN, copy)
    file = copy / "data" / "observations" / "2026.ttl"
    file.write_text(file.read_text("utf-8").replace('"2026-07-02"', '"2026-07-01"'), "utf-8")
    done = run("diff", dist, copy, "--lang", "de")
    assert done.exit_code == 1
    assert "facts       1 changed" in done.stdout
    assert "2026-07-02 → 2026-07-01" in done.stdout


def test_an_invalid_plant_is_reported_with_file_and_line(tmp_path: Path) -> None:
    copy = tmp_path / "garden"
    shutil.copytree(GARDEN, copy)
    file = copy / "data" / "plants.ttl"
    file.write_text(file.read_text("utf-8").replace('"Primula auricula"', '"primula"'), "utf-8")
    done = run("validate", project=copy)
    assert done.exit_code == 1
    assert "data/plants.ttl:" in done.stdout
    assert "wissenschaftlichen Namen" in done.stdout or "nom scientifique" in done.stdout


def test_evidence_and_inspection_run_on_the_example() -> None:
    assert run("evidence", "coverage").stdout == "the graph has no passages\n"
    assert "3 claims" in run("inspect").stdout


@pytest.mark.parametrize("words", ["edelweis", "edelweiß", "etoile alpes"])
def test_search_finds_a_plant_by_each_of_its_names(words: str) -> None:
    found = json.loads(run("search", words, "-f", "json").stdout)["results"]["bindings"]
    assert found[0]["thing"]["value"].endswith("/id/edelweiss")


@pytest.mark.slow
def test_a_store_holds_the_example_after_a_load(tmp_path: Path) -> None:
    need(OXIGRAPH.version() is not None, OXIGRAPH.name, "see tests/stores")
    with OXIGRAPH.start(tmp_path, None) as store:
        first, again = run("load", store.base), run("load", store.base)
        assert (first.exit_code, again.exit_code) == (0, 0), first.output + again.output
        held = run("query", "SELECT (COUNT(*) AS ?n) { ?s a sosa:Observation }", "--endpoint", store.query, "-f", "csv")
        assert held.stdout.split() == ["n", "3"]
        different = run("diff", store.base, GARDEN, "-f", "patch").stdout.splitlines()
        assert {line.split()[-2] for line in different if line[:2] in ("A ", "D ")} == {
            "<https://example.org/alpine-garden/graph/manifest>"
        }


@pytest.mark.slow
def test_a_server_answers_queries_and_describes_a_plant(dist: Path, tmp_path: Path) -> None:
    with running_server(dist, tmp_path / "server") as server:
        count = server.query("SELECT (COUNT(*) AS ?n) { ?s a <http://www.w3.org/ns/sosa/Observation> }", headers={"accept": "text/csv"})
        assert count.text.split() == ["n", "3"]
        page = server.client.get(
            f"{server.url}id/edelweiss", headers={"accept": "text/html", "accept-language": "de"}, follow_redirects=True
        )
        assert (page.status_code, 'lang="de"' in page.text) == (200, True)
        described = server.client.get(f"{server.url}id/edelweiss", headers={"accept": "text/turtle"}, follow_redirects=True)
        assert described.headers["content-type"].startswith("text/turtle")


@pytest.mark.slow
def test_an_assistant_is_shown_a_plant_with_its_observations() -> None:
    async def show() -> CallToolResult:
        command = ["-m", "kzit_graph", "--project", str(GARDEN), "mcp", "--compact"]
        async with Client(StdioServerParameters(command=sys.executable, args=command)) as client:
            return await client.call_tool("show", {"name": "Edelweiß"})

    found = asyncio.run(show())
    assert not found.is_error
    assert "id:observation-1" in str(found.content)
    assert "Amélie" in str(found.content)
