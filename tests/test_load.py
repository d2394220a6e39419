"""What `load` does with bad calls, bad data, large graphs and stores that refuse; tests/stores has the real stores."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from kzit_graph.cli import cli
from kzit_graph.errors import InvalidData, InvalidInput, KzitError, UnreachableEndpoint
from kzit_graph.graph_store import GraphStore, _Piece, open_graph_store
from kzit_graph.load import REPLACE, carry_out, named_graphs, plan, verify
from kzit_graph.store_layouts import Services
from tests.endpoint_servers import free_port, says, server
from tests.stores.oxigraph import OXIGRAPH

BASE = "https://example.org/"
GRAPH = NamedNode(f"{BASE}graph/large")
P = NamedNode(f"{BASE}p")


def filled(*quads: Quad) -> Store:
    store = Store()
    store.extend(quads)
    return store


def large(begin: int, end: int) -> Store:
    """A store with one graph, of a triple for each number."""
    store = Store()
    store.bulk_extend(Quad(NamedNode(f"{BASE}{number}"), P, Literal(number), GRAPH) for number in range(begin, end))
    return store


def fault(*arguments: str) -> str:
    """The one line that a call of the command fails with."""
    done = CliRunner().invoke(cli, ["load", *arguments])
    assert isinstance(done.exception, KzitError), done.output
    assert len(str(done.exception).splitlines()) == 1
    return str(done.exception)


@pytest.mark.parametrize("way", ["gsp", "update"])
def test_a_large_graph_is_brought_up_to_date_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    monkeypatch.setattr("kzit_graph.load._SMALL", 2_000)
    monkeypatch.setattr("kzit_graph.graph_store._PIECE", _Piece(lines=1_500, size=1 << 20))
    monkeypatch.setattr("kzit_graph.graph_store._UPDATE_PIECE", _Piece(lines=500, size=1 << 14))
    with OXIGRAPH.start(tmp_path, None) as running:
        target = open_graph_store(running.base, via=way)
        told: list[int] = []
        for begin, end in ((0, 4_000), (50, 4_050)):
            source = large(begin, end)
            told.clear()
            carry_out(plan(source, BASE, target), source, target, lambda _graph, triples: told.append(triples))
            (outcome,) = verify(source, BASE, target)
            assert outcome.digest == outcome.found
            assert sum(told) == 4_000
        assert told == [3_950, 50]


def test_graphs_with_blank_nodes_are_replaced_whole(tmp_path: Path) -> None:
    source = filled(Quad(BlankNode(), P, BlankNode(), GRAPH), Quad(NamedNode(BASE), P, Literal("x"), GRAPH))
    with OXIGRAPH.start(tmp_path, None) as running:
        for way in ("gsp", "update"):
            target = open_graph_store(running.base, via=way)
            target.put(GRAPH, [Triple(NamedNode(BASE), P, Literal("old"))])
            (step,) = plan(source, BASE, target)
            assert step.action == REPLACE
            carry_out([step], source, target)
            assert [outcome.digest == outcome.found for outcome in verify(source, BASE, target)] == [True]
        with pytest.raises(InvalidInput, match="has blank nodes"):
            target.add(GRAPH, [quad.triple for quad in source])


def test_pieces_that_a_store_finds_too_large_are_halved() -> None:
    def takes_three(handler: object, talk: object) -> None:
        body = talk.seen[-1].body  # type: ignore[attr-defined]
        says(b"", None, 413 if body.count(b"\n") > 3 else 204)(handler, talk)  # type: ignore[arg-type]

    with server(takes_three) as talk:
        target = GraphStore(Services("", talk.url, talk.url, talk.url))
        pieces = list(target.add(GRAPH, [quad.triple for quad in large(0, 10)]))
    assert sum(pieces) == 10
    assert max(pieces) <= 3
    sent = {line for seen in talk.seen[-len(pieces) :] for line in seen.body.splitlines()}
    assert len(sent) == 10


def test_a_single_triple_that_is_too_large_is_named() -> None:
    with server(says(b"", None, 413)) as talk, pytest.raises(UnreachableEndpoint, match=r"a single triple too long.*/1>"):
        list(GraphStore(Services("", talk.url, talk.url, talk.url)).add(GRAPH, [quad.triple for quad in large(1, 2)]))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "begins with https:// or http://"),
        (["http://u:s3cret@localhost/store"], "must hold no user and no password"),
        (
            ["http://localhost/store", "--graph-store-url", "http://localhost/g", "--query-url", "http://localhost/q", "--via", "update"],
            "--update-url",
        ),
        (["http://localhost/q", "--query-url", "http://localhost/q", "--via", "gsp"], "--graph-store-url"),
        (["http://localhost/q", "--query-url", "http://localhost/q"], "--update-url"),
        (["http://localhost/store", "--data", "none.nq"], "none.nq: cannot be read"),
    ],
)
def test_a_bad_call_is_told_in_one_line_before_anything_is_sent(arguments: list[str], words: str) -> None:
    assert words in fault(*arguments)


def test_services_without_a_query_service_are_a_fault_of_usage() -> None:
    done = CliRunner().invoke(cli, ["load", "http://localhost", "--update-url", "http://localhost/u"])
    assert done.exit_code == 2
    assert "need --query-url" in done.stderr


def test_a_store_that_does_not_run_is_told_in_one_line() -> None:
    assert "cannot be reached" in fault(f"http://127.0.0.1:{free_port()}/store")


def test_a_store_of_an_unknown_kind_is_told_with_the_options_to_give() -> None:
    with server(says(b"<html>", "text/html")) as talk:
        assert "--query-url" in fault(talk.url)


def test_a_store_that_must_not_be_written_refuses(dist: Path, tmp_path: Path) -> None:
    with OXIGRAPH.start(tmp_path, dist / "kzit.nq") as running:
        read_only = Services("", running.query, None, f"{running.base}/none")
        source = large(0, 1)
        with pytest.raises(UnreachableEndpoint, match=r"0 of 1 graphs are as they should be; run the same command again"):
            carry_out(plan(source, BASE, GraphStore(read_only)), source, GraphStore(read_only))


def test_data_that_violates_its_shapes_is_not_loaded(a_project: Path, tmp_path: Path) -> None:
    path = a_project / "data" / "sources" / "kazinform-2017-08-21.ttl"
    path.write_text(path.read_text("utf-8").replace("    kzit:evidence :p5s2 .", "    kzit:evidence :p99 ."), "utf-8")
    with OXIGRAPH.start(tmp_path, None) as running:
        done = CliRunner().invoke(cli, ["--project", str(a_project), "load", running.base])
        assert isinstance(done.exception, InvalidData)
        assert "nothing was loaded" in str(done.exception)
        assert not open_graph_store(running.base).graphs("")


def test_a_dump_that_names_no_graphs_is_not_loaded(dist: Path) -> None:
    assert ".nq" in fault("http://localhost/store", "--data", str(dist / "kzit.ttl"))


@pytest.mark.parametrize("store", [Store(), filled(Quad(NamedNode(BASE), P, P, NamedNode("https://other.org/g")))])
def test_graphs_that_are_not_ours_are_not_loaded(store: Store) -> None:
    with pytest.raises(InvalidInput, match="graph"):
        named_graphs(store, BASE)
