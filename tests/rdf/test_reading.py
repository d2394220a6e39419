"""Reading RDF files: errors have their position, and nothing outside the file is read."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import urlopen

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.reading import as_ntriples, load_graph, rdf_format, read_bytes, read_file, read_prefixes, read_quads

XML = """<?xml version="1.0"?>
{doctype}
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">
<rdf:Description rdf:about="http://e/s"><e:p>{value}</e:p></rdf:Description>
</rdf:RDF>
"""


class Server:
    """A local web server that answers every request and records its path."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        requests = self.requests

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                requests.append(self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b'{"@context": {"p": "http://e/p"}}')

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.http.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.http.shutdown()
    thread.join()
    server.http.server_close()


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refusal(path: Path) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        list(read_quads(path))
    return caught.value


def test_an_undefined_prefix_is_reported_with_line_and_column(tmp_path: Path) -> None:
    path = written(tmp_path, "a.ttl", "@prefix e: <http://e/> .\n\ne:s f:p 1 .\n")
    error = refusal(path)
    assert error.position == Position(path, 3, 5)
    assert str(error) == f"{path}:3:5: The prefix f: has not been declared: add an @prefix line for it"


@pytest.mark.parametrize(
    ("content", "line", "column", "problem"),
    [
        ("@prefix e: <http://e/> .\n\ne:s e:p .\n", 3, 9, ". is not a valid RDF object"),
        ("@prefix e: <http://e/> .\ne:s e:p 1\ne:t e:p 2 .\n", 3, 1, "A dot is expected at the end of statements"),
        ("@prefix e: <http://e/> .\ne:s e:p <rel> .\n", 2, 9, "the IRI is relative; write the full IRI or use a prefix"),
        ("@prefix e: <http://e/> .\ne:s e:p <http://e/a b> .\n", 2, 9, "an IRI must not contain a space; write %20"),
        ('@prefix e: <http://e/> .\ne:s e:p "x\n" .\n', 2, 11, "Line jumps are not allowed in string literals"),
        ('@prefix e: <http://e/> .\ne:s e:p "\\uD800" .\n', 2, 10, "not a valid unicode character"),
    ],
    ids=["no object", "no full stop", "relative IRI", "space in an IRI", "line break in a string", "half a surrogate pair"],
)
def test_malformed_turtle_is_reported_with_position_and_problem(tmp_path: Path, content: str, line: int, column: int, problem: str) -> None:
    path = written(tmp_path, "a.ttl", content)
    error = refusal(path)
    assert error.position == Position(path, line, column)
    assert problem in error.problem


def test_a_truncated_file_is_reported_at_its_last_token(tmp_path: Path) -> None:
    path = written(tmp_path, "a.ttl", '@prefix e: <http://e/> .\ne:s e:p "x')
    error = refusal(path)
    assert error.position is not None
    assert error.position.line == 2
    assert "Unexpected end of file" in error.problem


@pytest.mark.parametrize("name", ["a.ttl", "a.nt", "a.jsonld"])
def test_a_file_that_is_not_utf8_is_reported(tmp_path: Path, name: str) -> None:
    turtle = '<http://e/s> <http://e/p> "caffè e tè" .\n'
    content = '[{"@id": "http://e/s", "http://e/p": "caffè e tè"}]' if name == "a.jsonld" else turtle
    error = refusal(written(tmp_path, name, content.encode("latin-1")))
    assert error.position is not None
    assert error.position.line == 1
    assert error.problem.endswith("save the file as UTF-8")


def test_a_missing_file_is_reported_with_its_path(tmp_path: Path) -> None:
    assert str(refusal(tmp_path / "absent.ttl")) == f"{tmp_path / 'absent.ttl'}: cannot be read: No such file or directory"


