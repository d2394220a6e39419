"""Files that would take too long, too much memory or the stack of a parser are refused before it reads them."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.reading import read_quads

TURTLE = "@prefix e: <http://e/> .\n"
XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
LONG = "http://e/" + "a" * 5_000 + "/"


def terms(number: int) -> dict[str, str]:
    return {f"t{n}": f"http://e/{n}" for n in range(number)}


def nested_contexts(depth: int) -> str:
    return '{"@context":' + '{"p":{"@id":"http://e/p","@context":' * depth + "{}" + "}}" * depth + ',"@id":"http://e/s","p":"x"}'


REPEATED = "the statements repeat long IRIs or language tags, more than 64 MiB in all; shorten these"
VALUES = list(range(30_000))


def described(attribute: str) -> str:
    """Return RDF/XML of a node with a long attribute and many properties."""
    return f"{XML}<e:A {attribute % ('a' * 5_000)}>{'<e:p>x</e:p>' * 30_000}</e:A></rdf:RDF>"


DEEP = "more than 200 objects and arrays are inside one another"
DEEP_XML = "more than 1,000 elements are inside one another"
REFUSED = {
    "JSON arrays": ("jsonld", "[" * 100_000 + "]" * 100_000, DEEP),
    "JSON arrays that are not closed": ("jsonld", "[" * 100_000, DEEP),
    "JSON objects": ("jsonld", '{"@id":"http://e/s","http://e/p":' * 10_000 + '"x"' + "}" * 10_000, DEEP),
    "lists in lists": ("jsonld", '{"@id":"http://e/s","http://e/p":' + '{"@list":[' * 10_000 + "]}" * 10_000 + "}", DEEP),
    "contexts in contexts": ("jsonld", nested_contexts(10_000), DEEP),
    "terms that depend on each other": (
        "jsonld",
        json.dumps({"@context": {**{f"a{n}": f"a{n + 1}:x" for n in range(20_000)}, "a20000": "http://e/"}, "@id": "http://e/s", "a0": 1}),
        "more than 100 terms of the context are each defined by the next",
    ),
    "a scoped context that is used often": (
        "jsonld",
        json.dumps(
            {
                "@context": {"q": {"@id": "http://e/q", "@context": terms(2_000)}},
                "@graph": [{"@id": f"http://e/{n}", "q": {"t1": "x"}} for n in range(2_000)],
            }
        ),
        "the contexts are used too often inside one another",
    ),
    "many contexts inside a large one": (
        "jsonld",
        json.dumps({"@context": terms(5_000), "@graph": [{"@context": {}, "@id": "http://e/s", "t1": "x"} for _ in range(5_000)]}),
        "the contexts are used too often inside one another",
    ),
    "a long IRI in a context": (
        "jsonld",
        json.dumps({"@context": {"e": LONG}, "@id": "e:s", "e:p": 1}),
        "an IRI of the context has more than 2,048",
    ),
    "XML elements": ("rdf", XML + "<e:A><e:p>" * 5_000, DEEP_XML),
    "XML elements in a literal": ("rdf", XML + '<e:A><e:p rdf:parseType="Literal">' + "<e:A>" * 5_000, DEEP_XML),
    "XML elements hidden by attributes": ("rdf", XML + """<e:A e:a="/>" e:b='"/>'><e:p>'/></e:p><e:p>""" * 2_000, DEEP_XML),
    "XML attributes": (
        "rdf",
        XML + "<e:A " + " ".join(f'e:a{n}="x"' for n in range(30_000)) + "/></rdf:RDF>",
        "more than 1,000 attributes",
    ),
    "one entity used often": (
        "rdf",
        '<!DOCTYPE r [<!ENTITY a "' + "x" * 4_000 + '">]>' + XML + "<e:A><e:p>" + "&a;" * 30_000 + "</e:p></e:A></rdf:RDF>",
        "the references to entities expand to more than 64 MiB",
    ),
    "a large entity": (
        "rdf",
        '<!DOCTYPE r [<!ENTITY a "' + "x" * 1_000_000 + '">]>' + XML + "<e:A><e:p>" + "&a;" * 827 + "</e:p></e:A></rdf:RDF>",
        "an entity has more than 4,096 bytes",
    ),
    "a long XML namespace": ("rdf", XML.replace("http://e/", LONG) + "<e:A/></rdf:RDF>", "a namespace or a base IRI has more than 4,096"),
    "a long subject in RDF/XML": ("rdf", described('rdf:about="http://e/%s"'), REPEATED),
    "a long identifier in RDF/XML": ("rdf", described('xml:base="http://e/" rdf:ID="%s"'), REPEATED),
    "a long label in RDF/XML": ("rdf", described('rdf:nodeID="%s"'), REPEATED),
    "a long language in RDF/XML": ("rdf", described(f'xml:lang="x{"-aaaaaaaa" * 30_000}" e:a="%s"'), REPEATED),
    "a namespace of 4,000 bytes in RDF/XML": (
        "rdf",
        XML.replace("http://e/", "http://e/" + "a" * 4_000) + "<e:A>" + "<e:p/>" * 30_000 + "</e:A></rdf:RDF>",
        REPEATED,
    ),
    "bases that grow in RDF/XML": (
        "rdf",
        XML + '<e:A xml:base="http://e/"><e:p>' + f'<e:A xml:base="{"b" * 2_000}/" rdf:about="x"><e:p>' * 400,
        REPEATED,
    ),
    "a long subject": ("ttl", f"<http://e/{LONG}> <http://e/p> 1 {', 1' * 30_000} .", REPEATED),
    "a long subject with properties": ("ttl", f"<http://e/{LONG}> <http://e/p> 1 {'; <http://e/p> 1' * 30_000} .", REPEATED),
    "a long name": ("ttl", f"{TURTLE}e:{LONG} e:p '. , ;' {', 1' * 30_000} .", REPEATED),
    "a long label": ("ttl", f"_:{'a' * 5_000} <http://e/p> 1 {', 1' * 30_000} .", REPEATED),
    "a long predicate": ("ttl", f'<http://e/s> <http://e/{LONG}> 1.5, """. ""}}""" {", 1" * 30_000} .', REPEATED),
    "a long graph": ("trig", f"GRAPH <http://e/{LONG}> {{ {'<e:s> <e:p> 1 . ' * 30_000} }}", REPEATED),
    "a namespace of 2,000 bytes": ("ttl", f"@prefix e: <http://e/{'a' * 2_000}> .\n" + "e:s e:p e:o .\n" * 30_000, REPEATED),
    "a base of 2,000 bytes": ("ttl", f"@base <http://e/{'a' * 2_000}/> .\n" + "<s> <p> <o> .\n" * 30_000, REPEATED),
    "a long subject in JSON-LD": ("jsonld", json.dumps({"@id": LONG, "http://e/p": VALUES}), REPEATED),
    "a long subject under another key": (
        "jsonld",
        json.dumps({"@context": {"id": "@id"}, "id": LONG, "http://e/p": VALUES}),
        REPEATED,
    ),
    "a long key in JSON-LD": ("jsonld", json.dumps({"@id": "e:s", LONG: VALUES}), REPEATED),
    "a long graph in JSON-LD": ("jsonld", json.dumps({"@id": LONG, "@graph": [{"@id": "e:s", "e:p": VALUES}]}), REPEATED),
    "a long language in JSON-LD": (
        "jsonld",
        json.dumps({"@context": {"p": {"@id": "e:p", "@container": "@language"}}, "p": {"x" + "-aaaaaaaa" * 600: list(map(str, VALUES))}}),
        REPEATED,
    ),
    "a long object in JSON-LD": ("jsonld", json.dumps({"@id": LONG, "@reverse": {"e:p": [{"@id": f"e:{n}"} for n in VALUES]}}), REPEATED),
    "a long namespace": ("ttl", f"@prefix e: <{LONG}> .\ne:s e:p e:o .", "a namespace or a base IRI has more than 2,048"),
    "a long base": ("trig", f"BASE <{LONG}>\n<s> <p> <o> .", "a namespace or a base IRI has more than 2,048"),
    "bases that grow": ("ttl", "@base <http://e/> .\n" + "@base <a/> .\n" * 20_000, "more than 1,000 base IRIs"),
    "triple terms": ("ttl", TURTLE + "e:s e:p " + "<<( e:s e:p " * 20_000 + "1" + " )>>" * 20_000 + " .", "triple terms (RDF 1.2)"),
    "triple terms in N-Triples": (
        "nt",
        "<e:s> <e:p> " + "<<( <e:s> <e:p> " * 20_000 + '"1"' + " )>>" * 20_000 + " .",
        "triple terms (RDF 1.2)",
    ),
    "triple terms in N-Quads": (
        "nq",
        "<e:s> <e:p> " + "<<( <e:s> <e:p> " * 20_000 + '"1"' + " )>>" * 20_000 + " .",
        "triple terms (RDF 1.2)",
    ),
    "triple terms in TriG": (
        "trig",
        TURTLE + "{ e:s e:p " + "<<( e:s e:p " * 20_000 + "1" + " )>>" * 20_000 + " }",
        "triple terms (RDF 1.2)",
    ),
}


