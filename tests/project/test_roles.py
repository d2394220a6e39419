"""The settings name the classes and properties of claims, so that any vocabulary of claims can be shown and compared."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import NamedNode, QuerySolutions, Store

import kzit_graph
from kzit_graph.errors import InvalidInput
from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.package_data import FOLDER
from kzit_graph.project.configuration.settings import SETTINGS_FILE, default_settings, read_settings
from kzit_graph.project.project import open_project
from kzit_graph.sparql.queries import bundled_query
from kzit_graph.sparql.roles import Roles, has_roles, with_roles
from tests.small_project import small_project

EX: Final = "https://example.org/tiny/id/"

ROLES_OF_REVIEWS: Final = """\
[roles]
claim = "schema:ClaimReview"
claimant = "schema:author"
evidence = ["schema:citation", "schema:isBasedOn"]
stance = "schema:reviewRating"
time = "schema:datePublished"
"""

REVIEWS: Final = f"""\
@prefix id: <{EX}> .
@prefix schema: <https://schema.org/> .

id:mill schema:name "Moulin du Birlot"@fr .
id:institute schema:name "Institute of Tides"@en .
id:r1 a schema:ClaimReview ;
    schema:itemReviewed id:mill ;
    schema:author id:institute ;
    schema:reviewRating id:refuted ;
    schema:datePublished "2026-03-01" ;
    schema:citation id:survey .
id:refuted schema:name "refuted"@en .
id:survey schema:name "Survey of 1921"@en .
"""

ROLES_OF_NANOPUBLICATIONS: Final = """\
[prefixes]
np = "http://www.nanopub.org/nschema#"
[roles]
claim = "np:Assertion"
claimant = "prov:wasAttributedTo"
evidence = "prov:wasDerivedFrom"
time = ["dcterms:created", "prov:generatedAtTime"]
"""

NANOPUBLICATION: Final = f"""\
@prefix id: <{EX}> .
@prefix np: <http://www.nanopub.org/nschema#> .
@prefix np1: <https://example.org/np1#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

np1:head {{ np1: a np:Nanopublication ; np:hasAssertion np1:assertion . np1:assertion a np:Assertion . }}
np1:assertion {{ id:gentian skos:related id:bumblebee . }}
np1:provenance {{ np1:assertion prov:wasAttributedTo id:curator ; prov:wasDerivedFrom id:paper . }}
np1:names {{
  id:gentian skos:prefLabel "gentian"@en . id:curator skos:prefLabel "A. Curator"@en . id:paper skos:prefLabel "Paper of 2020"@en .
  id:bumblebee skos:prefLabel "bumblebee"@en .
}}
"""


def with_settings(folder: Path, text: str) -> Path:
    (folder / SETTINGS_FILE).write_text(text, "utf-8")
    return folder


@pytest.fixture
def reviews(tmp_path: Path) -> KnowledgeGraph:
    folder = small_project(tmp_path, {"data/reviews.ttl": REVIEWS})
    return kzit_graph.open_folder(with_settings(folder, ROLES_OF_REVIEWS))


@pytest.fixture
def nanopublications(tmp_path: Path) -> KnowledgeGraph:
    folder = with_settings(small_project(tmp_path), ROLES_OF_NANOPUBLICATIONS)
    dump = tmp_path / "np.trig"
    dump.write_text(NANOPUBLICATION, "utf-8")
    return KnowledgeGraph(open_project(folder), [dump])


def test_a_claim_review_is_shown_with_its_claimant_and_evidence(reviews: KnowledgeGraph) -> None:
    shown = reviews.show("Moulin du Birlot")
    (claim,) = shown.facts
    assert claim.fact == NamedNode(f"{EX}r1")
    assert (claim.claimants, claim.passages) == ((NamedNode(f"{EX}institute"),), (NamedNode(f"{EX}survey"),))
    assert "Institute of Tides (refuted) · Survey of 1921" in shown.text()
    assert "date published 2026-03-01" in shown.text()


def test_a_document_shows_the_claims_that_cite_it(reviews: KnowledgeGraph) -> None:
    assert [claim.fact for claim in reviews.show("Survey of 1921").facts] == [NamedNode(f"{EX}r1")]


def test_an_assertion_that_is_a_graph_is_a_claim_about_its_subjects(nanopublications: KnowledgeGraph) -> None:
    shown = nanopublications.show("gentian")
    assert [claim.fact.value for claim in shown.facts] == ["https://example.org/np1#assertion"]
    page = shown.text()
    assert "gentian · related · bumblebee" in page
    assert "A. Curator · Paper of 2020" in page


def test_a_nanopublication_is_a_claim_with_the_content_of_its_assertion(tmp_path: Path) -> None:
    roles = """\
[prefixes]
np = "http://www.nanopub.org/nschema#"
[roles]
claim = "np:Nanopublication"
content = "np:hasAssertion"
claimant = "dcterms:creator"
evidence = "prov:wasDerivedFrom"
time = "dcterms:created"
"""
    folder = with_settings(small_project(tmp_path), roles)
    dump = tmp_path / "np.trig"
    added = "np1:info { np1: dcterms:creator id:curator ; dcterms:created '2020-02-02' . }"
    dump.write_text(f"@prefix dcterms: <http://purl.org/dc/terms/> .\n{NANOPUBLICATION}{added}", "utf-8")
    kg = KnowledgeGraph(open_project(folder), [dump])
    (claim,) = kg.show("gentian").facts
    assert claim.fact == NamedNode("https://example.org/np1#")
    assert (claim.claimants, claim.passages) == ((NamedNode(f"{EX}curator"),), (NamedNode(f"{EX}paper"),))
    assert "gentian · related · bumblebee" in kg.show("gentian").text()
    assert f"<{EX}paper>" not in kg.show("gentian").text()
    graph = {str(triple.subject) for triple in kg.show("gentian").triples()}
    assert {"<https://example.org/np1#>", "<https://example.org/np1#assertion>", f"<{EX}paper>"} <= graph


def test_the_claims_of_a_thing_may_be_its_values(tmp_path: Path) -> None:
    turtle = """\
