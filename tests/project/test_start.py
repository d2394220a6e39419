"""A project from a template validates and builds at once, and an update of the template changes nothing that was edited."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

import kzit_graph
from kzit_graph.errors import InvalidInput, KzitError, UnknownName, UnwritableTarget
from kzit_graph.project.configuration.settings import SETTINGS_FILE, default_settings, read_settings
from kzit_graph.project.start import template as template_module
from kzit_graph.project.start.choices import choices
from kzit_graph.project.start.init import MARK, init_project, update_project
from kzit_graph.project.start.template import TEMPLATES, template_files

pytestmark = pytest.mark.slow

BASE: Final = "https://example.org/fr-de/"
DAY: Final = dt.date(2026, 11, 28)


@pytest.fixture(scope="module")
def cited_facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of cited facts in French and German. Do not modify."""
    folder = tmp_path_factory.mktemp("init") / "france-germany"
    init_project(
        folder, base=BASE, title="Relations France–Allemagne", languages=("fr", "de"), licence="CC-BY-4.0", creator="A & B", day=DAY
    )
    return folder


def bare(folder: Path) -> Path:
    return init_project(folder, base=BASE, title="Plants", template="bare", day=DAY).folder


@pytest.mark.parametrize("template", [name for name in TEMPLATES if name != "cited-facts"])
def test_a_new_project_validates_without_warnings_and_builds(tmp_path: Path, template: str) -> None:
    kg = kzit_graph.open_folder(init_project(tmp_path / "new-project", template=template).folder)
    assert kg.validate().results == ()
    done = kg.build(tmp_path / "dist")
    assert done.warnings == ()
    assert f"{kg.project.name}.jsonld" in done.files


def test_a_project_of_facts_in_other_languages_has_no_warnings(cited_facts: Path, tmp_path: Path) -> None:
    kg = kzit_graph.open_folder(cited_facts)
    assert kg.project.base == BASE
    assert kg.validate().text() == "passed: 0 violations, 0 warnings, 0 infos (shacl)\n"
    done = kg.build(tmp_path / "dist")
    assert (done.facts, done.passages, done.sources) == (2, 3, 1)


def test_the_table_of_facts_is_in_the_languages_of_the_project(cited_facts: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(kzit_graph.open_folder(cited_facts).export("csv").decode(), newline="")))
    assert [(row["label"], row["claimed_by_label"]) for row in rows] == [
        ("L'exposition a ouvert le 12 juin 2019.", "Agence-Exemple"),
        ("Plus de 300 personnes ont participé à l'exposition.", "organisateur de l'exposition"),
    ]


def test_terms_and_codes_keep_their_iris_and_things_have_the_new_base(cited_facts: Path) -> None:
    kg = kzit_graph.open_folder(cited_facts)
    fact = kg.show(f"{BASE}id/example-notice/p3s1-f1")
    assert [kind.value for kind in fact.types] == ["https://w3id.org/kzit/ontology#Measurement"]
    assert "https://w3id.org/kzit/concept/unit/person" in str(fact.statements)
    assert not kg.ask("ASK { ?thing ?property ?value FILTER STRSTARTS(STR(?thing), 'https://w3id.org/kzit/id/') }")


def test_only_things_of_the_project_need_names_in_its_languages(tmp_path: Path) -> None:
    folder = init_project(tmp_path / "pt", languages=("pt",), day=DAY).folder
    messages = {result.message for result in kzit_graph.open_folder(folder).validate().results}
    assert messages == {'The name in the language "pt" is missing: add skos:prefLabel "…"@pt.'}


def test_the_example_text_holds_the_passages(cited_facts: Path) -> None:
    check = kzit_graph.open_folder(cited_facts).evidence.check(cited_facts / "texts" / "example-notice.txt", source="example-notice")
    assert check.summary == "3 of 3 passages hold"
    assert check.text_matches


def test_a_question_of_facts_has_an_answer_in_the_new_project(cited_facts: Path) -> None:
    assert len(kzit_graph.open_folder(cited_facts).select("events")) == 1


