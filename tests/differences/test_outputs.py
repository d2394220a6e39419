"""A difference as text, Markdown and JSON, in any language, and with hostile names."""

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
from kzit_graph.errors import InvalidInput
from kzit_graph.plain_text import markdown_text
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project
from tests.differences.versions_of_a_project import between, edit

OLD = """\
e:f a kzit:Measurement ; skos:prefLabel "a sum"@en , "una somma"@it ; kzit:actor e:italy ; kzit:hedge e:about ; x:amount e:sum .
e:sum schema:value 6 ; schema:propertyID "USD" .
e:italy skos:prefLabel "Italy"@en , "Italia"@it .
e:about skos:prefLabel "about"@en , "circa"@it .
"""


@pytest.fixture
def compare(project: Project, tmp_path: Path) -> Any:
    def compare(old: str, new: str) -> Difference:
        return between(old, new, project, tmp_path)

    return compare


def section(page: str, heading: str) -> str:
    """Return the lines under a heading of a page."""
    return page.split(f"\n{heading}\n", 1)[1].split("\n\n", 1)[0].rstrip("\n")


def test_a_changed_fact_shows_its_old_and_new_values_by_their_names(compare: Any) -> None:
    difference = compare(OLD, OLD.replace("kzit:hedge e:about ;", "").replace("value 6", "value 7"))
    assert section(difference.text(), "Facts") == (
        "  measurement  (1)\n    ~ a sum  e:f\n        hedge   - about\n        amount  6 (USD) → 7 (USD)"
    )
    assert section(difference.text("it"), "Facts") == (
        "  misura  (1)\n    ~ una somma  e:f\n        riserva  - circa\n        amount   6 (USD) → 7 (USD)"
    )


def test_without_labels_things_and_properties_are_shown_by_their_iris(compare: Any) -> None:
    difference = compare(OLD, OLD.replace("kzit:hedge e:about ;", "").replace("value 6", "value 7"))
    assert section(difference.text(iris=True), "Facts") == (
        "  kzit:Measurement  (1)\n    ~ e:f\n        kzit:hedge               - e:about\n        x:amount › schema:value  6 → 7"
    )


def test_a_new_fact_is_shown_in_one_language(compare: Any) -> None:
    difference = compare(OLD.split("\n", 1)[1], OLD)
    assert section(difference.text("it"), "Facts") == (
        "  misura  (1)\n    + una somma  e:f\n        riserva  circa\n        attore   Italia\n        amount   6 (USD)"
    )


def test_changes_that_a_phrase_does_not_cover_are_shown_separately(compare: Any) -> None:
    old = OLD.replace("e:sum schema", 'e:sum x:note "old" ; schema')
    assert "        amount › note  old → new" in compare(old, old.replace('"old"', '"new"')).text()
    both = compare(old, old.replace('"old"', '"new"').replace("value 6", "value 7")).text()
    assert "        amount         6 (USD) → 7 (USD)\n        amount › note  old → new\n" in both


@pytest.mark.parametrize("iris", [True, False])
def test_values_that_point_to_each_other_are_shown_once(compare: Any, iris: bool) -> None:
    old = OLD.replace("e:sum schema", 'e:sum x:to e:rest ; x:note "old" ; schema') + "e:rest schema:value 1 ; x:to e:sum ; x:note 'old' ."
    shown = compare(old, old.replace('"old"', '"new"').replace("'old'", "'new'")).text(iris=iris)
    assert shown.count("old → new") == 2


def test_each_value_is_shown_once_even_if_many_paths_lead_to_it(compare: Any) -> None:
    layers = [[f"e:v{layer}-{number}" for number in range(6)] for layer in range(12)]
    links = "".join(f"{one} x:to {', '.join(below)} . " for above, below in pairwise(layers) for one in above)
    values = "".join(f"{node} schema:value 1 ; x:note 'old' . " for layer in layers for node in layer)
    old = f"e:f a kzit:Goal ; x:to {', '.join(layers[0])} . {links} {values}"
    assert compare(old, old.replace("'old'", "'new'")).text().count("old → new") == 72


def test_values_in_a_cycle_are_shown(compare: Any) -> None:
    old = "e:a x:b e:v . e:v schema:value e:w ; schema:propertyID 'old' . e:w schema:value e:v ."
    assert "b  v (old) → v (new)" in compare(old, old.replace("'old'", "'new'")).text()


