"""Language tags: lookup and filtering of RFC 4647, without case."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from kzit_graph.project.configuration.settings import default_settings
from kzit_graph.rdf.languages import best_language
from kzit_graph.rdf.names import Names, labels_in

LABELS = default_settings().labels


@pytest.mark.parametrize(
    ("available", "wanted", "expected"),
    [
        ("de en-gb en-us", ["en-GB"], "en-gb"),
        ("de en-GB en-US", ["EN-gb"], "en-GB"),
        ("de en-gb en-us", ["en"], "en-gb"),
        ("de en-gb en", ["en-US"], "en"),
        ("de en-gb", ["en-US"], "en-gb"),
        ("zh-hant-tw zh-hant zh", ["zh-Hant-TW"], "zh-hant-tw"),
        ("zh-hant zh", ["zh-Hant-TW"], "zh-hant"),
        ("zh zh-hans", ["zh-Hant-TW"], "zh"),
        ("zh-hans de", ["zh-Hant-TW"], "zh-hans"),
        ("zh-hant-hk zh-hans", ["zh-Hant-TW"], "zh-hant-hk"),
        ("zh-hant-cn", ["zh-Hant-CN-x-private1-private2"], "zh-hant-cn"),
        ("zh-hant-cn-x", ["zh-Hant-CN-x-private1"], "zh-hant-cn-x"),
        ("enm ena", ["en"], None),
        ("de it", ["fr", "it"], "it"),
        ("de it", ["fr"], None),
        ("", ["en"], None),
    ],
)
def test_the_best_tag_is_found_by_lookup_and_then_by_prefix(available: str, wanted: list[str], expected: str | None) -> None:
    assert best_language(available.split(), *wanted) == expected


def test_no_language_is_only_found_if_it_is_wanted() -> None:
    assert best_language(["", "de"], "en") is None
    assert best_language(["", "de"], "en", "") == ""


@pytest.mark.parametrize(
    ("language", "label"),
    [("en-GB", "Colour"), ("en-gb", "Colour"), ("en-US", "Color"), ("en", "Colour"), ("fr", "Colour"), ("de-AT", "Farbe")],
)
def test_a_label_is_in_the_language_that_fits_best(language: str, label: str) -> None:
    store = Store()
    name = "<http://e/x> <http://www.w3.org/2004/02/skos/core#prefLabel>"
    store.load(f'{name} "Farbe"@de , "Colour"@en-GB , "Color"@en-US .'.encode(), format=RdfFormat.TURTLE)
    assert Names(labels=labels_in(store, properties=LABELS)).label(NamedNode("http://e/x"), language) == label


def test_literals_whose_tags_differ_in_case_are_the_same_term() -> None:
    store = Store()
    store.load(b'<http://e/x> <http://e/p> "a"@en-GB , "a"@EN-gb .', format=RdfFormat.TURTLE)
    assert [quad.object for quad in store] == [Literal("a", language="en-gb")]


@pytest.mark.parametrize(
    ("available", "wanted", "expected"),
    [
        ("eng", "en", "eng"),
        ("en", "eng", "en"),
        ("ger deu", "de", "deu"),
        ("ger", "deu", "ger"),
        ("eng-gb fra", "en-GB", "eng-gb"),
        ("eng fra", "en-GB", "eng"),
        ("en eng", "eng", "eng"),
        ("en eng", "en", "en"),
        ("fra en", "fr en", "fra"),
        ("ast", "as", None),
        ("eng", "e", None),
    ],
)
def test_codes_of_two_and_three_letters_stand_for_each_other(available: str, wanted: str, expected: str | None) -> None:
    assert best_language(available.split(), *wanted.split()) == expected
