"""No control, bidirectional or invisible character of a file reaches the terminal, with any command."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Final

import pytest

from kzit_graph.hidden_characters import visible_lines
from tests.cli.commands import kzit_graph, on_a_terminal
from tests.cli.test_completion import completions
from tests.cli.test_readable import POSIX
from tests.small_project import FILES, small_project

EVIL: Final = "\x1b]0;owned\x07\x1b[31m\x9b2J\x7f\u202egnp\u2066\u2069\u200e\u200f\u061c\U000e0041\U000e007f\u200b\u2060\xad\ufeff"
TURTLE: Final = "".join(f"\\U{ord(character):08X}" for character in EVIL)
IN_IRI: Final = "\u202e\u200f\u061c"
"""Characters that an IRI may have."""

IN_TOML: Final = "\x9b2J\u202e\u2066\u200f\u061c\U000e0041\u200b\xad\ufeff"
"""Characters that TOML allows in a string."""

HEADER: Final = f"""\
#+ group = "evil {IN_TOML}"
#+ title.en = "Is it {TURTLE}?"
#+ description = "Whether {TURTLE}."
#+
#+ [parameters.thing]
#+ type = "thing"
#+ class = "x:Theatre"
#+ description = "the thing {TURTLE}"
#+ example = "{TURTLE}"
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with such characters in labels, messages, IRIs, questions and file names."""
    skos, ontology = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n", "@prefix x: <https://example.org/tiny/ontology#> .\n"
    return small_project(
        tmp_path_factory.mktemp("hostile") / f"tiny{IN_IRI}",
        {
            "ontology/x.ttl": FILES["ontology/x.ttl"]
            + f'x:Theatre rdfs:label "theatre {TURTLE}"@en .\nx:beside rdfs:label "beside {TURTLE}"@en .\n',
            "data/sources/one.ttl": skos
            + ontology
            + f"""<https://example.org/tiny/id/one/scala{IN_IRI}> a x:Theatre ;
    skos:prefLabel "La Scala {TURTLE}"@it , "La Scala {TURTLE}"@en ;
    skos:note "note {TURTLE}" ;
    x:beside <https://example.org/tiny/id/one/square> .
<https://example.org/tiny/id/one/square> skos:prefLabel "Square {TURTLE}"@en .
<https://example.org/tiny/id/one/opera> a x:Theatre ; skos:prefLabel "Opera {TURTLE}"@en .
""",
            f"data/more{IN_IRI}.ttl": ontology
            + f"<https://example.org/tiny/id/b{IN_IRI}> x:beside <https://example.org/tiny/id/one/square> .",
            "shapes/info.ttl": ontology
            + f"""@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://example.org/tiny/ontology#Near{IN_IRI}> a sh:NodeShape ; sh:targetSubjectsOf x:beside ; sh:property x:Near-far .
x:Near-far a sh:PropertyShape ; sh:path <https://example.org/tiny/ontology#far{IN_IRI}> ; sh:minCount 1 ;
    sh:severity sh:Info ; sh:message "far {TURTLE}"@en .
x:Near-note a sh:NodeShape ; sh:targetSubjectsOf x:beside ; sh:property x:Near-no-note .
x:Near-no-note a sh:PropertyShape ; sh:path <http://www.w3.org/2004/02/skos/core#note> ; sh:maxCount 0 ;
    sh:severity sh:Warning ; sh:message "no note {TURTLE}"@en .