def test_values_with_equal_text_are_shown_with_their_datatypes(compare: Any) -> None:
    shown = compare('e:a x:year "2009" .', 'e:a x:year "2009"^^xsd:gYear .').text()
    assert '"2009" → "2009"^^<http://www.w3.org/2001/XMLSchema#gYear>' in shown


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (r"a\r\nb", r"a\nb", r'"a\r\nb" → "a\nb"'),
        ("a b", "a  b", r'"a b" → "a \u0020b"'),
        ("a", "a ", '"a" → "a "'),
        ("a b", "a\u00a0b", r'"a b" → "a\u00A0b"'),
        ("\u00e9", "e\u0301", r'"\u00E9" → "e\u0301"'),
        ("a\u200bb", "a\u202eb", r'"a\u200Bb" → "a\u202Eb"'),
        ("\U000e0041", "\U000e0042", r'"\U000E0041" → "\U000E0042"'),
    ],
)
def test_values_that_look_equal_are_shown_with_escapes(compare: Any, old: str, new: str, shown: str) -> None:
    difference = compare(f'e:a x:text "{old}" .', f'e:a x:text "{new}" .')
    assert f"        text  {shown}" in difference.text()
    one, other = shown.split(" → ")
    assert f"text: {markdown_text(one)} → {markdown_text(other)}\n" in difference.markdown()


def test_an_empty_text_is_shown_as_one(compare: Any) -> None:
    difference = compare('e:a x:text "" ; x:b 1 .', "e:a x:b 2 .")
    assert '        text  - ""' in difference.text()
    assert 'text: "" removed' in difference.markdown()


def test_long_texts_are_shown_below_each_other(compare: Any) -> None:
    long = "word " * 20
    lines = compare(f'e:a x:text "{long}1" .', f'e:a x:text "{long}2" .').text().splitlines()
    assert lines[-5:-3] == [f"        text  - {long}1", f"              + {long}2"]


def test_blank_nodes_are_shown_by_their_statements(compare: Any) -> None:
    old = "e:a x:size [ x:height 1 ; x:of [ x:width 2 ] ] ."
    shown = compare(old, old.replace("2", "3")).text()
    assert "size  height: 1; of: [width: 2] → height: 1; of: [width: 3]" in shown


def test_changed_names_in_other_languages_are_shown(compare: Any) -> None:
    assert "        pref label (it)  Italia → Italien\n" in compare(OLD, OLD.replace('"Italia"', '"Italien"')).text()


def test_graphs_are_shown_with_the_numbers_of_their_statements(compare: Any) -> None:
    shown = compare("e:g { e:a x:b 1 , 2 } e:h { e:a x:b 1 }", "e:g { e:a x:b 1 , 3 , 4 } e:i { e:a x:b 1 }").text()
    assert section(shown, "Graphs") == (
        "    ~ e:g  2 new, 1 gone; 2 → 3 statements\n    - e:h  0 new, 1 gone; 1 → 0 statements\n    + e:i  1 new, 0 gone; 0 → 1 statements"
    )


def test_a_page_begins_with_counts_unless_nothing_differs(compare: Any) -> None:
    assert compare(OLD, OLD).text() == "nothing differs\n"
    shown = compare(OLD, OLD.replace("kzit:actor e:italy ;", "")).text(limit=0)
    assert shown == "facts       1 changed\nthings      none\nontology    none\ngraphs      1 changed\nstatements  0 new, 1 gone\n"


def test_facts_are_counted_only_if_a_version_has_some(compare: Any) -> None:
    old, new = 'e:a rdfs:label "A"@en .', 'e:a rdfs:label "B"@en .'
    assert compare(old, new).text().startswith("things      1 changed\nontology    none\n")
    unchanged = "e:f a kzit:Measurement ."  # by the bundled ontology, a measurement is a fact
    assert compare(old + unchanged, new + unchanged).text().startswith("facts       none\nthings      1 changed\n")


def test_inferred_statements_are_counted(compare: Any) -> None:
    old = "e:f a kzit:Goal , kzit:Fact ; kzit:actor e:x ; kzit:participant e:x ."
    shown = compare(old, old.replace("e:x", "e:y")).text()
    assert "statements  2 new, 2 gone\nimplied     1 new, 1 gone of these, inferred by the ontology\n" in shown


