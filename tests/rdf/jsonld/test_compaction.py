"""Compaction gives the same JSON-LD as PyLD, except where PyLD would change quads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld.jsonld import JsonLdError
from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, Quad, Store, Triple

from kzit_graph.errors import InvalidInput, Position, UnsupportedContext
from kzit_graph.rdf.jsonld.context import read_terms
from kzit_graph.rdf.ordering import sort_quads
from tests.rdf.jsonld.compaction_cases import (
    BUNDLED,
    CONTEXTS,
    PREDICATES,
    RDF_TYPE,
    THING,
    VALUES,
    XSD,
    P,
    S,
    body,
    canonical,
    context_file,
    directed_literals,
    graph_of,
    nodes,
    plain_literals,
    read,
)
from tests.rdf.jsonld.contexts import read_context, to_jsonld
from tests.rdf.jsonld.pyld_oracle import by_pyld, read_by_pyld


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Write each context to a file."""
    folder = tmp_path_factory.mktemp("contexts")
    return {name: context_file(folder, context, f"{place}.jsonld") for place, (name, context) in enumerate(CONTEXTS.items())}


@pytest.mark.parametrize("name", CONTEXTS)
def test_each_value_of_each_property_is_written_as_by_pyld(name: str, files: Mapping[str, Path]) -> None:
    statements = enumerate((predicate, value) for predicate in PREDICATES for value in VALUES)
    quads = [Quad(NamedNode(f"http://e/s{number}"), predicate, value) for number, (predicate, value) in statements]
    assert to_jsonld(quads, files[name]) == by_pyld(quads, files[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", CONTEXTS)
@given(quads=graph_of(nodes | plain_literals))
def test_a_document_is_byte_for_byte_that_of_pyld(name: str, files: Mapping[str, Path], quads: list[Quad]) -> None:
    assert to_jsonld(quads, files[name]) == by_pyld(quads, files[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", CONTEXTS)
@given(quads=graph_of(nodes | plain_literals))
def test_the_layout_is_that_of_the_json_library(name: str, files: Mapping[str, Path], quads: list[Quad]) -> None:
    content = to_jsonld(quads, files[name])
    assert content.decode() == json.dumps(json.loads(content), ensure_ascii=False, indent=2) + "\n"


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, context in CONTEXTS.items() if "maps" not in name and "languages" not in name])
@given(quads=graph_of(directed_literals | plain_literals))
def test_text_with_a_direction_is_written_as_by_pyld(name: str, files: Mapping[str, Path], quads: list[Quad]) -> None:
    assert to_jsonld(quads, files[name]) == by_pyld(quads, files[name])


BUNDLED_PROPERTIES: Final = tuple(
    NamedNode(term.iri) for term in read_terms(read_context(BUNDLED)).by_name.values() if not term.iri.startswith("@")
)


@pytest.mark.slow
@given(quads=graph_of(nodes | plain_literals, (*BUNDLED_PROPERTIES, RDF_TYPE, P)))
def test_the_bundled_context_is_applied_as_by_pyld(quads: list[Quad]) -> None:
    assert to_jsonld(quads, BUNDLED) == by_pyld(quads, BUNDLED)


@pytest.mark.slow
def test_the_bundled_graph_is_byte_for_byte_that_of_pyld(store: Store) -> None:
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


@pytest.mark.slow
@pytest.mark.parametrize("name", CONTEXTS)
@settings(max_examples=40)
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
def test_the_longer_form_is_kept_if_the_shorter_would_be_misread(tmp_path: Path, context: object, quad: Quad, expected: object) -> None:
    content = to_jsonld([quad], context_file(tmp_path, context))
    assert body(content) == [expected]
    assert read(content) == canonical([quad])


def test_an_id_is_not_shortened_by_a_term_that_is_valid_only_in_keys(tmp_path: Path) -> None:
    quads = [Quad(S, P, THING), Quad(S, RDF_TYPE, S)]
    content = to_jsonld(quads, context_file(tmp_path, {"e": {"@id": "http://e/"}, "e:s": {"@type": "@id"}}))
    assert body(content) == [{"@id": "http://e/s", "@type": "e:s", "http://e/p": {"@id": "http://e/o"}}]
    assert read_by_pyld(content) == canonical(quads)


def test_a_class_is_not_embedded(tmp_path: Path) -> None:
    quads = [Quad(S, RDF_TYPE, THING), Quad(THING, P, Literal("x"))]
    content = to_jsonld(quads, context_file(tmp_path, {"a": RDF_TYPE.value}))
    assert body(content) == [{"@id": "http://e/s", "@type": "http://e/o"}, {"@id": "http://e/o", "http://e/p": "x"}]


def test_a_blank_node_is_not_embedded(tmp_path: Path) -> None:
    quads = [Quad(S, P, BlankNode("b")), Quad(BlankNode("b"), P, Literal("x"))]
    content = to_jsonld(quads, context_file(tmp_path, {"p": "http://e/p"}))
    assert body(content) == [{"p": {"@id": "_:b"}, "@id": "http://e/s"}, {"p": "x", "@id": "_:b"}]


def test_a_node_is_not_embedded_in_an_embedded_node(tmp_path: Path) -> None:
    quads = [Quad(S, P, THING), Quad(THING, P, P), Quad(P, P, Literal("x"))]
    content = to_jsonld(quads, context_file(tmp_path, {"p": "http://e/p"}))
    assert body(content) == [
        {"p": {"p": {"@id": "http://e/p"}, "@id": "http://e/o"}, "@id": "http://e/s"},
        {"p": "x", "@id": "http://e/p"},
    ]


def test_a_graph_keeps_the_label_of_its_blank_node() -> None:
    content = to_jsonld([Quad(S, P, THING, BlankNode("g"))], BUNDLED)
    assert body(content)[0]["id"] == "_:g"
    assert read(content) == canonical([Quad(S, P, THING, BlankNode("g"))])


def test_an_alias_of_graph_does_not_create_a_graph(tmp_path: Path) -> None:
    content = to_jsonld([Quad(S, P, THING)], context_file(tmp_path, {"items": "@graph"}))
    assert read(content) == canonical([Quad(S, P, THING)])


def test_a_triple_term_is_refused_with_the_repair() -> None:
    quad = Quad(S, NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies"), Triple(S, P, THING))
    with pytest.raises(InvalidInput, match=r"cannot hold the triple term <<\( <http://e/s> .*; remove it"):
        to_jsonld([quad], BUNDLED)


@pytest.mark.parametrize(
    "quad", [Quad(NamedNode("kzit:x"), P, THING), Quad(S, NamedNode("kzit:x"), THING), Quad(S, P, THING, NamedNode("kzit:x"))]
)
def test_an_absolute_iri_with_a_prefix_of_the_context_is_refused(quad: Quad) -> None:
    with pytest.raises(UnsupportedContext, match="the IRI kzit:x begins with kzit: and is confused with this prefix") as caught:
        to_jsonld([quad], BUNDLED)
    assert caught.value.position == Position(BUNDLED, BUNDLED.read_text("utf-8").partition('"kzit":')[0].count("\n") + 1)
    with pytest.raises(JsonLdError):
        by_pyld([quad], BUNDLED)
