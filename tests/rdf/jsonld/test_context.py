"""Supported contexts are read, and others are refused with their key and line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from pyoxigraph import Literal, Quad

from kzit_graph.errors import InvalidInput, Position, UnsupportedContext
from kzit_graph.rdf.jsonld.compaction import Compaction
from kzit_graph.rdf.jsonld.context import read_terms
from kzit_graph.rdf.jsonld.context_file import ContextFile
from tests.rdf.jsonld.compaction_cases import BUNDLED, CONTEXTS, THING, P, S, body, canonical, context_file, read
from tests.rdf.jsonld.contexts import read_context, to_jsonld
from tests.rdf.jsonld.pyld_oracle import by_language_properties, embedding_properties


def test_an_absolute_iri_is_kept_even_if_its_scheme_is_a_prefix() -> None:
    assert read_terms({"http": "http://f/", "p": "http://e/p"}).by_name["p"].iri == "http://e/p"


def test_a_term_defined_as_itself_is_not_a_prefix() -> None:
    assert not read_terms({"@vocab": "http://e/", "c": "c"}).by_name["c"].prefix


@pytest.mark.parametrize("context", [*CONTEXTS.values(), read_context(BUNDLED), {"http": "http://f/", "p": "http://e/p"}], ids=str)
def test_properties_are_the_same_as_in_the_reference(context: dict[str, Any]) -> None:
    compaction = Compaction(read_terms(context))
    assert compaction.embedding == embedding_properties(context)
    assert compaction.by_language == by_language_properties(context)


UNSUPPORTED: Final[Mapping[str, dict[str, Any]]] = {
    "@base": {"@base": "http://e/"},
    "@language": {"@language": "en"},
    "@direction": {"@direction": "rtl"},
    "@propagate": {"@propagate": False},
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
    "an alias of @set": {"@vocab": "http://e/", "all": "@set"},
    "@none type": {"p": {"@id": "http://e/p", "@type": "@none"}},
    "@direction of a term": {"p": {"@id": "http://e/p", "@direction": "rtl"}},
    "a term that is null": {"p": None},
    "a keyword that is null": {"@language": None},
    "a remote context": {"@import": "http://127.0.0.1:9/context.jsonld"},
    "a context of a property with more than a vocabulary": {"p": {"@id": "http://e/p", "@type": "@vocab", "@context": {"o": "http://e/o"}}},
    "a context of a class": {"T": {"@id": "http://e/T", "@context": {"@vocab": "http://e/"}}},
    "a context of a compact IRI": {"e": "http://e/", "e:p": {"@type": "@vocab", "@context": {"@vocab": "http://f/"}}},
    "a language map under an IRI": {"http://e/p": {"@container": "@language"}},
    "a language map with a language": {"p": {"@id": "http://e/p", "@container": "@language", "@language": "en"}},
    "a language map with a type": {"p": {"@id": "http://e/p", "@container": "@language", "@type": "@id"}},
    "a language and a type": {"p": {"@id": "http://e/p", "@language": "en", "@type": "@id"}},
    "a scheme as a term": {"http": {"@id": "http://e/"}, "http://e/p": {}},
    "a term like a blank node": {"_": "http://e/", "_:p": {}},
    "a blank node as a property": {"p": "_:p"},
    "a vocabulary of a term together with embedded nodes": {
        "p": {"@id": "http://e/p", "@type": "@vocab", "@context": {"@vocab": "http://f/"}},
        "q": "http://e/p",
    },
}


@pytest.mark.parametrize("feature", UNSUPPORTED)
def test_an_unsupported_feature_is_refused_with_the_file(tmp_path: Path, feature: str) -> None:
    path = context_file(tmp_path, UNSUPPORTED[feature])
    with pytest.raises(UnsupportedContext) as caught:
        to_jsonld([], path)
    assert caught.value.position is not None
    assert caught.value.position.path == path
    assert caught.value.problem.split('"')[1] in UNSUPPORTED[feature]


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ('"p": {"@id": "http://e/p", "@container": "@list"}', "@container @list is not supported"),
        ('"p": {"@id": "http://e/p", "@container": ["@set", "@index"]}', "@container @set, @index is not supported"),
        ('"p": {"@reverse": "http://e/p", "@nest": "n"}', "@nest, @reverse is not supported"),
        ('"p": {"@id": "http://e/p", "@type": "@json"}', "@json is not supported here"),
        ('"p": "word"', '"word" is not an IRI, and there is no @vocab to complete it'),
        ('"p": 5', "a definition must be a string or an object"),
        ('"p" : null', "null is not supported as a definition"),
        ('"p": {"@id": "http://e/\\n"}', '"http://e/\\n" is not an absolute IRI'),
    ],
)
def test_a_problem_is_reported_with_key_and_line(tmp_path: Path, entry: str, problem: str) -> None:
    path = tmp_path / "context.jsonld"
    path.write_text('{\n  "@context": {\n    "label": "http://e/p",\n    ' + entry + "\n  }\n}\n", "utf-8")
    with pytest.raises(UnsupportedContext) as caught:
        to_jsonld([], path)
    assert caught.value.cause == f'the key "p" of the context: {problem}'
    assert caught.value.position == Position(path, 4)


def test_a_key_that_occurs_twice_is_reported_without_a_line(tmp_path: Path) -> None:
    path = context_file(tmp_path, {"p": {"@id": "http://e/p", "@type": "@vocab", "@context": {"p": "http://e/q"}}})
    with pytest.raises(UnsupportedContext, match='because of the key "p" of the context: its own @context may') as caught:
        to_jsonld([], path)
    assert caught.value.position == Position(path)


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
def test_an_invalid_context_is_refused_even_without_quads(tmp_path: Path, context: dict[str, Any]) -> None:
    with pytest.raises(UnsupportedContext, match='the key "'):
        to_jsonld([], context_file(tmp_path, context))


def test_propagation_is_the_default(tmp_path: Path) -> None:
    propagated = to_jsonld([Quad(S, P, THING)], context_file(tmp_path, {"@propagate": True, "p": "http://e/p"}))
    usual = to_jsonld([Quad(S, P, THING)], context_file(tmp_path, {"p": "http://e/p"}))
    assert body(propagated) == body(usual)
    assert json.loads(propagated)["@context"] == {"@propagate": True, "p": "http://e/p"}


def test_a_vocabulary_may_be_null(tmp_path: Path) -> None:
    assert body(to_jsonld([Quad(S, P, THING)], context_file(tmp_path, {"@vocab": None}))) == [
        {"@id": "http://e/s", "http://e/p": {"@id": "http://e/o"}}
    ]


def test_a_language_map_holds_only_strings_with_a_language(tmp_path: Path) -> None:
    quads = [Quad(S, P, Literal(5)), Quad(S, P, Literal("x", language="en"))]
    content = to_jsonld(quads, context_file(tmp_path, {"@vocab": "http://e/", "p": {"@container": "@language"}}))
    assert read(content) == canonical(quads)


@pytest.mark.parametrize(
    ("content", "line", "problem"),
    [
        ('{\n"@context": {"caffè": "http://e/"}}'.encode("latin-1"), 2, "not UTF-8; save the file as UTF-8"),
        ('{"@context": {}}'.encode("utf-16"), 1, "not UTF-8 but UTF-16; save the file as UTF-8"),
        (b'{"@context": {\n"p": }}', 2, "Expecting value"),
        (b'{"@context":' + b"[" * 50_000, None, "more than 200 objects and arrays are inside one another"),
        (b'{"@context": {"p": ' + b"1" * 5_000 + b"}}", 1, 'the key "p" of the context: a definition must be a string or an object'),
        (
            b'{"@context": {' + b"".join(b'"a%d": "a%d:x", ' % (n, n + 1) for n in range(5_000)) + b'"a5000": "http://e/"}}',
            None,
            "more than 100 terms of the context are each defined by the next",
        ),
    ],
    ids=["Latin-1", "UTF-16", "malformed", "deep", "long number", "chain"],
)
def test_a_bad_context_is_reported_with_its_file_and_line(tmp_path: Path, content: bytes, line: int | None, problem: str) -> None:
    path = tmp_path / "context.jsonld"
    path.write_bytes(content)
    with pytest.raises(InvalidInput) as caught:
        ContextFile(path).terms  # noqa: B018 - reads the file
    assert problem in caught.value.problem
    assert caught.value.position is not None
    assert (caught.value.position.path, caught.value.position.line) == (path, line)


def test_a_byte_order_mark_before_a_context_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "context.jsonld"
    path.write_bytes(b'\xef\xbb\xbf{"@context": {"p": "http://e/p"}}')
    assert list(ContextFile(path).terms.by_name) == ["p"]