@prefix e: <https://example.org/tiny/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
e:q1 skos:prefLabel "Ada"@en ; e:p39 e:s1 .
e:s1 a e:Statement ; e:value e:chair ; e:reference e:book .
"""
    roles = (
        '[prefixes]\ne = "https://example.org/tiny/id/"\n[roles]\nclaim = "e:Statement"\nhas_claim = "e:p39"\nevidence = "e:reference"\n'
    )
    kg = kzit_graph.open_folder(with_settings(small_project(tmp_path, {"data/statements.ttl": turtle}), roles))
    (claim,) = kg.show("Ada").facts
    assert (claim.fact.value, claim.passages) == (f"{EX}s1", (NamedNode(f"{EX}book"),))
    assert kg.show("e:s1").thing == NamedNode(f"{EX}s1")


def test_a_difference_lists_the_claims_of_the_settings_as_facts(reviews: KnowledgeGraph, tmp_path: Path) -> None:
    newer = tmp_path / "newer"
    newer.mkdir()
    folder = small_project(newer, {"data/reviews.ttl": REVIEWS.replace("id:refuted ;", "id:confirmed ;")})
    changed = kzit_graph.diff(reviews, kzit_graph.open_folder(with_settings(folder, ROLES_OF_REVIEWS)))
    assert [change.thing for change in changed.facts] == [NamedNode(f"{EX}r1")]


def test_the_size_of_a_graph_without_claims_is_in_things(tmp_path: Path) -> None:
    kg = kzit_graph.open_folder(small_project(tmp_path))
    assert repr(kg) == "<KnowledgeGraph tiny: 2 things, 7 triples>"
    assert "fact" not in repr(kg.show("La Scala"))


def test_evidence_of_a_graph_without_passages_says_so(tmp_path: Path) -> None:
    assert kzit_graph.open_folder(small_project(tmp_path)).evidence.coverage().summary == "the graph has no passages"


def test_a_role_is_one_name_or_a_list(tmp_path: Path) -> None:
    roles = read_settings(with_settings(tmp_path, '[roles]\nclaim = "schema:Claim"\nplace = []\n')).roles
    assert roles["claim"] == (NamedNode("https://schema.org/Claim"),)
    assert roles["place"] == ()
    assert roles["claimant"] == default_settings().roles["claimant"]


def test_the_answers_of_a_project_replace_the_default_ones(tmp_path: Path) -> None:
    text = '[prefixes]\nex = "https://example.org/"\n[roles.answers]\n"ex:when" = "schema:startDate"\n'
    roles = read_settings(with_settings(tmp_path, text)).roles
    assert roles.pairs["answers"] == ((NamedNode("https://example.org/when"), NamedNode("https://schema.org/startDate")),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[roles]\nclaimer = 'schema:author'", '2: unknown setting "roles.claimer"; nearest: claim in [roles], claimant in [roles]'),
        ("[roles]\nclaim = 3", "2: roles.claim must be a list of texts"),
        ("[roles]\nclaim = ['ex:Claim']", '2: the prefix of "ex:Claim" is unknown; add it to [prefixes]'),
        ("[roles.answers]\n'slot:day' = 'ex:day'", '2: the prefix of "ex:day" is unknown'),
        ("[roles.answers]\n'slot:day' = 3", '2: "slot:day" must be a text'),
    ],
)
def test_a_wrong_role_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InvalidInput, match=r"roles|IRI|text") as caught:
        read_settings(with_settings(tmp_path, text))
    assert f"{SETTINGS_FILE}:{message}" in str(caught.value)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_each_query_is_valid_for_any_number_of_terms(count: int) -> None:
    terms = tuple(NamedNode(f"https://example.org/{number}") for number in range(count))
    given = default_settings().roles
    roles = Roles(dict.fromkeys((*given.terms, "label"), terms), {name: tuple(zip(terms, terms, strict=True)) for name in given.pairs})
    names = [path.name for path in (FOLDER / "queries").glob("*.rq") if has_roles(path.read_text("utf-8"))]
    assert len(names) >= 13
    for name in names:
        text = (
            bundled_query(name, roles)
            .replace("$thing", "<e:x>")
            .replace("$fact", "<e:x>")
            .replace("$source", "<e:x>")
            .replace("$labels", "<e:x>")
        )
        assert not has_roles(text.replace("role: <urn:kzit-graph:role:>", ""))
        Store().query(text)  # raises a SyntaxError if it is not valid


def test_a_role_is_a_path_or_rows_of_values() -> None:
    roles = Roles({"one": (NamedNode("e:a"),), "two": (NamedNode("e:a"), NamedNode("e:b")), "none": ()})
    prefix = "PREFIX role: <urn:kzit-graph:role:>\n"
    assert with_roles(f"{prefix}ASK {{ ?a role:one/role:two ?b }}", roles) == f"{prefix}ASK {{ ?a <e:a>/(<e:a>|<e:b>) ?b }}"
    assert with_roles(f"{prefix}ASK {{ VALUES ?a {{ role:two }} }}", roles) == f"{prefix}ASK {{ VALUES ?a {{ <e:a> <e:b> }} }}"
    nothing = Store().query(with_roles(f"{prefix}SELECT * {{ VALUES ?a {{ role:none }} ?a role:none ?b }}", roles))
    assert isinstance(nothing, QuerySolutions)
    assert list(nothing) == []
