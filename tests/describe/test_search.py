"""Things are found by any of their names, the best matches first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import kzit_graph
from kzit_graph import KnowledgeGraph, SearchResult
from kzit_graph.cli import cli
from kzit_graph.errors import InvalidInput, UnknownName
from kzit_graph.rdf.names import slug
from tests.small_project import small_project

DATA = """\
@prefix : <https://example.org/tiny/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix schema: <http://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://example.org/tiny/ontology#> .

:milan a x:City ; skos:prefLabel "Milan"@en , "Milano"@it , "Милан"@ru ; skos:altLabel "Mediolanum"@la .
:milan-fair a x:Fair ; skos:prefLabel "Milan Fair"@en .
:fair-of-milan a x:Fair ; skos:prefLabel "Great Fair of Milan"@en .
:milazzo a x:City ; schema:name "Milazzo" .
:kazakhstan a x:Country ; skos:prefLabel "Қазақстан"@kk , "Kazakhstan"@en ; dcterms:identifier "KZ-398" .
:Q1492 a x:City .
:Q1493 x:near :Q1492 .
:barcelona a x:City ; skos:prefLabel "Barcelona"@en , "Barcellona"@it .
:almaty a x:City ; skos:prefLabel "Алматы қаласы"@kk ; owl:sameAs wd:Q35493 ;
    schema:identifier [ schema:propertyID "ISO 3166-2" ; schema:value "KZ-75" ] .
:theatre a x:Theatre ; skos:prefLabel "Opera House"@en , "Teatro dell'Opera"@it .
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_project(tmp_path_factory.mktemp("search"), {"data/sources/one.ttl": None, "data/things.ttl": DATA})


@pytest.fixture(scope="module")
def kg(folder: Path) -> KnowledgeGraph:
    return kzit_graph.open_folder(folder)


def found(result: SearchResult) -> list[tuple[str, str, str]]:
    return [(slug(hit.thing), hit.name.value, hit.match) for hit in result]


@pytest.mark.parametrize(
    ("words", "thing", "name", "match"),
    [
        ("milano", "milan", "Milano", "exact"),
        ("МИЛАН", "milan", "Милан", "exact"),
        ("mediolanum", "milan", "Mediolanum", "exact"),
        ("казакстан", "kazakhstan", "Қазақстан", "exact"),
        ("kz 398", "kazakhstan", "KZ-398", "exact"),
        ("kz", "kazakhstan", "KZ-398", "prefix"),
        ("Q1492", "Q1492", "Q1492", "exact"),
        ("Q1493", "Q1493", "Q1493", "exact"),
        ("great fair", "fair-of-milan", "Great Fair of Milan", "prefix"),
        ("teatro opera", "theatre", "Teatro dell'Opera", "word"),
        ("hous", "theatre", "Opera House", "part"),
        ("celona", "barcelona", "Barcelona", "part"),
        ("kazahstan", "kazakhstan", "Kazakhstan", "typo"),
        ("kazkahsatn", "kazakhstan", "Kazakhstan", "typo"),
        ("barzellona", "barcelona", "Barcellona", "typo"),
        ("oprea house", "theatre", "Opera House", "typo"),
        ("operahouse", "theatre", "Opera House", "typo"),
        ("barcelnoa ", "barcelona", "Barcelona", "typo"),
        ("lamaty", "almaty", "almaty", "typo"),
        ("almaty kalasy", "almaty", "Алматы қаласы", "exact"),
        ("барселона", "barcelona", "Barcelona", "typo"),
        ("q35493", "almaty", "Q35493", "exact"),
        ("wd:Q35493", "almaty", "http://www.wikidata.org/entity/Q35493", "exact"),
        ("http://www.wikidata.org/entity/Q35493", "almaty", "http://www.wikidata.org/entity/Q35493", "exact"),
        ("kz-75", "almaty", "KZ-75", "exact"),
        ("https://example.org/tiny/id/milan", "milan", "https://example.org/tiny/id/milan", "exact"),
    ],
)
def test_a_thing_is_found_by_a_name(kg: KnowledgeGraph, words: str, thing: str, name: str, match: str) -> None:
    assert found(kg.search(words))[0] == (thing, name, match)


def test_every_word_must_be_in_the_name(kg: KnowledgeGraph) -> None:
    assert found(kg.search("milan opera")) == []
    assert found(kg.search("fair opera")) == []


def test_an_iri_that_the_data_do_not_have_finds_nothing(kg: KnowledgeGraph) -> None:
    for text in ("https://example.org/tiny/id/nowhere", "wd:Q0", "<https://exa mple>", "x" * 5000, "\0"):
        assert found(kg.search(text)) == []


def test_exact_names_come_before_starts_words_and_typos(kg: KnowledgeGraph) -> None:
    assert found(kg.search("milan")) == [
        ("milan", "Milan", "exact"),
        ("milan-fair", "Milan Fair", "prefix"),
        ("fair-of-milan", "Great Fair of Milan", "word"),
    ]
    assert [slug(hit.thing) for hit in kg.search("mila")] == ["milan", "milazzo", "milan-fair", "fair-of-milan"]


def test_names_in_the_language_come_first_and_labels_are_in_it(kg: KnowledgeGraph) -> None:
    (hit, *_) = kg.search("barce", "it")
    assert (hit.name.value, hit.label) == ("Barcellona", hit.name)
    assert kg.search("barce")[0].name.value == "Barcelona"