@pytest.mark.parametrize("name", ["a.ttl", "shapes"])
def test_a_folder_instead_of_a_file_is_reported(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    assert refusal(tmp_path / name).problem == "is a folder; name a file"


@pytest.mark.parametrize("name", ["notes.md", "a", "a.ttl.bak"])
def test_an_unknown_extension_is_refused_with_the_known_ones(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    with pytest.raises(InvalidInput, match=r"use \.ttl, \.nt, \.rdf, \.jsonld, \.trig or \.nq") as caught:
        rdf_format(tmp_path / name)
    assert caught.value.position == Position(tmp_path / name)


@pytest.mark.parametrize("long", [b'<http://e/s> <http://e/p> "%s" .\n', b"# %s\n"], ids=["literal", "comment"])
def test_a_term_or_comment_over_16_mebibytes_is_refused(tmp_path: Path, long: bytes) -> None:
    path = written(tmp_path, "a.ttl", long % (b"a" * 20_000_000))
    error = refusal(path)
    assert error.position == Position(path)
    assert error.problem == "a single term or comment is longer than 16 MiB; shorten it, or link to a file with the text"


def test_turtle_named_as_xml_is_refused_with_the_right_name(tmp_path: Path) -> None:
    error = refusal(written(tmp_path, "a.rdf", b"<http://e/s> <http://e/p> <http://e/o> .\n"))
    assert error.problem.endswith("this is not XML; if it is Turtle, name the file .ttl")


def test_an_external_entity_is_refused_at_its_line(tmp_path: Path) -> None:
    secret = written(tmp_path, "secret.txt", "secret")
    path = written(tmp_path, "a.rdf", XML.format(doctype=f'<!DOCTYPE r [\n<!ENTITY x SYSTEM "{secret.as_uri()}">]>', value="&x;"))
    error = refusal(path)
    assert error.position == Position(path, 3)
    assert error.problem == "RDF/XML with an external entity is refused; write the text itself"


@pytest.mark.parametrize(
    ("doctype", "kind"),
    [
        ('<!DOCTYPE r [<!ENTITY x PUBLIC "-//x" "file:///etc/hostname">]>', "an external entity"),
        ('<!DOCTYPE r [<!ENTITY % x SYSTEM "file:///etc/hostname"> %x;]>', "an external entity"),
        ("<!DOCTYPE r [<!ENTITY\n x\n SYSTEM 'file:///etc/hostname'>]>", "an external entity"),
        ('<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY x "&a;&a;">]>', "a nested entity"),
        ("<!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY x '&a;&a;'>]>", "a nested entity"),
        ('<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY x "&#38;a;&#38;a;">]>', "a nested entity"),
    ],
    ids=["public", "parameter", "over several lines", "nested", "nested, single quotes", "nested by a character reference"],
)
def test_a_dangerous_entity_is_refused_in_any_notation(tmp_path: Path, doctype: str, kind: str) -> None:
    error = refusal(written(tmp_path, "a.rdf", XML.format(doctype=doctype, value="&x;")))
    assert error.problem == f"RDF/XML with {kind} is refused; write the text itself"


def test_an_entity_of_plain_text_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "a.rdf", XML.format(doctype='<!DOCTYPE r [<!ENTITY x "plain">]>', value="&x; &amp; more"))
    (quad,) = read_quads(path)
    assert quad.object == Literal("plain & more")


def test_turtle_may_contain_the_text_of_an_entity_declaration(tmp_path: Path) -> None:
    text = '<http://e/s> <http://e/p> "<!ENTITY x SYSTEM \\"file:///etc/hostname\\">" .\n'
    assert read_bytes(written(tmp_path, "a.ttl", text)) == text.encode()


def test_an_external_dtd_is_not_fetched(tmp_path: Path, server: Server) -> None:
    path = written(tmp_path, "a.rdf", XML.format(doctype=f'<!DOCTYPE r SYSTEM "{server.url}/r.dtd">', value="x"))
    assert len(list(read_quads(path))) == 1
    assert server.requests == []


@pytest.mark.parametrize(
    "context",
    ['"{url}"', '[{{"q": "http://e/q"}}, "{url}"]', '{{"@import": "{url}"}}', '{{"p": {{"@id": "http://e/p", "@context": "{url}"}}}}'],
    ids=["by itself", "in a list", "by @import", "scoped to a property"],
)
def test_a_remote_jsonld_context_is_refused_and_not_fetched(tmp_path: Path, server: Server, context: str) -> None:
    text = f'{{"@context": {context.format(url=server.url)}, "@id": "http://e/s", "p": {{"@id": "http://e/o"}}}}'
    error = refusal(written(tmp_path, "a.jsonld", text))
    assert "remote JSON-LD contexts are not loaded; put the context into the file, or" in error.problem
    assert server.requests == []


def test_the_server_of_these_tests_records_requests(server: Server) -> None:
    with urlopen(f"{server.url}/context.jsonld") as answer:
        assert answer.status == 200
    assert server.requests == ["/context.jsonld"]


def test_jsonld_with_an_embedded_context_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonld", '{"@context": {"p": "http://e/p"}, "@id": "http://e/s", "p": "x"}')
    assert list(read_quads(path)) == [Quad(NamedNode("http://e/s"), NamedNode("http://e/p"), Literal("x"))]


def test_malformed_xml_and_json_are_reported_with_their_position(tmp_path: Path) -> None:
    xml = written(tmp_path, "a.rdf", XML.format(doctype="", value="<e:q>").replace("</e:p>", ""))
    json = written(tmp_path, "a.jsonld", '{"@id": "http://e/s",\n  "http://e/p"}')
    assert str(refusal(xml)).startswith(f"{xml}:4:53: not well-formed XML")
    assert refusal(json).position == Position(json, 2, 15)


def test_the_prefixes_of_a_file_are_declared_before_its_first_statement(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "a.ttl",
        "@prefix e: <http://e/> .\nPREFIX f: <http://f/>\n@prefix : <http://g/> .\ne:s e:p 1 .\n@prefix late: <http://h/> .\n",
    )
    assert read_prefixes(path) == {"e": "http://e/", "f": "http://f/", "": "http://g/"}


def test_reading_prefixes_reports_an_error_in_the_first_statement(tmp_path: Path) -> None:
    path = written(tmp_path, "a.ttl", "@prefix e: <http://e/> .\ne:s e:p .\n")
    with pytest.raises(InvalidInput) as caught:
        read_prefixes(path)
    assert caught.value.position == Position(path, 2, 9)


@given(
    extension=st.sampled_from(["ttl", "nt", "nq", "trig", "rdf", "jsonld"]),
    content=st.binary() | st.text(st.sampled_from("@prefix <>\"\\'{}[]():;.,e/#&\n\u00e8\ufeff")).map(str.encode),
)
def test_any_file_is_read_or_refused_with_a_one_line_message(
    tmp_path_factory: pytest.TempPathFactory, extension: str, content: bytes
) -> None:
    path = written(tmp_path_factory.getbasetemp(), f"any.{extension}", content)
    message = ""
    try:
        list(read_quads(path))
    except InvalidInput as error:
        message = str(error)
    assert len(message.splitlines()) <= 1


def test_a_byte_order_mark_is_reported(tmp_path: Path) -> None:
    error = refusal(written(tmp_path, "a.ttl", "\ufeff@prefix e: <http://e/> .\n"))
    assert error.problem.endswith("the file starts with a byte order mark; save it as UTF-8 without one")


@pytest.mark.parametrize(("name", "content"), [("a.ttl", '<http://e/s> <http://e/p> "x'), ("a.jsonld", '{"@id" "x"}\n')])
def test_the_message_does_not_repeat_the_position(tmp_path: Path, name: str, content: str) -> None:
    assert "line" not in refusal(written(tmp_path, name, content)).problem


@pytest.mark.parametrize("statement", ["e:s e:p <<( e:a e:b e:c )>> .", "<< e:a e:b e:c >> e:p e:o .", "e:a e:b e:c {| e:p e:o |} ."])
def test_triple_terms_are_refused(tmp_path: Path, statement: str) -> None:
    error = refusal(written(tmp_path, "a.ttl", f"@prefix e: <http://e/> .\n{statement}\n"))
    assert error.problem.startswith("triple terms (RDF 1.2) are not supported: ")


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.ttl", "<s> <p> <o> ."), ("a.ttl", "<s> <p> <o> . # <<"), ("a.jsonld", '{"@id": "s", "http://e/p": {"@id": "o"}}')],
)
def test_relative_iris_are_resolved_against_a_given_base(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    file, store, graph = read_file(path, "http://e/f"), Store(), NamedNode("http://g")
    load_graph(store, file, graph)
    subject, predicate, value = (NamedNode(f"http://e/{term}") for term in "spo")
    assert file.quads == (Quad(subject, predicate, value),)
    assert list(store) == [Quad(subject, predicate, value, graph)]
    assert as_ntriples(file) == b"<http://e/s> <http://e/p> <http://e/o> .\n"


def test_relative_iris_without_a_base_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<s> <p> <o> .", encoding="utf-8")
    with pytest.raises(InvalidInput, match="the IRI is relative"):
        _ = read_file(tmp_path / "a.ttl").quads
