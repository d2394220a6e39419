"""What an ontology says of its terms: what is above and below each, and which statements follow from others."""

from __future__ import annotations

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kzit_graph.project.vocabulary import Vocabulary

E = "https://example.org/"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def term(name: str) -> NamedNode:
    return NamedNode(E + name)


def vocabulary(turtle: str) -> Vocabulary:
    namespaces = {"e": E, "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "skos": "http://www.w3.org/2004/02/skos/core#"}
    prefixes = "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in namespaces.items())
    return Vocabulary(parse(prefixes + turtle, format=RdfFormat.TURTLE))


def test_a_class_lies_under_those_that_it_reaches_by_a_class_without_a_name() -> None:
    words = vocabulary("e:Theatre a rdfs:Class ; rdfs:subClassOf [ rdfs:subClassOf e:Building ] . e:Opera rdfs:subClassOf e:Theatre .")
    assert words.superclasses(E + "Opera") == {E + "Opera", E + "Theatre", E + "Building"}


def test_a_class_that_is_not_declared_is_written_as_those_below_it() -> None:
    words = vocabulary("e:Theatre a rdfs:Class ; rdfs:subClassOf e:Building . e:Opera a rdfs:Class ; rdfs:subClassOf e:Theatre .")
    assert words.written_classes(E + "Theatre") == [E + "Theatre"]
    assert words.written_classes(E + "Building") == [E + "Building", E + "Opera", E + "Theatre"]


def test_statements_that_follow_from_others_are_left_out() -> None:
    words = vocabulary("e:host rdfs:subPropertyOf e:participant . e:Theatre rdfs:subClassOf e:Building .")
    narrow = [Triple(term("a"), TYPE, term("Theatre")), Triple(term("a"), term("host"), term("b"))]
    wide = [Triple(term("a"), TYPE, term("Building")), Triple(term("a"), term("participant"), term("b"))]
    assert set(words.narrowest([*wide, *narrow])) == set(narrow)
    assert words.narrowest(wide) != []


def test_terms_that_mean_the_same_are_both_kept() -> None:
    words = vocabulary("e:near rdfs:subPropertyOf e:beside . e:beside rdfs:subPropertyOf e:near .")
    both = [Triple(term("a"), term(name), term("b")) for name in ("near", "beside")]
    assert set(words.narrowest(both)) == set(both)


def test_a_term_that_is_a_class_and_a_property_is_each_in_its_place() -> None:
    words = vocabulary("e:Host rdfs:subClassOf e:Party .")
    used_as_properties = [Triple(term("a"), term(name), term("b")) for name in ("Host", "Party")]
    assert set(words.narrowest(used_as_properties)) == set(used_as_properties)


def test_a_meaning_is_given_in_its_language() -> None:
    words = vocabulary('e:Theatre rdfs:label "theatre"@en , "teatro"@it ; skos:definition "A house of plays."@en .')
    assert (words.label(E + "Theatre", "it"), words.definition(E + "Theatre"), words.definition(E + "Theatre", "kk")) == (
        "teatro",
        "A house of plays.",
        None,
    )
