"""The description of a thing: its facts, evidence and disagreements, as text and as triples."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kzit_graph.describe.show import Description, show
from kzit_graph.errors import InvalidInput
from kzit_graph.knowledge_graph import KnowledgeGraph, open_folder
from kzit_graph.rdf.names import slug
from tests.second_source import SLUG, add_second_source
from tests.small_project import small_project

LANGUAGES = ("en", "it", "kk", "ru", "fr")

MILAN = """\
Milan
  polity, city
  https://w3id.org/kzit/id/milan  id:milan

Names
  en  Milan
  it  Milano
  kk  Милан
  ru  Милан

Statements
  contained in place  Italy
  latitude            45.46427
  longitude           9.18951
  same as             http://www.wikidata.org/entity/Q490
                      https://sws.geonames.org/3173435/

Facts (2)
  participant: Milan  (1)
    Astana and Milan exchange delegations regularly.  kazinform:p8s2-f1
      throughout …–2017-08-21
      Ministry of Foreign Affairs of the Republic of Kazakhstan · p8s2 (Kazinform news item of 21 August 2017, 1582–1710)
  place: Milan  (1)
    La Scala is in Milan.  kazinform:p9s3-f4
      as of 2017-08-21
      Ministry of Foreign Affairs of the Republic of Kazakhstan · p9s3 (Kazinform news item of 21 August 2017, 2030–2163)
"""

INVESTMENT = """\
Italy directly invested about six billion US dollars in Kazakhstan.
  measurement
  https://w3id.org/kzit/id/kazinform-2017-08-21/p5s2-f1  kazinform:p5s2-f1

Names
  en  Italy directly invested about six billion US dollars in Kazakhstan.
  it  L'Italia ha investito direttamente in Kazakistan circa sei miliardi di dollari USA.
  kk  Италия Қазақстанға шамамен алты миллиард АҚШ доллары тікелей инвестиция салды.
  ru  Прямые вложения Италии в Казахстан составили около шести миллиардов долларов США.

Statements
  claimed by   Ministry of Foreign Affairs of the Republic of Kazakhstan
  stated in    Foreign ministry's communiqué on the 25th anniversary
  hedge        about
  actor        Italy
  counterpart  Kazakhstan
  field        investment
  throughout   …–2017-08-21
  indicator    cumulative direct investment
  matter       direct-investment-cumulative--italy--to--kazakhstan--unknown--2017-08-21
  identifier   p5s2-f1
  max value    6600000000
  min value    5400000000
  unit code    US dollar
  value        6000000000

Evidence
  kazinform:p5s2
    source   Kazinform news item of 21 August 2017
    range    1068–1152
    SHA-256  8cdb928b10e05ebfc1d7877202bef27d16761374454320f86d164aa99a332e33
