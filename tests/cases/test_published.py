"""What is published is what was written."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from rdflib import Graph

import kzit_graph
from kzit_graph import InvalidInput
from tests.cases.examples import DUMPS, ENGINES, FIRST_LINE, PREFIXES, XSD, build, literal, literals, of_property, project, refused, run
from tests.stores.oxigraph import OXIGRAPH

DERIVED: Final = {
    **dict.fromkeys(("nonNegativeInteger", "positiveInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"), "12"),
    **dict.fromkeys(("nonPositiveInteger", "negativeInteger"), "-12"),
    **dict.fromkeys(("long", "int", "short", "byte"), "+012"),
    "dateTimeStamp": "2020-01-01T00:00:00.50Z",
}
"""The 12 datatypes derived from xsd:integer, and xsd:dateTimeStamp, each with a lexical form."""

FORMS: Final = (
    *(
        ("007", "integer"),
        ("-0", "integer"),
        ("+5", "integer"),
        ("1.50", "decimal"),
        (".5", "decimal"),
        ("1e0", "double"),
        ("1.0E3", "float"),
    ),
    *(("+INF", "double"), ("P1Y14M", "duration"), ("PT36H", "dayTimeDuration"), ("24:00:00", "time"), ("2020-12-31T24:00:00", "dateTime")),
    *(
        ("2020-01-01T00:00:00.10+00:00", "dateTime"),
        ("2020+00:00", "gYear"),
        ("1", "boolean"),
        ("0", "boolean"),
        ("0123456789abcdef", "hexBinary"),
    ),
    *(("1", "nonNegativeInteger"), ("x", "integer"), ("2021-02-29", "date"), (" a  b ", "token"), (" 1 ", "integer")),
)
"""Lexical forms that a store may change, also ill-typed ones (RDF 1.1 Concepts, 3.3)."""


def statements(values: list[str]) -> str:
    return f"e:x a e:T ; e:p {' , '.join(values)} ."


@pytest.mark.parametrize("engine", ENGINES)
def test_a_build_passes_the_shapes_it_was_published_under(engine: str, tmp_path: Path) -> None:
    parts = " , ".join(f"[ sh:path e:{name} ; sh:datatype xsd:{name} ; sh:minCount 1 ]" for name in DERIVED)
    data = f"e:x {' ; '.join(f'e:{name} {literal(text, name)}' for name, text in DERIVED.items())} ."
    folder = project(tmp_path / "p", data, f"e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property {parts} .")
    dist = build(folder)
    assert kzit_graph.open_folder(folder).validate(engine).passed
    for extension in DUMPS:
        for name, text in DERIVED.items():
            assert literals(dist / f"tiny.{extension}", f"http://e/{name}") == [literal(text, name)], extension


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_the_command_validates_a_dump_like_the_project(engine: str, tmp_path: Path) -> None:
    folder = project(tmp_path / "p", 'e:x e:p "12"^^xsd:nonNegativeInteger .', of_property("sh:datatype xsd:nonNegativeInteger"))
    dist = build(folder)
    for extension in ("ttl", "rdf", "jsonld"):
        assert run("validate", "--engine", engine, dist / f"tiny.{extension}", cwd=folder).returncode == 0


def test_every_dump_has_the_lexical_forms_of_the_files(tmp_path: Path) -> None:
    written = sorted({literal(text, datatype) for text, datatype in FORMS})
    dist = build(project(tmp_path / "p", statements(written)))
    for extension in DUMPS:
        assert literals(dist / f"tiny.{extension}") == written, extension


@pytest.mark.parametrize(("text", "datatype"), [*FORMS, *((text, name) for name, text in DERIVED.items())])
def test_a_query_answers_the_literal_as_written(text: str, datatype: str, tmp_path: Path) -> None:
    kg = kzit_graph.open_folder(project(tmp_path, statements([literal(text, datatype)])))
    ((value,),) = kg.select("SELECT ?o { ?s <http://e/p> ?o }")
    (triple,) = kg.construct("CONSTRUCT WHERE { ?s <http://e/p> ?o }")
    assert [str(value), str(triple.object)] == [literal(text, datatype)] * 2


def test_deviation_a_query_has_one_form_of_a_value(tmp_path: Path) -> None:
    """Matching, functions, and answers where the data has several forms: SPARQL 1.1, 18.3 and 17.4; RDF 1.1 Concepts, 3.3."""
    kg = kzit_graph.open_folder(project(tmp_path, 'e:x e:p 1.50 . e:y e:p 1.5 . e:z e:p "02"^^xsd:byte .'))
    assert kg.ask("ASK { <http://e/x> <http://e/p> 1.5 }")
    (types,) = kg.select("SELECT (DATATYPE(?o) AS ?type) (STR(?o) AS ?text) { <http://e/z> <http://e/p> ?o }")
    assert [str(term) for term in types] == [f"<{XSD}integer>", '"2"']
    ((value,),) = kg.select("SELECT ?o { <http://e/x> <http://e/p> ?o }")
    assert str(value) == literal("1.5", "decimal")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"12"^^xsd:nonNegativeInteger', "12"),
        ('"12"^^xsd:long', '"12"^^xsd:int'),
        ("1.5", "1.50"),
        ("7", "007"),
        ('"true"^^xsd:boolean', '"1"^^xsd:boolean'),
        ('"P2Y2M"^^xsd:duration', '"P1Y14M"^^xsd:duration'),
        ('"2020-01-01T00:00:00Z"^^xsd:dateTime', '"2020-01-01T00:00:00Z"^^xsd:dateTimeStamp'),
        ('"2020-01-01T00:00:00Z"^^xsd:dateTime', '"2020-01-01T00:00:00+00:00"^^xsd:dateTime'),
    ],
)
def test_another_form_or_datatype_is_a_difference(old: str, new: str, tmp_path: Path) -> None:
    first, second = (kzit_graph.open_folder(project(tmp_path / name, statements([value]))) for name, value in (("a", old), ("b", new)))
    assert first.diff(second).differs()
    assert not first.diff(project(tmp_path / "c", statements([old]))).differs()


def test_tags_that_differ_only_in_case_are_no_difference(tmp_path: Path) -> None:
    """Language tags have no case (RDF 1.1 Concepts, 3.3)."""
    first, second = (project(tmp_path / tag, statements([f'"x"@{tag}'])) for tag in ("en-GB", "en-gb"))
    assert not kzit_graph.diff(first, second).differs()


@pytest.mark.slow
def test_a_load_names_the_literals_of_which_the_store_keeps_another_form(tmp_path: Path) -> None:
    folder = project(tmp_path / "p", statements(['"12"^^xsd:nonNegativeInteger', "1.50", '"x"']))
    (tmp_path / "store").mkdir()
    with OXIGRAPH.start(tmp_path / "store", None) as store:
        done = run("load", store.base, cwd=folder)
    assert done.returncode == 0
    assert "graph/a: in another form, 2 triples" in done.stdout
    assert "values agree, some in another form" in done.stdout


DIRECTIONS: Final = {
    "with a language": '{"@id": "http://e/x", "http://e/p": {"@value": "x", "@language": "ar", "@direction": "rtl"}}',
    "by the context": '{"@context": {"@language": "ar", "@direction": "rtl"}, "@id": "http://e/x", "http://e/p": "x"}',
    "by a term": '{"@context": {"p": {"@id": "http://e/p", "@language": "ar", "@direction": "rtl"}}, "@id": "http://e/x", "p": "x"}',
}


@pytest.mark.parametrize("document", DIRECTIONS.values(), ids=DIRECTIONS)
def test_the_direction_of_a_json_ld_text_is_dropped(document: str, tmp_path: Path) -> None:
    """JSON-LD 1.1 API, 8.2 (rdfDirection is not given)."""
    dist = build(project(tmp_path / "p", "e:y a e:T .", more={"data/b.jsonld": document}))
    for extension in DUMPS:
        assert literals(dist / f"tiny.{extension}") == ['"x"@ar'], extension
    assert [value.n3() for value in Graph().parse(dist / "tiny.nt").objects()].count('"x"@ar') == 1


def test_the_direction_of_a_turtle_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=rf"a\.ttl:{FIRST_LINE}:.* not supported"):
        kzit_graph.open_folder(project(tmp_path, 'e:x e:p "x"@ar--rtl .')).validate()


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ('{"@id": "s", "http://e/p": "x"}', '"s" is relative'),
        ('{"@id": "http://e/s", "http://e/p": {"@id": "../o"}}', '"../o" is relative'),
        ('{"@id": "http://e/s", "@type": "T"}', '"T" is relative'),
        ('[{"@id": "http://e/a", "http://e/p": [{"@id": "#b", "http://e/q": 1}]}]', '"#b" is relative'),
    ],
)
def test_a_relative_iri_of_json_ld_is_refused(document: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"b\.jsonld") as caught:
        kzit_graph.open_folder(project(tmp_path, "e:y a e:T .", more={"data/b.jsonld": document})).validate()
    assert problem in str(caught.value)


@pytest.mark.parametrize("turtle", ["<s> e:p 1 .", "e:s <p> 1 .", "e:s e:p <#o> .", "e:s e:p '1'^^<t> .", "<> e:p 1 ."])
def test_a_relative_iri_of_turtle_is_refused_with_its_line(turtle: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=rf"a\.ttl:{FIRST_LINE}:\d+: .*relative"):
        kzit_graph.open_folder(project(tmp_path, turtle)).validate()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("b.ttl", "@base <http://e/> . <s> <p> <o> ."),
        ("b.jsonld", '{"@context": {"@base": "http://e/"}, "@id": "s", "http://e/p": {"@id": "o"}}'),
    ],
)
def test_a_relative_iri_is_resolved_against_the_base_of_its_file(name: str, content: str, tmp_path: Path) -> None:
    kg = kzit_graph.open_folder(project(tmp_path, "e:y a e:T .", more={f"data/{name}": content}))
    assert kg.ask("ASK { <http://e/s> <http://e/p> <http://e/o> }")


RDF_1_2: Final = {
    "annotation": "e:a e:b e:c {| e:p e:o |} .",
    "triple term": "e:a e:b <<( e:a e:b e:c )>> .",
    "reified triple": "<< e:a e:b e:c >> e:p e:o .",
    "reifier": "e:a e:b e:c ~ e:r .",
    "annotation without a reifier": "e:a e:b e:c {|e:p 1|} , e:d .",
}


@pytest.mark.slow
@pytest.mark.parametrize("turtle", [RDF_1_2["annotation"], RDF_1_2["reifier"]])
@pytest.mark.parametrize(
    "command", [("validate",), ("validate", "--engine", "pyshacl"), ("build",), ("query", "ASK {}"), ("export", "ttl")]
)
def test_an_annotation_in_the_data_is_refused_in_one_line(turtle: str, command: tuple[str, ...], tmp_path: Path) -> None:
    line = refused(run(*("turtle" if part == "ttl" else part for part in command), cwd=project(tmp_path, turtle)))
    assert f"a.ttl:{FIRST_LINE}:" in line
    assert "triple terms (RDF 1.2) are not supported" in line


@pytest.mark.parametrize("turtle", RDF_1_2.values(), ids=RDF_1_2)
def test_rdf_1_2_is_refused_in_data_shapes_and_ontology(turtle: str, tmp_path: Path) -> None:
    for path in ("data/b.ttl", "shapes/t.ttl", "ontology/y.ttl"):
        folder = project(tmp_path / path[:4], "e:x a e:T .", more={path: PREFIXES + turtle})
        with pytest.raises(InvalidInput, match=rf"{path[-5:]}:{FIRST_LINE}:?\d*: triple terms"):
            kzit_graph.open_folder(folder).validate()


def test_one_new_blank_node_changes_only_its_own_lines(tmp_path: Path) -> None:
    parts = [f'e:x e:part [ e:p "{name}" ; e:q [ e:r 1 ] ] .' for name in "abcdefgh"]
    before, after = (
        build(project(tmp_path / name, "\n".join(lines))) for name, lines in (("a", parts), ("b", ["e:x e:part [ e:p 0 ] .", *parts]))
    )
    for extension in ("nt", "nq"):
        old, new = (set((dist / f"tiny.{extension}").read_text("utf-8").splitlines()) for dist in (before, after))
        assert (len(old - new), len(new - old)) == (0, 2), extension


def test_a_changed_blank_node_leaves_the_labels_of_others(tmp_path: Path) -> None:
    texts = ("\n".join(f'e:x e:part [ e:p "{name}" ; e:q [ e:r 1 ] ] .' for name in names) for names in ("abcdef", "abZdef"))
    before, after = (build(project(tmp_path / name, text)) for name, text in zip("ab", texts, strict=True))
    old, new = (set((dist / "tiny.nt").read_text("utf-8").splitlines()) for dist in (before, after))
    assert (len(old - new), len(new - old)) == (4, 4)


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("9223372036854775808", ("9223372036854775808", "integer")),
        ("99999999999999999999", ("99999999999999999999", "integer")),
        ("1e19", ("10000000000000000000", "integer")),
        ("10.0", ("10", "integer")),
        ("1e21", ("1.0E21", "double")),
        ("0.1", ("1.0E-1", "double")),
    ],
)
def test_a_number_of_json_ld_has_the_datatype_of_its_size(number: str, value: tuple[str, str], tmp_path: Path) -> None:
    kg = kzit_graph.open_folder(project(tmp_path, "", more={"data/b.jsonld": f'{{"@id": "http://e/x", "http://e/p": {number}}}'}))
    (triple,) = kg.construct("CONSTRUCT WHERE { ?s <http://e/p> ?o }")
    assert str(triple.object) == literal(*value)


def test_deviation_whole_numbers_of_json_ld_from_10_to_the_20(tmp_path: Path) -> None:
    """JSON-LD 1.1 API, 8.2.2: they are integers below 10 to the 21."""
    kg = kzit_graph.open_folder(project(tmp_path, "", more={"data/b.jsonld": f'{{"@id": "http://e/x", "http://e/p": 1{"0" * 20}}}'}))
    (triple,) = kg.construct("CONSTRUCT WHERE { ?s <http://e/p> ?o }")
    assert str(triple.object) == literal("1.0E20", "double")
