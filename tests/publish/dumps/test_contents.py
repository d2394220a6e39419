"""A dump that does not hold what was to be written is not published."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse, serialize

from kzit_graph.artefacts import digest_of
from kzit_graph.errors import InvalidInput
from kzit_graph.publish.build import build
from kzit_graph.publish.dumps import contents
from kzit_graph.publish.dumps.assembly import GRAPH_DUMPS, UNION_DUMPS, LinesDump
from kzit_graph.publish.dumps.contents import Contents, WrittenDump, contents_of, read_back
from kzit_graph.publish.dumps.write import write_dumps
from kzit_graph.rdf.namespaces import XSD
from tests.built_folders import files_of
from tests.loading import loaded_folder
from tests.small_project import small_project

S, P = NamedNode("http://e/s"), NamedNode("http://e/p")
EARLY_TYPE = '{"type": "@type", "p": "http://e/p"}'
LATE_TYPE = '{"p": "http://e/p", "type": "@type"}'
"""Contexts with which types come before and after other keys."""

NUMBERS = [Quad(S, P, Literal(number)) for number in range(3)]


def dump_of(folder: Path, quads: list[Quad]) -> Path:
    path = folder / "dump.nt"
    serialize(quads, output=path, format=RdfFormat.N_TRIPLES)
    return path


@given(st.permutations(NUMBERS))
def test_the_order_of_statements_does_not_matter(quads: list[Quad]) -> None:
    assert contents_of(quads, blank_nodes=False) == contents_of(NUMBERS, blank_nodes=True)


def test_contents_add_up() -> None:
    parts = contents_of(NUMBERS[:1], blank_nodes=False) + contents_of(NUMBERS[1:], blank_nodes=False)
    assert parts == contents_of(NUMBERS, blank_nodes=False)
    assert parts + Contents() == parts


def test_statements_are_hashed_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = contents_of(NUMBERS, blank_nodes=False)
    monkeypatch.setattr(contents, "_BATCH", 2)
    assert contents_of(NUMBERS, blank_nodes=False) == whole


def test_labels_of_blank_nodes_do_not_matter() -> None:
    one, other = ([*NUMBERS, Quad(BlankNode(), P, Literal("x"))] for _ in range(2))
    assert contents_of(one, blank_nodes=True) == contents_of(other, blank_nodes=True)


@pytest.mark.parametrize(
    ("found", "problem"),
    [
        (NUMBERS[:2], "reads back as 2 statements instead of 3"),
        ([*NUMBERS, Quad(S, P, S)], "reads back as 4 statements instead of 3"),
        ([*NUMBERS[:2], Quad(S, P, Literal("02", datatype=NamedNode(f"{XSD}integer")))], "reads back as other statements"),
    ],
    ids=["lost", "added", "changed"],
)
def test_a_dump_with_other_statements_is_refused(tmp_path: Path, found: list[Quad], problem: str) -> None:
    expected = contents_of(NUMBERS, blank_nodes=False)
    read_back(WrittenDump(dump_of(tmp_path, NUMBERS), "ntriples", expected))
    with pytest.raises(InvalidInput, match=problem):
        read_back(WrittenDump(dump_of(tmp_path, found), "ntriples", expected))


@pytest.mark.parametrize("change", ["lost", "added", "changed", "cut in another way"])
def test_lines_are_compared_with_those_that_were_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    path = dump_of(tmp_path, NUMBERS)
    lines = path.read_bytes().splitlines(keepends=True)
    parts = [digest_of(b"".join(lines[:2])), digest_of(lines[2])]
    with monkeypatch.context() as parsed_before:
        parsed_before.setattr(contents, "parse", None)
        read_back(WrittenDump(path, "ntriples", contents_of(NUMBERS, blank_nodes=False), parts))
    other = {"lost": lines[:2], "added": [*lines, lines[0].replace(b"/s>", b"/t>")], "changed": [*lines[:2], lines[2].replace(b"2", b"3")]}
    path.write_bytes(b"".join(other.get(change, lines)))
    dump = WrittenDump(path, "ntriples", contents_of(NUMBERS, blank_nodes=False), parts if change in other else parts[::-1])
    if change in other:
        with pytest.raises(InvalidInput, match="reads back as"):
            read_back(dump)
    else:
        read_back(dump)


def test_a_dump_that_cannot_be_parsed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dump.ttl"
    path.write_text("<http://e/s> <http://e/p> .")
    with pytest.raises(InvalidInput, match=r"^dump\.ttl: it cannot be read back"):
        read_back(WrittenDump(path, "turtle", Contents()))


@pytest.mark.slow
@pytest.mark.parametrize("syntax", ["nquads", "ntriples"])
def test_a_build_with_a_truncated_dump_keeps_the_old_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, syntax: str) -> None:
    class Truncated(LinesDump):
        def add(self, chunk: Path, *rest: Any) -> None:
            chunk.write_bytes(b"".join(chunk.read_bytes().splitlines(keepends=True)[:-1]))
            super().add(chunk, *rest)

    loaded = loaded_folder(small_project(tmp_path / "project"))
    build(loaded, tmp_path / "dist")
    before = files_of(tmp_path / "dist")
    kinds = GRAPH_DUMPS if syntax == "nquads" else UNION_DUMPS
    monkeypatch.setitem(kinds, syntax, Truncated)
    with pytest.raises(InvalidInput, match="reads back as"):
        build(loaded, tmp_path / "dist")
    assert files_of(tmp_path / "dist") == before


@pytest.mark.parametrize("part", [1, 100, 1 << 20])
@pytest.mark.parametrize("context", [EARLY_TYPE, LATE_TYPE], ids=["early types", "late types"])
def test_json_ld_is_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, context: str, part: int) -> None:
    monkeypatch.setattr("kzit_graph.publish.dumps.jsonld_parts.PART_BYTES", part)
    more = {
        f"data/{number}.ttl": f"<http://e/{number}> a <http://e/C> ; <http://e/p> [ <http://e/q> 1 ] , {number} ." for number in range(4)
    }
    loaded = loaded_folder(small_project(tmp_path / "project", {**more, "ontology/context.jsonld": f'{{"@context": {context}}}'}))
    write_dumps(loaded, {"jsonld": tmp_path / "dump.jsonld"})
    expected = [quad for graph in loaded.statements for quad in parse(graph.as_nquads(), format=RdfFormat.N_QUADS)]
    dump = WrittenDump(tmp_path / "dump.jsonld", "jsonld", contents_of(expected, blank_nodes=True))
    read_back(dump)
    text = (tmp_path / "dump.jsonld").read_text("utf-8")
    (tmp_path / "dump.jsonld").write_text(text.replace("http://e/3", "http://e/33"), "utf-8")
    with pytest.raises(InvalidInput, match="reads back as other statements"):
        read_back(dump)


def test_a_streaming_reader_refuses_late_types(tmp_path: Path) -> None:
    late = f'{{"@context": {LATE_TYPE}, "@id": "http://e/s", "p": "x", "type": "http://e/C"}}'
    with pytest.raises(SyntaxError, match="@type must be the first key"):
        list(parse(late, format=RdfFormat.STREAMING_JSON_LD, lenient=True))
    path = tmp_path / "dump.jsonld"
    path.write_text(late)
    read_back(WrittenDump(path, "jsonld", contents_of(parse(late, format=RdfFormat.JSON_LD), blank_nodes=False)))


@pytest.mark.parametrize(
    ("written", "broken", "problem"),
    [
        ('"http://e/s"', '"http://e/t"', "other statements"),
        ('"http://e/s"', '"s"', "other statements"),
        ('"x"', '["x", "y"]', "3 statements instead of 2"),
        ('"x"', '{"@value": "x", "@language": "e n"}', "other statements"),
        ('"x"', '"x', "cannot be read back"),
    ],
)
def test_broken_json_ld_is_refused(tmp_path: Path, written: str, broken: str, problem: str) -> None:
    path, text = tmp_path / "dump.jsonld", '{"@id": "http://e/s", "@type": "http://e/C", "http://e/p": "x"}'
    path.write_text(text)
    dump = WrittenDump(path, "jsonld", contents_of(parse(text, format=RdfFormat.JSON_LD), blank_nodes=False))
    read_back(dump)
    path.write_text(text.replace(written, broken))
    with pytest.raises(InvalidInput, match=problem):
        read_back(dump)


@pytest.mark.parametrize("part", [1, 1 << 20])
def test_a_context_is_read_with_terms_that_nothing_uses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int) -> None:
    monkeypatch.setattr("kzit_graph.publish.dumps.jsonld_parts.PART_BYTES", part)
    loaded = loaded_folder(small_project(tmp_path / "project", {"ontology/context.jsonld": '{"@context": {"unused": "http://e/unused"}}'}))
    path = tmp_path / "dump.jsonld"
    write_dumps(loaded, {"jsonld": path})
    expected = [quad for graph in loaded.statements for quad in parse(graph.as_nquads(), format=RdfFormat.N_QUADS)]
    dump = WrittenDump(path, "jsonld", contents_of(expected, blank_nodes=True))
    read_back(dump)
    path.write_text(path.read_text("utf-8").replace('"http://e/unused"', "7"), "utf-8")
    with pytest.raises(InvalidInput, match="cannot be read back"):
        read_back(dump)
