"""What people and programs read of a difference: pages, Markdown, JSON, in any language, with hostile names."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kzit_graph.differences.compare import diff
from kzit_graph.differences.difference import Difference
from kzit_graph.differences.difference_data import Aspect
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project
from tests.differences.versions_of_a_project import between, edit

OLD = """\
e:f a kzit:Measurement ; skos:prefLabel "a sum"@en , "una somma"@it ; kzit:actor e:italy ; kzit:hedge e:about ; kzit:amount e:sum .
e:sum schema:value 6 ; schema:currency "USD" .
e:italy skos:prefLabel "Italy"@en , "Italia"@it .
e:about skos:prefLabel "about"@en , "circa"@it .
"""


@pytest.fixture
def tell(project: Project, tmp_path: Path) -> Any:
    def tell(old: str, new: str) -> Difference:
        return between(old, new, project, tmp_path)

    return tell


def section(page: str, heading: str) -> str:
    """The lines under a heading of a page."""
    return page.split(f"\n{heading}\n", 1)[1].split("\n\n", 1)[0].rstrip("\n")


def test_a_changed_fact_shows_its_old_and_new_values_by_their_names(tell: Any) -> None:
    difference = tell(OLD, OLD.replace("kzit:hedge e:about ;", "").replace("value 6", "value 7"))
    assert section(difference.text(), "Facts") == (
        "  measurement  (1)\n    ~ a sum  e:f\n        hedge   - about\n        amount  6 USD → 7 USD"
    )
    assert section(difference.text("it"), "Facts") == (
        "  misura  (1)\n    ~ una somma  e:f\n        riserva  - circa\n        importo  6 USD → 7 USD"
    )


def test_without_labels_things_and_properties_are_shown_by_their_iris(tell: Any) -> None:
    difference = tell(OLD, OLD.replace("kzit:hedge e:about ;", "").replace("value 6", "value 7"))
    assert section(difference.text(labels=False), "Facts") == (
        "  kzit:Measurement  (1)\n    ~ e:f\n        kzit:hedge                  - e:about\n        kzit:amount › schema:value  6 → 7"
    )


def test_a_new_fact_shows_what_it_says_in_one_language(tell: Any) -> None:
    difference = tell(OLD.split("\n", 1)[1], OLD)
    assert section(difference.text("it"), "Facts") == (
        "  misura  (1)\n    + una somma  e:f\n        riserva  circa\n        attore   Italia\n        importo  6 USD"
    )


def test_what_a_phrase_leaves_out_of_a_changed_value_is_shown_by_itself(tell: Any) -> None:
    old = OLD.replace("e:sum schema", 'e:sum x:note "old" ; schema')
    assert "        amount › note  old → new" in tell(old, old.replace('"old"', '"new"')).text()
    both = tell(old, old.replace('"old"', '"new"').replace("value 6", "value 7")).text()
    assert "        amount         6 USD → 7 USD\n        amount › note  old → new\n" in both


@pytest.mark.parametrize("labels", [True, False])
def test_values_that_point_to_each_other_are_told_once(tell: Any, labels: bool) -> None:
    old = OLD.replace("e:sum schema", 'e:sum x:to e:rest ; x:note "old" ; schema') + "e:rest schema:value 1 ; x:to e:sum ; x:note 'old' ."
    shown = tell(old, old.replace('"old"', '"new"').replace("'old'", "'new'")).text(labels=labels)
    assert shown.count("old → new") == 2


def test_each_value_is_told_once_by_however_many_ways_it_is_reached(tell: Any) -> None:
    layers = [[f"e:v{layer}-{number}" for number in range(6)] for layer in range(12)]
    links = "".join(f"{one} x:to {', '.join(below)} . " for above, below in pairwise(layers) for one in above)
    values = "".join(f"{node} schema:value 1 ; x:note 'old' . " for layer in layers for node in layer)
    old = f"e:f a kzit:Goal ; x:to {', '.join(layers[0])} . {links} {values}"
    assert tell(old, old.replace("'old'", "'new'")).text().count("old → new") == 72


def test_values_that_are_each_others_value_are_told(tell: Any) -> None:
    old = "e:a x:b e:v . e:v schema:value e:w ; schema:currency 'old' . e:w schema:value e:v ."
    assert "b  v old → v new" in tell(old, old.replace("'old'", "'new'")).text()


def test_values_that_look_the_same_are_shown_with_what_tells_them_apart(tell: Any) -> None:
    shown = tell('e:a x:year "2009" .', 'e:a x:year "2009"^^xsd:gYear .').text()
    assert '"2009" → "2009"^^<http://www.w3.org/2001/XMLSchema#gYear>' in shown


def test_long_texts_stand_below_each_other(tell: Any) -> None:
    long = "word " * 20
    lines = tell(f'e:a x:text "{long}1" .', f'e:a x:text "{long}2" .').text().splitlines()
    assert lines[-5:-3] == [f"        text  - {long}1", f"              + {long}2"]


def test_blank_nodes_are_shown_by_what_is_said_of_them(tell: Any) -> None:
    old = "e:a x:size [ x:height 1 ; x:of [ x:width 2 ] ] ."
    shown = tell(old, old.replace("2", "3")).text()
    assert "size  height: 1; of: [width: 2] → height: 1; of: [width: 3]" in shown


def test_names_in_other_languages_are_shown_where_they_change(tell: Any) -> None:
    assert "        pref label (it)  Italia → Italien\n" in tell(OLD, OLD.replace('"Italia"', '"Italien"')).text()


def test_graphs_are_shown_with_the_numbers_of_their_statements(tell: Any) -> None:
    shown = tell("e:g { e:a x:b 1 , 2 } e:h { e:a x:b 1 }", "e:g { e:a x:b 1 , 3 , 4 } e:i { e:a x:b 1 }").text()
    assert section(shown, "Graphs") == (
        "    ~ e:g  2 new, 1 gone; 2 → 3 statements\n    - e:h  0 new, 1 gone; 1 → 0 statements\n    + e:i  1 new, 0 gone; 0 → 1 statements"
    )


def test_a_page_begins_with_counts_and_has_nothing_else_where_nothing_differs(tell: Any) -> None:
    assert tell(OLD, OLD).text() == "nothing differs\n"
    shown = tell(OLD, OLD.replace("kzit:actor e:italy ;", "")).text(limit=0)
    assert shown == "facts       1 changed\nthings      none\nontology    none\ngraphs      1 changed\nstatements  0 new, 1 gone\n"


def test_statements_that_follow_from_others_are_counted(tell: Any) -> None:
    old = "e:f a kzit:Goal , kzit:Fact ; kzit:actor e:x ; kzit:participant e:x ."
    shown = tell(old, old.replace("e:x", "e:y")).text()
    assert "statements  2 new, 2 gone\nimplied     1 new, 1 gone of them, which follow from others by the ontology\n" in shown


def test_aspects_that_were_not_asked_for_are_not_shown(tell: Any) -> None:
    difference = tell(OLD, OLD.replace("kzit:actor e:italy ;", "").replace('"Italia"', '"Italien"'))
    shown = difference.text(aspects=[Aspect.THINGS])
    assert shown.startswith("things      1 changed\n\nThings\n")
    assert "Facts" not in shown
    assert "statements" not in shown
    markdown = difference.markdown(aspects=[Aspect.FACTS])
    assert markdown.splitlines()[0] == "### Facts: 1 changed"
    assert "Italien" not in markdown
    document = json.loads(difference.to_json(aspects=[Aspect.GRAPHS]))
    assert "graphs" in document
    assert "facts" not in document


def test_a_limit_leaves_out_what_is_beyond_and_says_so(tell: Any) -> None:
    old = "".join(f"e:t{number} x:b 1 .\n" for number in range(5))
    shown = tell(old, old.replace(" 1", " 2")).text(limit=2)
    assert "e:t1" in shown
    assert "e:t2" not in shown
    assert "    … and 3 more (--limit 0 lists all)\n" in shown


def test_a_page_for_a_terminal_has_colours_and_its_width_and_one_for_a_file_has_none(tell: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    difference = tell(OLD, OLD.replace("kzit:hedge e:about ;", ""))
    assert "\x1b[33m~ a sum" in difference.text(width=80)
    assert "\x1b[" not in difference.text()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[(?:\d+;)*3[0-7]", difference.text(width=80))


def test_names_cannot_steer_a_terminal_or_a_changelog(tell: Any) -> None:
    difference = tell(
        'e:a skos:prefLabel "x\\u001B[31m\\n# <script>*y*" ; x:b 1 .', 'e:a skos:prefLabel "x\\u001B[31m\\n# <script>*y*" ; x:b 2 .'
    )
    assert "\x1b" not in difference.text()
    assert "    ~ x␛[31m # <script>*y*  e:a\n" in difference.text()
    markdown = difference.markdown()
    assert "- Changed thing: x␛\\[31m # &lt;script>\\*y\\* — b: 1 → 2\n" in markdown


def test_markdown_is_a_changelog_of_sentences(tell: Any) -> None:
    old = OLD + 'e:g a kzit:Goal ; skos:prefLabel "an aim"@en .'
    new = (
        OLD.replace("kzit:hedge e:about", "kzit:epithet e:about").replace("value 6", "value 7")
        + 'e:h a kzit:Goal ; skos:prefLabel "another"@en .'
    )
    difference = tell(old, new)
    assert difference.markdown() == (
        "### Facts: 1 new, 1 gone, 1 changed\n"
        "\n"
        "- New goal: another\n"
        "- Gone goal: an aim\n"
        "- Changed measurement: a sum — hedge: about removed; epithet: about added; amount: 6 USD → 7 USD\n"
        "\n"
        "### Graphs: 1 changed\n"
        "\n"
        "- Changed graph: the default graph — statements: 4 new, 4 gone\n"
    )
    same = tell(OLD, OLD)
    assert same.markdown() == "Nothing differs.\n"


def test_json_has_every_change_under_stable_keys(tell: Any) -> None:
    difference = tell(OLD, OLD.replace("kzit:hedge e:about ;", "").replace("value 6", "value 7").replace('"Italia"@it', '"Italia"'))
    document = json.loads(difference.to_json("it"))
    assert list(document) == [
        *("old", "new", "unions", "ontologies", "counts", "statements", "implied"),
        *("facts", "things", "ontology", "graphs", "values"),
    ]
    assert document["counts"]["facts"] == {"new": 0, "gone": 0, "changed": 1}
    (fact,) = document["facts"]
    sum_ = {"type": "uri", "value": "https://example.org/id/sum"}
    assert fact == {
        "id": {"type": "uri", "value": "https://example.org/id/f", "label": "una somma"},
        "change": "changed",
        "kinds": [{"type": "uri", "value": "https://w3id.org/kzit/ontology#Measurement", "label": "misura"}],
        "properties": [
            {
                "property": "https://w3id.org/kzit/ontology#hedge",
                "label": "riserva",
                "language": "",
                "old": [{"type": "uri", "value": "https://example.org/id/about", "label": "circa"}],
                "new": [],
            }
        ],
        "through": [{"property": "https://w3id.org/kzit/ontology#amount", "value": sum_}],
    }
    (value,) = document["values"]
    assert value["id"] == sum_
    assert value["properties"][0]["new"] == [{"type": "literal", "value": "7", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}]
    (thing,) = document["things"]
    assert [(row["language"], row["old"], row["new"]) for row in thing["properties"]] == [
        ("it", [{"type": "literal", "value": "Italia", "xml:lang": "it"}], []),
        ("", [], [{"type": "literal", "value": "Italia"}]),
    ]
    assert document["graphs"] == [{"graph": None, "change": "changed", "new": 2, "gone": 3, "before": 12, "after": 11}]


def test_json_has_blank_nodes_with_what_is_said_of_them(tell: Any) -> None:
    document = json.loads(tell("e:a x:size [ x:height 1 ] .", "e:a x:size [ x:height 2 ] .").to_json())
    (size,) = document["things"][0]["properties"]
    nodes = [size["old"][0], size["new"][0]]
    assert {node["type"] for node in nodes} == {"bnode"}
    assert {value["id"]["value"]: value["change"] for value in document["values"]} == {nodes[0]["value"]: "gone", nodes[1]["value"]: "new"}


def test_terms_of_the_ontology_show_label_and_definition(project: Project, a_project: Path) -> None:
    edit(a_project / "ontology" / "kzit.ttl", {'rdfs:label "fact"@en': 'rdfs:label "claim"@en', '"Names the agent': '"Tells the agent'})
    shown = diff(project.root, a_project, project=LoadedProject(project)).text()
    assert "    ~ claim  kzit:Fact\n        label (en)  fact → claim\n" in shown
    assert "    ~ claimed by  kzit:claimedBy\n        definition (en)  Names the agent" in shown