def test_no_question_has_a_thing_of_the_bundled_graph_as_its_default(cited_facts: Path) -> None:
    kg = kzit_graph.open_folder(cited_facts)
    defaults = {parameter.default for question in kg.questions().values() for parameter in question.parameters}
    assert defaults - {None} == {"2017"}
    with pytest.raises(
        InvalidInput, match=r"between requires the parameter one \(a participant\); give a value such as Relations France–Allemagne$"
    ):
        kg.query("between", other="Pays-Exemple")


_OF_BUNDLED_GRAPH: Final = re.compile(
    r"\b(?:Kazakh?\w*|Italy|Italia\w*|Astana|Milano?|Scala|Expo|EXPO|Казах\w*|Қазақстан\w*|Итали\w*|Астан\w*)\b|w3id.org/kzit/(?:matter|span)/"
)


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_template_names_things_of_the_bundled_graph(template: str) -> None:
    files = template_files(template, choices(BASE, "Plants", day=DAY))
    assert {path: names for path, text in files.items() if (names := _OF_BUNDLED_GRAPH.findall(text.decode()))} == {}


def test_what_is_chosen_describes_the_dataset(cited_facts: Path) -> None:
    dataset = (cited_facts / "data" / "dataset.ttl").read_text("utf-8")
    assert f'void:uriSpace "{BASE}"' in dataset
    assert "<https://creativecommons.org/licenses/by/4.0/>" in dataset
    assert 'dcterms:title "Relations France–Allemagne"@fr' in dataset
    assert "iso639-1/fr> , <http://id.loc.gov/vocabulary/iso639-1/de>" in dataset
    assert '"A & B"@fr , "A & B"@de' in (cited_facts / "data" / "reference" / "agents.ttl").read_text("utf-8")


def test_the_settings_of_a_new_project_set_nothing(cited_facts: Path) -> None:
    settings = read_settings(cited_facts)
    assert settings.given == frozenset()
    assert settings.roles.terms == default_settings().roles.terms
    assert settings.roles.pairs == default_settings().roles.pairs


def test_each_default_can_be_set_by_removing_a_sign(tmp_path: Path) -> None:
    text = "".join(line[1:] if line[:1] == "#" and line[:2] != "# " else line for line in template_module.settings_file().splitlines(True))
    (tmp_path / SETTINGS_FILE).write_text(text, "utf-8")
    assert read_settings(tmp_path).roles.terms == default_settings().roles.terms
    assert "limits.timeout" in read_settings(tmp_path).given


def test_quotes_in_a_title_do_not_break_the_turtle(tmp_path: Path) -> None:
    folder = init_project(tmp_path / "a", title='The "new" \\ one', creator='"', template="bare").folder
    assert kzit_graph.open_folder(folder).validate().passed


def test_base_and_title_come_from_the_name_of_the_folder(tmp_path: Path) -> None:
    kg = kzit_graph.open_folder(init_project(tmp_path / "Plantes alpines é", template="bare").folder)
    assert kg.project.base == "https://example.org/plantes-alpines-e/"
    assert kg.inspect().stated[2].value == "Plantes alpines é"


def test_the_example_may_have_another_base(tmp_path: Path) -> None:
    kg = kzit_graph.open_folder(init_project(tmp_path / "a", base="https://example.com/garden", template="example").folder)
    assert kg.project.base == "https://example.com/garden/"
    assert kg.show("edelweiss").facts[0].fact.value == "https://example.com/garden/id/observation-1"


