"""The questions of the catalogue are example queries that run as they are, and the prefixes of queries are declared."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import Store

from kzit_graph.project.questions.catalogue import fitting_catalogue
from tests.loading import loaded_folder
from tests.publish.description.descriptions import DECLARED, EXAMPLES, METADATA_QUERIES, described_in, description_of, rows
from tests.small_project import BASE, small_project

HEADER: Final = """\
#+ group = "places"
#+ title.en = "What is near?"
#+ title.it = "Che cosa è vicino?"
#+ description = "Things near a place."
#+
#+ [parameters.place]
#+ type = "thing"
#+ description = "the place"
#+ example = "{example}"
#+ required = true
{more}
"""
CLASS: Final = '#+ class = "x:Theatre"\n'


def described(folder: Path) -> Store:
    store = Store()
    store.extend(description_of(loaded_folder(folder)))
    return store


def examples(store: Store) -> dict[str, dict[str, str]]:
    """Return the query of each example by its name, under each of its comments."""
    found: dict[str, dict[str, str]] = {}
    for iri, comment, query in rows(store, EXAMPLES):
        found.setdefault(iri.partition("#question-")[2], {})[comment] = query
    return found


@pytest.mark.parametrize("query", METADATA_QUERIES.values(), ids=METADATA_QUERIES)
def test_a30_the_metadata_queries_of_an_editor_have_rows(dist: Path, query: str) -> None:
    assert len(rows(described_in(dist), query)) > 20


def test_each_fitting_question_is_an_example_that_runs(dist: Path, store: Store) -> None:
    found = examples(described_in(dist))
    assert len(found) > 50
    for titles in found.values():
        assert len(titles) == 4
        for query in set(titles.values()):
            store.query(query, use_default_graph_as_union=True)


def test_an_example_has_its_form_and_text(tmp_path: Path) -> None:
    ask = HEADER.format(example="La Scala", more="") + "ASK { ?thing x:beside $place }"
    construct = '#+ group = "g"\n#+ title.en = "What?"\n#+ description = "All."\nCONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }'
    found = described(small_project(tmp_path, {"data/questions/is-near.rq": ask, "data/questions/all.rq": construct}))
    kind = "SELECT ?class WHERE {{ <{}dataset#question-{}> a ?class ; sh:{} ?text }} ORDER BY ?class"
    shacl = "http://www.w3.org/ns/shacl#SPARQL"
    assert rows(found, kind.format(BASE, "is-near", "ask")) == [(f"{shacl}AskExecutable",), (f"{shacl}Executable",)]
    assert rows(found, kind.format(BASE, "all", "construct")) == [(f"{shacl}ConstructExecutable",), (f"{shacl}Executable",)]
    text = f"PREFIX x: <{BASE}ontology#>\nASK {{ ?thing x:beside <{BASE}id/one/scala> }}"
    assert examples(found)["is-near"] == {"What is near?": text, "Che cosa è vicino?": text}


def test_a_required_parameter_without_its_example_has_a_thing_of_the_data(tmp_path: Path) -> None:
    question = HEADER.format(example="Carnegie Hall", more=CLASS) + "SELECT ?thing WHERE { $place x:beside ?thing }"
    found = examples(described(small_project(tmp_path, {"data/questions/near.rq": question})))
    assert f"<{BASE}id/one/scala> x:beside ?thing" in found["near"]["What is near?"]


def test_a_question_without_a_value_for_a_parameter_is_no_example(tmp_path: Path) -> None:
    more = '#+ class = "x:Building"\n'
    question = HEADER.format(example="La Scala", more=more.replace("Building", "Nothing")) + "SELECT ?t WHERE { $place x:beside ?t }"
    assert "near" not in examples(described(small_project(tmp_path, {"data/questions/near.rq": question})))


def test_an_optional_parameter_stays_open(tmp_path: Path) -> None:
    question = HEADER.format(example="La Scala", more="").replace("#+ required = true\n", "") + "SELECT ?t { $place x:beside ?t }"
    found = examples(described(small_project(tmp_path, {"data/questions/near.rq": question})))
    assert found["near"]["What is near?"].endswith("SELECT ?t { $place x:beside ?t }")


def test_a_question_that_the_data_cannot_answer_is_no_example(tmp_path: Path) -> None:
    question = '#+ group = "g"\n#+ title.en = "Who?"\n#+ description = "All."\nSELECT ?s WHERE { ?s <http://e/none> ?o }'
    assert "who" not in examples(described(small_project(tmp_path, {"data/questions/who.rq": question})))


def test_prefixes_are_declared_for_examples(tmp_path: Path) -> None:
    found = described(small_project(tmp_path))
    assert ("x", f"{BASE}ontology#") in rows(found, DECLARED)
    assert ("rdfs", "http://www.w3.org/2000/01/rdf-schema#") in rows(found, DECLARED)
    linked = rows(found, "SELECT DISTINCT ?dataset WHERE { ?example sh:prefixes ?dataset . ?dataset sh:declare ?prefix }")
    assert linked == [(f"{BASE}dataset",)]


def test_examples_are_those_of_the_knowledge_graph(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    assert examples(described(folder)).keys() == fitting_catalogue(loaded_folder(folder)).keys()


@pytest.mark.parametrize(
    "parameter",
    [
        pytest.param('#+ type = "year"\n#+ description = "a"\n#+ example = "long ago"\n#+ required = true', id="year"),
        pytest.param(
            f'#+ type = "thing"\n#+ description = "a"\n#+ example = "La Scala"\n#+ required = true\n{CLASS}'.replace("x:", "y:"), id="class"
        ),
    ],
)
def test_a_question_with_a_value_that_cannot_be_is_no_example(parameter: str, tmp_path: Path) -> None:
    header = '#+ group = "g"\n#+ title.en = "What?"\n#+ description = "All."\n#+\n#+ [parameters.a]\n'
    question = f"{header}{parameter}\nSELECT ?s WHERE {{ ?s ?p $a }}"
    assert "what" not in examples(described(small_project(tmp_path, {"data/questions/what.rq": question})))
