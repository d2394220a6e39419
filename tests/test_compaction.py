"""JSON-LD written directly is what PyLD, a full processor, makes of the same quads; where PyLD would change them, it keeps them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld
from pyoxigraph import (
    BaseDirection,
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from kzit_graph.compaction_by_pyld import PyldWriter
from kzit_graph.context_terms import UnknownFeature, read_terms
from kzit_graph.errors import InvalidInput, Position
from kzit_graph.jsonld import END, SEPARATOR, JsonLdWriter, jsonld_writer, read_context, to_jsonld
from kzit_graph.node_writer import NodeWriter
from kzit_graph.ordering import sort_quads
from kzit_graph.project import bundled_folder

RDF_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
BUNDLED: Final = bundled_folder() / "ontology" / "context.jsonld"
S, P, THING = (NamedNode(f"http://e/{name}") for name in "spo")
PREFIXES: Final = {"e": "http://e/", "v": "http://e/v#", "f": {"@id": "http://f/", "@prefix": True}, "xsd": XSD}

CONTEXTS: Final[Mapping[str, dict[str, Any]]] = {
    "none": {},
    "prefixes, some of them longer, some within others": PREFIXES | {"ev": "e:v#", "long": "http://e/", "no": {"@id": "http://e/"}},
    "another name of each keyword": PREFIXES
    | {"id": "@id", "a": {"@id": "@type", "@container": "@set"}, "kind": "@type", "of": "@value", "tag": "@language", "to": "@direction"}
    | {"things": "@graph", "p": "e:p"},
    "another name of the type alone": PREFIXES | {"a": "@type", "p": "e:p", "q": {"@id": "e:q", "@container": "@set"}},
    "maps of languages": PREFIXES
    | {"p": {"@id": "e:p", "@container": "@language"}, "q": {"@id": "e:q", "@container": ["@set", "@language"]}}
    | {"none": "@none", "it": "e:a", "v:p": {"@container": "@language"}},
    "terms for one property that differ in their types": PREFIXES
    | {"p": "e:p", "pNode": {"@id": "e:p", "@type": "@id"}, "pTerm": {"@id": "e:p", "@type": "@vocab"}}
    | {"pDay": {"@id": "e:p", "@type": "xsd:date", "@container": "@set"}, "pText": {"@id": "e:p", "@type": "xsd:string"}}
    | {"q": {"@id": "e:q", "@type": "@id"}, "qTerm": {"@id": "e:q", "@type": "@vocab", "@container": "@set"}, "a": "e:a", "v:b": "v:b"},
    "terms for one property that differ in their languages": PREFIXES
    | {"p": {"@id": "e:p", "@container": "@language"}, "pEn": {"@id": "e:p", "@language": "EN"}, "pNone": {"@id": "e:p", "@language": None}}
    | {"q": {"@id": "e:q", "@language": None, "@container": "@set"}, "qIt": {"@id": "e:q", "@language": "it"}},
    "a vocabulary": {"@version": 1.1, "@vocab": "http://e/v#", "e": "http://e/", "p": {"@type": "@id"}, "q": {"@id": "e:q"}, "b": "a"},
    "vocabularies of single terms": PREFIXES
    | {"@vocab": "http://e/", "p": {"@id": "e:p", "@type": "@vocab", "@context": {"@vocab": "v:"}}}
    | {
        "q": {"@id": "e:q", "@type": "@vocab", "@context": {"@vocab": "http://f/"}, "@container": "@set"},
        "p2": {"@id": "e:p", "@type": "@id"},
    },
    "terms in the form of IRIs": PREFIXES
    | {"http://e/p": {"@container": "@set"}, "v:p": {"@id": "http://e/v#p", "@type": "@id"}, "e:a": {}, "http://f/a": {"@type": "@id"}},
}
"""Contexts whose features are all compiled, by what they are about."""


NAMED: Final = tuple(
    NamedNode(iri)
    for iri in (
        *(
            "http://e/a",
            "http://e/b",
            "http://e/p",
            "http://e/v#a",
            "http://e/v#b",
            "http://e/v#c/d",
            "http://e/",
            "http://f/a",
            "http://f/z",
        ),
        *("http://g/театр", "urn:x:y", "mailto:a@b", RDF_TYPE.value, f"{XSD}date", "https://w3id.org/kzit/concept/field/culture"),
    )
)
PREDICATES: Final = tuple(
    NamedNode(iri) for iri in (*(f"http://e/{name}" for name in ("p", "q", "v#p", "v#b", "a", "o")), "http://f/a", RDF_TYPE.value)
)
TEXTS: Final = ("", "x", "a\u2028b\u0085", '\0\x1f\x7f\t\n\r"\\/', "\U0001f3ad", "Қаз", "true", "1", "@id", "http://e/a")
NUMBERS: Final = (
    *("0", "-1", "-0", "007", "+1", "9007199254740991", "9007199254740992", "-9007199254740991", "1" * 5000, "1_0", "٣", " 5"),
    *("1.0", "1e3", "NaN", "true", "false", "TRUE", "2020-01-01", ""),
)

nodes = st.sampled_from(NAMED) | st.sampled_from([BlankNode("x"), BlankNode("y")])
texts = st.sampled_from(TEXTS) | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
datatypes = st.sampled_from(
    [*(f"{XSD}{name}" for name in ("integer", "boolean", "date", "decimal", "string")), "http://e/a", "http://e/v#a"]
)
plain_literals = st.one_of(
    texts.map(Literal),
    st.builds(Literal, texts, language=st.sampled_from(["en", "it", "id", "zh-hant"])),
    st.builds(Literal, st.sampled_from(NUMBERS) | texts, datatype=datatypes.map(NamedNode)),
)
directed_literals = st.builds(
    Literal, texts, language=st.sampled_from(["ar", "en"]), direction=st.sampled_from([BaseDirection.LTR, BaseDirection.RTL])
)
graphs = st.sampled_from([DefaultGraph(), NamedNode("http://e/g"), NamedNode("http://e/v#g"), BlankNode("g")])


def graph_of(values: st.SearchStrategy[Any], predicates: tuple[NamedNode, ...] = PREDICATES) -> st.SearchStrategy[list[Quad]]:
    """Quads in any order, some of them twice."""
    return st.lists(st.builds(Quad, nodes, st.sampled_from(predicates), values, graphs), max_size=14)


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """A file for each of the contexts."""
    folder = tmp_path_factory.mktemp("contexts")
    return {name: context_file(folder, context, f"{place}.jsonld") for place, (name, context) in enumerate(CONTEXTS.items())}


def context_file(folder: Path, context: object, name: str = "context.jsonld") -> Path:
    path = folder / name
    path.write_text(json.dumps({"@context": context}), encoding="utf-8")
    return path


def by_pyld(quads: list[Quad], context_file: Path) -> bytes:
    context = read_context(context_file)
    return JsonLdWriter(context, context_file, PyldWriter(context, context_file)).whole(quads)


def canonical(quads: Iterable[Quad]) -> Dataset:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def read(content: bytes) -> Dataset:
    return canonical(parse(content, format=RdfFormat.JSON_LD))


def read_by_pyld(content: bytes) -> Dataset:
    return canonical(parse(jsonld.to_rdf(json.loads(content), {"format": "application/n-quads"}), format=RdfFormat.N_QUADS))


def body(content: bytes) -> Any:
    return json.loads(content)["@graph"]


@pytest.mark.parametrize("name", CONTEXTS)
@given(quads=graph_of(nodes | plain_literals))
def test_a_document_is_to_the_byte_what_pyld_makes_of_it(name: str, files: Mapping[str, Path], quads: list[Quad]) -> None:
    assert to_jsonld(quads, files[name]) == by_pyld(quads, files[name])


@pytest.mark.parametrize("name", [name for name, context in CONTEXTS.items() if "maps" not in name and "languages" not in name])
@given(quads=graph_of(directed_literals | plain_literals))
def test_text_with_a_direction_is_written_as_pyld_writes_it(name: str, files: Mapping[str, Path], quads: list[Quad]) -> None:
    assert to_jsonld(quads, files[name]) == by_pyld(quads, files[name])


BUNDLED_PROPERTIES: Final = tuple(
    NamedNode(term.iri) for term in read_terms(read_context(BUNDLED)).by_name.values() if not term.iri.startswith("@")
)


@given(quads=graph_of(nodes | plain_literals, (*BUNDLED_PROPERTIES, RDF_TYPE, P)))
def test_the_context_of_the_project_is_applied_to_the_byte_as_pyld_does(quads: list[Quad]) -> None:
    assert to_jsonld(quads, BUNDLED) == by_pyld(quads, BUNDLED)


def test_the_whole_graph_of_the_project_is_to_the_byte_what_pyld_makes_of_it(store: Store) -> None:
    quads = sort_quads(store)
    assert to_jsonld(quads, BUNDLED) == by_pyld(quads, BUNDLED)


UNUSUAL: Final = tuple(
    NamedNode(iri)
    for iri in (
        *(
            "http://e/a\u00a0b",
            "urn:a/../b\u2028",
            "http://e///x",
            "http://e/v#urn:x",
            "http://e/v#a:b",
            "http://e/v#@id",
            "http://e/v#_:x",
        ),
        *("http://e/v#:a", "http://e/v#e:x", "http://e/v", "http://f///y", "http://f/@type", "http://e/v#"),
    )
)


@pytest.mark.parametrize("name", CONTEXTS)
@given(data=st.data())
def test_every_quad_comes_back(name: str, files: Mapping[str, Path], data: st.DataObject) -> None:
    unusual = st.sampled_from(UNUSUAL)
    quads = data.draw(graph_of(nodes | unusual | plain_literals | directed_literals, (*PREDICATES, *UNUSUAL)))
    quads += [Quad(quad.object, P, THING, quad.graph_name) for quad in quads if isinstance(quad.object, NamedNode)]
    assert read(to_jsonld(quads, files[name])) == canonical(quads)


AR: Final = Literal("x", language="ar", direction=BaseDirection.RTL)
IN_MAPS: Final = {"p": {"@id": "http://e/p", "@container": "@language"}}


@pytest.mark.parametrize(
    ("context", "quad", "expected"),
    [
        (IN_MAPS, Quad(S, P, AR), {"@id": "http://e/s", "http://e/p": {"@direction": "rtl", "@language": "ar", "@value": "x"}}),
        (IN_MAPS | {"of": "@value"}, Quad(S, P, Literal("x", language="ar")), {"p": {"ar": "x"}, "@id": "http://e/s"}),
        ({"e": "http://e/"}, Quad(NamedNode("http://e///x"), P, THING), {"@id": "http://e///x", "e:p": {"@id": "e:o"}}),
        ({"_": "http://e/"}, Quad(S, P, THING), {"@id": "http://e/s", "http://e/p": {"@id": "http://e/o"}}),
        ({"@vocab": "http://e/"}, Quad(S, NamedNode("http://e/a:b"), THING), {"@id": "http://e/s", "http://e/a:b": {"@id": "http://e/o"}}),
        ({"@vocab": "http://e/"}, Quad(S, NamedNode("http://e/@id"), THING), {"@id": "http://e/s", "http://e/@id": {"@id": "http://e/o"}}),
        (
            {"@vocab": "http://e/", "è": "http://f/"},
            Quad(S, RDF_TYPE, NamedNode("http://e/è:x")),
            {"@id": "http://e/s", "@type": "http://e/è:x"},
        ),
        ({"http://e/p": {"@type": "@id"}}, Quad(S, P, Literal("x")), {"http://e/p": {"@value": "x"}, "@id": "http://e/s"}),
        ({"http://e/p": {"@type": "@id"}}, Quad(S, P, Literal(5)), {"http://e/p": 5, "@id": "http://e/s"}),
        ({"http://e/p": {"@type": f"{XSD}date"}}, Quad(S, P, Literal(5)), {"http://e/p": {"@value": 5}, "@id": "http://e/s"}),
        ({"http://e/p": {"@language": "en"}}, Quad(S, P, Literal("x")), {"http://e/p": {"@value": "x"}, "@id": "http://e/s"}),
        ({}, Quad(S, NamedNode("http://e/a\u00a0b"), THING), {"@id": "http://e/s", "http://e/a\u00a0b": {"@id": "http://e/o"}}),
    ],
)
def test_the_longer_form_is_kept_where_the_shorter_would_be_read_as_something_else(
    tmp_path: Path, context: object, quad: Quad, expected: object
) -> None:
    content = to_jsonld([quad], context_file(tmp_path, context))
    assert body(content) == [expected]
    assert read(content) == canonical([quad])


def test_an_id_is_not_shortened_by_a_term_that_is_read_in_keys_alone(tmp_path: Path) -> None:
    quads = [Quad(S, P, THING), Quad(S, RDF_TYPE, S)]
    content = to_jsonld(quads, context_file(tmp_path, {"e": {"@id": "http://e/"}, "e:s": {"@type": "@id"}}))
    assert body(content) == [{"@id": "http://e/s", "@type": "e:s", "http://e/p": {"@id": "http://e/o"}}]
    assert read_by_pyld(content) == canonical(quads)


def test_a_graph_keeps_the_label_of_its_blank_node() -> None:
    content = to_jsonld([Quad(S, P, THING, BlankNode("g"))], BUNDLED)
    assert body(content)[0]["id"] == "_:g"
    assert read(content) == canonical([Quad(S, P, THING, BlankNode("g"))])


@pytest.mark.parametrize("context", [{"items": "@graph"}, {"items": "@graph", "unused": None}])
def test_another_name_of_graph_moves_nothing_into_a_graph_without_a_name(tmp_path: Path, context: object) -> None:
    content = to_jsonld([Quad(S, P, THING)], context_file(tmp_path, context))
    assert read(content) == canonical([Quad(S, P, THING)])


def test_a_triple_term_is_refused_with_the_repair() -> None:
    quad = Quad(S, NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies"), Triple(S, P, THING))
    with pytest.raises(InvalidInput, match=r"cannot hold the triple term <<\( <http://e/s> .*; take it out"):
        to_jsonld([quad], BUNDLED)


@pytest.mark.parametrize(
    "quad", [Quad(NamedNode("kzit:x"), P, THING), Quad(S, NamedNode("kzit:x"), THING), Quad(S, P, THING, NamedNode("kzit:x"))]
)
def test_an_iri_that_would_be_read_as_a_compact_one_is_refused_with_the_file(quad: Quad) -> None:
    with pytest.raises(InvalidInput, match=r"Absolute IRI confused with prefix\. \(kzit:x\)") as caught:
        to_jsonld([quad], BUNDLED)
    assert caught.value.position == Position(BUNDLED)
    with pytest.raises(InvalidInput) as by_another:
        by_pyld([quad], BUNDLED)
    assert str(caught.value) == str(by_another.value)


@pytest.mark.parametrize("name", CONTEXTS)
def test_these_contexts_are_compiled(name: str, files: Mapping[str, Path]) -> None:
    assert isinstance(jsonld_writer(files[name]).nodes, NodeWriter)


UNCOMPILED: Final[Mapping[str, dict[str, Any]]] = {
    "@base": {"@base": "http://e/"},
    "@language": {"@language": "en"},
    "@direction": {"@direction": "rtl"},
    "@propagate": {"@propagate": True},
    "@protected": {"@protected": True, "p": "http://e/p"},
    "@protected of a term": {"p": {"@id": "http://e/p", "@protected": True}},
    "@reverse": {"r": {"@reverse": "http://e/p"}},
    "@nest": {"n": "@nest", "p": {"@id": "http://e/p", "@nest": "n"}},
    "@index": {"p": {"@id": "http://e/p", "@container": "@index"}},
    "@list": {"p": {"@id": "http://e/p", "@container": "@list"}},
    "@graph container": {"p": {"@id": "http://e/p", "@container": "@graph"}},
    "@id container": {"p": {"@id": "http://e/p", "@container": "@id"}},
    "@type container": {"p": {"@id": "http://e/p", "@container": "@type"}},
    "@type, redefined": {"@type": {"@container": "@set"}},
    "@json": {"p": {"@id": "http://e/p", "@type": "@json"}},
    "@none type": {"p": {"@id": "http://e/p", "@type": "@none"}},
    "@direction of a term": {"p": {"@id": "http://e/p", "@direction": "rtl"}},
    "a term that means nothing": {"p": None},
    "a context of a property with more than a vocabulary": {"p": {"@id": "http://e/p", "@type": "@vocab", "@context": {"o": "http://e/o"}}},
    "a context of a class": {"T": {"@id": "http://e/T", "@context": {"@vocab": "http://e/"}}},
    "a blank node as a property": {"p": "_:p"},
    "a vocabulary of its own where a node may stand whole": {
        "p": {"@id": "http://e/p", "@type": "@vocab", "@context": {"@vocab": "http://f/"}},
        "q": "http://e/p",
    },
}


@pytest.mark.parametrize("feature", UNCOMPILED)
def test_a_context_with_another_feature_is_left_to_pyld(tmp_path: Path, feature: str) -> None:
    path = context_file(tmp_path, UNCOMPILED[feature])
    with pytest.raises(UnknownFeature):
        read_terms(UNCOMPILED[feature])
    assert isinstance(jsonld_writer(path).nodes, PyldWriter)


PLAIN: Final = [
    Quad(S, P, THING, NamedNode("http://e/g")),
    Quad(S, RDF_TYPE, THING),
    Quad(THING, P, Literal("x", language="en")),
    Quad(THING, P, Literal(5)),
]


@pytest.mark.parametrize("feature", [feature for feature in UNCOMPILED if feature not in ("@list", "@index", "@direction of a term")])
def test_pyld_keeps_every_quad(tmp_path: Path, feature: str) -> None:
    assert read_by_pyld(to_jsonld(PLAIN, context_file(tmp_path, UNCOMPILED[feature]))) == canonical(PLAIN)


@pytest.mark.parametrize(
    "context",
    [
        *({"p": 5}, {"p": {"@id": 5}}, {"p": {"@id": "p"}}, {"p": "q"}, {"p": {"@id": "http://e/p", "@type": "day"}}, {"": "http://e/p"}),
        *({"@version": 1.0}, {"@vocab": 5}, {"a": "b:x", "b": "a:y"}, {"e": "http://e/", "e:p": "http://f/p"}, {"@id": "http://e/p"}),
        *({"p": {"@id": "http://e/p", "@container": container}} for container in ("@none", "@both", ["@set", 5], 5, None)),
        *(
            {"p": {"@id": "http://e/p", "@language": 5}},
            {"p": {"@id": "http://e/p", "@prefix": "yes"}},
            {"e:p": {"@id": "http://e/", "@prefix": True}},
        ),
        *({"p": {"@id": "http://e/p", "@colour": "red"}}, {"c": "@context"}, {"v": {"@id": "@type", "@prefix": True}}),
        {"p": {"@id": "http://e/p", "@type": "@vocab", "@context": 5}},
    ],
    ids=json.dumps,
)
def test_a_context_that_is_wrong_is_reported_by_pyld_even_if_there_is_nothing_to_write(tmp_path: Path, context: dict[str, Any]) -> None:
    path = context_file(tmp_path, context)
    with pytest.raises(InvalidInput, match="the context cannot be used: ") as caught:
        to_jsonld([], path)
    assert caught.value.position == Position(path)


@pytest.mark.parametrize("context", [{"@vocab": None}, {"@vocab": None, "unused": None}, {"@language": None}, {"p": {"@id": None}}])
def test_a_context_that_takes_back_what_nobody_said_is_none_the_worse_for_it(tmp_path: Path, context: object) -> None:
    assert body(to_jsonld([Quad(S, P, THING)], context_file(tmp_path, context))) == [
        {"@id": "http://e/s", "http://e/p": {"@id": "http://e/o"}}
    ]


@pytest.mark.parametrize("rest", [{}, {"unused": None}])
def test_a_map_of_languages_whose_term_is_a_word_of_the_vocabulary_holds_strings_alone(tmp_path: Path, rest: dict[str, Any]) -> None:
    quads = [Quad(S, P, Literal(5)), Quad(S, P, Literal("x", language="en"))]
    content = to_jsonld(quads, context_file(tmp_path, {"@vocab": "http://e/", "p": {"@container": "@language"}, **rest}))
    assert read(content) == canonical(quads)


def grouped(quads: list[Quad]) -> Iterator[tuple[Any, list[Quad]]]:
    return ((graph, list(members)) for graph, members in groupby(quads, key=lambda quad: quad.graph_name))


@given(quads=graph_of(nodes | plain_literals))
def test_a_document_that_is_written_graph_by_graph_is_the_whole(quads: list[Quad]) -> None:
    ordered = sort_quads(quads)
    assert "".join(jsonld_writer(BUNDLED).document(grouped(ordered))).encode() == to_jsonld(ordered, BUNDLED)


@given(quads=graph_of(nodes | plain_literals))
def test_pieces_that_several_writers_wrote_join_to_the_whole(quads: list[Quad]) -> None:
    ordered = sort_quads(quads)
    pieces = [jsonld_writer(BUNDLED).piece(graph, members) for graph, members in grouped(ordered)]
    assert "".join(jsonld_writer(BUNDLED).joined(pieces)).encode() == to_jsonld(ordered, BUNDLED)
    if pieces:
        assert (jsonld_writer(BUNDLED).start + SEPARATOR.join(pieces) + END).encode() == to_jsonld(ordered, BUNDLED)


def test_a_graph_is_written_before_the_next_one_is_asked_for() -> None:
    asked: list[str] = []

    def graphs() -> Iterator[tuple[NamedNode, list[Quad]]]:
        for name in ("http://e/g1", "http://e/g2"):
            asked.append(name)
            yield NamedNode(name), [Quad(S, P, THING, NamedNode(name))]

    parts = jsonld_writer(BUNDLED).document(graphs())
    next(part for part in parts if "http://e/g1" in part)
    assert asked == ["http://e/g1"]


@pytest.mark.parametrize("graph", [DefaultGraph(), NamedNode("http://e/g")])
def test_a_graph_without_quads_leaves_no_trace(graph: DefaultGraph | NamedNode) -> None:
    assert "".join(jsonld_writer(BUNDLED).document([(graph, [])])).encode() == to_jsonld([], BUNDLED)


def test_a_build_of_the_project_needs_no_pyld(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; import kzit_graph.build, kzit_graph.project as project;"
        f"kzit_graph.build.build(project.open_project(project.bundled_folder()), Path({str(tmp_path / 'dist')!r}));"
        "print('pyld' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True).stdout == "False\n"
    assert (tmp_path / "dist" / "kzit.jsonld").is_file()