def test_only_things_of_the_class_are_found(kg: KnowledgeGraph) -> None:
    for name in ("Fair", "fair", "x:Fair", "https://example.org/tiny/ontology#Fair"):
        assert [slug(hit.thing) for hit in kg.search("milan", of_class=name)] == ["milan-fair", "fair-of-milan"]
    assert [slug(hit.thing) for hit in kg.search("opera", of_class="Building")] == ["theatre"]  # by inference
    with pytest.raises(UnknownName, match='unknown class "Fare"; nearest: x:Fair; list all with: kzit-graph query classes'):
        kg.search("milan", of_class="Fare")


def test_a_limit_is_told(kg: KnowledgeGraph) -> None:
    result = kg.search("milan", limit=1)
    assert (len(result), result.total) == (1, 3)
    assert len(kg.search("milan", limit=None)) == 3
    with pytest.raises(InvalidInput, match="limit must not be negative"):
        kg.search("milan", limit=-1)


@pytest.mark.parametrize("words", ["", " "])
def test_no_words_are_refused(kg: KnowledgeGraph, words: str) -> None:
    with pytest.raises(InvalidInput, match="there is nothing to search for"):
        kg.search(words)


def test_a_text_without_letters_finds_nothing(kg: KnowledgeGraph) -> None:
    assert len(kg.search("?!")) == 0
    assert kg.search("?!").nearest == ()


def test_the_result_is_a_page_a_table_or_rows(kg: KnowledgeGraph) -> None:
    result = kg.search("milano")
    assert result.text() == "Milan  https://example.org/tiny/id/milan\n  city · Milano (it)\n"
    assert result.table().splitlines()[2].split()[1:] == ["Milan", "city", "Milano", "(it)", "exact"]
    assert "| Milan " in result.markdown()
    row = result.solutions()[0]
    assert [getattr(term, "value", None) for term in row] == [
        "https://example.org/tiny/id/milan",
        "Milan",
        "https://example.org/tiny/ontology#City",
        "Milano",
        "exact",
    ]


def run(folder: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["--project", str(folder), "search", *map(str, arguments)])


@pytest.mark.slow
def test_the_command_writes_every_format(folder: Path) -> None:
    assert run(folder, "milano").stdout.startswith("Milan")
    assert json.loads(run(folder, "milano", "-f", "json").stdout)["results"]["bindings"][0]["name"]["xml:lang"] == "it"
    assert run(folder, "milano", "-f", "csv").stdout.splitlines()[0] == "thing,label,class,name,match"
    assert "<literal xml:lang=" in run(folder, "milano", "-f", "xml").stdout
    done = run(folder, "great", "fair", "--class", "Fair", "-f", "table")
    assert (done.exit_code, len(done.stdout.splitlines())) == (0, 3)


@pytest.mark.slow
def test_what_the_limit_leaves_out_is_noted(folder: Path) -> None:
    assert run(folder, "milan", "--limit", "1").stderr == "note: 2 more; --limit 0 lists all\n"
    assert run(folder, "milan", "--limit", "0").stderr == ""


@pytest.mark.slow
def test_nothing_found_is_exit_status_1_with_the_nearest_name(folder: Path) -> None:
    done = run(folder, "barcolonetta")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith('kzit-graph: nothing is called "barcolonetta"; nearest: ')
    assert "id/barcelona (Barcelona)" in done.stderr
    done = run(folder, "xyzzy", "-f", "csv")
    assert (done.exit_code, done.stdout, done.stderr) == (1, "thing,label,class,name,match\n", 'kzit-graph: nothing is called "xyzzy"\n')


def test_other_data_are_searched(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "other.ttl"
    path.write_text('<http://e/a> <http://xmlns.com/foaf/0.1/name> "Genf"@de .', "utf-8")
    assert run(folder, "genf", "--data", path).stdout.startswith("Genf  http://e/a\n")
    assert run(folder, "milan", "--data", path).exit_code == 1


@pytest.mark.slow
def test_a_class_has_the_things_of_its_subclasses_in_other_data(tmp_path: Path) -> None:
    ontology = """\
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix x: <https://example.org/tiny/ontology#> .
x:House a rdfs:Class . x:Stage a rdfs:Class ; rdfs:subClassOf x:House . x:Opera rdfs:subClassOf x:Stage . x:Stage rdfs:subClassOf x:Opera .
"""
    folder = small_project(tmp_path / "p", {"ontology/houses.ttl": ontology})
    other = """\
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix x: <https://example.org/tiny/ontology#> .
<http://e/a> a x:Opera ; rdfs:label "Aida" .
<http://e/b> a <http://e/Own> ; rdfs:label "Aidan" . <http://e/Own> rdfs:subClassOf x:Stage .
<http://e/c> a <http://e/Person> ; rdfs:label "Aida" .
"""
    (tmp_path / "other.ttl").write_text(other, "utf-8")
    for kind in ("House", "x:House", "x:Stage", "https://example.org/tiny/ontology#House"):
        done = run(folder, "aida", "--data", tmp_path / "other.ttl", "--class", kind, "-f", "csv")
        assert [line.partition(",")[0] for line in done.stdout.splitlines()[1:]] == ["http://e/a", "http://e/b"], kind
    assert run(folder, "aida", "--data", tmp_path / "other.ttl", "--class", "Own", "-f", "csv").stdout.count("\n") == 2
    unknown = run(folder, "aida", "--data", tmp_path / "other.ttl", "--class", "x:Fair")
    assert isinstance(unknown.exception, UnknownName)
