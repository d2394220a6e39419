"""The questions for any graph have the right answers on small models of several kinds, and rdflib gives the same."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
import rdflib

import kzit_graph
from kzit_graph import KnowledgeGraph
from kzit_graph.errors import InvalidInput
from kzit_graph.package_data import FOLDER
from kzit_graph.sparql.answers import Solutions
from tests.questions.expected import as_lines
from tests.small_project import small_project

GENERAL: Final = {path.stem for path in (FOLDER / "questions").glob("*.rq")}
LANGUAGES: Final = {"en", "it", "kk", "ru"}
PREFIXES: Final = """\
@prefix : <https://example.org/tiny/id/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix schema: <http://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://example.org/tiny/ontology#> .
"""
PLAIN: Final = f"""{PREFIXES}
:anna a foaf:Person ; foaf:name "Anna"@de , "Anne"@fr ; foaf:knows :bert , :gone .
:bert a foaf:Person ; foaf:name "Bert" ; owl:sameAs <http://other.example/bert> .
:box a x:Box ; x:holds [ x:weight 1 ] ; x:seen <http://other.example/list#7> , <http://third.example/z> .
"""
THESAURUS: Final = f"""{PREFIXES}
:arts a skos:ConceptScheme ; skos:prefLabel "Arts"@en ; skos:hasTopConcept :music .
:music a skos:Concept ; skos:inScheme :arts ; skos:prefLabel "music"@en , "musica"@it ; skos:narrower :opera .
:opera a skos:Concept ; skos:inScheme :arts ; skos:prefLabel "opera"@en ; skos:exactMatch <http://other.example/opera> .
:aria a skos:Concept ; skos:inScheme :arts ; skos:broader :opera ; skos:prefLabel "aria"@it .
"""
CATALOGUE: Final = f"""{PREFIXES}
:births a dcat:Dataset ; dcterms:title "Births"@en ; dcterms:publisher :office ; dcterms:license <https://licence.example/1> ;
    dcat:distribution :births-csv .
:births-csv a dcat:Distribution ; dcat:mediaType "text/csv" ; dcterms:format "CSV" ; dcat:byteSize 12 ;
    dcat:downloadURL <https://files.example/b.csv> ; dcat:accessURL <https://files.example/> .
