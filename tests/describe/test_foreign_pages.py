"""The page of a thing in any vocabulary: names and groups from shapes, nested blank nodes, lists, and limits that are told."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kzit_graph.cli import cli
from kzit_graph.knowledge_graph import KnowledgeGraph, open_folder
from tests.small_project import small_project

PREFIXES = """\
@prefix : <https://example.org/tiny/id/> .
@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix x: <https://example.org/tiny/ontology#> .
"""
ONTOLOGY = f"""{PREFIXES}
x:Painting a owl:Class ; rdfs:label "painting"@en , "tableau"@fr ; rdfs:subClassOf x:Work .
x:Work a owl:Class .
x:painter a owl:ObjectProperty ; rdfs:label "painter"@en ; owl:inverseOf x:painted .
x:painted a owl:ObjectProperty ; rdfs:label "painted"@en , "a peint"@fr .
"""
SHAPES = f"""{PREFIXES}
x:WorkShape a sh:NodeShape ; sh:targetClass x:Work ; sh:node x:SizedShape ;
    sh:property [ sh:path x:painter ; sh:name "by"@en , "par"@fr ; sh:order 2 ; sh:group x:making ] ,
        [ sh:path x:year ; sh:name "in the year" ; sh:order 1 ; sh:group x:making ] ,
        [ sh:path x:colour ; sh:order 1 ; sh:group x:looks ] ,
        [ sh:path [ sh:inversePath x:shows ] ; sh:name "on show at"@en ] .
x:SizedShape a sh:NodeShape ;
    sh:property [ sh:path x:size ; sh:order 2 ; sh:group x:looks ; sh:node x:SizeShape ] .
x:SizeShape a sh:NodeShape ;
    sh:property [ sh:path x:width ; sh:name "wide" ; sh:order 1 ] , [ sh:path x:height ; sh:name "high" ; sh:order 2 ] .
x:making a sh:PropertyGroup ; rdfs:label "Making"@en , "Création"@fr ; sh:order 2 .
x:looks a sh:PropertyGroup ; rdfs:label "Looks"@en ; sh:order 1 .
"""
DATA = f"""{PREFIXES}
:harbour a x:Painting ; rdfs:label "The Harbour"@en ;
    x:painter :anna ; x:year 1911 ; x:colour "blue"@en , "grey"@en , "bleu"@fr ; x:owner "the town"@en ;
    x:size [ a crm:E54_Dimension ; x:height 40 ; x:width 60 ] ;
    x:layers ( "wood" "ground" "oil" ) ;
    x:steps ( [ x:day 1 ] "pause" ) ;
    x:parts [ x:of [ x:of [ x:name "inner" ] ] ] .
:anna rdfs:label "Anna"@en .
:museum rdfs:label "Museum"@en ; x:shows :harbour .
"""


def opened(folder: Path, data: str = DATA) -> KnowledgeGraph:
    changes = {"ontology/x.ttl": ONTOLOGY, "shapes/s.ttl": SHAPES, "data/sources/one.ttl": None, "data/things.ttl": PREFIXES + data}
    return open_folder(small_project(folder, changes))


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    return opened(tmp_path_factory.mktemp("paintings"))


def test_shapes_name_order_and_group_the_properties(kg: KnowledgeGraph) -> None:
    assert (
        kg.show("harbour").text()
        == """\
The Harbour
  painting
  https://example.org/tiny/id/harbour

Looks
  colour  blue
          grey
  size    E54 dimension
      wide  60
      high  40

Making
  in the year  1911
  by           Anna

Statements
  layers  wood, ground, oil
  owner   the town
  parts
      of
          of
              name  inner
  steps
      1
          day  1
      2  pause

Named by (1)
  on show at  (shows; 1)
    Museum  https://example.org/tiny/id/museum
