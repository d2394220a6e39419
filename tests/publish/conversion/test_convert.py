"""A conversion keeps the order, the terms and the blank nodes of its data, in every syntax."""

from __future__ import annotations

import gzip
import io
import re
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kzit_graph.errors import InvalidInput, Position, UnknownName
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.publish.conversion.convert import Conversion, convert
from kzit_graph.publish.export import export
from kzit_graph.rdf.formats import RDF_FORMATS
from tests.publish.conversion.converting import LINES, QUADS, TURTLE, converted, file, from_text, isomorphic
from tests.publish.test_export import quads, xml_can_hold
from tests.small_project import small_project

pytestmark = pytest.mark.slow

# Terms, order and prefixes


def test_terms_and_their_order_stay_as_they_were_written(tmp_path: Path) -> None:
    assert from_text(tmp_path, TURTLE, "ntriples") == LINES


@pytest.mark.parametrize("name", RDF_FORMATS)
def test_each_syntax_keeps_terms_order_and_duplicates(tmp_path: Path, name: str) -> None:
    there = file(tmp_path, f"there.{RDF_FORMATS[name].file_extension}", from_text(tmp_path, TURTLE, name))
    assert converted(there, "ntriples") == LINES


def test_two_spellings_of_a_language_tag_stay_two(tmp_path: Path) -> None:
    lines = "".join(f'<http://e/s> <http://e/p> "x"@{tag} .\n' for tag in ("en-GB", "en-gb", "EN-gb", "zh-Hans", "i-Klingon"))
    for name in ("ntriples", "turtle", "rdfxml", "jsonld"):
        there = file(tmp_path, f"there.{RDF_FORMATS[name].file_extension}", from_text(tmp_path, lines, name, "nt"))
        assert converted(there, "ntriples") == lines, name


def test_prefixes_of_the_data_are_kept(tmp_path: Path) -> None:
    text = "@prefix z: <http://z/> .\nPREFIX e: <http://e/>\ne:s e:p z:o .\n"
    assert from_text(tmp_path, text, "turtle") == "@prefix e: <http://e/> .\n@prefix z: <http://z/> .\ne:s e:p z:o .\n"
    xml = from_text(tmp_path, text, "rdfxml")
    assert 'xmlns:z="http://z/"' in xml
    assert converted(file(tmp_path, "x.rdf", xml), "trig").startswith("@prefix e: <http://e/> .\n")


def test_a_prefix_that_two_files_declare_is_written_for_each(tmp_path: Path) -> None:
    one = file(tmp_path, "one.ttl", "@prefix e: <http://e/> . @prefix x: <http://x/> . e:s e:p x:o .")
    two = file(tmp_path, "two.ttl", "@prefix e: <http://f/> . @prefix x: <http://x/> . e:s e:p x:o .")
    text = converted([one, two], "turtle")
    assert text == ("@prefix e: <http://e/> .\n@prefix x: <http://x/> .\ne:s e:p x:o .\n@prefix e: <http://f/> .\ne:s e:p x:o .\n")


def test_a_prefix_declared_late_is_used_from_there_on(tmp_path: Path) -> None:
    many = "".join(f"<http://e/s> <http://e/p> {number} .\n" for number in range(9_000))
    text = from_text(tmp_path, f"{many}@prefix e: <http://e/> .\n{many}", "turtle")
    assert text.count("@prefix") == 1
    assert isomorphic(text, f"{many}{many}", RdfFormat.TURTLE)


def test_a_file_with_prefixes_only_keeps_them(tmp_path: Path) -> None:
    assert from_text(tmp_path, "@prefix e: <http://e/> .", "trig") == "@prefix e: <http://e/> .\n"


@pytest.mark.parametrize("name", RDF_FORMATS)
@pytest.mark.parametrize("sort", [False, True])
def test_an_empty_file_has_no_statement(tmp_path: Path, name: str, sort: bool) -> None:
    found = from_text(tmp_path, "", name, sort=sort)
    assert list(parse(found, format=RDF_FORMATS[name])) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", RDF_FORMATS)
@settings(max_examples=40)
@given(found=quads)
def test_any_quads_come_back_in_their_order(name: str, found: list[Quad]) -> None:
    syntax = RDF_FORMATS[name]
    wanted = [quad for quad in found if name != "rdfxml" or xml_can_hold(quad)]
    lines = "".join(f"{quad} .\n" for quad in wanted)
    there, back = io.BytesIO(), io.BytesIO()
    convert("-", name, there, source_format="nquads", stdin=io.BytesIO(lines.encode() or b"#"))
    if not wanted and name in ("turtle", "trig", "ntriples", "nquads"):
        assert there.getvalue() == b""
        return
    convert("-", "nquads", back, source_format=name, stdin=io.BytesIO(there.getvalue()))
    terms = [quad if syntax.supports_datasets else Quad(*quad.triple) for quad in wanted]
    assert back.getvalue().decode() == "".join(f"{quad} .\n" for quad in terms)