@pytest.mark.parametrize("template", ["bare", "example", pytest.param("cited-facts", marks=pytest.mark.slow)])
@pytest.mark.parametrize("base", ["https://example.org/x#", "https://example.org/obo/X_", "urn:x:", "https://example.org/?id="])
def test_a_base_with_any_separator_makes_a_valid_project(tmp_path: Path, base: str, template: str) -> None:
    kg = kzit_graph.open_folder(init_project(tmp_path / "new", base=base, template=template, day=DAY).folder)
    assert kg.project.base == base
    assert kg.validate().text() == "passed: 0 violations, 0 warnings, 0 infos (shacl)\n"
    own = [iri for iri in set(kg.export("ntriples").decode().replace("<", " ").replace(">", " ").split()) if iri.startswith(base)]
    assert len(own) > 3
    assert [iri for iri in own if iri.count("#") > 1] == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"base": "example.org"}, '"example.org" is not a base IRI; write it like https://example.org/plants/'),
        ({"base": "https://"}, '"https://" is not a base IRI'),
        ({"base": "urn:"}, '"urn:" is not a base IRI'),
        ({"base": "https://example.org/#x#"}, '"https://example.org/#x#" is not a base IRI'),
        ({"base": "https://example.org/a b/"}, '"https://example.org/a b/" is not a base IRI'),
        ({"languages": ("fra",)}, 'the shortest code of the language "fra" is "fr"; use that'),
        ({"languages": ("french",)}, '"french" is not the code of a language; write it like fr or de'),
        ({"licence": "CC-BY-5.0"}, 'unknown licence "CC-BY-5.0"; nearest: .*CC-BY-4.0'),
        ({"licence": "https://example.org/a b"}, '"https://example.org/a b" is not an IRI; name a licence'),
        ({"template": "facts"}, 'unknown template "facts"; nearest: cited-facts'),
    ],
)
def test_an_impossible_choice_is_refused_and_writes_nothing(tmp_path: Path, options: dict[str, object], message: str) -> None:
    with pytest.raises(KzitError, match=message):
        init_project(tmp_path / "new", **options)  # type: ignore[arg-type]
    assert not (tmp_path / "new").exists()


def test_a_title_of_spaces_is_refused() -> None:
    with pytest.raises(InvalidInput, match="the title is empty"):
        choices(BASE, "  ")


def test_a_folder_with_files_is_refused_and_unchanged(tmp_path: Path) -> None:
    for name in ("a", "b", "c", "d"):
        (tmp_path / name).write_text(name)
    with pytest.raises(UnwritableTarget, match="is not empty, it has a, b, c and 1 more; name a new folder"):
        bare(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "c", "d"]


KILLED: Final = """
import os, signal, sys
from kzit_graph import init_project, work_folder

count, remove = int(sys.argv[2]), work_folder._remove


def killing(*arguments: object) -> None:
    global count
    if count == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    count -= 1
    remove(*arguments)


work_folder._remove = killing
"""
"""A program that is killed after some files are in place, while the temporary folder of the last one exists."""


def killed_while_writing(folder: Path, writes: int) -> bool:
    """Start a project in a process that is killed before the work folder of a write is removed, and return whether it was."""
    rename = "import pathlib\npathlib.Path.rename = killing\npathlib.Path.replace = killing\n" if writes == 0 else ""
    call = "init_project(sys.argv[1], template='bare')"
    done = subprocess.run([sys.executable, "-c", f"{KILLED}{rename}{call}", str(folder), str(writes)], capture_output=True)
    return done.returncode == -signal.SIGKILL


