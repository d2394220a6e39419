from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest

from benchmarks.judges import NOT_MEASURED, Outcome
from benchmarks.peers.ours import OURS
from benchmarks.peers.oxigraph import OXIGRAPH
from benchmarks.report import write_report
from benchmarks.results import Results, read_results, write_results
from benchmarks.serving.comparison import ours_failed
from benchmarks.serving.measuring import _observed, documents
from benchmarks.serving.observations import CPU, FAILURES, P99, RATE, Observation, Served, ServerFigures, percentile
from benchmarks.serving.plan import (
    ALONE,
    BESIDE,
    CACHED,
    DOCUMENT_CLIENTS,
    DOCUMENTS,
    HOSTILE_CLIENTS,
    QUICK,
    WHOLE,
    Plan,
)
from benchmarks.serving.questions import HOSTILE, MEDIUM, STREAMING, TINY, asked, posted, query
from benchmarks.serving.running import Running, free_port
from benchmarks.serving.section import server_section, server_tables
from benchmarks.serving.servers import CONSTANT, RDFLIB_ENDPOINT, SERVERS, THREAD, Place, Server
from benchmarks.serving.targets import server_targets
from benchmarks.statistics import Spread


def observed(work: str, clients: int, server: str, *values: float, name: str = RATE, bound: bool = False) -> list[Observation]:
    return [Observation(work, clients, server, number, {name: value}, bound) for number, value in enumerate(values, start=1)]


def met(key: str, *observations: list[Observation]) -> Outcome:
    target = next(target for target in server_targets() if target.key == key)
    return target.judge(ServerFigures(one for found in observations for one in found))


def everything(plan: Plan) -> list[Observation]:
    """Return an observation of each thing that a plan measures."""
    values = {RATE: 10.0, P99: 10.0, CPU: 100.0}
    asked_for = [(asking.kind, clients, name) for asking in plan.askings for clients in plan.clients for name in asking.servers]
    beside = [(work, HOSTILE_CLIENTS, name) for work in (ALONE, BESIDE) for name in plan.hostile]
    return [Observation(*where, 1, values) for where in (*asked_for, *beside, (DOCUMENTS, DOCUMENT_CLIENTS, OURS))]


def test_a_percentile_is_the_value_of_the_nearest_rank() -> None:
    assert percentile([5.0], 0.99) == 5.0
    assert percentile(range(1, 101), 0.99) == 99
    assert percentile(range(1, 101), 0.5) == 50


def test_a_ratio_of_servers_is_taken_within_each_round() -> None:
    figures = ServerFigures([*observed(TINY, 8, OURS, 10, 40, 90), *observed(TINY, 8, OXIGRAPH, 10, 20, 30)])
    assert figures.ratio(RATE, (TINY, 8, OURS), (TINY, 8, OXIGRAPH)) == Spread(1.0, 2.0, 3.0, 3)


def test_a_rate_is_judged_by_the_median() -> None:
    key, oxigraph = f"serve-{MEDIUM}-8", observed(MEDIUM, 8, OXIGRAPH, 10, 10, 10)
    assert met(key, observed(MEDIUM, 8, OURS, 1, 9, 30), oxigraph) == Outcome(True, "0.100 / 0.900 / 3.00 ×")
    assert met(key, observed(MEDIUM, 8, OURS, 8.9, 8.9, 8.9), oxigraph).met is False
    assert met(key, oxigraph) == NOT_MEASURED


def test_a_pool_is_compared_with_a_thread_and_a_kept_answer_with_a_constant() -> None:
    assert met("serve-tiny-1", observed(TINY, 1, OURS, 8), observed(TINY, 1, THREAD, 10)).met is True
    assert met("serve-tiny-asked-again-1", observed(CACHED, 1, OURS, 5.9), observed(CACHED, 1, CONSTANT, 10)).met is False


def test_documents_are_counted_per_core_of_the_server() -> None:
    assert met("serve-documents", observed(DOCUMENTS, DOCUMENT_CLIENTS, OURS, 200, name=CPU)) == Outcome(True, "5,000 a second per core")
    assert met("serve-documents", observed(DOCUMENTS, DOCUMENT_CLIENTS, OURS, 201, name=CPU)).met is False


def test_tiny_queries_beside_hostile_ones_are_compared_with_those_alone() -> None:
    alone = observed(ALONE, HOSTILE_CLIENTS, OURS, 10, name=P99)
    assert met("serve-hostile", alone, observed(BESIDE, HOSTILE_CLIENTS, OURS, 50, name=P99)) == Outcome(True, "5.00 ×")
    assert met("serve-hostile", alone, observed(BESIDE, HOSTILE_CLIENTS, OURS, 51, name=P99)).met is False


def test_answers_that_never_came_cannot_meet_a_target() -> None:
    alone = observed(ALONE, HOSTILE_CLIENTS, OURS, 10, name=P99)
    stuck = observed(BESIDE, HOSTILE_CLIENTS, OURS, 10, name=P99, bound=True)
    assert met("serve-hostile", alone, stuck) == Outcome(False, "more than 1.00 ×")


def test_a_lower_bound_of_another_server_can_meet_a_target_but_not_miss_it() -> None:
    key, ours = f"serve-hostile-{RDFLIB_ENDPOINT}", observed(BESIDE, HOSTILE_CLIENTS, OURS, 10, name=P99)
    assert met(key, ours, observed(BESIDE, HOSTILE_CLIENTS, RDFLIB_ENDPOINT, 200, name=P99, bound=True)).met is True
    assert met(key, ours, observed(BESIDE, HOSTILE_CLIENTS, RDFLIB_ENDPOINT, 199, name=P99, bound=True)).met is None
    assert met(key, ours, observed(BESIDE, HOSTILE_CLIENTS, RDFLIB_ENDPOINT, 199, name=P99)).met is False