# Blank nodes


def test_labels_of_a_file_are_kept(tmp_path: Path) -> None:
    for name in ("nquads", "trig"):
        assert "_:b" in from_text(tmp_path, QUADS, name, "nq")
    assert from_text(tmp_path, QUADS, "nquads", "nq") == QUADS


def test_equal_labels_of_two_files_stay_two_nodes(tmp_path: Path) -> None:
    one, two = (file(tmp_path, name, '_:b <http://e/p> "x" .\n_:f2_b <http://e/p> "y" .\n') for name in ("one.nt", "two.nt"))
    assert converted([one, two], "ntriples") == (
        '_:b <http://e/p> "x" .\n_:_f2_b <http://e/p> "y" .\n_:f2_b <http://e/p> "x" .\n_:f2__f2_b <http://e/p> "y" .\n'
    )


def test_the_same_file_twice_has_other_blank_nodes(tmp_path: Path) -> None:
    path = file(tmp_path, "x.ttl", "[] <http://e/p> [] .")
    found = list(parse(converted([path, path], "ntriples"), format=RdfFormat.N_TRIPLES))
    assert len({node for quad in found for node in (quad.subject, quad.object)}) == 4


@pytest.mark.parametrize("extension", ["ttl", "jsonld", "rdf"])
def test_nodes_without_a_label_are_numbered_alike_in_each_run(tmp_path: Path, extension: str) -> None:
    text = {
        "ttl": "<http://e/s> <http://e/p> [ <http://e/p> 1 ] , ( [] _:anon1 ) .",
        "jsonld": '{"@id": "http://e/s", "http://e/p": [{"http://e/p": 1}, {"@list": [{"@id": "_:anon1"}]}]}',
        "rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/"><e:T><e:p rdf:parseType="Resource">'
        '<e:q/></e:p><e:r rdf:nodeID="anon1"/></e:T></rdf:RDF>',
    }[extension]
    one, two = (from_text(tmp_path, text, "ntriples", extension) for _ in range(2))
    assert one == two
    assert "_:anon1 " in one
    assert "_:_anon1 " in one


@pytest.mark.parametrize(
    ("syntax", "text"),
    [
        ("ttl", "<< <e:a> <e:b> 1 >> <e:c> 2 ."),
        ("ttl", "<e:s> <e:p> << <e:a> <e:b> 1 >> ."),
        ("ttl", "<e:s> <e:p> 1 {| <e:q> 2 |} ."),
        ("ttl", "<e:s> <e:p> 1 ~ ."),
        ("trig", "<e:g> { <e:s> <e:p> 1~{| <e:q> 2 |} , 3 . }"),
    ],
)
@pytest.mark.parametrize("sort", [False, True])
def test_reifiers_without_a_name_get_the_same_labels_in_each_run(syntax: str, text: str, tmp_path: Path, *, sort: bool) -> None:
    one, two = (from_text(tmp_path, text, "nquads", syntax, sort=sort) for _ in range(2))
    assert one == two
    assert ("_:anon1 " in one) is not sort


def test_a_node_stays_one_while_its_statement_lasts(tmp_path: Path) -> None:
    inner = [f"[ e:n {number} ; e:m [ e:k _:x ] ]" for number in range(5_000)]
    text = (
        f"@prefix e: <http://e/> .\n[ e:first 1 ; e:inner {' , '.join(inner)} ; e:last 2 ] e:p e:a , e:b .\n"
        f"e:d e:p ( {' '.join(inner)} ) .\n"
    )
    found = from_text(tmp_path, text, "ntriples")
    wanted = "".join(f"{quad} .\n" for quad in parse(text, format=RdfFormat.TURTLE))
    assert numbered(found) == numbered(wanted)


def numbered(lines: str) -> str:
    """Return lines with the labels numbered in their order: equal if the nodes are the same, apart from their labels."""
    numbers: dict[str, str] = {}
    return re.sub(r"_:\w+", lambda label: numbers.setdefault(label[0], f"_:{len(numbers)}"), lines)


