"""The line of a file that describes a thing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from kzit_graph.errors import Position
from kzit_graph.rdf.positions import find_subjects

PREFIXES = {"e": "http://e/", "f": "http://e/f/"}
PREFIX = "@prefix e: <http://e/> .\n"

SUBJECTS = [f"http://e/{name}" for name in ("a", "b", "a.b", "a-1", "f/a", "1.2", "a%20b", "è", "f/x#y", "a,b(c)", "")]
LURES = [
    "\n<http://e/a> <http://e/p> 1 .\n",
    "\ne:a e:p 1 .\n",
    '"""',
    "'''",
    '"',
    "'",
    "#",
    ".",
    "<",
    ">",
    "\\",
    "\n",
    "\n\n",
    "{",
    "[",
    ") .",
]

texts = st.lists(st.sampled_from(LURES) | st.text(st.sampled_from("ab .:;,@^\t\u00e8\U0001f600"), max_size=3), max_size=6).map("".join)
# rdflib writes a literal that ends in a backslash and a quote as …\\"""", which is not Turtle.
literals = texts.filter(lambda text: not text.rstrip('"').endswith("\\"))
things = st.lists(
    st.tuples(
        st.sampled_from(SUBJECTS), st.lists(literals | st.sampled_from(SUBJECTS).map(NamedNode), min_size=1, max_size=3, unique=True)
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda thing: thing[0],
)


HEADER = (
    "@prefix e: <http://e/> .PREFIX f: <http://e/f/>#f: <http://e/>\nbase <http://e/>@base <http://e/>.@prefix :<http://e/g/>.version '1.2'"
)
WRITTEN_SUBJECTS = {
    "<http://e/a>": "http://e/a",
    "e:b": "http://e/b",
    "e:a.b": "http://e/a.b",
    "e:a..b": "http://e/a..b",
    "e:a\\,b\\(c\\)\\.": "http://e/a,b(c).",
    "e:x%20y": "http://e/x%20y",
    "f:1.5": "http://e/f/1.5",
    ":base": "http://e/g/base",
    "f:": "http://e/f/",
    "e:e\u0301": "http://e/e\u0301",
    "<http://e/a\u00a0b>": "http://e/a\u00a0b",
}
CLOSED_OBJECTS = [  # these end without a separator
    "<http://e/b>",
    '"e:b"',
    "'e:b'@en",
    '"""\n. e:b e:p "" .\\"" .\n"""@en-GB',
    "'''. # e:b'' \\\\'''",
    '"\\\\"^^<http://e/b>',
    "'\\''",
    "[ e:p 1.5 , e:b ]",
    "[]",
    "( e:b .5 2.E3 e:a.b# ( .\n )",
]
OPEN_OBJECTS = ["e:b", "e:a.b", "e:a.e:b", "e:x\\,.e:b\\,", "e:x\\#", "1.5", "-.5E3", "2.0E-3", "true", '"x"^^e:t', "_:x.y", "e:base"]
gaps = st.lists(st.sampled_from([" ", "\n", "\t", "\n\n", "# . e:b e:p '\n"]), max_size=2).map("".join)
wide_gaps = gaps.filter(bool)
statements = st.tuples(
    st.sampled_from(sorted(WRITTEN_SUBJECTS)),
    st.tuples(wide_gaps, st.sampled_from(["a", "e:p", "<http://e/p>"]), wide_gaps).map("".join),
    st.lists(st.tuples(st.sampled_from(CLOSED_OBJECTS + OPEN_OBJECTS), gaps), max_size=2).map(
        lambda objects: "".join(f"{object_}{gap}," for object_, gap in objects)
    ),
    st.tuples(st.sampled_from(CLOSED_OBJECTS), gaps, st.just("."), gaps).map("".join)
    | st.tuples(st.sampled_from(OPEN_OBJECTS), gaps, st.just("."), wide_gaps).map("".join),
)


def pyoxigraph_turtle(subject: str, values: list[str | NamedNode]) -> str:
    terms = (value if isinstance(value, NamedNode) else Literal(value) for value in values)
    output = serialize(
        [Triple(NamedNode(subject), NamedNode("http://e/p"), term) for term in terms], None, RdfFormat.TURTLE, prefixes=PREFIXES
    )
    assert output is not None
    return output.decode()


def rdflib_turtle(subject: str, values: list[str | NamedNode]) -> str:
    graph = rdflib.Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for value in values:
        term = rdflib.URIRef(value.value) if isinstance(value, NamedNode) else rdflib.Literal(value)
        graph.add((rdflib.URIRef(subject), rdflib.URIRef("http://e/p"), term))
    return graph.serialize(format="turtle")


def lines_before_the_subject(block: str) -> int:
    return next(number for number, line in enumerate(block.split("\n")) if line and not line.startswith("@prefix"))


def lines_of(path: Path, iris: set[str]) -> dict[str, int | None]:
    return {iri: position.line for iri, position in find_subjects(path, iris).items()}


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


@pytest.mark.slow
@pytest.mark.parametrize("write", [pyoxigraph_turtle, rdflib_turtle])
@settings(deadline=None)  # files are written, and a disk may stall
@given(things=things)
def test_each_subject_is_found_in_turtle_that_other_programs_write(
    tmp_path_factory: pytest.TempPathFactory,
    write: Callable[[str, list[str | NamedNode]], str],
    things: list[tuple[str, list[str | NamedNode]]],
) -> None:
    text, expected = "", {}
    for subject, values in things:
        block = write(subject, values)
        expected[subject] = text.count("\n") + lines_before_the_subject(block) + 1
        text += block
    assert {triple.subject.value for triple in parse(text, format=RdfFormat.TURTLE)} == set(expected)
    path = written(tmp_path_factory.getbasetemp() / "written.ttl", text)
    assert lines_of(path, set(SUBJECTS)) == expected


@pytest.mark.slow
@settings(deadline=None)
@given(things=st.lists(statements, max_size=6))
def test_each_subject_is_found_in_turtle_of_any_layout(
    tmp_path_factory: pytest.TempPathFactory, things: list[tuple[str, str, str, str]]
) -> None:
    text, expected = HEADER, dict[str, int]()
    for subject, *rest in things:
        expected.setdefault(WRITTEN_SUBJECTS[subject], text.count("\n") + 1)
        text += subject + "".join(rest)
    subjects = {triple.subject.value for triple in parse(text, format=RdfFormat.TURTLE) if isinstance(triple.subject, NamedNode)}
    assert subjects == set(expected)
    path = written(tmp_path_factory.getbasetemp() / "layout.ttl", text)
    assert lines_of(path, set(WRITTEN_SUBJECTS.values())) == expected


def test_long_statements_are_read_like_short_ones(tmp_path: Path) -> None:
    for number in range(140):
        text = PREFIX + "e:a e:p " + '"x"#\n,' * number + "e:a.e:b , e:x\\,.e:b , 'e:b'@en.\ne:b e:p 1 ."
        assert lines_of(written(tmp_path / "a.ttl", text), {"http://e/a", "http://e/b"}) == {"http://e/a": 2, "http://e/b": number + 3}


def test_the_first_of_several_statements_about_a_thing_is_taken(tmp_path: Path) -> None:
    path = written(tmp_path / "a.ttl", PREFIX + "e:a e:p 1 .\ne:b e:p 1 .\ne:a e:q 2 .\n")
    assert find_subjects(path, {"http://e/a"}) == {"http://e/a": Position(path, 2)}


def test_an_iri_that_is_never_a_subject_is_left_out(tmp_path: Path) -> None:
    text = '# e:b e:p 1 .\ne:a e:p e:b , "e:b" ;\n    e:b [ e:q e:b ] , ( e:b ) .\n'
    assert lines_of(written(tmp_path / "a.ttl", PREFIX + text), {"http://e/a", "http://e/b"}) == {"http://e/a": 3}


def test_numbers_with_dots_do_not_end_a_statement(tmp_path: Path) -> None:
    path = written(tmp_path / "a.ttl", PREFIX + "e:a e:p 1.5 ,\n e:b , -1.2E-3 ,\n e:c .\ne:b e:p 2.\ne:c e:p true.\n")
    assert lines_of(path, {"http://e/a", "http://e/b", "http://e/c"}) == {"http://e/a": 2, "http://e/b": 5, "http://e/c": 6}


def test_subjects_after_blank_nodes_and_lists_are_found(tmp_path: Path) -> None:
    path = written(tmp_path / "a.ttl", PREFIX + "[ e:p\n e:b ] e:q e:b .\n( e:b 1 ) e:p e:b .\n_:x e:p e:b .\n[] e:p e:b .\ne:b e:p 1 .\n")
    assert lines_of(path, {"http://e/b"}) == {"http://e/b": 7}


def test_a_prefix_is_valid_until_it_is_redeclared(tmp_path: Path) -> None:
    path = written(tmp_path / "a.ttl", PREFIX + "e:a e:p 1 .\nPREFIX e: <http://f/>\ne:a e:p 1 .\n")
    assert lines_of(path, {"http://e/a", "http://f/a"}) == {"http://e/a": 2, "http://f/a": 4}


def test_escapes_in_local_names_are_decoded(tmp_path: Path) -> None:
    path = written(tmp_path / "a.ttl", PREFIX + "e:a\\,b\\(c\\) e:p 1 .\ne:x\\.y e:p 1 .\n")
    assert lines_of(path, {"http://e/a,b(c)", "http://e/x.y"}) == {"http://e/a,b(c)": 2, "http://e/x.y": 3}


def test_in_trig_the_subjects_of_each_graph_are_found(tmp_path: Path) -> None:
    path = written(tmp_path / "a.trig", PREFIX + "GRAPH e:g {\n  e:a e:p e:b .\n  e:b e:p 1\n}\ne:h {\n  e:c e:p 1 .\n}\n")
    assert lines_of(path, {"http://e/a", "http://e/b", "http://e/c"}) == {"http://e/a": 3, "http://e/b": 4, "http://e/c": 7}


def test_the_name_of_a_graph_is_not_a_subject(tmp_path: Path) -> None:
    text = "e:a { e:b e:p 1 }\n<http://e/a># {\n{ e:b e:p 1 }\nGRAPH e:a { }\ne:a { e:a\n e:p 1 }\n"
    assert lines_of(written(tmp_path / "a.trig", PREFIX + text), {"http://e/a", "http://e/b"}) == {"http://e/b": 2, "http://e/a": 6}


@pytest.mark.parametrize(("name", "graph"), [("a.nt", ""), ("a.nq", " <http://e/b>")])
def test_in_ntriples_and_nquads_each_subject_is_found(tmp_path: Path, name: str, graph: str) -> None:
    line = '<http://e/{}> <http://e/p> "\\"\\n<http://e/b> ." {}.\n'
    path = written(tmp_path / name, line.format("a", graph) + line.format("b", graph))
    assert lines_of(path, {"http://e/a", "http://e/b"}) == {"http://e/a": 1, "http://e/b": 2}


def test_a_windows_line_end_counts_as_one_line_end(tmp_path: Path) -> None:
    path = written(tmp_path / "a.ttl", '@prefix e: <http://e/> .\r\n\r\ne:a e:p """x\r\ny""" .\r\ne:b e:p 1 .\r\n')
    assert lines_of(path, {"http://e/a", "http://e/b"}) == {"http://e/a": 3, "http://e/b": 5}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonld", '[\n  {"@id": "http://e/x"},\n  {"@id": "http://e/a"}\n]\n'),
        ("a.rdf", '<rdf:RDF>\n<rdf:Description rdf:about="http://e/x"/>\n<rdf:Description rdf:about="http://e/a"/>\n</rdf:RDF>\n'),
    ],
)
def test_in_other_syntaxes_the_first_line_with_the_iri_is_found(tmp_path: Path, name: str, text: str) -> None:
    assert lines_of(written(tmp_path / name, text), {"http://e/a", "http://e/absent"}) == {"http://e/a": 3}


