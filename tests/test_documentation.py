"""The manual is correct: its commands and programs run, its numbers are right, and its links have targets."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Final

import click
import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse

import kzit_graph
from kzit_graph import errors
from kzit_graph.cli import cli
from kzit_graph.describe.evidence import count_passages
from kzit_graph.project.dataset import read_dataset
from kzit_graph.project.project import Project
from kzit_graph.publish.release.citation_file import CITATION_FILE, citation_cff
from kzit_graph.rdf.namespaces import RDF_TYPE
from kzit_graph.rdf.reading import read_quads
from kzit_graph.validation.report.report import InvalidData
from kzit_graph.validation.validate import validate
from tests.editions import current_edition
from tests.git_repository import committed, git
from tests.loading import loaded_folder
from tests.page_session import follow, needs_the_repository
from tests.pages import anchors, blocks, links, manual, prose

ROOT: Final = Path(__file__).parents[1]
PAGES: Final = [pytest.param(page, id=page.relative_to(ROOT).as_posix()) for page in manual(ROOT)]
LINKING: Final = [*manual(ROOT), ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
RELEASES: Final = ROOT / "docs" / "releases.md"
ERRORS: Final = ROOT / "docs" / "errors.md"

SHELL: Final = pytest.mark.skipif(os.name != "posix", reason="the manual speaks to a POSIX shell")


def with_the_next_number(page: str, project: Path) -> str:
    """Return a page about release 1.0.0 with the next version of the project instead."""
    latest = current_edition(loaded_folder(project)).version
    return page.replace("1.0.0", f"{int(str(latest).partition('.')[0]) + 1}.0.0")


@pytest.fixture(scope="session")
def dist(dist_with_site: Path) -> Path:
    """A finished build, as the manual has it. Do not modify."""
    return dist_with_site


@pytest.mark.slow
@SHELL
@pytest.mark.parametrize("page", PAGES)
def test_the_output_on_a_page_is_correct(page: Path, tmp_path: Path, a_project: Path, dist: Path, root: Path) -> None:
    text = page.read_text("utf-8")
    if needs_the_repository(text):
        shutil.copytree(root / "docs" / "migrations", a_project / "docs" / "migrations")
        (a_project / CITATION_FILE).write_text("of the release before")
        follow(with_the_next_number(text, a_project), committed(a_project), dist, a_project)
    else:
        folder = tmp_path / "page"
        folder.mkdir()
        follow(text, folder, dist, root)


@pytest.mark.slow
@SHELL
def test_the_steps_of_a_release_are_complete(a_project: Path, dist: Path) -> None:
    (a_project / CITATION_FILE).write_text("of the release before")
    page = with_the_next_number(RELEASES.read_text("utf-8"), a_project)
    follow(page, committed(a_project), dist, a_project)
    loaded = loaded_folder(a_project)
    edition = current_edition(loaded)
    assert validate(loaded).passed
    assert f"--release {edition.version} " in page
    assert git(a_project, "status", "--porcelain") == "?? dist/"
    assert (a_project / CITATION_FILE).read_bytes() == citation_cff(read_dataset(loaded), edition)


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_turtle_on_a_page_is_in_the_graph(page: Path, store: Store) -> None:
    known = kzit_graph.bundled().names.prefixes
    prefixes = "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in known.items())
    held = {quad.triple for quad in store}
    for block in blocks(page.read_text("utf-8")):
        if block.language == "turtle" and not block.file:
            shown = {quad.triple for quad in parse(prefixes + block.text, format=RdfFormat.TURTLE)}
            assert shown - held == set()


@pytest.mark.parametrize("page", PAGES)
def test_json_on_a_page_is_in_the_dump(page: Path, dist: Path) -> None:
    dump = json.loads((dist / "kzit.jsonld").read_text("utf-8"))
    things = {thing["id"]: thing for graph in dump["@graph"] for thing in graph["@graph"]}
    for block in blocks(page.read_text("utf-8")):
        if block.language == "json":
            shown = json.loads(block.text)
            assert shown == things[shown["id"]]


def test_the_front_page_is_short(root: Path) -> None:
    assert len((root / "README.md").read_text("utf-8").splitlines()) <= 200


def test_the_front_page_links_to_every_page(root: Path) -> None:
    linked = {(root / link).resolve() for link in links((root / "README.md").read_text("utf-8")) if "://" not in link}
    assert [page for page in manual(root)[1:] if page not in linked] == []


def test_the_numbers_in_the_prose_are_those_of_the_graph(project: Project, store: Store, root: Path) -> None:
    kinds = Counter(quad.object for path in project.ontology for quad in read_quads(path) if quad.predicate == RDF_TYPE)
    owl = "http://www.w3.org/2002/07/owl#"
    properties = kinds[NamedNode(f"{owl}ObjectProperty")] + kinds[NamedNode(f"{owl}DatatypeProperty")]
    terms = f"{kinds[NamedNode(f'{owl}Class')]} classes and {properties} properties"
    front, log = (root / "README.md").read_text("utf-8"), (root / "CHANGELOG.md").read_text("utf-8")
    questions = f" {len(kzit_graph.bundled().questions())} questions"
    assert questions in front
    assert questions in log
    facts = {quad.subject for quad in store.quads_for_pattern(None, RDF_TYPE, NamedNode("https://w3id.org/kzit/ontology#Fact"))}
    assert f"{count_passages(store)} passages, {len(facts)} facts" in front
    assert terms in log
    assert terms in (root / "docs" / "model.md").read_text("utf-8")


def test_every_command_is_documented() -> None:
    text = "".join(page.read_text("utf-8") for page in manual(ROOT))
    context = click.Context(cli)
    commands = {name: cli.get_command(context, name) for name in cli.list_commands(context)}
    names = [name for name, command in commands.items() if not isinstance(command, click.Group)]
    groups = {name: command for name, command in commands.items() if isinstance(command, click.Group)}
    names += [f"{group} {name}" for group, command in groups.items() for name in command.commands]
    assert [name for name in names if f"kzit-graph {name}" not in text] == []


@pytest.mark.parametrize("page", [pytest.param(page, id=page.relative_to(ROOT).as_posix()) for page in LINKING])
def test_every_link_has_a_target(page: Path) -> None:
    missing = []
    for link in links(page.read_text("utf-8")):
        address, _, fragment = link.partition("#")
        if "://" in link:
            continue
        target = (page.parent / address).resolve() if address else page
        if not target.exists() or (fragment and fragment not in anchors(target.read_text("utf-8"))):
            missing.append(link)
    assert missing == []


def test_every_exception_is_on_the_page_of_errors() -> None:
    raised = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, errors.KzitError)]
    text = ERRORS.read_text("utf-8")
    assert [kind.__name__ for kind in (*raised, InvalidData) if f"`{kind.__name__}`" not in text] == []


def test_the_names_of_errors_are_unique() -> None:
    names = re.findall(r"^### (.+)$", prose(ERRORS.read_text("utf-8")), re.MULTILINE)
    assert len(names) > 50
    assert [name for name in names if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []
    assert sorted(set(names)) == sorted(names)


def test_each_error_has_a_message_a_cause_and_a_repair() -> None:
    sections = re.split(r"^#{1,3} ", ERRORS.read_text("utf-8"), flags=re.MULTILINE)
    entries = {section.partition("\n")[0]: section for section in sections if re.match(r"[a-z0-9]+(-[a-z0-9]+)*\n", section)}
    words = ("Message:", "Cause:", "Repair:")
    assert [name for name, entry in entries.items() if not all(word in entry for word in words)] == []