"""


@pytest.fixture(scope="module")
def kg(one_source: Path) -> KnowledgeGraph:
    return open_folder(one_source)


@pytest.fixture
def with_second_source(a_project: Path) -> KnowledgeGraph:
    add_second_source(a_project)
    return open_folder(a_project)


def shown(kg: KnowledgeGraph, name: str) -> Description:
    return show(kg.store, kg.resolver.thing(name), kg.names, kg.vocabulary)


def by_role(description: Description) -> dict[str, list[str]]:
    """Group the identifiers of facts by the local names of their roles."""
    found: dict[str, list[str]] = {}
    for fact in description.facts:
        roles = " ".join(re.split("[#/]", role.value)[-1] for role in fact.roles)
        found.setdefault(roles, []).append(fact.fact.value.rsplit("/", 1)[-1])
    return found


def test_a_note_is_in_the_requested_language_or_a_preferred_one(kg: KnowledgeGraph) -> None:
    description = shown(kg, "kazinform:p1s2-f4")
    assert "25 жылдық күнінен 25 жыл шегерілді." in description.text("kk")
    assert "meno 25 anni" in description.text("it")
    assert "less 25 years" not in description.text("it")
    assert "less 25 years" in description.text("de")


## The graph of one source


def test_a_city_is_shown_with_its_names_and_its_facts_by_role(kg: KnowledgeGraph) -> None:
    assert shown(kg, "Милан").text() == MILAN


def test_a_fact_is_shown_with_its_statements_and_evidence(kg: KnowledgeGraph) -> None:
    assert shown(kg, "p5s2-f1").text().startswith(INVESTMENT)


def test_a_theatre_is_shown_with_its_roles_and_names(kg: KnowledgeGraph) -> None:
    description = shown(kg, "La Scala")
    assert by_role(description) == {"participant": ["p9s3-f1"], "actor": ["p9s3-f4"]}
    assert description.labels == {"en": "La Scala", "it": "Teatro alla Scala", "kk": "Ла Скала", "ru": "Ла Скала"}
    assert "as of 2017-08-21" in description.text()


def test_a_passage_is_shown_with_its_range_and_its_facts(kg: KnowledgeGraph) -> None:
    description = shown(kg, "p4s2")
    assert by_role(description) == {"evidence": [f"p4s2-f{number}" for number in range(1, 6)]}
    text = description.text()
    assert text.startswith("p4s2 (Kazinform news item of 21 August 2017, 727–922)\n  passage\n")
    assert re.search(r"has selector +727–922$", text, re.MULTILINE)
    assert "as of 2017 (2017-01-01–2017-12-31)\n      kzit-graph\n" in text


def test_a_source_is_shown_with_its_facts_and_passages_in_natural_order(kg: KnowledgeGraph) -> None:
    description = shown(kg, "kazinform-2017-08-21")
    (facts,) = by_role(description).values()
    assert len(facts) == 52
    assert facts.index("p2s1-f1") < facts.index("p10s1-f1")
    text = description.text()
    passages = re.findall(r"^    (p\d+s\d) \((\d+)–(\d+)\)", text, re.MULTILINE)
    assert len(passages) == 17
    assert passages[0] == ("p1s1", "1", "24")
    assert passages[-1] == ("p10s1", "2165", "2260")
    assert "relays       Foreign ministry's communiqué on the 25th anniversary" in text


def test_a_hedge_is_shown_with_its_fact_and_its_bounds(kg: KnowledgeGraph) -> None:
    description = shown(kg, "hedge:about")
    assert by_role(description) == {"hedge": ["p5s2-f1"]}
    assert "  max value   1.1\n  min value   0.9\n" in description.text()


def test_each_fact_of_a_party_is_listed_once_under_its_role(kg: KnowledgeGraph) -> None:
    roles = by_role(shown(kg, "Kazakhstan"))
    assert roles["counterpart"] == ["p5s1-f1", "p5s1-f2", "p5s2-f1"]
    assert roles["actor"] == ["p4s2-f4", "p10s1-f2", "p10s1-f3"]
    assert "p1s2-f2" in roles["participant"]
    facts = [fact for group in roles.values() for fact in group]
    assert len(facts) == len(set(facts))


def test_a_place_is_shown_with_its_parts_an_organisation_with_its_units(kg: KnowledgeGraph) -> None:
    assert "contained in place: Italy  (4)\n    Friuli-Venezia Giulia  id:friuli-venezia-giulia\n" in shown(kg, "Italy").text()
    assert "unit of: United Nations  (1)\n    United Nations Security Council" in shown(kg, "united-nations").text()


def test_a_claimant_is_shown_with_claims_a_scheme_with_concepts(kg: KnowledgeGraph) -> None:
    assert by_role(shown(kg, "text-collection"))["claimedBy"] == ["p1s1-f1"]
    assert "in scheme: status  (5)\n" in shown(kg, "scheme:status").text()


def test_an_inferred_fact_and_its_basis_are_shown_with_each_other(kg: KnowledgeGraph) -> None:
    assert "выведено из               25-летие отношений приходится на 21 августа 2017 года." in shown(kg, "p1s2-f4").text("ru")
    assert by_role(shown(kg, "p1s2-f2"))["inferredFrom"] == ["p1s2-f4"]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("span:2009", "2009 (2009-01-01–2009-12-31)"),
        ("span:P25Y--2017-08-21", "P25Y (…–2017-08-21)"),
        ("span:unknown--2017-08-21", "…–2017-08-21"),
        ("span:2017-08-21", "2017-08-21"),
        ("kazinform:p5s2-range", "1068–1152"),
        ("id:kazakhstan-iso-3166-1", "KZ (ISO 3166-1 alpha-2)"),
        ("https://w3id.org/kzit/dataset#temporal-coverage", "1992–2017-08-21"),
    ],
)
def test_a_node_without_a_name_is_shown_as_a_phrase(kg: KnowledgeGraph, name: str, title: str) -> None:
    assert shown(kg, name).text().splitlines()[0] == title


def test_classes_properties_and_things_have_labels_in_the_language(kg: KnowledgeGraph) -> None:
    text = shown(kg, "Milan").text("ru")
    assert text.startswith("Милан\n  политико-территориальная единица, city\n")
    assert "  contained in place  Италия\n" in text
    assert "  место: Милан  (1)\n" in text


def test_texts_are_shown_in_the_requested_language_only(kg: KnowledgeGraph) -> None:
    assert re.findall(r"legal name +(.*)", shown(kg, "Italy").text("it")) == ["Repubblica Italiana"]
    assert "Italian Republic" in shown(kg, "Italy").text("fr")


@pytest.mark.slow
def test_every_thing_can_be_shown_in_every_language(kg: KnowledgeGraph) -> None:
    things = {quad.subject for quad in kg.store if isinstance(quad.subject, NamedNode)}
    assert len(things) > 200
    for thing in sorted(things, key=str):
        description = show(kg.store, thing, kg.names, kg.vocabulary)
        for language in LANGUAGES:
            for line in description.text(language).splitlines():
                assert line == line.rstrip(), (thing, language)
                assert "kzit:" not in line, (thing, language)
                assert "ontology#" not in line.replace("https://w3id.org/kzit/ontology#\n", "") or line.endswith("ontology#")
                assert line.isprintable(), (thing, language)


## Disagreements


def test_one_source_does_not_disagree_with_itself(kg: KnowledgeGraph) -> None:
    assert shown(kg, "diplomatic-relations-establishment").disagreements == ()


def test_a_disagreement_is_shown_with_both_values_claimants_and_sources(with_second_source: KnowledgeGraph) -> None:
    text = shown(with_second_source, "diplomatic-relations-establishment").text()
    assert text.endswith("""\

