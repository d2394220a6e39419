"""The page of a thing: in a terminal, in any project, and with hostile names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kzit_graph.describe.show import Description, show
from kzit_graph.describe.wording import words
from kzit_graph.knowledge_graph import KnowledgeGraph, open_folder
from tests.small_project import BASE, small_project

pytestmark = pytest.mark.slow

STYLE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module")
def kg(root: Path) -> KnowledgeGraph:
    return open_folder(root)


def shown(kg: KnowledgeGraph, name: str) -> Description:
    return show(kg.store, kg.resolver.thing(name), kg.names, kg.vocabulary)


def tiny(folder: Path, data: str, more: dict[str, str | None] | None = None) -> KnowledgeGraph:
    """Open a small project with these statements; the prefix x: is its vocabulary, e: its things."""
    prefixes = f"""\
@prefix e: <{BASE}id/one/> .
@prefix kzit: <https://w3id.org/kzit/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <{BASE}ontology#> .
"""
    return open_folder(small_project(folder, {"data/sources/one.ttl": prefixes + data} | (more or {})))


## In a terminal


@pytest.mark.parametrize("width", [30, 40, 80, 200])
def test_lines_are_wrapped_to_the_width_without_losing_words(kg: KnowledgeGraph, width: int) -> None:
    description = shown(kg, "kazinform-2017-08-21")
    lines = [STYLE.sub("", line) for line in description.text("ru", width).splitlines()]
    assert max(map(len, lines)) <= width
    assert all(line == line.rstrip() for line in lines)
    assert "".join("".join(lines).split()) == "".join(description.text("ru").split())


def test_a_terminal_gets_styles_except_colours_with_no_color(kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[36m" in shown(kg, "Milan").text(width=80)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[36m" not in shown(kg, "Milan").text(width=80)
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in shown(kg, "Milan").text(width=80)


def test_wide_characters_count_as_two_columns(tmp_path: Path) -> None:
    kg = tiny(tmp_path, 'e:a a x:Theatre ; skos:prefLabel "米兰"@zh ; rdfs:comment "斯卡拉歌剧院斯卡拉歌剧院斯卡拉歌剧院" .')
    text = STYLE.sub("", shown(kg, "e:a").text("zh", width=40))
    assert "  comment  斯卡拉歌剧院斯卡拉歌剧院斯卡\n           拉歌剧院\n" in text


## Any project


def test_a_project_without_facts_is_shown_with_its_own_vocabulary(tmp_path: Path) -> None:
    kg = tiny(tmp_path, 'e:scala a x:Theatre ; skos:prefLabel "La Scala"@it ; x:beside e:square . e:square skos:prefLabel "Piazza"@it .')
    assert (
        shown(kg, "La Scala").text()
        == f"""\
La Scala
  theatre
  {BASE}id/one/scala  e:scala

Statements
  beside  Piazza
"""
    )
    assert "Named by (1)\n  beside: Piazza  (1)\n    La Scala  e:scala\n" in shown(kg, "Piazza").text()


def test_inferred_classes_and_properties_are_not_shown(tmp_path: Path) -> None:
    kg = tiny(tmp_path, 'e:scala a x:Theatre ; skos:prefLabel "La Scala"@it ; x:beside e:square ; x:near e:canal .')
    description = shown(kg, "La Scala")
    assert [kind.value for kind in description.types] == [f"{BASE}ontology#Theatre"]
    assert [(triple.predicate.value.rsplit("#")[-1], str(triple.object)) for triple in description.statements] == [
        ("near", f"<{BASE}id/one/canal>"),
        ("beside", f"<{BASE}id/one/square>"),
    ]


def test_equivalent_properties_are_both_shown(tmp_path: Path) -> None:
    ontology = f"""\
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix x: <{BASE}ontology#> .
x:near rdfs:subPropertyOf x:close . x:close rdfs:subPropertyOf x:near .
"""
    kg = tiny(tmp_path, "e:a x:near e:b ; x:close e:b .", {"ontology/x.ttl": ontology})
    assert len(shown(kg, "e:a").statements) == 2


def test_blank_nodes_are_shown_as_a_phrase_or_by_their_statements(tmp_path: Path) -> None:
    data = """\
e:f a kzit:Fact ; skos:prefLabel "a sum"@en ; x:gives [ schema:value 1.5 ; schema:unitCode "EUR" ] ; x:sees [ x:height 12 ] ; x:holds [] .
"""
    text = shown(tiny(tmp_path, data), "e:f").text()
    assert "gives  1.5\n      unit code  EUR\n" in text
    assert "sees\n      height  12\n" in text
    assert "holds  []\n" in text


@pytest.mark.parametrize(
    ("local", "shown_as"),
    [
        ("containedInPlace", "contained in place"),
        ("sameAs", "same as"),
        ("propertyID", "property ID"),
        ("HTMLPage", "HTML page"),
        ("snake_case-name", "snake case name"),
        ("місцеЗнаходження", "місцезнаходження"),
        ("sha256", "sha256"),
        ("P108i_was_produced_by", "P108i was produced by"),
        ("E22_Human-Made_Object", "E22 human made object"),
    ],
)
def test_a_term_without_a_label_is_split_into_words(local: str, shown_as: str) -> None:
    assert words(NamedNode(f"https://example.org/ns#{local}")) == shown_as


## Hostile names


HOSTILE = {
    "escape": "\x1b[31mred\x1b]0;title\x07",
    "c1": "\x9b31mred",
    "newline": "first\nFacts (99)\r\nsecond",
    "markup": "[bold red]x[/] [/nonsense] :smile: \\[x]",
    "override": "abc\u202e123\u2066",
    "arabic": "ميلانو [1]",
    "separator": "a\u2028b\x85c",
    "null": "a\x00b",
    "spaces": "  ends in spaces  ",
    "empty": "",
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("width", [None, 60])
def test_hostile_texts_stay_text(tmp_path: Path, kind: str, width: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    text = HOSTILE[kind].encode("unicode_escape").decode("ascii").replace("\\x", "\\u00").replace('"', '\\"')
    data = f"""\
e:thing a x:Theatre ; skos:prefLabel "{text}"@en , "other"@it ; rdfs:comment "{text}" .
e:fact a kzit:Fact ; skos:prefLabel "{text}"@en ; kzit:place e:thing ; kzit:hedge e:thing ; kzit:claimedBy e:thing ; kzit:evidence e:p .
e:p oa:hasSource e:thing .
e:other x:near e:thing ; skos:prefLabel "{text}"@en .
"""
    description = shown(tiny(tmp_path, data), "e:thing")
    assert HOSTILE[kind] in description.labels.values()
    lines = description.text(width=width).splitlines()
    assert all(line.isprintable() and line == line.rstrip() for line in lines)
    assert sum(line.startswith("Facts (") for line in lines) == 1
    if kind in ("markup", "arabic"):
        assert lines[0] == HOSTILE[kind]


def test_hostile_iris_are_shown_with_signs(tmp_path: Path) -> None:
    kg = tiny(tmp_path, "<https://example.org/a\u202eb> x:near e:thing . e:thing x:near <https://example.org/c\u2066d> .")
    text = shown(kg, "e:thing").text()
    assert "https://example.org/c\ufffdd\n" in text
    assert "https://example.org/a\ufffdb\n" in text
