"""After a load, a store has exactly the graphs, regardless of its previous contents and of interruptions."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from pyoxigraph import NamedNode, Triple

from kzit_graph.cli import cli
from kzit_graph.errors import UnreachableEndpoint
from kzit_graph.project.statements.statements import Statements
from kzit_graph.rdf.comparison import GraphDifference, compare_graphs
from kzit_graph.remote.client import HttpClient
from kzit_graph.remote.credentials import credentials_from
from kzit_graph.remote.graph_store import GraphStore, open_graph_store
from kzit_graph.remote.load import CREATE, KEEP, REMOVE, REPLACE, carry_out, named_graphs, plan, verify
from kzit_graph.remote.manifest import write_manifest
from tests.stores import fuseki
from tests.stores.cut import breakable
from tests.stores.fuseki import FUSEKI
from tests.stores.oxigraph import OXIGRAPH
from tests.stores.rdf4j import RDF4J
from tests.stores.server import Server
from tests.stores.stores import EACH_STORE
from tests.stores.virtuoso import VIRTUOSO

BASE = "https://w3id.org/kzit/"
GRAPH = NamedNode(f"{BASE}graph/concepts")
STRAY = NamedNode(f"{BASE}graph/source/withdrawn")
OTHERS = NamedNode("https://example.org/others")
TRIPLE = Triple(NamedNode("https://example.org/s"), NamedNode("https://example.org/p"), ox.Literal("o"))


def environment(server: Server) -> dict[str, str]:
    """Return the environment variables with the credentials of a store."""
    account = server.account
    return {"KZIT_ENDPOINT_USER": account.user, "KZIT_ENDPOINT_PASSWORD": account.password} if account else {}


def address(server: Server) -> str:
    """Return the address of a store as users write it: the base of the server, with a dataset or repository if there are several."""
    return server.base if server.name in ("Oxigraph", "Virtuoso") else server.query.removesuffix("/query")


def opened(server: Server, via: str = "auto", url: str | None = None, retries: int = 4) -> GraphStore:
    client = HttpClient(credentials_from(environment(server)), retries=retries)
    return open_graph_store(url or address(server), via=via, client=client)


def actions(statements: Statements, target: GraphStore) -> dict[str, str]:
    return {step.graph.value.removeprefix(f"{BASE}graph/"): step.action for step in plan(statements, BASE, target)}


@pytest.fixture(scope="module", params=EACH_STORE)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running store without graphs of the project."""
    with request.param.start(tmp_path_factory.mktemp("store"), None) as running:
        yield running


@pytest.fixture(params=["gsp", "update"])
def target(request: pytest.FixtureRequest, server: Server) -> Iterator[GraphStore]:
    """The store by each of the two protocols."""
    store = opened(server, request.param)
    yield store
    for graph in (*store.graphs(BASE), OTHERS):
        store.remove(graph)


def test_an_empty_store_ends_as_the_graph_is(statements: Statements, target: GraphStore) -> None:
    steps = plan(statements, BASE, target)
    assert {step.action for step in steps} == {CREATE}
    carry_out(steps, statements, BASE, target)
    outcomes = verify(statements, BASE, target)
    assert [outcome.graph for outcome in outcomes] == named_graphs(statements, BASE)
    assert all(outcome.is_right for outcome in outcomes), [outcome.difference for outcome in outcomes if not outcome.is_right]


def test_graphs_that_are_already_in_are_kept(statements: Statements, target: GraphStore) -> None:
    carry_out(plan(statements, BASE, target), statements, BASE, target)
    assert set(actions(statements, target).values()) == {KEEP}


def test_changed_graphs_are_replaced_and_old_ones_removed_but_no_others(statements: Statements, target: GraphStore) -> None:
    carry_out(plan(statements, BASE, target), statements, BASE, target)
    first = next(iter(target.read(GRAPH)))
    list(target.discard(GRAPH, [first]))
    list(target.add(GRAPH, [TRIPLE]))
    target.put(STRAY, [TRIPLE])
    write_manifest(target, BASE, {*named_graphs(statements, BASE), STRAY})
    target.put(OTHERS, [TRIPLE])
    steps = {step.graph: step for step in plan(statements, BASE, target)}
    assert (steps[GRAPH].action, steps[GRAPH].added, steps[GRAPH].removed) == (REPLACE, 1, 1)
    assert (steps[STRAY].action, steps[STRAY].removed) == (REMOVE, 1)
    assert OTHERS not in steps
    carry_out(steps.values(), statements, BASE, target)
    assert all(outcome.is_right for outcome in verify(statements, BASE, target))
    assert STRAY not in target.graphs(BASE)
    assert set(target.read(OTHERS)) == {TRIPLE}


