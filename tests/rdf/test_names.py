"""Names of RDF terms: shortened IRIs, labels, and the search for things by name."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple

from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.plain_text import folded, nearest
from kzit_graph.project.configuration.settings import default_settings
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project
from kzit_graph.rdf.names import Names, Term, expand, labels_in, named_things, names_of, naming_properties, slug

LABELS = default_settings().labels

PREFIXES = {"e": "http://e/", "deep": "http://e/deep/", "": "http://default/"}
A = NamedNode("http://e/a")
NAMED = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<http://e/g> {
    <http://e/a> rdfs:label "second"@en , "senza"@it ; skos:prefLabel "first"@en ; skos:altLabel "also" ; rdfs:label "plain" .
    <http://e/things#b> rdfs:label " The  MILAN\\tGroup " .
    _:x rdfs:label "blank" . <http://e/c> rdfs:label <http://e/no-text> .
}
"""


@pytest.fixture
def named() -> Store:
    graphs = Store()
    graphs.load(NAMED, format=RdfFormat.TRIG)
    return graphs


@pytest.mark.parametrize(
    ("term", "shown"),
    [
        (NamedNode("http://e/deep/x"), "deep:x"),
        (NamedNode("http://e/x"), "e:x"),
        (NamedNode("http://default/x"), ":x"),
        (NamedNode("http://e/"), "e:"),
        (NamedNode("http://other/x"), "http://other/x"),
        (Literal("ciao", language="it"), "ciao"),
        (Literal("1", datatype=NamedNode("http://e/t")), "1"),
        (Literal("http://e/x"), "http://e/x"),
        (BlankNode("b1"), "_:b1"),
        (None, ""),
    ],
    ids=str,
)
def test_a_term_is_shortened_with_the_longest_matching_namespace(term: Term | None, shown: str) -> None:
    assert Names(PREFIXES).shorten(term) == shown


def test_a_triple_term_is_shown_with_its_parts() -> None:
    assert all(part in Names(PREFIXES).shorten(Triple(A, A, Literal("x"))) for part in ("<http://e/a>", '"x"'))


@pytest.mark.parametrize(
    ("labels", "shown"),
    [
        ({"it": "I", "en": "E", "": "N", "kk": "K"}, "I"),
        ({"en": "E", "": "N", "kk": "K"}, "E"),
        ({"": "N", "kk": "K"}, "N"),
        ({"ru": "R", "kk": "K"}, "K"),
        ({}, "e:a"),
    ],
)
def test_a_label_falls_back_to_english_then_any_language_then_the_iri(labels: Mapping[str, str], shown: str) -> None:
    names = Names(PREFIXES, lambda thing: labels if thing == A else {})
    assert names.label(A, "it") == shown
    assert names.label(NamedNode("http://e/b"), "it") == "e:b"
    assert names.label(Literal("text", language="en"), "it") == "text"
    assert names.label(None, "it") == ""


def test_the_preferred_label_property_wins_in_any_graph(named: Store) -> None:
    assert labels_in(named, properties=LABELS)(A) == {"en": "first", "it": "senza", "": "plain"}
    assert next(names_of(named, A, LABELS)) == Literal("first", language="en")
    assert (
        labels_in(named, properties=LABELS)(NamedNode("http://e/c"))
        == labels_in(named, properties=LABELS)(NamedNode("http://e/absent"))
        == {}
    )


@pytest.mark.parametrize("iri", ["http://e/milan", "http://e/x#milan", "http://e/milan/", "http://e/milan#", "urn:x/milan"])
def test_a_slug_is_the_last_part_of_an_iri(iri: str) -> None:
    assert slug(NamedNode(iri)) == "milan"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Milan", "MILAN"),
        ("citta\u0300", "Città"),
        (" La \t Scala\n", "la scala"),
        ("STRASSE", "straße"),
        ("Қазақстан", "ҚАЗАҚСТАН"),
        ("ﬁat", "Fiat"),
    ],
)
def test_names_match_regardless_of_case_unicode_form_and_spaces(one: str, other: str) -> None:
    assert folded(one) == folded(other)
    assert folded("città") != folded("citta")


@given(st.text())
def test_names_match_regardless_of_surrounding_spaces(text: str) -> None:
    assert folded(f"  {text}\n") == folded(text)


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("<http://other/x>", "http://other/x"),
        ("http://other/x", "http://other/x"),
        ("<urn:isbn:1>", "urn:isbn:1"),
        ("urn:isbn:1", "urn:isbn:1"),
        ("e:a/b", "http://e/a/b"),
        ("deep:x", "http://e/deep/x"),
        (":x", "http://default/x"),
        ("e:", "http://e/"),
        ("<e:a>", "e:a"),
    ],
)
def test_an_iri_or_a_prefixed_name_is_expanded(text: str, iri: str) -> None:
    assert expand(text, PREFIXES) == NamedNode(iri)


@pytest.mark.parametrize(
    "text", ["Milan", "", ":", "<>", "<Milan>", "e:a b", "nope:x", "see http://e/x", "Astana: the city", "http://e/<x>", '<http://e/a"b>']
)
def test_any_other_text_is_not_an_iri(text: str) -> None:
    assert expand(text, {"e": "http://e/"}) is None


@given(st.text() | st.text("<>e:/ \\"))
def test_expanding_never_fails(text: str) -> None:
    assert isinstance(expand(text, PREFIXES), NamedNode | None)


def test_the_nearest_candidates_come_first_and_others_are_left_out() -> None:
    assert nearest("Millan", ["rome", "milan", "milano", "astana"])[:2] == ["milan", "milano"]
    assert nearest("ASTANNA", ["astana", "almaty"]) == ["astana"]
    assert nearest("zzzz", ["astana", "almaty"]) == nearest("x", []) == []
    assert len(nearest("aaa", [f"aaa{number}" for number in range(9)], 5)) == 5


def test_each_labelled_thing_is_found_by_its_labels_and_its_slug(named: Store) -> None:
    assert named_things(named, LABELS) == {
        A: {"a", "first", "second", "senza", "plain"},
        NamedNode("http://e/things#b"): {"b", "the milan group"},
    }
    other = NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")
    assert named_things(named, [other]) == {A: {"a", "also"}}


def test_a_thing_is_found_by_its_legal_name(project: Project, store: Store) -> None:
    properties = naming_properties(KnowledgeGraph(project).vocabulary.store, project.naming)
    found = [thing for thing, names in named_things(store, properties).items() if folded("Italian  Republic") in names]
    assert [slug(thing) for thing in found] == ["italy"]
    assert not any(folded("Italian Republic") in names for names in named_things(store, LABELS).values())


def test_a_thing_of_the_project_has_its_label_in_the_given_language(project: Project, store: Store) -> None:
    names = Names(LoadedProject(project).prefixes, labels_in(store, properties=LABELS))
    (italy,) = (thing for thing, known in named_things(store, LABELS).items() if "italia" in known and slug(thing) == "italy")
    assert [names.label(italy, language) for language in ("en", "it", "xx")] == ["Italy", "Italia", "Italy"]
    assert expand(names.shorten(italy), LoadedProject(project).prefixes) == italy