@settings(deadline=None)
@given(content=st.binary(max_size=200) | st.text(st.sampled_from("e:a<>\"\\'{}[]().#@\n "), max_size=60).map(str.encode))
def test_a_malformed_file_is_searched_without_an_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "broken.ttl"
    path.write_bytes(content)
    last = content.decode(errors="replace").replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for position in find_subjects(path, {"a", "e:a"}).values():
        assert position.line is not None
        assert 1 <= position.line <= last


def test_a_statement_may_start_directly_after_a_full_stop(tmp_path: Path) -> None:
    path = written(tmp_path / "a.ttl", PREFIX + "e:a e:p 'x' .e:b e:p 1 .\n")
    assert lines_of(path, {"http://e/b"}) == {"http://e/b": 2}


def test_in_other_syntaxes_a_longer_iri_does_not_match(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonld", '[{"@id": "http://e/a10"},\n {"@id": "http://e/a1"}]\n')
    assert lines_of(path, {"http://e/a1"}) == {"http://e/a1": 2}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonld", """[\n{"@id": "http://e/l'aquila"}]"""),
        ("a.jsonld", """[{"@id":\n"http://e/l'aquila"}]"""),
        ("a.rdf", """<rdf:Description\nrdf:about="http://e/l'aquila"/>"""),
    ],
)
def test_in_other_syntaxes_an_apostrophe_can_be_part_of_an_iri(tmp_path: Path, name: str, text: str) -> None:
    assert lines_of(written(tmp_path / name, text), {"http://e/l'aquila", "http://e/l", "aquila"}) == {"http://e/l'aquila": 2}


def test_in_xml_an_iri_can_be_between_apostrophes_or_tags(tmp_path: Path) -> None:
    path = written(tmp_path / "a.rdf", "<rdf:Description rdf:about=\n'http://e/a'\n><e:p>http://e/b</e:p></rdf:Description>")
    assert lines_of(path, {"http://e/a", "http://e/b"}) == {"http://e/a": 2, "http://e/b": 3}


@pytest.mark.parametrize("name", ["a.ttl", "a.nt", "a.jsonld"])
def test_many_iris_are_found_in_one_scan(tmp_path: Path, name: str) -> None:
    line = '"http://e/{}",' if name == "a.jsonld" else "<http://e/{}> <http://e/p> 1 .\n# <http://e/9>"
    path = written(tmp_path / name, "\n".join(line.format(number) for number in range(3000)))
    step = 1 if name == "a.jsonld" else 2
    assert lines_of(path, {f"http://e/{number}" for number in range(4000)}) == {
        f"http://e/{number}": number * step + 1 for number in range(3000)
    }


def test_a_file_is_not_read_if_there_is_nothing_to_find(tmp_path: Path) -> None:
    assert find_subjects(tmp_path / "absent.ttl", set()) == {}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("@prefix : <#> .\n:a :p 1 .\n<b> :p 1 .\n<> :p 1 .", {"http://e/d/f#a": 2, "http://e/d/b": 3, "http://e/d/f": 4}),
        ("@base <http://o/> .\n<x> <p> <y> .\n@base <sub/> .\n<z> <p> 1 .", {"http://o/x": 2, "http://o/sub/z": 4}),
        ("BASE <http://o/>\nPREFIX q: <n#>\nq:a <p> 1 .", {"http://o/n#a": 3}),
    ],
)
def test_relative_iris_are_found_with_their_base(text: str, lines: dict[str, int], tmp_path: Path) -> None:
    path = tmp_path / "f.ttl"
    found = find_subjects(path, set(lines), text.encode(), "http://e/d/f")
    assert {iri: position.line for iri, position in found.items()} == lines
