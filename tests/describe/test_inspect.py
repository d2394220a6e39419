"""An inspection says what the program understands of a project, and what it guesses."""

from __future__ import annotations

import json
import os
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

import kzit_graph
from kzit_graph.cli import cli, deadline
from kzit_graph.describe.inspection.data import LabelUse, TargetFound, TermUse
from kzit_graph.describe.inspection.inspect import Inspection
from kzit_graph.describe.inspection.suggestions import merged_settings
from kzit_graph.package_data import FOLDER
from kzit_graph.project.configuration.settings import SETTINGS_FILE
from kzit_graph.project.project import bundled_folder
from kzit_graph.rdf.namespaces import RDFS
from tests.small_project import FILES, small_project

pytestmark = pytest.mark.slow

NANOPUBLICATION = """\
@prefix e: <https://example.org/np/> .
@prefix np: <http://www.nanopub.org/nschema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .

e:head { e:assertion a np:Assertion . }
e:assertion { e:gentian e:name "gentian" ; e:visitedBy [ e:name "bee" ] . }
e:provenance { e:assertion prov:wasAttributedTo e:curator . }
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_json_of_a_folder_whose_name_is_no_text_is_utf_8(tmp_path: Path) -> None:
    folder = small_project(Path(os.fsdecode(bytes(tmp_path) + b"/caf\xe9")))
    found = json.loads(kzit_graph.open_folder(folder).inspect().to_json().encode())
    assert found["folder"] == f"{tmp_path}/caf\ufffd"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows refuses such names")
def test_line_ends_in_names_of_files_are_shown(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "a\nb", {"data/c\nd.ttl": "<https://example.org/s> <https://example.org/p> 1 ."})
    text = kzit_graph.open_folder(folder).inspect().text()
    assert text.startswith(f"{tmp_path}/a␊b\n")
    assert "  data/c␊d.ttl\n" in text


@pytest.fixture(scope="module")
def garden() -> Inspection:
    return kzit_graph.open_folder(bundled_folder() / "examples" / "alpine-garden").inspect()


def test_classes_and_properties_are_counted_with_their_labels(garden: Inspection) -> None:
    classes = {item.term: item for item in garden.classes}
    plant = "https://example.org/alpine-garden/ontology#Plant"
    assert classes[plant] == TermUse(plant, "plante", 5)
    assert garden.classes[0].uses == max(item.uses for item in garden.classes)
    assert {item.term: item.uses for item in garden.properties}["http://purl.org/dc/terms/source"] == 3


def test_labels_are_counted_by_property_and_language(garden: Inspection) -> None:
    preferred = "http://www.w3.org/2004/02/skos/core#prefLabel"
    assert LabelUse(preferred, "fr", 17) in garden.labels
    assert LabelUse(preferred, "de", 17) in garden.labels
    assert (garden.things, garden.unlabelled) == (23, 0)


def test_a_few_things_without_a_label_are_not_rounded_to_none(tmp_path: Path) -> None:
    things = "".join(f'e:{number} a e:Thing ; rdfs:label "{number}" .\n' for number in range(999))
    (tmp_path / "e.ttl").write_text(f"@prefix e: <https://example.org/e/> .\n@prefix rdfs: <{RDFS}> .\n{things}e:x a e:Thing .\n", "utf-8")
    assert "1 of 1,000 things without a label (0.1 %)" in kzit_graph.open_dump(tmp_path / "e.ttl").inspect().text()


def test_shapes_are_listed_with_the_nodes_of_their_targets(garden: Inspection) -> None:
    found = {target.shape.rpartition("#")[2]: target.nodes for target in garden.targets}
    assert found == {"Plant": 5, "Bed": 2, "Concept": 5, "Observation": 3}


def test_roles_of_the_settings_are_counted(garden: Inspection) -> None:
    roles = {role.role: role.uses for role in garden.roles}
    assert (garden.claims, roles["claimant"], roles["evidence"], roles["hedge"]) == (3, 3, 3, 0)


def test_what_files_state_is_not_guessed(garden: Inspection) -> None:
    assert {item.name: (item.origin, item.is_guessed) for item in garden.stated} == {
        "base": ("data/dataset.ttl", False),
        "dataset": ("data/dataset.ttl", False),
        "title": ("data/dataset.ttl", False),
        "licence": ("data/dataset.ttl", False),
        "languages": ("kzit-graph.toml", False),
    }
    assert "guessed" not in garden.text()


def test_a_question_fits_if_the_data_use_its_terms(garden: Inspection) -> None:
    found = {question.name: question.missing for question in garden.questions}
    assert found["plants-of-habitat"] == ()
    assert found["top-concepts"] == ()
    assert found["distributions"] == ("http://www.w3.org/ns/dcat#distribution",)
    bundled = kzit_graph.bundled().inspect()
    assert [question.name for question in bundled.questions if question.missing] == ["distributions", "top-concepts"]


def test_a_shape_without_a_node_and_an_import_are_told(tmp_path: Path) -> None:
    shapes = FILES["shapes/s.ttl"] + "x:BarShape a sh:NodeShape ; sh:targetClass x:Bar .\n"
    ontology = FILES["ontology/x.ttl"] + "<https://example.org/o> a owl:Ontology ; owl:imports <https://example.org/far> .\n"
    found = kzit_graph.open_folder(small_project(tmp_path, {"shapes/s.ttl": shapes, "ontology/x.ttl": ontology})).inspect()
    tiny = "https://example.org/tiny/ontology#"
    assert TargetFound(f"{tiny}BarShape", "targetClass", f"{tiny}Bar", 0) in found.targets
    assert found.imports == ("https://example.org/far",)
    assert "https://example.org/far (owl:imports; put its file into ontology/)" in found.text()


def test_imports_that_a_file_satisfies_are_not_told(tmp_path: Path) -> None:
    header = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    importing = f"{header}<https://o.example/a> a owl:Ontology ; owl:imports <https://o.example/b/2> , <https://o.example/c#> .\n"
    imported = (
        f"{header}<https://o.example/b> a owl:Ontology ; owl:versionIRI <https://o.example/b/2> .\n<https://o.example/c> a owl:Ontology .\n"
    )
    project = small_project(tmp_path, {"data/a.ttl": importing, "data/b.ttl": imported})
    assert kzit_graph.open_folder(project).inspect().imports == ()


def test_the_text_shortens_terms_and_json_has_whole_iris(garden: Inspection) -> None:
    text = garden.text(limit=None)
    assert "  5  alpine:Plant  plante\n" in text
    assert "  skos:prefLabel  fr\n" in text
    assert "  shapes:Plant  targetClass alpine:Plant\n" in text
    assert "https://example.org/alpine-garden/ontology#Plant" not in text
    assert json.loads(garden.to_json())["classes"][0]["term"].startswith("http")


def test_a_dump_is_shortened_with_its_own_prefixes(tmp_path: Path) -> None:
    (tmp_path / "np.trig").write_text(NANOPUBLICATION, "utf-8")
    found = kzit_graph.open_dump(tmp_path / "np.trig").inspect()
    assert "  1  np:Assertion\n" in found.text()
    assert found.classes == (TermUse("http://www.nanopub.org/nschema#Assertion", "", 1),)


def test_a_dump_has_no_questions_and_roles_of_the_bundled_graph(tmp_path: Path) -> None:
    (tmp_path / "np.trig").write_text(NANOPUBLICATION, "utf-8")
    found = kzit_graph.open_dump(tmp_path / "np.trig").inspect()
    assert found.roles == ()
    assert {question.name for question in found.questions} == {path.stem for path in (FOLDER / "questions").glob("*.rq")}
    facts = '<https://example.org/f> a <https://w3id.org/kzit/ontology#Fact> ; <https://w3id.org/kzit/ontology#place> "x" .'
    (tmp_path / "facts.ttl").write_text(facts, "utf-8")
    found = kzit_graph.open_dump(tmp_path / "facts.ttl").inspect()
    assert found.claims == 1
    assert "places" in {question.name for question in found.questions}


def test_languages_without_a_statement_are_guessed_from_names(tmp_path: Path) -> None:
    found = kzit_graph.open_folder(small_project(tmp_path)).inspect()
    languages = next(item for item in found.stated if item.name == "languages")
    assert (languages.value, languages.is_guessed, languages.setting) == ("it", True, 'languages = ["it"]')
    assert "no claims: published as things" in found.text()


def test_settings_are_named_with_the_keys_that_they_set(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    (folder / SETTINGS_FILE).write_text('fail_on = "info"\n[limits]\ntimeout = 5\n', "utf-8")
    found = kzit_graph.open_folder(folder).inspect()
    assert found.given == ("fail_on", "limits.timeout")
    assert "kzit-graph.toml sets fail_on, limits.timeout" in found.text()


def test_a_foreign_dump_suggests_roles_and_labels(tmp_path: Path) -> None:
    (tmp_path / "np.trig").write_text(NANOPUBLICATION, "utf-8")
    found = kzit_graph.open_dump(tmp_path / "np.trig").inspect()
    assert (found.claims, found.blank_nodes, len(found.graphs)) == (0, 1, 3)
    assert found.suggestions == (
        '[labels]\nproperties = ["https://example.org/np/name"]',
        '[roles]\nclaim = "http://www.nanopub.org/nschema#Assertion"\nclaimant = "http://www.w3.org/ns/prov#wasAttributedTo"',
    )
    (base,) = found.stated
    assert (base.value, base.is_guessed) == ("https://example.org/np/", True)
    assert (found.ontology_files, found.shape_files, found.rules) == ((), (), ())


def test_all_suggestions_together_are_one_file_of_settings() -> None:
    texts = ['[dataset]\nbase = "a"', '[dataset]\niri = "b"', 'languages = ["fr"]', '[roles]\nclaim = "c"']
    lines = merged_settings(texts)
    assert lines == ['languages = ["fr"]', "[dataset]", 'base = "a"', 'iri = "b"', "[roles]", 'claim = "c"']
    assert tomllib.loads("\n".join(lines))["dataset"] == {"base": "a", "iri": "b"}


def test_the_suggested_roles_are_settings_that_find_the_claims(tmp_path: Path) -> None:
    prefixes = "@prefix e: <https://example.org/tiny/id/> . @prefix s: <https://schema.org/> .\n"
    turtle = f"{prefixes}e:r a s:ClaimReview ; s:author e:me ; s:name 'r' .\n"
    folder = small_project(tmp_path, {"data/r.ttl": turtle})
    suggested = kzit_graph.open_folder(folder).inspect().suggestions
    (folder / SETTINGS_FILE).write_text("\n".join(suggested), "utf-8")
    found = kzit_graph.open_folder(folder).inspect()
    assert (found.claims, found.suggestions) == (1, ())


def test_roles_are_suggested_for_both_namespaces_of_schema_org(tmp_path: Path) -> None:
    turtle = """@prefix e: <https://example.org/tiny/id/> .
        e:a a <http://schema.org/ClaimReview> ; <http://schema.org/author> e:me .
        e:b a <https://schema.org/ClaimReview> ; <https://schema.org/author> e:me , e:you .\n"""
    (suggested,) = kzit_graph.open_folder(small_project(tmp_path, {"data/r.ttl": turtle})).inspect().suggestions
    assert tomllib.loads(suggested)["roles"] == {
        "claim": ["http://schema.org/ClaimReview", "https://schema.org/ClaimReview"],
        "claimant": ["http://schema.org/author", "https://schema.org/author"],
    }


