"""With any context, JSON-LD is refused or read back as the same quads, by pyoxigraph and by PyLD."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Dataset, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kzit_graph.errors import UnsupportedContext
from kzit_graph.publish.dumps.jsonld_parts import jsonld_parts
from kzit_graph.rdf.blank_nodes import has_blank_node
from kzit_graph.rdf.jsonld.context_parts import ContextParts
from kzit_graph.rdf.ordering import sort_quads
from tests.rdf.jsonld.compaction_cases import RDF_TYPE, XSD, P, S, body, canonical, context_file, read
from tests.rdf.jsonld.contexts import to_jsonld
from tests.rdf.jsonld.pyld_oracle import read_by_pyld

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
IRIS: Final = ("e:p", "e:p", "e:q", "http://e/a", "e:", "http://e/", "http://f/", "p", "a", "v:p", "@id", "@type", "urn:x:", f"{XSD}date")
TERMS: Final = (
    "p",
    "p2",
    "q",
    "a",
    "b",
    "T",
    "id",
    "type",
    "e:p",
    "e:a",
    "http://e/p",
    "urn",
    "_",
    "été",
    "a b",
    "x/y",
    "date",
    "en",
    "@foo",
)

usual: Final = st.fixed_dictionaries(
    {"@id": st.sampled_from(IRIS)},
    optional={
        "@type": st.sampled_from(["@id", "@vocab", "xsd:date", f"{XSD}integer", f"{XSD}string", "e:a", "a"]),
        "@container": st.sampled_from(["@set", "@language", ["@set", "@language"]]),
        "@language": st.sampled_from(["en", "EN", "it", None]),
        "@prefix": st.booleans(),
    },
)
scoped: Final = st.builds(
    lambda iri, vocab: {"@id": iri, "@type": "@vocab", "@context": {"@vocab": vocab}},
    st.sampled_from(IRIS),
    st.sampled_from(["http://e/", "http://f/", "v:", "http://e/v#"]),
)
features: Final = st.fixed_dictionaries(
    {},
    optional={
        "@context": st.sampled_from([{"@vocab": "http://f/"}, {"a": "http://e/b"}, {}, None, {"@propagate": False}]),
        "@container": st.sampled_from(["@list", "@index", "@id", "@type", "@graph", ["@graph", "@id"], []]),
        "@type": st.sampled_from(["@json", "@none"]),
        "@id": st.sampled_from(
            ["@included", "@nest", "@json", "@value", "@graph", "@language", "@direction", "@none", "@foo", "_:b", "", None]
        ),
        "@nest": st.just("@nest"),
        "@index": st.just("e:a"),
        "@direction": st.sampled_from(["rtl", None]),
        "@protected": st.booleans(),
        "@reverse": st.sampled_from(IRIS),
    },
)
definitions: Final = st.one_of(
    *(st.sampled_from(IRIS), usual, usual, scoped),
    st.builds(lambda one, other: {**one, **other}, usual, features),
    st.none(),
)
defaults: Final = st.sampled_from(
    [
        *(
            {},
            {},
            {"@vocab": "http://e/"},
            {"@vocab": "http://e/"},
            {"@vocab": "http://e/v#"},
            {"@vocab": "e:"},
            {"@vocab": ""},
            {"@vocab": "#"},
        ),
        *({"@base": "http://e/"}, {"@base": None}, {"@language": "en"}, {"@language": None}, {"@direction": "rtl"}, {"@version": 1.1}),
        *({"@propagate": False}, {"@propagate": True}, {"@protected": True}, {"@type": {"@container": "@set"}}, {"@import": "x"}),
    ]
)
contexts: Final = st.builds(
    lambda default, terms: {"e": "http://e/", "v": "http://e/v#", "xsd": XSD, **default, **terms},
    defaults,
    st.dictionaries(st.sampled_from(TERMS), definitions, max_size=4),
)

NODES: Final = tuple(
    NamedNode(iri)
    for iri in (
        *("http://e/p", "http://e/q", "http://e/a", "http://e/b", "http://e/T", "http://e/v#p", "http://e/v#a", "http://f/a", "http://e/"),
        *(
            "http://e/x/y",
            "http://e/id",
            "http://e/type",
            "http://e/@type",
            "http://e/urn:x",
            "http://e/:a",
            "http://e///x",
            "http://e/été",
        ),
        *("urn:x:y", "urn:x:", "e:p", "v:a", f"{XSD}date", f"{RDF}first", f"{RDF}JSON"),
    )
)
nodes: Final = st.sampled_from([*NODES, BlankNode("x"), BlankNode("b")])
literals: Final = st.one_of(
    st.sampled_from(["", "x", "1", "@id", "p", "http://e/a"]).map(Literal),
    st.builds(Literal, st.sampled_from("xy"), language=st.sampled_from(["en", "it", "id", "none"])),
    st.builds(
        lambda text, datatype: Literal(text, datatype=NamedNode(datatype)),
        st.sampled_from(["1", "true", "x", "007", "1.5", "{}", "-0"]),
        st.sampled_from([f"{XSD}integer", f"{XSD}boolean", f"{XSD}date", "http://e/a", "http://f/a", "http://e/v#a", f"{RDF}JSON"]),
    ),
)
predicates: Final = st.one_of(st.just(P), st.just(NamedNode("http://e/a")), st.just(RDF_TYPE), st.sampled_from([*NODES, P, RDF_TYPE]))
graphs: Final = st.sampled_from([DefaultGraph(), DefaultGraph(), NamedNode("http://e/a"), BlankNode("g")])
quads_of_any_kind: Final = st.lists(st.builds(Quad, nodes, predicates, nodes | literals, graphs), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("contexts")


def written(quads: list[Quad], context: object, folder: Path) -> bytes | None:
    """Return a document; None if the context, or an IRI with it, is refused."""
    try:
        return to_jsonld(sort_quads(set(quads)), context_file(folder, context))
    except UnsupportedContext:
        return None


@pytest.mark.slow
@given(context=contexts, quads=quads_of_any_kind)
def test_any_context_is_refused_or_read_back(context: dict[str, Any], quads: list[Quad], folder: Path) -> None:
    if content := written(quads, context, folder):
        assert read(content) == canonical(quads)
        assert read_by_pyld(content) == canonical(quads)


@pytest.mark.slow
@given(context=contexts, quads=quads_of_any_kind)
def test_parts_with_cut_contexts_say_what_the_whole_says(context: dict[str, Any], quads: list[Quad], folder: Path) -> None:
    named = [quad for quad in quads if not has_blank_node(quad) and not isinstance(quad.graph_name, BlankNode)]
    if named and (content := written(named, context, folder)):
        path = folder / "dump.jsonld"
        path.write_bytes(content)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("kzit_graph.publish.dumps.jsonld_parts.PART_BYTES", 1)
            whole, *parts = jsonld_parts(path)
        assert not list(read(whole))
        assert Dataset(quad for part in parts for quad in parse(part, format=RdfFormat.JSON_LD)) == Dataset(named)


@pytest.mark.parametrize("key", ["plain", 'a"b', "back\\slash", "été", "p"])
def test_a_cut_context_has_what_is_used_and_what_that_needs(key: str) -> None:
    context: dict[str, Any] = {"@vocab": "v:", "v": "http://v/", "p": "http://p/", "unused": "p:unused", key: {"@id": "p:key"}}
    text = json.dumps({key: ["p:x \u0022 unused", {"@value": 'say "unused"'}]}, ensure_ascii=False)
    parts = ContextParts(context)
    assert json.loads(parts.cut(parts.used(text))).keys() >= {"@vocab", "v", "p", key}
    assert "v" in json.loads(parts.cut(()))
    assert json.loads(parts.cut(parts.used('{"p:x": 1}'))).keys() >= {"p"}
    assert "unused" not in json.loads(parts.cut(parts.used('{"http://e/unused": "x"}')))


SCOPED: Final = {"@id": "http://e/p", "@type": "@vocab", "@context": {"@vocab": "http://f/"}}


@pytest.mark.parametrize(
    "context",
    [
        {"p": SCOPED},
        {"@vocab": "http://e/", "p": SCOPED},
        {"@vocab": "http://e/", "p": SCOPED, "T": {"@id": "http://e/p", "@type": "@id"}},
        {"e": "http://e/", "p": SCOPED | {"@container": "@set"}, "type": "@type"},
    ],
    ids=str,
)
def test_a_property_with_its_own_vocabulary_may_be_a_class(context: Mapping[str, Any], folder: Path) -> None:
    """The context of a class would apply to all keys of the node (JSON-LD 1.1, section 4.1.3)."""
    quads = [Quad(S, RDF_TYPE, P), Quad(S, NamedNode("http://e/q"), NamedNode("http://e/a")), Quad(S, P, NamedNode("http://f/a"))]
    content = written(quads, context, folder)
    assert content is not None
    assert read(content) == canonical(quads)
    assert read_by_pyld(content) == canonical(quads)


@pytest.mark.parametrize(
    "definition", [{"@id": "http://f/"}, {"@id": "http://f/", "@type": "@id"}, {"@id": "http://f/", "@container": "@set"}]
)
def test_an_iri_that_some_processors_take_for_a_compact_one_is_refused(definition: object, folder: Path) -> None:
    quad = Quad(S, P, NamedNode("urn:x:y"))
    with pytest.raises(UnsupportedContext, match="the IRI urn:x:y begins with urn: and is confused with this prefix"):
        to_jsonld([quad], context_file(folder, {"urn": definition}))
    content = to_jsonld([quad], context_file(folder, {"urn": {"@id": "http://f/", "@prefix": False}}))
    assert body(content) == [{"@id": "http://e/s", "http://e/p": {"@id": "urn:x:y"}}]
    assert read(content) == read_by_pyld(content) == canonical([quad])


@pytest.mark.parametrize("context", [{"@vocab": "http://e/", "x/y": {}}, {"x/y": "http://e/x/y"}])
def test_a_key_with_a_slash_is_refused(context: object, folder: Path) -> None:
    with pytest.raises(UnsupportedContext, match='the key "x/y" of the context: a key with a slash is not supported'):
        to_jsonld([], context_file(folder, context))