def test_the_whole_plan_measures_every_target_of_the_server() -> None:
    figures = ServerFigures(everything(WHOLE))
    assert [target.key for target in server_targets() if target.judge(figures) == NOT_MEASURED] == []


def test_the_keys_of_server_targets_are_unique() -> None:
    assert len({target.key for target in server_targets()}) == len(server_targets())


def test_the_quick_plan_measures_a_part_of_the_whole_one() -> None:
    assert {(one.work, one.clients, one.server) for one in everything(QUICK)} <= {
        (one.work, one.clients, one.server) for one in everything(WHOLE)
    }


WRITES_AND_ANSWERS = """
import http.server, pathlib, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"true")
pathlib.Path("run").mkdir()
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


def test_a_server_that_writes_files_leaves_the_repository_alone(root: Path, tmp_path: Path) -> None:
    server = Server("writer", "/query", lambda place: (sys.executable, "-c", WRITES_AND_ANSWERS, str(place.port)))
    running = Running(server, Place(tmp_path, tmp_path, tmp_path, free_port(), 1.0))
    running.start()
    running.stop()
    assert (tmp_path / "run").is_dir()
    assert not (root / "run").exists()


def test_every_server_of_a_plan_is_known() -> None:
    assert set(WHOLE.servers) == set(SERVERS)


def test_there_are_twelve_hostile_queries() -> None:
    assert len(HOSTILE) == len(set(HOSTILE.values())) == 12
    assert all(len(text) < 1 << 20 for text in HOSTILE.values())


@pytest.mark.parametrize("kind", [TINY, MEDIUM, STREAMING])
def test_the_ordinary_queries_are_well_formed(kind: str) -> None:
    pyoxigraph.Store().query(query(kind))


def test_a_query_that_is_asked_again_is_the_same_each_time() -> None:
    assert "%230000000000000000 " in asked("/sparql", query(TINY))
    assert "%230000000000000000 " not in asked("/sparql", query(TINY), is_repeated=True)


def test_a_posted_query_has_its_length_in_bytes() -> None:
    assert "\r\nContent-Length: 6\r\n\r\nASK{é" in posted("/sparql", "ASK{é")


def test_documents_are_those_of_things(tmp_path: Path) -> None:
    names = ["id/a.html", "id/a.ttl", "id/a.nt", "index.html", "questions/about.rq", "kzit.ttl"]
    (tmp_path / "SHA256SUMS").write_text("".join(f"{'0' * 64}  {name}\n" for name in names), "utf-8")
    assert documents(tmp_path) == ["/id/a.html", "/id/a.nt", "/id/a.ttl"]


def answer(**more: object) -> dict[str, object]:
    return {"taken": [0.001, 0.003], "open": [], "elapsed": 2.0, "own_cpu": 0.5, "sizes": {"26": 2}, "failures": {}, "answers": 2, **more}


def test_what_came_back_becomes_figures() -> None:
    found = _observed(TINY, 8, OURS, 1, answer())
    assert (found.values[RATE], found.values[P99], found.bound, found.words) == (1.0, 3.0, False, "")


def test_failures_and_missing_answers_are_noted() -> None:
    found = _observed(TINY, 8, OURS, 1, answer(open=[2.5], failures={"status 503": 4}))
    assert (found.values[P99], found.bound, found.words) == (2500.0, True, "4 × status 503; 1 without an answer")


def test_a_failure_of_our_server_fails_the_comparison() -> None:
    fine = Observation(TINY, 8, OURS, 1, {RATE: 1.0, FAILURES: 0.0})
    assert not ours_failed(Served(observations=(fine,)))
    assert ours_failed(Served(observations=(fine, replace(fine, values={RATE: 1.0, FAILURES: 1.0}))))
    assert ours_failed(Served(observations=(fine, Observation(TINY, 8, OURS, 1, words="did not start"))))
    assert not ours_failed(Served(observations=(fine, replace(fine, work=BESIDE, values={FAILURES: 1.0}))))


SERVED = Served(
    {"commit": "abc123"}, {OXIGRAPH: "oxigraph 0.5.13"}, {RDFLIB_ENDPOINT: "benchmarks/install-peers python"}, tuple(everything(WHOLE))
)


def test_the_report_has_targets_tables_and_versions_of_servers() -> None:
    text = write_report(Results({}, {}, {}, (), SERVED), [], [], {"serve-hostile": "A remark."})
    for expected in ("Targets of the server", "A remark.", "Queries: medium", "oxigraph 0.5.13", "not installed: benchmarks/install-peers"):
        assert expected in text


def test_a_report_without_servers_does_not_mention_them() -> None:
    assert server_section(Served(), server_targets(), {}) == ""
    assert "Servers" not in write_report(Results({}, {}, {}, ()), [], [], {})


def test_a_lower_bound_is_marked_in_the_tables() -> None:
    table = server_tables(Served(observations=tuple(observed(BESIDE, HOSTILE_CLIENTS, OXIGRAPH, 2000, name=P99, bound=True))))
    assert "more than 2,000" in table


def test_measurements_of_servers_are_read_as_they_were_written(tmp_path: Path) -> None:
    results = Results({}, {}, {}, (), SERVED)
    write_results(results, tmp_path / "results.json")
    assert read_results(tmp_path / "results.json") == results


def test_results_without_servers_are_read(tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text(json.dumps({"machine": {}, "versions": {}, "missing": {}, "runs": []}), "utf-8")
    assert read_results(tmp_path / "results.json") == Results({}, {}, {}, ())