def test_a_graph_without_a_label_stays_one_graph(tmp_path: Path) -> None:
    text = "@prefix e: <http://e/> .\n[] { e:a e:p [] . e:b e:p [] . e:c e:p [] . e:d e:p [] }\n[] { e:a e:p 1 }"
    found = list(parse(from_text(tmp_path, text, "nquads", "trig"), format=RdfFormat.N_QUADS))
    assert len({quad.graph_name for quad in found}) == 2
    assert len({quad.graph_name for quad in found[:4]}) == 1


def test_a_reifier_inside_a_statement_does_not_split_a_node(tmp_path: Path) -> None:
    text = "@prefix e: <http://e/> .\n[ e:q 1 ] e:p e:o ~ e:r {| e:x e:y |} , e:o2 ~ e:r2 {| e:x e:y |} , e:o3 ~ e:r3 , e:o4 .\n"
    found = from_text(tmp_path, text, "ntriples")
    assert {line.split(" ")[0] for line in found.splitlines() if line.startswith("_:")} == {"_:anon1"}


def test_labels_that_look_random_are_kept(tmp_path: Path) -> None:
    label = "_:d4f1d7e8abb45c7455f2094d8df077f1"
    text = f"<http://e/s> <http://e/p> {label} .\n<http://e/t> <http://e/p> {label} .\n<http://e/u> <http://e/p> {label} .\n"
    assert from_text(tmp_path, text, "ntriples") == text


def test_many_nodes_without_a_label_stay_distinct(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kzit_graph.publish.conversion.labels._MAX_NUMBERED", 3)
    text = "".join(f"[] <http://e/p> [ <http://e/n> {number} ] .\n" for number in range(10))
    found = from_text(tmp_path, text, "ntriples")
    assert numbered(found) == numbered("".join(f"{quad} .\n" for quad in parse(text, format=RdfFormat.TURTLE)))


def test_labels_fit_rdf_xml(tmp_path: Path) -> None:
    there = from_text(tmp_path, '_:1 <http://e/p> _:_1 .\n_:x <http://e/p> "a" .\n', "rdfxml", "nt")
    assert converted(file(tmp_path, "x.rdf", there), "ntriples") == '_:_1 <http://e/p> _:__1 .\n_:x <http://e/p> "a" .\n'


# Graphs


def test_a_syntax_without_graphs_gets_their_union_with_a_note(tmp_path: Path) -> None:
    path = file(tmp_path, "x.nq", QUADS)
    output = io.BytesIO()
    done = convert(path, "ntriples", output)
    assert done == Conversion(3, ("3 graphs merged, because the format has none; nquads and trig keep them",))
    assert output.getvalue() == b'<http://e/s> <http://e/p> "1" .\n' * 2 + b"_:b <http://e/p> _:c .\n"
    assert convert(path, "ntriples", io.BytesIO(), merge_graphs=True).notes == ()
    assert convert(path, "trig", io.BytesIO()).notes == ()


# What a syntax cannot hold


@pytest.mark.parametrize("sort", [False, True])
@pytest.mark.parametrize(
    ("name", "text", "line", "problem"),
    [
        ("x.nt", "#\n\n<http://e/s> <http://e/1> _:b .\n", 3, "RDF/XML cannot hold <http://e/1> of <http://e/s>: the IRI of a property"),
        ("x.ttl", "@prefix e: <http://e/> .\ne:s e:p 1 ;\n e:q 'a\\u0001' .\n", 3, "the character U+0001 is not allowed in XML"),
        ("x.trig", "@prefix e: <http://e/> .\ne:g {\n e:s e:p\n <<( e:a e:b e:c )>> }", 4, "triple terms are not supported"),
        ("x.jsonld", '{"@id": "http://e/t",\n "http://e/p": {\n"@id": "http://e/s",\n"http://e/1": 1}}', 3, "must end in an XML name"),
    ],
)
def test_rdf_xml_that_cannot_hold_a_statement_names_its_line(
    tmp_path: Path, name: str, text: str, line: int, problem: str, sort: bool
) -> None:
    path = file(tmp_path, name, text)
    with pytest.raises(InvalidInput, match=r"choose another format") as caught:
        converted(path, "rdfxml", sort=sort)
    assert problem in str(caught.value)
    assert caught.value.position == Position(path, line)


@pytest.mark.parametrize("value", ["<<( <http://e/a> <http://e/b> <http://e/c> )>>", '"x"@ar--rtl'])
@pytest.mark.parametrize("sort", [False, True])
def test_rdf_1_2_is_kept_in_turtle_and_refused_in_json_ld(tmp_path: Path, value: str, sort: bool) -> None:
    line = f"<http://e/s> <http://e/p> {value} .\n"
    path = file(tmp_path, "x.nt", line)
    for name in ("turtle", "trig", "nquads"):
        there = converted(path, name, sort=sort)
        assert converted(file(tmp_path, f"y.{RDF_FORMATS[name].file_extension}", there), "ntriples") == line
    with pytest.raises(InvalidInput, match=r"x\.nt:1: JSON-LD cannot hold RDF 1\.2: .*; choose another format"):
        converted(path, "jsonld", sort=sort)


def test_deeply_nested_triple_terms_are_refused(tmp_path: Path) -> None:
    text = "<http://e/s> <http://e/p> " + "<<( <http://e/s> <http://e/p> " * 100_000 + "1" + " )>>" * 100_000 + " .\n"
    with pytest.raises(InvalidInput, match="more than 200 triple terms are inside one another"):
        from_text(tmp_path, text, "nquads", "nt")


# Mistakes in the data


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("x.nt", b'<http://e/s> <http://e/p> "a" .\n<http://e/s> "b" .\n', ":2:14: "),
        ("x.nt", b'<http://e/s> <http://e/p> "a"@EN "b" .\n', ":1: "),
        ("x.ttl", b"<http://e/s> <http://e/p> 1\n<http://e/t> <http://e/p> 1 .", ":2:1: A dot is expected"),
        ("x.ttl", b"\xef\xbb\xbf<http://e/s> <http://e/p> 1 .", ":1: the file starts with a byte order mark"),
        ("x.nq", "<http://e/s> <http://e/p> <http://e/o> .".encode("utf-16"), ":1: not UTF-8 but UTF-16"),
        ("x.nt", b'\n<http://e/s> <http://e/p> "caf\xe8" .', ":2:31: not UTF-8"),
        ("x.nt", gzip.compress(b"#"), ": compressed with gzip; add .gz"),
        ("x.nt.gz", b"<http://e/s> <http://e/p> 1 .", ": not valid gzip"),
        ("x.nt.gz", gzip.compress(LINES.encode())[:-9], ": the gzip data is cut off"),
        ("x.nt.zst", zstandard.compress(LINES.encode() * 9)[:-9], ": the zstd data is cut off"),
        ("x.ttl", b"<a> <http://e/p> 1 .", ": the IRI is relative"),
        ("x.ttl", b'<http://e/s> <http://e/p> "x"@en-GB-toolongsubtag .', "subtag"),
        ("x.rdf", b"<rdf:RDF>", ""),
        ("x.jsonld", b"{", ""),
        ("x.ttl", b"@prefix e: <http://e/" + b"x" * 9_999 + b"> .", "a namespace or a base IRI has more than 2,048 bytes"),
        ("x.nq", b'<http://e/s> <http://e/p> "' + b"x" * (17 << 20) + b'" .\n', "a single term or comment is longer than 16 MiB"),
        ("x.foo", b"", "unknown file extension"),
        ("absent.ttl", None, "cannot be read: No such file"),
    ],
)
def test_a_mistake_in_the_data_is_reported_with_its_place(tmp_path: Path, name: str, content: bytes | None, problem: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InvalidInput) as caught:
        convert(path, "nquads", tmp_path / "new.nq")
    assert str(caught.value).startswith(f"{path}")
    assert problem in str(caught.value)
    assert not (tmp_path / "new.nq").exists()
    assert [one.name for one in tmp_path.iterdir()] == [name] * (content is not None)


