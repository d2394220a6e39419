"""Which contexts are compiled, and what becomes of the others: PyLD applies them, or says what is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kzit_graph.errors import InvalidInput, Position
from kzit_graph.rdf.jsonld.compaction import Compaction
from kzit_graph.rdf.jsonld.context import UnknownFeature, read_terms
from kzit_graph.rdf.jsonld.document import jsonld_writer, read_context, to_jsonld
from kzit_graph.rdf.jsonld.node_writer import NodeWriter
from kzit_graph.rdf.jsonld.pyld_writer import PyldWriter
from tests.rdf.jsonld.compaction_cases import BUNDLED, CONTEXTS, RDF_TYPE, THING, P, S, body, canonical, context_file, read, read_by_pyld


def test_an_absolute_iri_in_a_context_is_itself_even_if_its_scheme_is_a_prefix() -> None:
    assert read_terms({"http": "http://f/", "p": "http://e/p"}).by_name["p"].iri == "http://e/p"


def test_a_term_that_is_defined_as_itself_is_no_prefix() -> None:
    assert not read_terms({"@vocab": "http://e/", "c/": "c/"}).by_name["c/"].prefix


@pytest.mark.parametrize("context", [*CONTEXTS.values(), read_context(BUNDLED), {"http": "http://f/", "p": "http://e/p"}], ids=str)
def test_the_same_properties_may_hold_whole_nodes_whoever_writes(context: dict[str, Any]) -> None:
    assert NodeWriter(Compaction(read_terms(context)), context).owning == PyldWriter(context, BUNDLED).owning


@pytest.mark.parametrize("name", CONTEXTS)
def test_a_context_of_known_features_is_compiled(tmp_path: Path, name: str) -> None:
    assert isinstance(jsonld_writer(context_file(tmp_path, CONTEXTS[name])).nodes, NodeWriter)


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
    "@json, with a vocabulary": {"@vocab": "http://e/", "p": {"@type": "@json"}},
    "another name of @set": {"@vocab": "http://e/", "all": "@set"},
    "@none type": {"p": {"@id": "http://e/p", "@type": "@none"}},
    "@direction of a term": {"p": {"@id": "http://e/p", "@direction": "rtl"}},
    "a term that means nothing": {"p": None},
    "a context of a property with more than a vocabulary": {"p": {"@id": "http://e/p", "@type": "@vocab", "@context": {"o": "http://e/o"}}},
    "a context of a class": {"T": {"@id": "http://e/T", "@context": {"@vocab": "http://e/"}}},
    "a context of a compact IRI": {"e": "http://e/", "e:p": {"@type": "@vocab", "@context": {"@vocab": "http://f/"}}},
    "a map of languages under an IRI": {"http://e/p": {"@container": "@language"}},
    "a map of one language": {"p": {"@id": "http://e/p", "@container": "@language", "@language": "en"}},
    "a map of languages with a type": {"p": {"@id": "http://e/p", "@container": "@language", "@type": "@id"}},
    "a language and a type": {"p": {"@id": "http://e/p", "@language": "en", "@type": "@id"}},
    "a scheme as a term": {"http": {"@id": "http://e/"}, "http://e/p": {}},
    "a term like a blank node": {"_": "http://e/", "_:p": {}},
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


CHANGED_BY_PYLD: Final = {"a map of languages under an IRI", "a scheme as a term", "a term like a blank node"}
"""Contexts in whose terms PyLD writes something that it reads otherwise."""


@pytest.mark.parametrize("feature", [feature for feature in UNCOMPILED if feature not in CHANGED_BY_PYLD])
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


def test_pyld_drops_no_property_for_a_space_of_another_script(tmp_path: Path) -> None:
    quads = [Quad(S, NamedNode("http://e/a\u00a0b"), THING), Quad(NamedNode("urn:a/../b\u00a0c"), P, THING)]
    assert read(to_jsonld(quads, context_file(tmp_path, {"unused": None}))) == canonical(quads)


@pytest.mark.parametrize("rest", [{}, {"unused": None}])
def test_a_map_of_languages_whose_term_is_a_word_of_the_vocabulary_holds_strings_alone(tmp_path: Path, rest: dict[str, Any]) -> None:
    quads = [Quad(S, P, Literal(5)), Quad(S, P, Literal("x", language="en"))]
    content = to_jsonld(quads, context_file(tmp_path, {"@vocab": "http://e/", "p": {"@container": "@language"}, **rest}))
    assert read(content) == canonical(quads)