def test_only_the_requested_aspects_are_shown(compare: Any) -> None:
    difference = compare(OLD, OLD.replace("kzit:actor e:italy ;", "").replace('"Italia"', '"Italien"'))
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


def test_a_limit_shortens_the_lists_and_says_so(compare: Any) -> None:
    old = "".join(f"e:t{number} x:b 1 .\n" for number in range(5))
    shown = compare(old, old.replace(" 1", " 2")).text(limit=2)
    assert "e:t1" in shown
    assert "e:t2" not in shown
    assert "    … and 3 more (limit=None lists all)\n" in shown


def test_a_negative_limit_is_refused(compare: Any) -> None:
    difference = compare("e:a x:b 1 .", "e:a x:b 2 .")
    for write in (difference.text, difference.markdown):
        with pytest.raises(InvalidInput, match="limit must not be negative; None lists all"):
            write(limit=-1)


def test_only_a_page_with_a_width_has_colours(compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    difference = compare(OLD, OLD.replace("kzit:hedge e:about ;", ""))
    assert "\x1b[33m~ a sum" in difference.text(width=80)
    assert "\x1b[" not in difference.text()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[(?:\d+;)*3[0-7]", difference.text(width=80))


def test_names_cannot_control_a_terminal_or_a_changelog(compare: Any) -> None:
    difference = compare(
        'e:a skos:prefLabel "x\\u001B[31m\\n# <script>*y*" ; x:b 1 .', 'e:a skos:prefLabel "x\\u001B[31m\\n# <script>*y*" ; x:b 2 .'
    )
    assert "\x1b" not in difference.text()
    assert "    ~ x␛[31m # <script>*y*  e:a\n" in difference.text()
    markdown = difference.markdown()
    assert "- Changed thing: x␛\\[31m # &lt;script>\\*y\\* — b: 1 → 2\n" in markdown


def test_markdown_is_a_changelog(compare: Any) -> None:
    old = OLD + 'e:g a kzit:Goal ; skos:prefLabel "an aim"@en .'
    new = (
        OLD.replace("kzit:hedge e:about", "kzit:epithet e:about").replace("value 6", "value 7")
        + 'e:h a kzit:Goal ; skos:prefLabel "another"@en .'
    )
    difference = compare(old, new)
    assert difference.markdown() == (
        "### Facts: 1 new, 1 gone, 1 changed\n"
        "\n"
        "- New goal: another\n"
        "- Gone goal: an aim\n"
        "- Changed measurement: a sum — hedge: about removed; epithet: about added; amount: 6 (USD) → 7 (USD)\n"
        "\n"
        "### Graphs: 1 changed\n"
        "\n"
        "- Changed graph: the default graph — statements: 4 new, 4 gone\n"
    )
    same = compare(OLD, OLD)
    assert same.markdown() == "Nothing differs.\n"


def test_json_has_all_changes_under_stable_keys(compare: Any) -> None:
    difference = compare(OLD, OLD.replace("kzit:hedge e:about ;", "").replace("value 6", "value 7").replace('"Italia"@it', '"Italia"'))
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
        "through": [{"property": "https://example.org/x#amount", "value": sum_}],
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


def test_json_describes_blank_nodes(compare: Any) -> None:
    document = json.loads(compare("e:a x:size [ x:height 1 ] .", "e:a x:size [ x:height 2 ] .").to_json())
    (size,) = document["things"][0]["properties"]
    nodes = [size["old"][0], size["new"][0]]
    assert {node["type"] for node in nodes} == {"bnode"}
    assert {value["id"]["value"]: value["change"] for value in document["values"]} == {nodes[0]["value"]: "gone", nodes[1]["value"]: "new"}


def test_terms_of_the_ontology_show_label_and_definition(project: Project, a_project: Path) -> None:
    edit(a_project / "ontology" / "kzit.ttl", {'rdfs:label "fact"@en': 'rdfs:label "claim"@en', '"Names the agent': '"Tells the agent'})
    shown = diff(project.root, a_project, project=LoadedProject(project)).text()
    assert "    ~ claim  kzit:Fact\n        label (en)  fact → claim\n" in shown
    assert "    ~ claimed by  kzit:claimedBy\n        definition (en)  - Names the agent" in shown