:office a foaf:Organization ; foaf:name "Office" .
"""
OF_ANY: Final = {
    *("about", "classes", "counts", "dangling", "graphs", "languages", "links-out", "missing-names", "properties", "things-of-class"),
    *("unnamed", "values-of"),
}
"""Questions without terms of a vocabulary, and those about names, which most data have."""


def opened(folder: Path, data: str) -> KnowledgeGraph:
    return kzit_graph.open_folder(small_project(folder, {"data/sources/one.ttl": None, "data/things.ttl": data}))


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, KnowledgeGraph]:
    models = {"plain": PLAIN, "thesaurus": THESAURUS, "catalogue": CATALOGUE}
    return {name: opened(tmp_path_factory.mktemp(name), data) for name, data in models.items()}


ANSWERS: Final = {
    ("plain", "about"): ({"thing": "bert"}, ["bert|type|Person", "bert|sameAs|bert", "bert|name|Bert", "anna|knows|bert"]),
    ("plain", "classes"): ({}, ["Person|2|2", "Dataset|1|1", "Box|1|1"]),
    ("plain", "counts"): ({}, ["15|4|8|3|14"]),
    ("plain", "dangling"): ({}, ["gone|knows|1"]),
    ("plain", "graphs"): ({}, ["dataset|2|1", "things|13|4"]),
    ("plain", "languages"): ({}, ["|1|1", "de|1|1", "fr|1|1"]),
    ("plain", "links-out"): ({}, ["http://other.example/|sameAs|1", "http://other.example/list#|seen|1", "http://third.example/|seen|1"]),
    ("plain", "missing-names"): ({"language": "de"}, []),
    ("plain", "properties"): (
        {},
        ["type|4|4|3", "name|3|2|3", "knows|2|1|2", "seen|2|1|2", "uriSpace|1|1|1", "sameAs|1|1|1", "holds|1|1|1", "weight|1|1|1"],
    ),
    ("plain", "same-as"): ({}, ["bert|sameAs|bert"]),
    ("plain", "things-of-class"): ({"class": "foaf:Person"}, ["Person|anna", "Person|bert"]),
    ("plain", "unnamed"): ({}, ["Dataset|dataset", "Box|box"]),
    ("plain", "values-of"): ({"property": "foaf:knows"}, ["knows|bert|1", "knows|gone|1"]),
    ("thesaurus", "concept-schemes"): ({}, ["arts|3"]),
    ("thesaurus", "hierarchy"): ({}, ["music|opera", "opera|aria"]),
    ("thesaurus", "missing-names"): ({"language": "en"}, ["aria"]),
    ("thesaurus", "same-as"): ({}, ["opera|exactMatch|opera"]),
    ("thesaurus", "top-concepts"): ({}, ["arts|music"]),
    ("catalogue", "datasets"): ({}, ["births|office|1||"]),
    ("catalogue", "distributions"): ({}, ["births|births-csv|text/csv|12|b.csv"]),
}
"""By the model and the question: the parameters, and the rows with the last parts of IRIs."""


@pytest.mark.parametrize(("model", "question"), ANSWERS)
def test_a_general_question_has_the_right_answer(graphs: dict[str, KnowledgeGraph], model: str, question: str) -> None:
    given, rows = ANSWERS[model, question]
    assert ["|".join(line) for line in as_lines(graphs[model].query(question, **given))[1:]] == rows


@pytest.mark.filterwarnings("ignore:Dataset.contexts is deprecated:DeprecationWarning")  # rdflib uses it itself
@pytest.mark.parametrize(("model", "question"), ANSWERS)
def test_rdflib_answers_a_general_question_in_the_same_way(graphs: dict[str, KnowledgeGraph], model: str, question: str) -> None:
    given, rows = ANSWERS[model, question]
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=graphs[model].export("trig"), format="trig")
    assert len(list(dataset.query(graphs[model].sparql(question, **given)))) == len(rows)


def test_every_general_question_has_a_right_answer() -> None:
    assert {question for _, question in ANSWERS} == GENERAL


@pytest.mark.parametrize(
    ("model", "more"),
    [
        ("plain", {"same-as"}),
        ("thesaurus", {"concept-schemes", "hierarchy", "same-as", "top-concepts"}),
        ("catalogue", {"datasets", "distributions"}),
    ],
)
def test_the_catalogue_lists_the_questions_whose_terms_are_used(graphs: dict[str, KnowledgeGraph], model: str, more: set[str]) -> None:
    assert set(graphs[model].questions()) == OF_ANY | more


def test_a_question_whose_terms_are_not_used_can_be_asked(graphs: dict[str, KnowledgeGraph]) -> None:
    answer = graphs["plain"].query("top-concepts")
    assert isinstance(answer, Solutions)
    assert len(answer) == 0
    (note,) = answer.warnings
    assert note.startswith("the data do not use the terms that top-concepts needs: ")
    assert "hasTopConcept" in note
    assert graphs["thesaurus"].query("top-concepts").warnings == ()
    assert graphs["plain"].query("missing-names", language="de").warnings == ()  # not that rdfs:label is unknown


def test_the_titles_of_general_questions_are_in_all_languages(graphs: dict[str, KnowledgeGraph]) -> None:
    for graph in graphs.values():
        for question in graph.questions().values():
            assert set(question.titles) == LANGUAGES
            assert all(title.endswith("?") and title[0].isupper() for title in question.titles.values())
            assert question.description.endswith(".")


def test_terms_that_the_ontology_declares_or_a_rule_writes_are_in_use(tmp_path: Path) -> None:
    header = '#+ group = "mine"\n#+ title.en = "What?"\n#+ description = "What."\n'
    rule = "PREFIX w: <urn:w:>\nINSERT { ?x w:written 1 } WHERE { ?x a w:Read }"
    queries = {name: f"{header}SELECT * {{ ?x <{iri}> ?y }}" for name, iri in (("written", "urn:w:written"), ("other", "urn:w:other"))}
    queries["declared"] = f"{header}SELECT * {{ ?x x:beside ?y }}"
    queries["read"] = f"{header}SELECT * {{ ?x a <urn:w:Read> }}"
    changes = {f"data/questions/{name}.rq": text for name, text in queries.items()} | {"ontology/rules/1.ru": rule}
    kg = kzit_graph.open_folder(small_project(tmp_path, {**changes, "data/sources/one.ttl": None, "data/things.ttl": PLAIN}))
    assert set(kg.questions()) & queries.keys() == {"declared", "written"}
    assert {question.name for question in kg.questions().unused} >= {"other", "read"}


def test_the_ontology_of_another_project_does_not_count_for_a_dump(tmp_path: Path) -> None:
    path = tmp_path / "dump.ttl"
    path.write_text(THESAURUS, "utf-8")
    kg = kzit_graph.open_dump(path)
    questions = kg.questions()
    assert "hierarchy" in questions
    assert "claims" not in questions
    assert questions["about"].description.startswith("Statements of the thing")  # not that about facts
    assert "about" not in questions.replaced
    assert ("opera", "exactMatch", "opera") in as_lines(kg.query("about", thing="opera"))


def test_a_misspelt_term_in_a_question_of_the_project_has_its_nearest(tmp_path: Path) -> None:
    own = '#+ group = "mine"\n#+ title.en = "Mine?"\n#+ description = "Mine."\nSELECT * { ?s x:besides ?o }'
    kg = kzit_graph.open_folder(small_project(tmp_path, {"data/questions/mine.rq": own}))
    assert kg.query("mine").warnings[0] == "x:besides is not in the vocabulary; nearest: x:beside"


def test_links_out_are_counted_by_namespace(tmp_path: Path) -> None:
    links = ("https://sws.geonames.org/1/", "https://sws.geonames.org/2/", "http://www.eco.int/", "http://e.org/a/b#c", "urn:isbn:1")
    kg = opened(tmp_path, f"{PREFIXES}:a x:see {' , '.join(f'<{link}>' for link in links)} , x:see .")
    assert [(row[0], row[2]) for row in as_lines(kg.query("links-out"))[1:]] == [
        ("https://sws.geonames.org/", "2"),
        ("http://e.org/a/b#", "1"),
        ("http://www.eco.int/", "1"),
        ("urn:isbn:1", "1"),
    ]


def test_a_question_of_the_project_replaces_a_general_one(tmp_path: Path) -> None:
    own = '#+ group = "mine"\n#+ title.en = "Mine?"\n#+ description = "Mine."\nSELECT * { ?s ?p ?o }'
    kg = kzit_graph.open_folder(small_project(tmp_path, {"data/questions/classes.rq": own}))
    assert kg.questions()["classes"].title == "Mine?"
    assert kg.questions().replaced == {"classes"}
    assert kg.sparql("classes").strip() == "SELECT * { ?s ?p ?o }"


def test_named_graphs_and_the_end_of_a_list_are_not_missing(tmp_path: Path) -> None:
    trig = """
@prefix : <https://example.org/tiny/np/> .
:head { :one :assertion :claim ; :provenance <http://graphs.example/origin> ; :authors ( :ann ) . }
:claim { :ann :wrote :book . }
<http://graphs.example/origin> { :book :by :ann . }
"""
    kg = kzit_graph.open_folder(small_project(tmp_path, {"data/sources/one.ttl": None, "data/one.trig": trig}))
    assert as_lines(kg.query("dangling"))[1:] == []
    assert as_lines(kg.query("links-out"))[1:] == []


def test_a_class_and_a_property_are_found_by_the_last_part_of_the_iri(graphs: dict[str, KnowledgeGraph]) -> None:
    assert [row[1] for row in as_lines(graphs["plain"].query("things-of-class", **{"class": "Person"}))[1:]] == ["anna", "bert"]
    assert [row[1] for row in as_lines(graphs["plain"].query("values-of", property="knows"))[1:]] == ["bert", "gone"]


def test_a_missing_parameter_has_an_example_from_the_data(graphs: dict[str, KnowledgeGraph]) -> None:
    with pytest.raises(InvalidInput, match=r"give a value such as Anna$"):
        graphs["plain"].query("about")