"""
    )


def test_groups_and_properties_have_the_language_of_the_page(kg: KnowledgeGraph) -> None:
    text = kg.show("harbour").text("fr")
    assert "\n  tableau\n" in text
    assert "\nCréation\n" in text
    assert "\n  par " in text
    assert "bleu" in text


def test_the_inverse_of_a_property_names_it_in_the_other_direction(kg: KnowledgeGraph) -> None:
    assert "\n  painted  (painter; 1)\n    The Harbour" in kg.show("anna").text()
    assert "\n  a peint  (painter; 1)\n" in kg.show("anna").text("fr")


def test_many_values_and_long_texts_are_cut_with_a_note(tmp_path: Path) -> None:
    values = " , ".join(f'"v{number:03}"' for number in range(60))
    kg = opened(
        tmp_path, f':a x:many {values} ; x:list ( {values.replace(",", "")} ) ; x:long "{"word " * 500}" ; x:one [ x:many {values} ] .'
    )
    text = kg.show("https://example.org/tiny/id/a").text()
    assert text.count("… and 10 more (full=True shows all)") == 3
    assert "v049" in text
    assert "v050" not in text
    assert "(2,500 characters; full=True shows all)" in text
    full = kg.show("https://example.org/tiny/id/a").text(full=True)
    assert full.count("v059") == 3
    assert "word " * 499 in full
    assert " more (" not in full
    shown, everything = (
        CliRunner().invoke(cli, ["--project", str(tmp_path), "show", "https://example.org/tiny/id/a", *option]).stdout
        for option in ((), ("--full",))
    )
    assert "(--full shows all)" in shown
    assert everything == full


def test_many_things_that_name_a_thing_are_cut_with_a_note(tmp_path: Path) -> None:
    kg = opened(tmp_path, "".join(f":n{number} x:near :a .\n" for number in range(260)))
    text = kg.show("https://example.org/tiny/id/a").text()
    assert "(260)" in text
    assert "… and 10 more (full=True shows all)" in text
    assert "more (" not in kg.show("https://example.org/tiny/id/a").text(full=True)


def test_blank_nodes_that_lead_back_or_go_deep_end(tmp_path: Path) -> None:
    deep = "[ x:in " * 12 + "1" + " ]" * 12
    kg = opened(tmp_path, f":a x:in {deep} . :b x:to _:c . _:c x:back _:d . _:d x:back _:c . :e x:list _:f . _:f x:rest _:f .")
    text = kg.show("https://example.org/tiny/id/a").text()
    assert "(full=True shows all)" in text
    assert text.count("in") < kg.show("https://example.org/tiny/id/a").text(full=True).count("in")
    assert kg.show("https://example.org/tiny/id/b").text().splitlines()[-1].strip() == "back  …"
    assert "rest  …" in kg.show("https://example.org/tiny/id/e").text()


def test_a_broken_list_is_shown_by_its_statements(tmp_path: Path) -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    kg = opened(tmp_path, f":a x:list _:b . _:b <{rdf}first> 1 ; <{rdf}rest> _:b . :c x:list () .")
    text = kg.show("https://example.org/tiny/id/a").text()
    assert "first  1" in text
    assert "rest   …" in text


def test_malformed_orders_and_names_in_shapes_are_ignored(tmp_path: Path) -> None:
    folder = small_project(
        tmp_path,
        {
            "shapes/s.ttl": f"{PREFIXES}x:S a sh:NodeShape ; sh:targetNode :a ; sh:and ( [ sh:property [ sh:path x:p ; sh:order 'first' ; "
            "sh:name x:no ; sh:group [] ] ] ) .",
            "data/things.ttl": f"{PREFIXES}:a x:p 1 ; x:q 2 .",
        },
    )
    text = open_folder(folder).show("https://example.org/tiny/id/a").text()
    assert "p  1" in text
    assert "q  2" in text


def test_a_member_of_a_list_is_named_by_what_has_the_list(tmp_path: Path) -> None:
    data = """:first rdfs:label "First" . :second rdfs:label "Second" .
        :row rdfs:label "Row" ; x:members ( :first :second :second ) .
        :other rdfs:label "Other" ; x:members ( :second ) .
        ( :second ) x:size 1 .\n"""
    text = opened(tmp_path, data).show("second").text()
    _, _, named = text.partition("Named by (3)\n")
    row, other = (f"    {name}  https://example.org/tiny/id/{name.lower()}\n" for name in ("Row", "Other"))
    assert f"  members: Second  (2)\n{other}{row}" in named
    assert named.count("first: Second  (1)") == 1  # nothing has the list that has a size


def test_a_node_without_a_name_begins_with_its_class(tmp_path: Path) -> None:
    data = """:harbour rdfs:label "Harbour" . [] a x:Painting , crm:E22 ; x:shows :harbour ; x:year 1911 .
        [] a x:Work . [] x:of :harbour .\n"""
    text = opened(tmp_path, data).show("harbour").text()
    assert "    E22, painting (shows: Harbour; year: 1911)\n" in text
    assert "    of: Harbour\n" in text
    assert "type: http" not in text


def test_properties_with_one_name_are_told_apart(tmp_path: Path) -> None:
    prefixes = "@prefix p: <https://example.org/prop/> . @prefix direct: <https://example.org/direct/> .\n"
    text = opened(tmp_path, f"{prefixes}:q p:P39 1 ; direct:P39 2 ; p:P40 3 .").show("q").text()
    assert "  P39 (direct:P39)  2\n" in text
    assert "  P39 (p:P39)       1\n" in text
    assert "  P40               3\n" in text
