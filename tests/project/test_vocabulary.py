"""The vocabulary: superclasses and subclasses, entailed statements, labels and definitions."""

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


def test_superclasses_are_found_through_blank_nodes() -> None:
    words = vocabulary("e:Theatre a rdfs:Class ; rdfs:subClassOf [ rdfs:subClassOf e:Building ] . e:Opera rdfs:subClassOf e:Theatre .")
    assert words.superclasses(E + "Opera") == {E + "Opera", E + "Theatre", E + "Building"}


def test_an_undeclared_class_is_found_in_dumps_by_its_subclasses() -> None:
    words = vocabulary("e:Theatre a rdfs:Class ; rdfs:subClassOf e:Building . e:Opera a rdfs:Class ; rdfs:subClassOf e:Theatre .")
    assert words.written_classes(E + "Theatre") == [E + "Theatre"]
    assert words.written_classes(E + "Building") == [E + "Building", E + "Opera", E + "Theatre"]


def test_entailed_statements_are_left_out() -> None:
    words = vocabulary("e:host rdfs:subPropertyOf e:participant . e:Theatre rdfs:subClassOf e:Building .")
    narrow = [Triple(term("a"), TYPE, term("Theatre")), Triple(term("a"), term("host"), term("b"))]
    wide = [Triple(term("a"), TYPE, term("Building")), Triple(term("a"), term("participant"), term("b"))]
    assert set(words.narrowest([*wide, *narrow])) == set(narrow)
    assert words.narrowest(wide) != []


def test_equivalent_properties_are_both_kept() -> None:
    words = vocabulary("e:near rdfs:subPropertyOf e:beside . e:beside rdfs:subPropertyOf e:near .")
    both = [Triple(term("a"), term(name), term("b")) for name in ("near", "beside")]
    assert set(words.narrowest(both)) == set(both)


def test_the_class_hierarchy_does_not_apply_to_predicates() -> None:
    words = vocabulary("e:Host rdfs:subClassOf e:Party .")
    used_as_properties = [Triple(term("a"), term(name), term("b")) for name in ("Host", "Party")]
    assert set(words.narrowest(used_as_properties)) == set(used_as_properties)


def test_labels_and_definitions_are_found_by_language() -> None:
    words = vocabulary('e:Theatre rdfs:label "theatre"@en , "teatro"@it ; skos:definition "A house of plays."@en .')
    assert (words.label(E + "Theatre", "it"), words.definition(E + "Theatre"), words.definition(E + "Theatre", "kk")) == (
        "teatro",
        "A house of plays.",
        None,
    )