@pytest.mark.parametrize(("extension", "content", "problem"), REFUSED.values(), ids=REFUSED)
def test_what_a_parser_cannot_bound_is_refused(extension: str, content: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{extension}"
    path.write_text(content, "utf-8")
    with pytest.raises(InvalidInput) as caught:
        list(read_quads(path))
    assert caught.value.position is not None
    assert caught.value.position.path == path
    assert problem in caught.value.problem


ENTITY_TEXTS = {
    "start": "<!ENTITY" * 40_000,
    "start and space": "<!ENTITY " * 40_000,
    "name": "<!ENTITY a" * 40_000,
    "open value": '<!ENTITY a "' * 40_000,
    "spaces": "<!ENTITY" + " " * 400_000,
    "comments": "<!--" * 100_000,
    "sections": "<![CDATA[" * 40_000,
    "instructions": "<?" * 150_000,
    "quotes": "\"'" * 150_001,
    "references": "&" * 300_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("text", ENTITY_TEXTS.values(), ids=ENTITY_TEXTS)
def test_text_of_entities_is_searched_in_linear_time(text: str, tmp_path: Path) -> None:
    """A quadratic search takes minutes, so the process is given 30 seconds."""
    path = tmp_path / "a.rdf"
    path.write_text(f"<!DOCTYPE r [{text}]>{XML}</rdf:RDF>", "utf-8")
    script = "import sys, pathlib; from kzit_graph.rdf.reading import read_bytes; read_bytes(pathlib.Path(sys.argv[1]))"
    done = subprocess.run([sys.executable, "-c", script, str(path)], timeout=30, capture_output=True, text=True)
    assert done.returncode == 0 or "InvalidInput" in done.stderr


TURTLE_TEXTS = {
    "open long strings": '~ """' * 60_000,
    "apostrophes": "~ '" * 100_001,
    "open IRIs": "~ <" * 100_000,
    "language tags": "~ @a-" * 60_000,
    "backslashes": "~" + "\\" * 300_001,
    "escaped quotation marks": '~"' + '\\"' * 150_000,
    "versions": "version" + " " * 300_000,
}


@pytest.mark.parametrize("text", TURTLE_TEXTS.values(), ids=TURTLE_TEXTS)
def test_rdf_1_2_is_searched_in_linear_time(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(text, "utf-8")
    script = "import sys, pathlib; from kzit_graph.rdf.reading import read_bytes; read_bytes(pathlib.Path(sys.argv[1]))"
    done = subprocess.run([sys.executable, "-c", script, str(path)], timeout=30, capture_output=True, text=True)
    assert done.returncode == 0 or "InvalidInput" in done.stderr


JSON_TEXTS = {
    "escaped quotation marks": '\\"' * 150_000,
    "an open string of escapes": '{"a": "' + '\\"' * 150_000,
    "open strings": '{"@context": {"g": {"@id": "http://e/g", "@container": "@graph"}}} ' + '\\"' * 150_000,
    "containers": '{"@container":[' * 20_000,
}


@pytest.mark.parametrize("text", JSON_TEXTS.values(), ids=JSON_TEXTS)
def test_json_is_searched_in_linear_time(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text(text, "utf-8")
    script = "import sys, pathlib; from kzit_graph.rdf.reading import read_file; list(read_file(pathlib.Path(sys.argv[1])).parse())"
    done = subprocess.run([sys.executable, "-c", script, str(path)], timeout=30, capture_output=True, text=True)
    assert "InvalidInput" in done.stderr


def test_the_things_of_broken_json_are_found_in_linear_time() -> None:
    script = "from kzit_graph.rdf.document_subjects import json_subjects; print(json_subjects('\\\\\"' * 150_000, None))"
    done = subprocess.run([sys.executable, "-c", script], timeout=30, capture_output=True, text=True)
    assert done.stdout == "[]\n"


MISTAKEN_TEXTS = {
    "a long string before": 'e:s e:p "' + "x" * 200_000 + '" .\ne:s x .',
    "escaped quotation marks before": "e:s e:p '" + '\\"' * 100_000 + "' .\ne:s x .",
    "open strings before": "# " + "'\"" * 100_000 + "\ne:s x .",
    "a long word": "x" * 200_000 + " e:p 1 .",
    "an unknown prefix": "x" * 200_000 + ":s e:p 1 .",
    "parts of a word": "e:s e:p " + "a-" * 100_000 + " .",
    "quotation marks": "e:s e:p " + '"a" ' * 50_000 + ".",
    "numbers": "e:s e:p " + "1." * 100_000 + " x .",
    "spaces": "e:s e:p e:o" + " " * 200_000 + "x .",
    "open brackets": "e:s e:p " + "(" * 200_000 + "\nx",
}


@pytest.mark.parametrize("text", MISTAKEN_TEXTS.values(), ids=MISTAKEN_TEXTS)
def test_a_mistake_in_a_long_line_is_explained_in_linear_time(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(f"@prefix e: <http://e/> .\n{text}\n")
    script = "import sys, pathlib; from kzit_graph.rdf.reading import read_file; list(read_file(pathlib.Path(sys.argv[1])).parse())"
    done = subprocess.run([sys.executable, "-c", script, str(path)], timeout=30, capture_output=True, text=True)
    assert "InvalidInput" in done.stderr


READ = {
    "nested nodes": ("ttl", TURTLE + "e:s e:p " + "[ e:p " * 10_000 + "1" + " ]" * 10_000 + " .", 10_001),
    "nested lists": ("ttl", TURTLE + "e:s e:p " + "( " * 10_000 + "1" + " )" * 10_000 + " .", 20_001),
    "a number of 5,000 digits": ("ttl", TURTLE + "e:s e:p " + "1" * 5_000 + " .", 1),
    "a JSON number of 5,000 digits": ("jsonld", '{"@id":"http://e/s","http://e/p":' + "1" * 5_000 + "}", 1),
    "a line of a million characters": ("nt", '<http://e/s> <http://e/p> "' + "a" * 1_000_000 + '" .', 1),
    "100 nested JSON objects": ("jsonld", '{"@id":"http://e/s","http://e/p":' * 100 + '"x"' + "}" * 100, 100),
    "200 nested elements": ("rdf", XML + "<e:A><e:p>" * 100 + "</e:p></e:A>" * 100 + "</rdf:RDF>", 200),
    "entities as prefixes": (
        "rdf",
        '<!DOCTYPE r [<!ENTITY e "http://e/">]>' + XML + '<e:A rdf:about="&e;s"><e:p rdf:resource="&e;o"/></e:A></rdf:RDF>',
        2,
    ),
    "a context with 1,000 terms": (
        "jsonld",
        json.dumps({"@context": terms(1_000), "@graph": [{"@id": f"http://e/{n}", "t1": "x"} for n in range(500)]}),
        500,
    ),
    "a long IRI that few statements have": ("ttl", f"<{LONG}> <{LONG}> " + ", ".join(map(str, VALUES[:5_000])) + " .", 5_000),
    "a long IRI beside many statements": ("ttl", f"<{LONG}> <e:p> '{LONG}' . " + "<e:s> <e:p> 1 ; <e:q> 1, 2 . " * 10_000, 30_001),
    "a long text beside many values": ("jsonld", json.dumps({"@id": "e:s", "e:p": [LONG, *VALUES]}), 30_001),
    "a long subject of few properties in RDF/XML": (
        "rdf",
        XML + f'<e:A rdf:about="{LONG}">{"<e:p>x</e:p>" * 10_000}</e:A></rdf:RDF>',
        10_001,
    ),
    "signs of RDF 1.2 in text": (
        "ttl",
        TURTLE + """e:s e:p "<< ~ {| 'x'@ar--rtl" , '<<' , \"""<< " ~ \""" , <http://e/~x> , e:a\\~b . # << ~ {|\ne:version e:p 1 .""",
        6,
    ),
}


@pytest.mark.parametrize(("extension", "content", "number"), READ.values(), ids=READ)
def test_what_a_parser_can_bound_is_read(extension: str, content: str, number: int, tmp_path: Path) -> None:
    path = tmp_path / f"a.{extension}"
    path.write_text(content, "utf-8")
    assert sum(1 for _ in read_quads(path)) == number


WHOLE = XML + '<rdf:Description rdf:about="http://e/a"><e:p>1</e:p><e:q rdf:resource="http://e/b"/></rdf:Description>\n</rdf:RDF>'


@pytest.mark.parametrize("extension", ["rdf", "xml", "owl", "rdf.gz"])
def test_rdfxml_that_is_cut_off_is_refused_wherever_it_ends(tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"a.{extension}"
    pack = gzip.compress if extension.endswith("gz") else bytes
    path.write_bytes(pack(WHOLE.encode()))
    assert len(list(read_quads(path))) == 2
    for length in range(1, len(WHOLE)):
        path.write_bytes(pack(WHOLE[:length].encode()))
        with pytest.raises(InvalidInput):
            list(read_quads(path))


def test_rdfxml_that_is_cut_off_is_refused_with_the_place_and_the_fix(tmp_path: Path) -> None:
    path = tmp_path / "a.rdf"
    path.write_text(WHOLE.removesuffix("</rdf:RDF>"))
    with pytest.raises(InvalidInput, match=r"a\.rdf:2:1: the file ends before its elements are closed; complete it, or copy it again"):
        list(read_quads(path))


@pytest.mark.parametrize(
    "content",
    [
        XML + "<!-- <e:A> --><e:A/></rdf:RDF>",
        XML + "<e:A><e:p><![CDATA[<e:B>]]></e:p></e:A></rdf:RDF>",
        XML + '<e:A e:p="a > b / c"/></rdf:RDF>',
        XML + "<e:A><e:p>/> </e:p></e:A></rdf:RDF>\n<!-- <e:A> -->\n",
        XML.replace(">", "/>"),
        '<!DOCTYPE rdf:RDF [<!ENTITY e "http://e/">]>\n' + XML + '<e:A rdf:about="&e;x"/></rdf:RDF>',
    ],
)
def test_complete_rdfxml_is_not_taken_for_cut_off(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.rdf"
    path.write_text(content)
    list(read_quads(path))