def names_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.mark.parametrize("existed", [False, True])
def test_an_interrupted_start_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, existed: bool) -> None:
    folder = tmp_path / "p"
    if existed:
        folder.mkdir()

    def interrupted(*_arguments: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kzit_graph.atomic_file.put_in_place" if existed else "kzit_graph.project.start.init.Path.rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        bare(folder)
    assert folder.exists() == existed
    assert not existed or list(folder.iterdir()) == []


@pytest.mark.parametrize("writes", [0, 1, 2, 5, 8])
def test_a_start_killed_in_an_empty_folder_is_begun_again(tmp_path: Path, writes: int) -> None:
    whole, folder = bare(tmp_path / "whole"), tmp_path / "p"
    folder.mkdir()
    assert killed_while_writing(folder, writes)
    assert names_in(folder) != names_in(whole)
    with pytest.raises(InvalidInput, match="was ended before it was done; run it again" if writes else "was not made from a template"):
        update_project(folder)
    bare(folder)
    assert names_in(folder) == names_in(whole)
    assert update_project(folder).changed == ()


def test_a_start_killed_in_a_new_folder_leaves_no_part_of_it(tmp_path: Path) -> None:
    assert killed_while_writing(tmp_path / "p", 0)
    assert not (tmp_path / "p").exists()
    bare(tmp_path / "p")
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_a_file_beside_a_killed_start_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    folder.mkdir()
    assert killed_while_writing(folder, 4)
    (folder / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(UnwritableTarget):
        bare(folder)
    assert (folder / "thesis.txt").read_text("utf-8") == "mine"


def test_an_update_that_was_killed_is_done_by_the_next(tmp_path: Path) -> None:
    folder = bare(tmp_path / "p")
    mark = json.loads((folder / MARK).read_text("utf-8"))
    mark["files"]["README.md"] = "of an older template"  # the file was written, and the process killed before the mark
    (folder / MARK).write_text(json.dumps(mark), "utf-8")
    assert update_project(folder).edited == ()
    assert json.loads((folder / MARK).read_text("utf-8"))["files"]["README.md"] != "of an older template"


def test_a_file_and_a_project_from_a_template_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UnwritableTarget, match="is a file; name a new folder"):
        bare(tmp_path / "file")
    with pytest.raises(UnwritableTarget, match=r"is a project from a template already; kzit-graph init --update \S+ updates it"):
        bare(bare(tmp_path / "project"))


def test_an_update_without_changes_of_the_template_does_nothing(tmp_path: Path) -> None:
    folder = bare(tmp_path / "p")
    (folder / "data" / "items.ttl").write_text("# mine\n", "utf-8")
    found = update_project(folder)
    assert (found.changed, found.added, found.edited, found.obsolete) == ((), (), (), ())


def test_an_update_changes_only_what_was_not_edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = bare(tmp_path / "p")
    (folder / "data" / "items.ttl").write_text("# mine\n", "utf-8")
    (folder / "README.md").unlink()

    def newer(name: str, chosen: object) -> dict[str, bytes]:
        files = {path: content + b"# newer\n" for path, content in template_files(name, chosen).items() if path != "ontology/terms.ttl"}  # type: ignore[arg-type]
        return {**files, "shapes/more.ttl": b"# more\n"}

    monkeypatch.setattr("kzit_graph.project.start.init.template_files", newer)
    planned = update_project(folder, write=False)
    assert not (folder / "shapes" / "more.ttl").exists()
    found = update_project(folder)
    assert (found.changed, found.added) == (planned.changed, planned.added)
    assert "shapes/items.ttl" in found.changed
    assert found.added == ("shapes/more.ttl",)
    assert found.edited == ("README.md", "data/items.ttl")
    assert found.obsolete == ("ontology/terms.ttl",)
    assert (folder / "data" / "items.ttl").read_text("utf-8") == "# mine\n"
    assert (folder / "shapes" / "items.ttl").read_bytes().endswith(b"# newer\n")
    assert not (folder / "README.md").exists()
    assert update_project(folder).changed == ()


def test_an_update_needs_the_mark_of_a_template(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=f"the project was not made from a template: it has no {MARK}"):
        update_project(tmp_path)


@pytest.mark.parametrize("content", ["{", "[]", '{"template": "bare"}', '{"template": "x", "choices": {}, "files": {}}'])
def test_a_broken_mark_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / MARK).write_text(content, "utf-8")
    with pytest.raises(InvalidInput, match="is not the file that kzit-graph init wrote; restore it"):
        update_project(tmp_path)


def test_a_mark_with_a_path_outside_of_the_project_is_refused(tmp_path: Path) -> None:
    folder = bare(tmp_path / "p")
    stated = json.loads((folder / MARK).read_text("utf-8"))
    (folder / MARK).write_text(json.dumps({**stated, "files": {"../x": "0"}}), "utf-8")
    with pytest.raises(InvalidInput, match="is not the file"):
        update_project(folder)


def test_the_same_choices_give_the_same_files(tmp_path: Path) -> None:
    one, other = bare(tmp_path / "one"), bare(tmp_path / "other")
    assert [path.read_bytes() for path in sorted(one.rglob("*.*")) if path.is_file()] == [
        path.read_bytes() for path in sorted(other.rglob("*.*")) if path.is_file()
    ]


def test_unknown_licences_are_named() -> None:
    with pytest.raises(UnknownName) as caught:
        choices(BASE, "A", licence="CC0")
    assert "CC0-1.0" in str(caught.value)