def test_properties_that_lead_to_statements_of_wikidata_are_suggested(tmp_path: Path) -> None:
    turtle = """@prefix w: <https://example.org/tiny/id/> . @prefix p: <https://example.org/tiny/prop/> .
        @prefix wikibase: <http://wikiba.se/ontology#> .
        w:Q1 p:P39 w:s1 , w:s2 ; p:P20 w:s3 ; p:direct w:Q2 .
        w:s1 a wikibase:Statement . w:s2 a wikibase:Statement ; p:after w:s1 . w:s3 a wikibase:Statement .\n"""
    folder = small_project(tmp_path, {"data/r.ttl": turtle})
    (suggested,) = kzit_graph.open_folder(folder).inspect().suggestions
    prop = "https://example.org/tiny/prop"
    assert tomllib.loads(suggested)["roles"]["has_claim"] == [f"{prop}/P39", f"{prop}/P20"]
    (folder / SETTINGS_FILE).write_text(suggested, "utf-8")
    assert len(kzit_graph.open_folder(folder).show("https://example.org/tiny/id/Q1").facts) == 3


def test_long_lists_are_shortened_unless_all_is_asked_for(garden: Inspection) -> None:
    assert "… and 2 more (--all lists them)" in garden.text()
    assert "… and" not in garden.text(limit=None)


def test_the_command_writes_text_and_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "supervise", lambda *_arguments: None)
    folder = small_project(tmp_path)
    text = CliRunner().invoke(cli, ["--project", str(folder), "inspect"])
    assert text.stdout == kzit_graph.open_folder(folder).inspect().text()
    found = json.loads(CliRunner().invoke(cli, ["--project", str(folder), "inspect", "-f", "json"]).stdout)
    assert (found["claims"], found["triples"]) == (0, 7)
    assert found["stated"][0] == {
        "name": "base",
        "value": "https://example.org/tiny/",
        "origin": "data/dataset.ttl",
        "setting": "",
        "guessed": False,
    }