""",
            f"data/questions/evil{IN_IRI}.rq": HEADER + f'\nSELECT * {{ $thing ?p ?o }} # {EVIL} "\n',
            "data/questions/plain.rq": HEADER + '\nSELECT * { VALUES ?x { "' + IN_IRI + '" } OPTIONAL { $thing ?p ?o } }\n',
            f"data/questions/broken{IN_IRI}.rq": f'#+ group = "{EVIL}"\nASK {{}}\n',
        },
    )


def shown(project: Path, *arguments: str) -> str:
    """Return all output of a command, after checking that nothing in it is hidden."""
    done = kzit_graph("--project", project, *arguments, cwd=project.parent)
    assert "Traceback" not in done.stderr
    output = done.stdout + done.stderr
    assert output
    assert visible_lines(output) == output
    assert "\t" not in output
    assert "\r" not in output
    return output


SCALA: Final = f"https://example.org/tiny/id/one/scala{IN_IRI}"
CALLS: Final = (
    ("validate",),
    ("validate", "--limit", "1", "--verbose"),
    ("validate", "--format", "github"),
    ("validate", "--format", "json"),
    ("validate", "--format", "turtle"),
    ("query", "--list"),
    ("query", "--list", "evil"),
    ("query", f"evil{IN_IRI}", "--explain"),
    ("query", f"evil{IN_IRI}", "-p", "thing=nobody"),
    ("query", f"broken{IN_IRI}"),
    ("query", f"evi{IN_IRI}"),
    ("query", "plain"),
    ("query", "plain", "-f", "markdown"),
    ("query", "SELECT * { ?s ?p ?o }", "--iris"),
    ("query", f"SELECT * {{ ?s ?p '{EVIL}' "),
    ("query", f"ASK {{ <{SCALA}> <https://example.org/tiny/ontology#nothing{IN_IRI}> 1 }}"),
    ("show", SCALA),
    ("show", SCALA, "--lang", "it"),
    ("show", f"nobody{EVIL}"),
    ("export", f"ttl{EVIL}"),
    (f"evil{EVIL}",),
    ("validate", f"--evil{EVIL}"),
    ("validate", "--limit", EVIL),
    ("export", "turtle", "csv", EVIL),
    ("evidence", "coverage"),
    ("evidence", "check", f"nowhere{EVIL}", "--source", "one"),
    ("evidence", "check", "nowhere", "--source", f"two{EVIL}"),
    ("evidence", "segment", f"nowhere{EVIL}"),
    ("diff", f"tiny{IN_IRI}", f"nowhere{EVIL}"),
)


@pytest.mark.slow
@pytest.mark.parametrize("arguments", CALLS, ids=lambda value: ascii(" ".join(value))[1:40])
def test_no_command_shows_a_hidden_character(project: Path, arguments: tuple[str, ...]) -> None:
    shown(project, *arguments)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_no_difference_shows_a_hidden_character(project: Path, form: str, tmp_path: Path) -> None:
    other = small_project(tmp_path / "other")
    assert "La Scala" in shown(project, "diff", str(project), str(other), "-f", form)


@pytest.mark.slow
def test_no_build_shows_a_hidden_character(project: Path, tmp_path: Path) -> None:
    shapes = (project / "shapes" / "info.ttl").read_text("utf-8")
    other = small_project(tmp_path / f"tiny{IN_IRI}", {"shapes/info.ttl": shapes})
    assert "  far ␛]0;owned␇" in shown(other, "build", "--out", f"dist{IN_IRI}")


def test_json_keeps_the_characters_as_escapes(project: Path) -> None:
    report = json.loads(shown(project, "validate", "--format", "json"))
    assert f"far {EVIL}" in {found["message"] for found in report["results"]}


def test_an_explained_query_has_the_same_answer(project: Path) -> None:
    explained = kzit_graph("--project", project, "query", "plain", "--explain").stdout
    assert visible_lines(explained) == explained
    query = explained.replace("$thing", "?thing")
    done = kzit_graph("--project", project, "query", "-", "-f", "json", text=query)
    answer = json.loads(done.stdout)
    assert {row["x"]["value"] for row in answer["results"]["bindings"]} == {IN_IRI}


def test_data_for_programs_is_as_it_is(project: Path) -> None:
    done = kzit_graph("--project", project, "query", "SELECT ?o { ?s skos:note ?o }", "-f", "json")
    assert json.loads(done.stdout)["results"]["bindings"][0]["o"]["value"] == f"note {EVIL}"


@POSIX
def test_on_a_terminal_data_shows_its_hidden_characters(project: Path) -> None:
    for arguments in (("query", "SELECT ?o { ?s skos:note ?o }", "-f", "csv"), ("show", SCALA, "-f", "turtle"), ("export", "trig")):
        output = on_a_terminal("--project", project, *arguments)
        assert visible_lines(output) == output


def test_completion_offers_no_hidden_character(project: Path) -> None:
    for words in (("query", ""), ("query", "plain", "-p", "thing="), ("show", "")):
        offered = completions(*words, cwd=project)
        assert offered
        assert all(visible_lines(word) == word for word in offered)


@contextmanager
def refusing_server() -> Iterator[str]:
    """Yield the address of an endpoint that refuses queries with a hostile message."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(400, "no")
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"Parse error: {EVIL}".encode())

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, format: str, *_arguments: object) -> None:  # noqa: A002
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/sparql"
        finally:
            server.shutdown()
            thread.join()


def test_the_error_of_an_endpoint_shows_no_hidden_character(project: Path) -> None:
    with refusing_server() as url:
        assert "the query was rejected (400): Parse error: " in shown(project, "query", "ASK {}", "--endpoint", url)