@pytest.mark.parametrize("extension", ["nt", "ttl.gz"])
def test_a_mistake_in_a_late_line_has_its_number(tmp_path: Path, extension: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kzit_graph.rdf.quad_stream._KEPT", 1 << 18)
    good = b'<http://e/s> <http://e/p> "' + b"x" * 100 + b'"@en-GB .\n'
    content = good * 9_000 + b"<http://e/s> <http://e/p> .\n" + good * 9
    path = file(tmp_path, f"x.{extension}", gzip.compress(content) if extension.endswith("gz") else content)
    with pytest.raises(InvalidInput) as caught:
        convert(path, "nquads", io.BytesIO())
    assert caught.value.position == Position(path, 9_001, 27)


def test_crlf_and_a_missing_line_end_are_read(tmp_path: Path) -> None:
    assert from_text(tmp_path, LINES.replace("\n", "\r\n").rstrip(), "ntriples", "nt") == LINES


def test_other_formats_are_unknown(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match='unknown format "turtel"; nearest: turtle'):
        convert(tmp_path, "turtel", io.BytesIO())
    with pytest.raises(UnknownName, match='unknown format "csv"'):
        convert(tmp_path, "csv", io.BytesIO())


def test_a_large_document_is_refused_before_it_is_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kzit_graph.publish.conversion.reading._MAX_IN_MEMORY", {RdfFormat.JSON_LD: 1 << 20})
    with pytest.raises(InvalidInput, match="JSON-LD is read into memory, and this has more than 1 MiB; cut it into several files"):
        from_text(tmp_path, "[" + " " * (1 << 20) + "]", "nquads", "jsonld")


# Sorted


def test_sorted_dumps_of_a_build_do_not_change(tmp_path: Path) -> None:
    blank = '<http://e/s> <http://e/p> [ <http://e/q> "x" ] , [ <http://e/q> "y" ] , "z"@en-GB .\n_:a <http://e/p> _:b , 2 , 10 .\n'
    loaded = LoadedProject(open_project(small_project(tmp_path / "project", {"data/blank.ttl": blank, "data/blank2.ttl": blank})))
    quads = export(loaded, "nquads")
    path = file(tmp_path, "x.nq", quads)
    assert converted(path, "nquads", sort=True).encode() == quads
    assert converted(path, "ntriples", sort=True).encode() == export(loaded, "ntriples")


@pytest.mark.parametrize("name", ["turtle", "trig"])
def test_sorted_turtle_is_that_of_a_build(tmp_path: Path, name: str) -> None:
    loaded = LoadedProject(open_project(small_project(tmp_path / "project")))
    dump = export(loaded, name)
    path = file(tmp_path, f"x.{RDF_FORMATS[name].file_extension}", dump)
    assert converted(path, name, sort=True).encode() == dump


@pytest.mark.parametrize("name", RDF_FORMATS)
def test_sorting_depends_on_the_statements_only(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f'<http://e/s{number}> <http://e/p> "{number}"@EN _:g{number % 3} .\n' for number in range(40)]
    lines += ["<http://e/x> <http://e/p> _:a .\n", "_:a <http://e/p> _:c .\n", '<http://e/s1> <http://e/p> "1" .\n']
    one = from_text(tmp_path, "".join(lines), name, "nq", sort=True)
    monkeypatch.setattr("kzit_graph.publish.conversion.sorting._RUN", 3)
    monkeypatch.setattr("kzit_graph.publish.conversion.sorting._MAX_RUNS", 4)
    renamed = "".join(reversed(lines)).replace("_:g", "_:other").replace("@EN", "@en")
    assert from_text(tmp_path, renamed + lines[-1], name, "nq", sort=True) == one
    syntax = RDF_FORMATS[name]
    wanted = {quad if syntax.supports_datasets else Quad(*quad.triple) for quad in parse("".join(lines), format=RdfFormat.N_QUADS)}
    assert isomorphic("".join(f"{quad} .\n" for quad in parse(one, format=syntax)), "".join(f"{quad} .\n" for quad in wanted))


def test_sorting_counts_what_it_writes(tmp_path: Path) -> None:
    done = convert(file(tmp_path, "x.nq", QUADS), "turtle", tmp_path / "x.ttl", sort=True)
    assert done == Conversion(2, ("3 graphs merged, because the format has none; nquads and trig keep them",))


def test_notes_tell_what_of_json_ld_is_not_read(tmp_path: Path) -> None:
    path = file(tmp_path, "x.jsonld", '{"@id": "http://e/s", "unknown": 1, "http://e/p": 1}')
    (note,) = convert(path, "nquads", io.BytesIO()).notes
    assert 'no IRI for the key "unknown"' in note


@given(
    st.lists(
        st.sampled_from(['"x"@EN', '"@EN"@en-US', "'''@EN'''@De", '"\\""@fr-FR', '""@FR', '"a"', "<http://e/@EN>", "1 # @EN\n"]), max_size=6
    )
)
def test_tags_are_told_from_text_that_looks_like_them(values: list[str]) -> None:
    text = "".join(f"<http://e/s> <http://e/p> {value} .\n" for value in values)
    output = io.BytesIO()
    convert("-", "ntriples", output, stdin=io.BytesIO(text.encode() or b"#"), source_format="turtle")
    found = [quad.object for quad in parse(output.getvalue(), format=RdfFormat.N_TRIPLES)]
    assert [term.value for term in found if isinstance(term, Literal | NamedNode)] == [
        term.object.value for term in parse(text, format=RdfFormat.TURTLE) if isinstance(term.object, Literal | NamedNode)
    ]
    written = [value.rpartition("@")[2] for value in values if value[0] in "\"'" and value[-1].isalpha()]
    assert [
        line.rpartition("@")[2] for line in output.getvalue().decode().replace(" .\n", "\n").splitlines() if line[-1].isalpha()
    ] == written