Disagreements (1)
  day: establishment of diplomatic relations between Kazakhstan and Italy (clash)
    1992-06-12  invented-chronicle:p1s1-f1
      text collection that holds the news item (took place) · p1s1 (Invented chronicle, 0–48)
    1992-08-21  kazinform:p1s2-f4
      kzit-graph (took place) · p1s2 (Kazinform news item of 21 August 2017, 25–222)
""")


@pytest.mark.parametrize("name", ["Kazakhstan", "kzit-graph", SLUG, "p1s2-f4", "span:1992-06-12"])
def test_a_disagreement_is_listed_under_all_things_of_its_facts(with_second_source: KnowledgeGraph, name: str) -> None:
    (disagreement,) = shown(with_second_source, name).disagreements
    sources = [slug(source) for answer in disagreement.answers for source in answer.fact.sources if isinstance(source, NamedNode)]
    assert sources == [SLUG, "kazinform-2017-08-21"]


@pytest.mark.parametrize("name", ["Milan", "field:diplomatic", "status:took-place"])
def test_a_disagreement_is_not_listed_under_other_things(with_second_source: KnowledgeGraph, name: str) -> None:
    assert shown(with_second_source, name).disagreements == ()


## As triples


@pytest.mark.parametrize("name", ["Milan", "Kazakhstan", "p5s2-f1", "p4s2", "kazinform-2017-08-21", "hedge:about", "id:kzit-graph"])
def test_the_triples_of_a_description_are_part_of_the_graph(kg: KnowledgeGraph, name: str) -> None:
    description = shown(kg, name)
    triples = set(description.triples())
    assert triples < {quad.triple for quad in kg.store}
    subjects = {triple.subject for triple in triples}
    assert {description.thing, *(fact.fact for fact in description.facts)} <= subjects
    for fact in description.facts:
        assert {*(time.span for time in fact.times), *fact.passages, *fact.sources} <= subjects
    assert {quad.triple for quad in parse(description.triples().serialize("ntriples"), format=RdfFormat.N_TRIPLES)} == triples


def test_the_triples_include_figures_ranges_and_identifiers(kg: KnowledgeGraph) -> None:
    turtle = shown(kg, "p5s2-f1").triples().serialize().decode()
    for statement in ("schema:value 6000000000 ;", "oa:start 1068", "span:unknown--2017-08-21 a kzit:TimeSpan", "a kzit:SourceDocument"):
        assert statement in turtle
    assert "schema:value 6000000000 ;" in shown(kg, "Italy").triples().serialize().decode()
    assert 'schema:value "KZ"' in shown(kg, "Kazakhstan").triples().serialize().decode()
    assert "kazinform:p1s1-f1" not in turtle


## Unknown things


def test_an_unknown_thing_is_refused_with_similar_ones(kg: KnowledgeGraph) -> None:
    with pytest.raises(InvalidInput, match=r"^id:la-skala is not in the data; nearest: id:la-scala \(La Scala\)"):
        shown(kg, "id:la-skala")
    with pytest.raises(InvalidInput, match=r"^urn:x:qqqqqqqqqq is not in the data; use a name, a slug or an IRI from the data$"):
        shown(kg, "urn:x:qqqqqqqqqq")


def test_a_thing_without_statements_is_shown_with_its_facts(kg: KnowledgeGraph) -> None:
    description = shown(kg, "kzit:Goal")
    assert by_role(description) == {"type": ["p10s1-f2", "p10s1-f3"]}
    assert description.text().startswith("goal\n  https://w3id.org/kzit/ontology#Goal  kzit:Goal\n")


def test_values_are_shown_as_they_were_written(tmp_path: Path) -> None:
    data = '<http://e/s> <http://e/p> 1.50 ; <http://e/q> [ <http://e/r> "007"^^<http://www.w3.org/2001/XMLSchema#byte> ] .\n'
    description = open_folder(small_project(tmp_path, {"data/sources/one.ttl": data})).show("<http://e/s>")
    assert "1.50" in description.text()
    assert "007" in description.text()
    assert '"007"^^' in description.triples().serialize("ntriples").decode()


def test_a_statement_of_two_graphs_is_shown_once(tmp_path: Path) -> None:
    data = "<http://e/s> <http://e/p> 1 .\n"
    kg = open_folder(small_project(tmp_path, {"data/sources/one.ttl": data, "data/sources/two.ttl": data}))
    assert kg.show("<http://e/s>").statements == (Triple(NamedNode("http://e/s"), NamedNode("http://e/p"), Literal(1)),)
