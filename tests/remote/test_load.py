"""`load` with invalid calls, invalid data, large graphs and stores that refuse. Real stores are in tests/stores."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

import kzit_graph
from kzit_graph.cli import cli
from kzit_graph.cli.load import _refuse_invalid as refuse_invalid
from kzit_graph.errors import InvalidInput, KzitError, UnreachableEndpoint
from kzit_graph.project.statements.statements import Statements
from kzit_graph.rdf.comparison import GraphDifference
from kzit_graph.remote.batches import BatchSize
from kzit_graph.remote.client import HttpClient
from kzit_graph.remote.graph_store import GraphStore, open_graph_store
from kzit_graph.remote.load import CREATE, KEEP, LEAVE, REMOVE, REPLACE, Outcome, Step, carry_out, load, named_graphs, plan, verify
from kzit_graph.remote.load_report import load_report_text
from kzit_graph.remote.manifest import manifest_name, read_manifest
from kzit_graph.remote.services import Services, find_services
from kzit_graph.validation.report.report import InvalidData
from tests.loading import statements_in
from tests.remote.endpoint_servers import free_port, says, server
from tests.small_project import FILES, small_project
from tests.stores.oxigraph import OXIGRAPH

BASE = "https://example.org/"
GRAPH = NamedNode(f"{BASE}graph/large")
P = NamedNode(f"{BASE}p")


def filled(*quads: Quad) -> Statements:
    return statements_in(quads)


def large(begin: int, end: int) -> Statements:
    """Return the statements of one graph, a triple for each number."""
    return filled(*(Quad(NamedNode(f"{BASE}{number}"), P, Literal(number), GRAPH) for number in range(begin, end)))


def fault(*arguments: str) -> str:
    """Return the one line of the error of a command."""
    done = CliRunner().invoke(cli, ["load", *arguments])
    assert isinstance(done.exception, KzitError), done.output
    assert len(str(done.exception).splitlines()) == 1
    return str(done.exception)


@pytest.mark.parametrize("way", ["gsp", "update"])
def test_a_large_graph_is_updated_in_batches(tmp_path: Path, way: str) -> None:
    batch, update_batch = BatchSize(max_triples=1_500, max_bytes=1 << 20), BatchSize(max_triples=500, max_bytes=1 << 14)
    with OXIGRAPH.start(tmp_path, None) as running:
        target = GraphStore(find_services(running.base, HttpClient()), way, batch=batch, update_batch=update_batch)
        progress: list[int] = []
        for begin, end in ((0, 4_000), (50, 4_050)):
            source = large(begin, end)
            progress.clear()
            carry_out(plan(source, BASE, target), source, BASE, target, lambda _graph, triples: progress.append(triples), max_put=2_000)
            (outcome,) = verify(source, BASE, target)
            assert outcome.digest == outcome.found
            assert sum(progress) == 4_000
        assert progress == [3_950, 50]


def test_graphs_with_blank_nodes_are_replaced_whole(tmp_path: Path) -> None:
    source = filled(Quad(BlankNode(), P, BlankNode(), GRAPH), Quad(NamedNode(BASE), P, Literal("x"), GRAPH))
    with OXIGRAPH.start(tmp_path, None) as running:
        for way in ("gsp", "update"):
            target = open_graph_store(running.base, via=way)
            target.put(GRAPH, [Triple(NamedNode(BASE), P, Literal("old"))])
            (step,) = plan(source, BASE, target)
            assert step.action == REPLACE
            carry_out([step], source, BASE, target)
            assert [outcome.digest == outcome.found for outcome in verify(source, BASE, target)] == [True]
        with pytest.raises(InvalidInput, match="has blank nodes"):
            target.add(GRAPH, list(source.graph(GRAPH).triples()))


def test_batches_that_a_store_finds_too_large_are_halved() -> None:
    def takes_three(handler: object, talk: object) -> None:
        body = talk.seen[-1].body  # type: ignore[attr-defined]
        says(b"", None, 413 if body.count(b"\n") > 3 else 204)(handler, talk)  # type: ignore[arg-type]

    with server(takes_three) as talk:
        target = GraphStore(Services("", talk.url, talk.url, talk.url))
        pieces = list(target.add(GRAPH, list(large(0, 10).graph(GRAPH).triples())))
    assert sum(pieces) == 10
    assert max(pieces) <= 3
    sent = {line for seen in talk.seen[-len(pieces) :] for line in seen.body.splitlines()}
    assert len(sent) == 10


def test_a_single_triple_that_is_too_large_is_named() -> None:
    with server(says(b"", None, 413)) as talk, pytest.raises(UnreachableEndpoint, match=r"a single triple is too large.*/1>"):
        list(GraphStore(Services("", talk.url, talk.url, talk.url)).add(GRAPH, list(large(1, 2).graph(GRAPH).triples())))


def test_a_small_graph_too_large_for_one_request_goes_in_batches() -> None:
    def step(handler: object, talk: object) -> None:
        request = talk.seen[-1]  # type: ignore[attr-defined]
        if request.method in ("GET", "PUT"):
            says(b"", None, 404 if request.method == "GET" else 413)(handler, talk)  # type: ignore[arg-type]
        else:
            says(b"", None, 204)(handler, talk)  # type: ignore[arg-type]

    source = large(0, 10)
    with server(step) as talk:
        target = GraphStore(Services("", talk.url, talk.url, talk.url))
        carry_out([Step(GRAPH, CREATE, 10, 10, 0)], source, BASE, target)
    manifest = ["PUT", "DELETE", "POST"]
    assert [seen.method for seen in talk.seen] == [*manifest, "PUT", "GET", "POST", *manifest]


@pytest.mark.parametrize("way", ["gsp", "update"])
def test_surplus_triples_with_blank_nodes_are_removed(tmp_path: Path, way: str) -> None:
    source = large(0, 3)
    with OXIGRAPH.start(tmp_path, None) as running:
        target = open_graph_store(running.base, via=way)
        target.put(GRAPH, [Triple(BlankNode(), P, BlankNode()), Triple(NamedNode(BASE), P, BlankNode())])
        with pytest.raises(InvalidInput, match=r"would be removed: graph/large \(2 triples\); run the command again with --force"):
            load(source, BASE, target, max_put=0)
        (outcome,) = load(source, BASE, target, force=True, max_put=0)
    assert outcome.digest == outcome.found


def test_a_knowledge_graph_loads_itself_into_a_store(one_source: Path, tmp_path: Path) -> None:
    kg = kzit_graph.open_folder(one_source)
    with OXIGRAPH.start(tmp_path, None) as running:
        outcomes = kg.load_into(kzit_graph.open_graph_store(running.base))
        assert kzit_graph.Endpoint(running.query).query(kg.sparql("timeline"), kg.names) == kg.query("timeline")
    assert {outcome.digest == outcome.found for outcome in outcomes} == {True}


def test_graphs_of_a_project_are_loaded_wherever_their_names_are(tmp_path: Path) -> None:
    text = '<http://other/g> { <http://e/s> <http://e/p> "a" } <https://example.org/tiny/h> { <http://e/s> <http://e/p> "b" }'
    folder = small_project(tmp_path / "project", {"data/x.trig": text})
    outside, stranger = NamedNode("http://other/g"), NamedNode("http://other/not-ours")
    with OXIGRAPH.start(tmp_path, None) as running:
        store = kzit_graph.open_graph_store(running.base)
        store.put(stranger, [Triple(NamedNode(BASE), P, Literal("stays"))])
        outcomes = kzit_graph.open_folder(folder).load_into(store)
        assert {outcome.digest == outcome.found for outcome in outcomes} == {True}
        assert outside in {outcome.graph for outcome in outcomes}
        (folder / "data" / "x.trig").unlink()
        kzit_graph.open_folder(folder).load_into(store)
        assert (store.count(outside), store.count(stranger)) == (0, 1)
        store.put(outside, [Triple(NamedNode(BASE), P, Literal("of others"))])
        (folder / "data" / "x.trig").write_text(text)
        with pytest.raises(InvalidInput, match="its manifest does not list, and they would be removed"):
            kzit_graph.open_folder(folder).load_into(store)
        assert store.count(outside) == 1


def test_a_dump_with_graphs_outside_the_base_is_loaded_by_choice(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "project", {"shapes/s.ttl": None})
    dump = tmp_path / "dump.nq"
    dump.write_text('<http://e/s> <http://e/p> "a" <http://other/g> .\n', "utf-8")
    with OXIGRAPH.start(tmp_path, None) as running:
        given = ("--project", str(folder), "load", running.base, "--data", str(dump))
        refused = CliRunner().invoke(cli, given)
        assert isinstance(refused.exception, InvalidInput)
        assert "the graph <http://other/g> is not under https://example.org/tiny/; add --any-graph" in str(refused.exception)
        assert CliRunner().invoke(cli, (*given, "--any-graph")).exit_code == 0
        assert kzit_graph.open_graph_store(running.base).count(NamedNode("http://other/g")) == 1


def test_a_graph_without_an_iri_is_not_loaded(tmp_path: Path) -> None:
    text = "_:g { <http://e/s> <http://e/p> 1 }"
    folder = small_project(tmp_path, {"data/x.trig": text})
    with pytest.raises(InvalidInput, match=r"has no IRI, so it cannot be loaded; give it one, or set blank_nodes"):
        named_graphs(kzit_graph.open_folder(folder).loaded.statements, "https://example.org/tiny/", anywhere=True)
    (folder / "kzit-graph.toml").write_text('blank_nodes = "skolemize"')
    names = named_graphs(kzit_graph.open_folder(folder).loaded.statements, "https://example.org/tiny/")
    assert len([name for name in names if ".well-known/genid/" in name.value]) == 1


@pytest.mark.parametrize("end", ["#", "#x", "?default", "?graph=https%3A%2F%2Fothers.org%2Fg", "?a=b&default="])
def test_a_service_address_that_names_a_graph_is_refused(tmp_path: Path, end: str) -> None:
    with OXIGRAPH.start(tmp_path, None) as running:
        with pytest.raises(InvalidInput, match="must not"):
            GraphStore(Services("", running.query, None, running.graph_store + end))
        assert "must not" in fault(running.base, "--query-url", running.query, "--graph-store-url", running.graph_store + end)


def test_a_query_in_the_address_of_a_service_is_kept() -> None:
    with server(says(b"", None, 204)) as talk:
        GraphStore(Services("", talk.url, None, f"{talk.url}?key=k")).remove(GRAPH)
    assert talk.seen[0].path == "/sparql?key=k&graph=https%3A%2F%2Fexample.org%2Fgraph%2Flarge"


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_removal_is_not_repeated_where_a_redirect_leads(status: int) -> None:
    with (
        server(says()) as other,
        server(says(b"", None, status, Location=other.url)) as talk,
        pytest.raises(UnreachableEndpoint, match="has moved"),
    ):
        GraphStore(Services("", talk.url, None, talk.url)).remove(GRAPH)
    assert other.seen == []


def test_graphs_outside_the_base_are_ignored_even_if_a_store_lists_them() -> None:
    listing = {"head": {"vars": ["graph"]}, "results": {"bindings": [{"graph": {"type": "uri", "value": "https://others.org/g"}}]}}
    with server(says(json.dumps(listing).encode())) as talk:
        assert GraphStore(Services("", talk.url, None, talk.url)).graphs(BASE) == set()


@pytest.mark.parametrize(
    "answer",
    [
        {"head": {"vars": []}, "results": {"bindings": [{}]}},
        {"head": {"vars": ["triples"]}, "results": {"bindings": []}},
        {"head": {"vars": ["triples"]}, "results": {"bindings": [{}, {}]}},
        {"head": {"vars": ["triples"]}, "results": {"bindings": [{"triples": {"type": "literal", "value": "7" * 5_000}}]}},
        {"head": {"vars": ["triples"]}, "results": {"bindings": [{"triples": {"type": "uri", "value": "https://e.org/7"}}]}},
    ],
)
def test_a_count_that_is_not_a_number_is_reported(answer: object) -> None:
    with (
        server(says(json.dumps(answer).encode())) as talk,
        pytest.raises(UnreachableEndpoint, match="report it to the endpoint's operator") as caught,
    ):
        GraphStore(Services("", talk.url, None, talk.url)).count(GRAPH)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(("counted", "right"), [(100, True), (99, True), (98, False), (101, False)])
def test_a_count_is_wrong_unless_forms_of_a_value_became_one(counted: int, right: bool) -> None:
    assert Outcome(GRAPH, 100, counted, "a", "b", GraphDifference(normalised={"number": 1})).is_right is right


def test_a_password_of_one_host_goes_to_no_other(tmp_path: Path) -> None:
    path = tmp_path / "netrc"
    path.write_text("machine localhost login me password s3cret", "utf-8")
    with server(says(b"", None, 401)) as talk:
        command = ["load", "http://localhost:1/store", "--query-url", talk.url, "--graph-store-url", talk.url]
        CliRunner().invoke(cli, command, env={"NETRC": str(path)})
    assert talk.seen != []
    assert [seen.headers.get("Authorization") for seen in talk.seen] == [None] * len(talk.seen)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "must begin with https:// or http://"),
        (["http://u:s3cret@localhost/store"], "must not contain a user or a password"),
        (
            ["http://localhost/store", "--graph-store-url", "http://localhost/g", "--query-url", "http://localhost/q", "--via", "update"],
            "--update-url",
        ),
        (["http://localhost/q", "--query-url", "http://localhost/q", "--via", "gsp"], "--graph-store-url"),
        (["http://localhost/q", "--query-url", "http://localhost/q"], "--update-url"),
        (["http://localhost/store", "--data", "none.nq"], "none.nq: cannot be read"),
    ],
)
def test_a_bad_call_is_reported_before_anything_is_sent(arguments: list[str], words: str) -> None:
    assert words in fault(*arguments)


def test_services_without_a_query_service_are_a_fault_of_usage() -> None:
    assert "need --query-url" in fault("http://localhost", "--update-url", "http://localhost/u")


def test_a_store_that_is_not_running_is_reported() -> None:
    assert "connection failed" in fault(f"http://127.0.0.1:{free_port()}/store")


def test_the_options_for_an_unknown_kind_of_store_are_named() -> None:
    with server(says(b"<html>", "text/html")) as talk:
        assert "--query-url" in fault(talk.url)


def test_a_store_that_must_not_be_written_refuses(dist: Path, tmp_path: Path) -> None:
    with OXIGRAPH.start(tmp_path, dist / "kzit.nq") as running:
        read_only = Services("", running.query, None, f"{running.base}/none")
        source = large(0, 1)
        with pytest.raises(UnreachableEndpoint, match=r"0 of 1 graphs are done; run the same command again to resume"):
            carry_out(plan(source, BASE, GraphStore(read_only)), source, BASE, GraphStore(read_only))


def test_data_that_violates_its_shapes_is_not_loaded(a_project: Path, tmp_path: Path) -> None:
    path = a_project / "data" / "sources" / "kazinform-2017-08-21.ttl"
    path.write_text(path.read_text("utf-8").replace("kzit:evidence :p5s1 ;", "kzit:evidence :p99 ;"), "utf-8")
    with OXIGRAPH.start(tmp_path, None) as running:
        done = CliRunner().invoke(cli, ["--project", str(a_project), "load", running.base])
        assert isinstance(done.exception, InvalidData)
        assert "nothing was loaded" in str(done.exception)
        assert not open_graph_store(running.base).graphs("")


def test_a_dump_that_names_no_graphs_is_not_loaded(dist: Path) -> None:
    assert ".nq" in fault("http://localhost/store", "--data", str(dist / "kzit.ttl"))


@pytest.mark.parametrize("source", [filled(), filled(Quad(NamedNode(BASE), P, P, NamedNode("https://other.org/g")))])
def test_graphs_that_are_not_ours_are_not_loaded(source: Statements) -> None:
    with pytest.raises(InvalidInput, match="graph"):
        named_graphs(source, BASE)


def test_a_graph_with_the_name_of_the_manifest_is_refused() -> None:
    with pytest.raises(InvalidInput, match="reserved"):
        named_graphs(filled(Quad(P, P, P, manifest_name(BASE))), BASE)


@pytest.mark.parametrize("base", ["https://", "http:", "urn:", "https:///", "/"])
def test_a_base_that_is_only_a_scheme_is_refused(base: str) -> None:
    with pytest.raises(InvalidInput, match="covers graphs of other owners"):
        manifest_name(base)


@pytest.mark.parametrize("base", [BASE, "http://localhost/", "urn:example:a#", "https://example.org/a/"])
def test_the_manifest_is_under_the_base(base: str) -> None:
    assert manifest_name(base).value.startswith(base)


@pytest.mark.parametrize("way", ["gsp", "update"])
def test_without_a_manifest_nothing_is_removed_unasked(tmp_path: Path, way: str) -> None:
    source, stray = large(0, 3), NamedNode(f"{BASE}graph/stray")
    with OXIGRAPH.start(tmp_path, None) as running:
        target = open_graph_store(running.base, via=way)
        target.put(stray, [Triple(P, P, P)])
        steps = plan(source, BASE, target)
        assert [(step.action, step.is_unclaimed) for step in steps] == [(CREATE, False), (REMOVE, True)]
        with pytest.raises(InvalidInput, match=r"graph/stray \(1 triple\)"):
            load(source, BASE, target)
        assert target.graphs(BASE) == {stray}
        load(source, BASE, target, force=True)
        assert target.graphs(BASE) == {GRAPH, manifest_name(BASE)}


def test_a_graph_that_the_manifest_does_not_list_is_left(tmp_path: Path) -> None:
    source, stray = large(0, 3), NamedNode(f"{BASE}graph/stray")
    with OXIGRAPH.start(tmp_path, None) as running:
        target = open_graph_store(running.base)
        load(source, BASE, target)
        target.put(stray, [Triple(P, P, P)])
        outcomes = load(source, BASE, target)
        steps = plan(source, BASE, target)
        assert [(step.graph, step.action) for step in steps] == [(GRAPH, KEEP), (stray, LEAVE)]
        assert "leave    graph/stray  not in the manifest" in load_report_text(target, steps, outcomes, BASE)
        assert [outcome.is_right for outcome in outcomes] == [True]
        assert stray in target.graphs(BASE)


def test_a_graph_that_left_the_data_is_removed_from_the_store(tmp_path: Path) -> None:
    gone = NamedNode(f"{BASE}graph/gone")
    with OXIGRAPH.start(tmp_path, None) as running:
        target = open_graph_store(running.base)
        load(filled(Quad(P, P, P, GRAPH), Quad(P, P, P, gone)), BASE, target)
        assert read_manifest(target, BASE) == frozenset((GRAPH, gone))
        load(filled(Quad(P, P, P, GRAPH)), BASE, target)
        assert target.graphs(BASE) == {GRAPH, manifest_name(BASE)}
        assert read_manifest(target, BASE) == frozenset((GRAPH,))


def test_a_load_is_stopped_by_what_stops_a_build(tmp_path: Path) -> None:
    nameless = FILES["data/sources/one.ttl"].replace('    skos:prefLabel "La Scala"@it ;\n', "")
    warning = FILES["shapes/s.ttl"].replace("sh:minCount 1 ;", "sh:minCount 1 ; sh:severity sh:Warning ;")
    folder = small_project(tmp_path, {"data/sources/one.ttl": nameless, "shapes/s.ttl": warning})
    refuse_invalid(kzit_graph.open_folder(folder))
    (folder / "kzit-graph.toml").write_text('fail_on = "warning"\n', "utf-8")
    with pytest.raises(InvalidData, match="a result is of severity warning or worse, so nothing was loaded"):
        refuse_invalid(kzit_graph.open_folder(folder))


def test_graphs_that_only_begin_like_the_base_are_not_ours(tmp_path: Path) -> None:
    settings = '[dataset]\nbase = "https://example.org/x"\n'
    turtle = '<https://example.org/x/a> <http://e/p> "a" .\n<https://example.org/x#b> <http://e/p> "b" .\n'
    files = {**dict.fromkeys(FILES), "data/t.ttl": turtle, "kzit-graph.toml": settings}
    kg = kzit_graph.open_folder(small_project(tmp_path / "project", files))
    stranger = NamedNode("https://example.org/xy/graph")
    with OXIGRAPH.start(tmp_path, None) as running:
        target = open_graph_store(running.base)
        target.put(stranger, [Triple(P, P, P)])
        assert kg.load_into(target)
        assert target.graphs("https://example.org/x") == {
            stranger,
            NamedNode("https://example.org/x/graph/t"),
            NamedNode("https://example.org/x/graph/manifest"),
        }
