"""The report of a load: what was done to each graph, and whether the store has it completely, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Store, Triple

from kzit_graph.cli import cli
from kzit_graph.rdf.comparison import GraphDifference
from kzit_graph.remote.graph_store import GraphStore
from kzit_graph.remote.load import CREATE, KEEP, Outcome, Step
from kzit_graph.remote.load_report import load_report_json, load_report_text
from kzit_graph.remote.services import Services
from tests.remote.endpoint_servers import says, server

BASE = "https://example.org/"
GRAPH = NamedNode(f"{BASE}graph/one")
TARGET = GraphStore(Services("Oxigraph", "http://localhost/query", "http://localhost/update", "http://localhost/store"))
STEPS = [Step(GRAPH, CREATE, 1_000, 1_000, 0)]
LOST = Triple(NamedNode(f"{BASE}s"), NamedNode(f"{BASE}p"), Literal("o"))


def outcome(counted: int = 1_000, found: str = "b", **unlike: object) -> Outcome:
    return Outcome(GRAPH, 1_000, counted, "a", found, GraphDifference(**unlike))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("result", "lines"),
    [
        (outcome(found="a"), ["verified: 1 graph, 1,000 triples; every canonical digest agrees"]),
        (
            outcome(normalised={"number": 3}),
            [
                "  graph/one: in another form, 3 triples: number",
                "verified: 1 graph, 1,000 triples; values agree, some in another form",
            ],
        ),
        (
            outcome(999, missing=(LOST,)),
            ["  graph/one: lost, 1 triple", f"    − {LOST} .", "failed: 1 of 1 graph wrong"],
        ),
        (
            outcome(1_001, surplus=(LOST,)),
            ["  graph/one: unexpected, 1 triple", f"    + {LOST} .", "failed: 1 of 1 graph wrong"],
        ),
        (
            outcome(7, found="a"),
            ["  graph/one: the store counts 7 triples, not 1,000", "failed: 1 of 1 graph wrong"],
        ),
    ],
)
def test_the_report_says_what_is_wrong_with_each_graph(result: Outcome, lines: list[str]) -> None:
    head = ["Oxigraph at http://localhost/store, by the Graph Store Protocol", "  create   graph/one      1,000 triples (+1,000 −0)"]
    assert load_report_text(TARGET, STEPS, [result], BASE).splitlines() == [*head, *lines]


def test_a_few_of_many_lost_triples_are_shown_and_all_counted() -> None:
    lost = tuple(Triple(LOST.subject, LOST.predicate, Literal(number)) for number in range(20))
    lines = load_report_text(TARGET, STEPS, [outcome(980, missing=lost)], BASE).splitlines()
    assert "  graph/one: lost, 20 triples" in lines
    assert sum(line.startswith("    −") for line in lines) == 5


def test_a_kept_graph_shows_no_change_and_a_dry_run_is_called_one() -> None:
    lines = load_report_text(TARGET, [Step(GRAPH, KEEP, 5, 0, 0)], None, BASE).splitlines()
    assert lines[1:] == ["  keep     graph/one          5 triples", "dry run: nothing was changed"]


def test_the_json_report_has_every_lost_triple() -> None:
    report = json.loads(load_report_json(TARGET, STEPS, [outcome(999, missing=(LOST,))]))
    assert (report["passed"], report["via"], report["store"]["graphStore"]) == (False, "gsp", "http://localhost/store")
    (graph,) = report["graphs"]
    assert (graph["missing"], graph["counted"], graph["digest"], graph["found"]) == ([f"{LOST} ."], 999, "a", "b")
    assert json.loads(load_report_json(TARGET, STEPS, None))["passed"] is None


@pytest.mark.slow
def test_a_store_that_loses_triples_makes_the_command_fail(one_source: Path, store: Store) -> None:
    graphs = len(list(store.named_graphs()))

    def forgets(handler: object, talk: object) -> None:
        request = talk.seen[-1]  # type: ignore[attr-defined]
        if request.method == "PUT":
            says(b"", None, 204)(handler, talk)  # type: ignore[arg-type]
        elif "graph=" in request.path:
            says(b"", None, 404)(handler, talk)  # type: ignore[arg-type]
        else:
            variable = "triples" if "COUNT" in request.query else "graph"
            rows = [{"triples": {"type": "literal", "value": "0"}}] if variable == "triples" else []
            answer = {"head": {"vars": [variable]}, "results": {"bindings": rows}}
            says(json.dumps(answer).encode())(handler, talk)  # type: ignore[arg-type]

    with server(forgets) as talk:
        done = CliRunner().invoke(
            cli, ["--project", str(one_source), "load", talk.url, "--query-url", talk.url, "--graph-store-url", talk.url]
        )
    assert done.exit_code == 1, done.output
    assert done.stdout.splitlines()[-1].startswith(f"failed: {graphs} of {graphs} graphs wrong")
