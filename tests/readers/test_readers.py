"""Other readers find the same quads in every file of a build, without warnings and without network access."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import pytest
from pyld.jsonld import JsonLdError
from pyoxigraph import Quad, RdfFormat, parse

from kzit_graph.artefacts import CHECKSUMS, digest_of_file
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project
from kzit_graph.publish.build_mark import MARK
from kzit_graph.publish.dcat import distributions, values_for_catalogues
from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.rdf.jsonld.context_file import ContextFile
from kzit_graph.rdf.writing import write_quads
from tests.built_folders import files_of
from tests.components import need
from tests.publish.description.descriptions import description_of
from tests.readers.reader_process import ReaderComplained, ReaderProcess
from tests.readers.readers import EXTENSIONS, READERS, differences

DUMPS: Final = {f"kzit.{syntax.file_extension}": syntax for syntax in RDF_FORMATS.values()}
OTHERS: Final = ("ontology.ttl", "ontology.jsonld", "shapes.ttl", "dataset.ttl", "dataset.jsonld", "report.ttl")

HARD: Final = """\
@prefix e: <https://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

e:one {
    e:numbers e:p 7 , -7 , 9007199254740993 , 1.50 , 1.5 , "12345678901234567890.123456789"^^xsd:decimal , "INF"^^xsd:double ,
        "1.10"^^xsd:float .
    e:others e:p true , "1"^^xsd:boolean , "2020-01-01Z"^^xsd:date , "2020-01-01"^^xsd:date , "0044"^^xsd:gYear ,
        "2020-01-01T24:00:00"^^xsd:dateTime , "P1Y"^^xsd:duration , "P12M"^^xsd:duration , "x"^^e:datatype .
    e:iris e:p <https://example.org/a.b> , <https://example.org/a%20b> , <https://example.org/театр> , <urn:isbn:0451450523> ,
        <mailto:a@example.org> , <https://example.org/?a=1&b=2#c> .
}
e:two {
    e:texts e:p "" , " " , " x " , "x" , "x"@en , "X"@en , "x"@kk-cyrl , "Қазақстан"@kk , "\\u0451" , "\\u0435\\u0308" ,
        "\\U0001F3AD" , "two\\nlines" , "\\n" , "tab\\t" , "q\\"q" , "back\\\\slash" , "\\\\n" , "'''" , "]]>" , "<!-- &lt; -->" ,
        "@en" , "^^" , "{} . #" .
    e:blank e:p [ e:q "one" ] , [ e:q "two" ; e:r [ e:q () ] ] .
}
"""
"""Terms that RDF readers and writers are known to change: lexical forms, white space, escapes, non-ASCII characters, blank nodes."""

UNUSUAL: Final = """\
@prefix e: <https://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

e:one { e:numbers e:p 7 , 007 , +7 , -0 , .5 , 0.5 , 1e3 , 1.0E3 , "1000"^^xsd:double . }
"""
"""Rare lexical forms of numbers, which some readers normalize."""

_NUMBERS: Final = "<https://example.org/numbers> <https://example.org/p>"
_DOUBLE: Final = "<http://www.w3.org/2001/XMLSchema#double>"

CHANGED_BY_READERS: Final = {("rdflib", "kzit.ttl"), ("rdflib", "kzit.trig"), ("PyLD", "kzit.jsonld")}
"""Readers and files in which rare lexical forms of numbers are normalized."""

FAULTS_OF_READERS: Final[Mapping[tuple[str, str, str], list[str]]] = {
    # RDF4J 5.2 drops text that consists of white space, as if it were indentation.
    ("RDF4J", "kzit.rdf", HARD): [
        '- <https://example.org/texts> <https://example.org/p> " "',
        '- <https://example.org/texts> <https://example.org/p> "\\n"',
    ],
    # jsonld.js 9.0 parses xsd:double with parseFloat, which supports only "Infinity".
    ("jsonld.js", "kzit.jsonld", HARD): [
        f'+ {_NUMBERS} "NaN"^^{_DOUBLE} <https://example.org/one>',
        f'- {_NUMBERS} "INF"^^{_DOUBLE} <https://example.org/one>',
    ],
    ("jsonld.js", "kzit.jsonld", UNUSUAL): [
        f'- {_NUMBERS} "1000"^^{_DOUBLE} <https://example.org/one>',
        f'- {_NUMBERS} "1e3"^^{_DOUBLE} <https://example.org/one>',
    ],
}
"""Known faults of readers: unexpected and missing quads, by reader, file and text."""


def pairs(*names: str) -> list[tuple[str, str]]:
    """Return each reader with each file in a syntax that it supports."""
    return [(reader, name) for reader in READERS for name in names if name.rsplit(".", 1)[1] in EXTENSIONS[reader]]


def as_held(quads: Iterable[Quad], syntax: RdfFormat) -> set[Quad]:
    """Return the quads as held by a file in the syntax: the union, if it has no named graphs."""
    return set(quads) if syntax.supports_datasets else {Quad(*quad.triple) for quad in quads}


@pytest.fixture(scope="session")
def others(project: Project, dist: Path) -> dict[str, set[Quad]]:
    """The expected quads of the files other than dumps, by file name without extension."""
    digests = {name: digest_of_file(dist / name) for name in (*DUMPS, "kzit.csv")}
    described = description_of(LoadedProject(project))
    described |= distributions(project, digests, "kzit.schema.json", described)
    return {
        "ontology": {quad for path in project.ontology for quad in parse(path=path)},
        "shapes": {quad for path in project.shapes for quad in parse(path=path)},
        "dataset": described | values_for_catalogues(LoadedProject(project), described),
        "report": set(parse(path=dist / "report.ttl")),
    }


def test_every_rdf_file_of_a_build_is_tested(dist: Path) -> None:
    assert {path.name for path in dist.iterdir() if path.suffix.strip(".") in EXTENSIONS["pyoxigraph"]} == {
        *DUMPS,
        *OTHERS,
        "context.jsonld",
    }


@pytest.mark.parametrize(("reader", "name"), pairs(*DUMPS))
def test_a_reader_finds_each_quad_of_a_dump_once(stated: list[Quad], dist: Path, reader: str, name: str) -> None:
    found = READERS[reader](dist / name)
    expected = as_held(stated, DUMPS[name])
    assert differences(found, expected) == []
    assert len(found) == len(expected)


# The expected quads of the report are read by pyoxigraph itself.
@pytest.mark.parametrize(("reader", "name"), [pair for pair in pairs(*OTHERS) if pair != ("pyoxigraph", "report.ttl")])
def test_a_reader_finds_the_expected_quads_in_the_other_files(others: dict[str, set[Quad]], dist: Path, reader: str, name: str) -> None:
    assert differences(READERS[reader](dist / name), others[Path(name).stem]) == []


def test_the_dump_holds_every_quad_of_the_data_files_unchanged(project: Project, dist: Path) -> None:
    """Only sources are in short form, which rules expand."""
    full = [file for file in project.graphs if not file.is_source]
    stated = {Quad(quad.subject, quad.predicate, quad.object, file.graph) for file in full for quad in parse(path=file.path)}
    assert len(stated) > 1000
    assert [line for line in differences(parse(path=dist / "kzit.nq"), stated) if line.startswith("-")] == []


@pytest.mark.parametrize("reader", [reader for reader in READERS if "jsonld" in EXTENSIONS[reader]])
def test_a_context_alone_has_no_quads(dist: Path, reader: str) -> None:
    if reader == "jsonld.js":  # raises an error
        with pytest.raises(ReaderComplained, match="Dropping empty object"):
            READERS[reader](dist / "context.jsonld")
    else:
        assert READERS[reader](dist / "context.jsonld") == []


@pytest.mark.parametrize(
    ("reader", "name", "text"),
    [
        *(pytest.param(*pair, HARD, id="-".join((*pair, "hard"))) for pair in pairs(*DUMPS)),
        *(pytest.param(*pair, UNUSUAL, id="-".join((*pair, "unusual"))) for pair in pairs(*DUMPS) if pair not in CHANGED_BY_READERS),
    ],
)
def test_readers_find_hard_literals_and_blank_nodes_unchanged(project: Project, tmp_path: Path, reader: str, name: str, text: str) -> None:
    quads, syntax = set(parse(text, format=RdfFormat.TRIG)), DUMPS[name]
    path = tmp_path / name
    path.write_bytes(write_quads(quads, syntax, {"e": "https://example.org/"}, ContextFile(project.context)))
    assert differences(READERS[reader](path), as_held(quads, syntax)) == FAULTS_OF_READERS.get((reader, name, text), [])


@pytest.fixture
def requests() -> Iterator[list[str]]:
    """The URL of a local web server, followed by the requests that reach it."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "application/ld+json")
            self.end_headers()
            self.wfile.write(b'{"@context": {"p": "https://example.org/p"}}')

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        seen.append(f"http://127.0.0.1:{server.server_port}/context.jsonld")
        yield seen
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("reader", "refusal"),
    [
        *(("pyoxigraph", SyntaxError), ("rdflib", OSError), ("PyLD", JsonLdError)),
        *((reader, ReaderComplained) for reader in ("riot", "RDF4J", "Titanium", "jsonld.js")),
    ],
)
def test_readers_fetch_nothing(requests: list[str], tmp_path: Path, reader: str, refusal: type[Exception]) -> None:
    (address,) = requests
    path = tmp_path / "remote.jsonld"
    path.write_text(f'{{"@context": "{address}", "@id": "https://example.org/s", "p": "o"}}', "utf-8")
    with pytest.raises(refusal):
        READERS[reader](path)
    assert requests == [address]


@pytest.mark.parametrize(("reader", "complaint"), [("riot", "WARN"), ("RDF4J", "not a valid value|Illegal percent")])
@pytest.mark.parametrize(
    "line", ['<urn:s> <urn:p> "2020-13-45"^^<http://www.w3.org/2001/XMLSchema#date> .', "<urn:s> <urn:p> <http://e/%zz> ."]
)
def test_strict_readers_report_invalid_literals_and_iris(tmp_path: Path, line: str, reader: str, complaint: str) -> None:
    path = tmp_path / "bad.nt"
    path.write_text(line + "\n", "utf-8")
    with pytest.raises(ReaderComplained, match=complaint):
        READERS[reader](path)


@pytest.mark.parametrize(("reader", "name"), [pair for pair in pairs(*DUMPS) if pair[0] not in ("pyoxigraph", "rdflib", "PyLD", "riot")])
def test_readers_report_a_truncated_dump(dist: Path, tmp_path: Path, reader: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes((dist / name).read_bytes()[:-1000])
    with pytest.raises(ReaderComplained):
        READERS[reader](path)


def test_the_error_of_a_program_that_ended_is_reported() -> None:
    ended = ReaderProcess([sys.executable, "-c", "import sys; sys.exit('no memory left')"], os.environ)
    with pytest.raises(ReaderComplained, match="no memory left"):
        ended.ask("read")


def test_sha256sum_confirms_every_file_of_a_build(dist: Path, tmp_path: Path) -> None:
    need(shutil.which("sha256sum") is not None, "sha256sum", "apt-get install coreutils")
    copy = tmp_path / "copy"
    shutil.copytree(dist, copy)

    def check() -> subprocess.CompletedProcess[str]:
        return subprocess.run(["sha256sum", "--check", "--strict", CHECKSUMS], cwd=copy, capture_output=True, encoding="utf-8")

    names = sorted(files_of(dist).keys() - {CHECKSUMS, MARK})
    assert check().stdout.splitlines() == [f"{name}: OK" for name in names]
    with (copy / "kzit.nt").open("ab") as file:
        file.write(b"\n")
    assert "kzit.nt: FAILED" in check().stdout.splitlines()
