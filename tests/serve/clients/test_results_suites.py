"""The suites of result formats of the W3C, over HTTP: the answer to each query is the expected file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Final

import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat, serialize

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.publish.build import build
from tests.components import need
from tests.serve.running import RunningServer, running_server
from tests.suites.manifests import Entry, entries
from tests.suites.solutions import read_results, read_syntax, same_solutions
from tests.suites.sparql_cases import SPARQL_11, data_of, query_of
from tests.suites.suites import FOLDER, cases
from tests.suites.test_sparql import rows

pytestmark = pytest.mark.slow

CASES: Final = [
    case for case in entries(SPARQL_11, "manifest-sparql11-results.ttl") if case.id.split("/")[1] in ("json-res", "csv-tsv-res")
]
MEDIA_TYPES: Final = {".srj": "application/sparql-results+json", ".csv": "text/csv", ".tsv": "text/tab-separated-values"}
DATA: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#data"
SYNTAXES: Final = {".srj": QueryResultsFormat.JSON, ".tsv": QueryResultsFormat.TSV}

Served = Callable[[Entry], RunningServer]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return the server of the data of a case. Each set of data has one."""
    need(FOLDER.is_dir(), "the public test suites", "set KZIT_SUITES to the folder that holds them (see docs/development.md)")
    servers: dict[tuple[str, ...], RunningServer] = {}
    with ExitStack() as stack:

        def server(case: Entry) -> RunningServer:
            action = case.part("action")
            assert action is not None
            key = tuple(map(str, case.manifest.objects(action, DATA)))
            if key not in servers:
                data = serialize(data_of(case), format=RdfFormat.N_QUADS) or b""
                folder = tmp_path_factory.mktemp("suite")
                (folder / "project" / "data").mkdir(parents=True)
                (folder / "project" / "data" / "all.nq").write_bytes(data)
                (folder / "project" / "kzit-graph.toml").write_text('[dataset]\niri = "urn:suite:dataset"\nbase = "http://example.org/"\n')
                build(LoadedProject(open_project(folder / "project")), folder / "dist")
                servers[key] = stack.enter_context(running_server(folder / "dist", folder / "server", "--budget", "0"))
            return servers[key]

        yield server


@pytest.mark.parametrize("case", cases(CASES))
def test_a5_the_answer_has_the_format_of_the_suite(case: Entry, served: Served) -> None:
    suffix = case.result.suffix
    answer = served(case).query(query_of(case), headers={"accept": MEDIA_TYPES[suffix]})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] == MEDIA_TYPES[suffix]
    if suffix == ".csv":
        assert rows(answer.content) == rows(case.result.read_bytes())
        return
    found, expected = read_syntax(answer.content, SYNTAXES[suffix]), read_results(case.result, case.suite.iri(case.result))
    if isinstance(found, bool) or isinstance(expected, bool) or expected is None:
        assert found is expected
    else:
        assert same_solutions(found, expected, by_value=suffix == ".tsv")


def test_a5_all_cases_of_the_suites_are_run() -> None:
    need(FOLDER.is_dir(), "the public test suites", "set KZIT_SUITES to the folder that holds them (see docs/development.md)")
    assert len(CASES) == 10