def test_triples_lost_or_added_afterwards_are_found(statements: Statements, target: GraphStore) -> None:
    carry_out(plan(statements, BASE, target), statements, BASE, target)
    lost = next(triple for triple in target.read(GRAPH) if isinstance(triple.object, NamedNode))
    list(target.discard(GRAPH, [lost]))
    list(target.add(GRAPH, [TRIPLE]))
    (outcome,) = (outcome for outcome in verify(statements, BASE, target) if not outcome.is_right)
    assert (outcome.graph, outcome.difference.missing, outcome.difference.surplus) == (GRAPH, (lost,), (TRIPLE,))


@pytest.mark.parametrize("done", [1, 3])
def test_an_interrupted_load_is_resumed(statements: Statements, server: Server, target: GraphStore, done: int) -> None:
    with breakable(address(server)) as way:
        broken = opened(server, target.via, way.url, retries=1)
        steps = plan(statements, BASE, broken)
        loaded = 0

        def progress(_graph: NamedNode, triples: int) -> None:
            nonlocal loaded
            loaded += triples
            if loaded == sum(step.triples for step in steps[:done]):
                way.cut()

        with pytest.raises(UnreachableEndpoint, match=f"; {done} of {len(steps)} graphs are done"):
            carry_out(steps, statements, BASE, broken, progress)
    assert Counter(actions(statements, target).values()) == {KEEP: done, CREATE: len(steps) - done}
    carry_out(plan(statements, BASE, target), statements, BASE, target)
    assert all(outcome.is_right for outcome in verify(statements, BASE, target))


XSD = "http://www.w3.org/2001/XMLSchema#"
LOST: Mapping[str, set[str]] = {
    OXIGRAPH.name: set(),
    FUSEKI.name: set(),
    RDF4J.name: set(),
    VIRTUOSO.name: {f'"x"^^<{XSD}integer>', f'"-0044-03-15"^^<{XSD}date>'},
}
"""By store: literals whose value changes."""


def test_another_form_of_a_value_is_distinguished_from_a_lost_value(server: Server) -> None:
    target = opened(server)
    literals = [quad.triple for quad in ox.parse(path=Path(__file__).with_name("literals.ttl"))]
    target.put(OTHERS, literals)
    found = compare_graphs(literals, target.read(OTHERS))
    assert {str(triple.object) for triple in found.missing} == LOST[server.name]
    assert (found == GraphDifference()) == (server.name == RDF4J.name)
    assert set(found.normalised) <= {"duration", "number", "time", "boolean"}
    target.remove(OTHERS)


def test_the_address_of_the_load_is_the_one_that_is_shown(root: Path, server: Server) -> None:
    usual = {"Oxigraph": 7878, "Apache Jena Fuseki": 3030, "Eclipse RDF4J Server": 8080, "Virtuoso": 8890}[server.name]
    shown = re.sub(r"127\.0\.0\.1:\d+", f"localhost:{usual}", address(server))
    assert f"\nkzit-graph load {shown} " in (root / "docs" / "load.md").read_text("utf-8")


def load(server: Server, *arguments: str, project: Path | None = None, **variables: str) -> Result:
    of_project = ["--project", str(project)] if project else []
    return CliRunner().invoke(cli, [*of_project, "load", address(server), *arguments], env=environment(server) | variables)


def test_the_command_loads_and_says_so(server: Server, target: GraphStore, one_source: Path) -> None:
    planned = load(server, "--via", target.via, "--dry-run", project=one_source)
    assert planned.exit_code == 0, planned.output
    assert planned.stdout.splitlines()[-1] == "dry run: nothing was changed"
    assert target.graphs(BASE) == set()
    done = load(server, "--via", target.via, project=one_source)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[0].partition(" at ")[0] in server.name
    assert done.stdout.splitlines()[-1].startswith("verified: ")
    again = json.loads(load(server, "--via", target.via, "--format", "json", project=one_source).stdout)
    assert {graph["action"] for graph in again["graphs"]} == {KEEP}
    assert again["passed"] is True


def test_a_dump_is_loaded_as_the_project_is(server: Server, target: GraphStore, dist: Path, statements: Statements) -> None:
    assert load(server, "--via", target.via, "--data", str(dist / "kzit.trig")).exit_code == 0
    assert set(actions(statements, target).values()) == {KEEP}


@pytest.mark.parametrize("authentication", ["basic", "digest"])
def test_a_store_with_accounts_is_loaded_by_those_who_have_one(
    tmp_path: Path, authentication: Literal["basic", "digest"], one_source: Path
) -> None:
    with fuseki.start(tmp_path, authentication=authentication) as server:
        assert load(server, project=one_source).exit_code == 0
        refused = load(server, project=one_source, KZIT_ENDPOINT_PASSWORD="wr0ng")
    assert isinstance(refused.exception, UnreachableEndpoint)
    assert "credentials are missing or were rejected (401)" in str(refused.exception)
    assert "wr0ng" not in str(refused.exception)
