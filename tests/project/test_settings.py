"""The settings of a project are read from kzit-graph.toml, and mistakes in it are refused with their line."""

from __future__ import annotations

import gzip
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kzit_graph.errors import InvalidInput, UnknownName
from kzit_graph.project.configuration.settings import SETTINGS_FILE, default_settings, default_text, read_settings
from kzit_graph.project.project import open_project
from tests.small_project import small_project


def written(folder: Path, text: str) -> Path:
    (folder / SETTINGS_FILE).write_text(text, "utf-8")
    return folder


def test_a_link_to_nothing_is_not_taken_for_no_file(tmp_path: Path) -> None:
    (tmp_path / SETTINGS_FILE).symlink_to(tmp_path / "nowhere.toml")
    with pytest.raises(InvalidInput, match="cannot be read: No such file"):
        read_settings(tmp_path)


def test_line_ends_of_any_system_are_taken(tmp_path: Path) -> None:
    for end in ("\n", "\r\n", "\r"):
        (tmp_path / SETTINGS_FILE).write_bytes(f"\ufefflanguages = ['de']{end}fail_on = 'never'{end}".encode())
        assert read_settings(tmp_path).fail_on == "never"


def test_a_project_without_the_file_has_the_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == default_settings()


def test_the_commented_defaults_are_settings_that_change_nothing(tmp_path: Path) -> None:
    settings = read_settings(written(tmp_path, default_text()))
    assert settings.labels == default_settings().labels
    assert settings.formats == default_settings().formats
    assert settings.path == tmp_path / SETTINGS_FILE
    assert "labels.properties" in settings.given


def test_a_key_that_is_set_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    settings = read_settings(written(tmp_path, 'fail_on = "never"\n[graphs]\nname = "{base}g/{path}"\n'))
    assert (settings.fail_on, settings.graphs.name) == ("never", "{base}g/{path}")
    assert settings.graphs.folders == {"sources": "source"}
    assert settings.given == {"fail_on", "graphs.name"}


def test_names_may_use_own_prefixes_or_be_iris(tmp_path: Path) -> None:
    text = '[prefixes]\nex = "https://example.org/"\n[labels]\nproperties = ["ex:title", "urn:example:name", "skos:prefLabel"]\n'
    assert read_settings(written(tmp_path, text)).labels == (
        NamedNode("https://example.org/title"),
        NamedNode("urn:example:name"),
        NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"),
    )


def test_local_copies_of_contexts_are_beside_the_settings(tmp_path: Path) -> None:
    text = '[contexts]\n"https://example.org/c.json" = "ontology/c.json"\n'
    assert read_settings(written(tmp_path, text)).contexts == {"https://example.org/c.json": tmp_path / "ontology" / "c.json"}


def test_a_project_knows_its_settings(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    assert open_project(written(folder, 'fail_on = "info"')).settings.fail_on == "info"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\nfail_of = 'info'", '2: unknown setting "fail_of"; nearest: fail_on above all tables'),
        ("[label]\nproperties = []", '1: unknown table of settings "label"; nearest: labels;'),
        ("[labels]\n\npropertys = []", '3: unknown setting "labels.propertys"; nearest: properties in [labels]'),
        ("properties = []", '1: unknown setting "properties"; nearest: properties in [labels]'),
        ("[limits]\nfail_on = 'info'", '2: unknown setting "limits.fail_on"; nearest: fail_on above all tables'),
        ("[limits]\nxyz = 1", '2: unknown setting "limits.xyz"; known in [limits]: timeout'),
        ("fail_on = 'warnings'", '1: unknown fail_on "warnings"; nearest: warning;'),
        ("fail_on = 3", "1: fail_on must be a text"),
        ("languages = 'en'", "1: languages must be a list of texts"),
        ("languages = ['en', 3]", "1: languages must be a list of texts"),
        ("languages = ['english!']", '1: "english!" is not a language tag; nearest: en'),
        ('languages = ["1"]', '1: "1" is not a language tag; write it like "en" or "pt-BR"'),
        ('languages = ["kk", "kz"]', '1: "kz" is not a language tag; nearest: kk, ru'),
        ('[site]\nlanguages = ["english"]', '2: "english" is not a language tag; nearest: en'),
        ('languages = ["en", "fr", "EN"]', '1: languages has "EN" twice; remove one'),
        ('[site]\nlanguages = ["fr", "fr"]', '2: site.languages has "fr" twice; remove one'),
        ('formats = ["turtle", "turtle"]', '1: formats has "turtle" twice; remove one'),
        ('[roles]\nclaim = ["kzit:Fact", "kzit:Fact"]', '2: roles.claim has "kzit:Fact" twice; remove one'),
        ("labels = 'rdfs:label'", "1: labels must be a table"),
        ("[limits]\ntimeout = -1", "2: limits.timeout must be from 0 (no limit) to 86400 seconds"),
        ("[limits]\ntimeout = inf", "2: limits.timeout must be from 0 (no limit) to 86400 seconds"),
        ("[limits]\ntimeout = nan", "2: limits.timeout must be from 0 (no limit) to 86400 seconds"),
        ("[limits]\ntimeout = true", "2: limits.timeout must be a number"),
        ("[graphs]\nname = '{bas}g/{path}'", '2: graphs.name "{bas}g/{path}" does not make an IRI; begin it with {base} or https://'),
        ("[graphs]\nname = 'g/{path}'", '2: graphs.name "g/{path}" does not make an IRI; begin it with {base} or https://'),
        ("[graphs]\nname = '{base}g'", "2: graphs.name must contain {path}, so that each file has a graph of its own"),
        ("labels.properties = ['ex:name']", '1: the prefix of "ex:name" is unknown; add it to [prefixes], or write the IRI in full'),
        ("labels.properties = ['skoss:name']", '1: the prefix of "skoss:name" is unknown; nearest: skos; add it to [prefixes]'),
        ("labels.properties = ['name']", '1: "name" is not an IRI; write it with a prefix, or in full'),
        ("[dataset]\nbase = 'https://example.org/a b'", '2: "https://example.org/a b" is not an IRI'),
        ("[contexts]\n'https://example.org/' = 3", '2: "https://example.org/" must be a text'),
        ("[prefixes]\n'a b' = 'https://example.org/'", '"a b" is not a prefix; use letters, digits and hyphens'),
        ("fail_on = ", "is not TOML: Invalid value (at end of document)"),
        ("fail_on = violation", ":1:11: is not TOML: Invalid value"),
    ],
)
def test_a_mistake_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_settings(written(tmp_path, text))
    assert message in str(refused.value)
    assert len(refused.value.problem) < 200
    assert str(refused.value).startswith(f"{tmp_path / SETTINGS_FILE}:")


def test_iris_may_be_of_any_scheme_and_in_angle_brackets(tmp_path: Path) -> None:
    text = "labels.properties = ['<tag:me,2020:name>']\n[dataset]\nbase = 'tag:me,2020:'\n[prefixes]\nt = 'tag:me,2020:'\n"
    settings = read_settings(written(tmp_path, text))
    assert (settings.labels[0].value, settings.dataset.base, settings.prefixes["t"]) == ("tag:me,2020:name", "tag:me,2020:", "tag:me,2020:")


def test_an_unknown_setting_is_an_unknown_name(tmp_path: Path) -> None:
    with pytest.raises(UnknownName) as refused:
        read_settings(written(tmp_path, "format = ['turtle']"))
    assert refused.value.nearest == ("formats",)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"fail_on = '\xff'", "not UTF-8; save the file as UTF-8"),
        ('fail_on = "info"'.encode("utf-16"), "not UTF-8 but UTF-16; save the file as UTF-8"),
        ('fail_on = "info"'.encode("utf-16-le"), "not UTF-8 but UTF-16; save the file as UTF-8"),
        (gzip.compress(b"", mtime=0), "compressed with gzip; unpack it"),
    ],
    ids=["other bytes", "UTF-16", "UTF-16 without a mark", "gzip"],
)
def test_a_file_in_another_encoding_is_refused_with_its_name(tmp_path: Path, content: bytes, problem: str) -> None:
    (tmp_path / SETTINGS_FILE).write_bytes(content)
    with pytest.raises(InvalidInput, match=re.escape(problem)):
        read_settings(tmp_path)


def test_the_defaults_are_plain_toml() -> None:
    assert tomllib.loads(default_text())["fail_on"] == "violation"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("https://data.example.org", "https://data.example.org/"),
        ("HTTPS://Data.Example.org:443/a/b/", "https://data.example.org/a/b/"),
        ("http://localhost:8000", "http://localhost:8000/"),
        ("http://[::1]:8000/x", "http://[::1]:8000/x/"),
        ("https://data.example.org/città%20x", "https://data.example.org/città%20x/"),
    ],
)
def test_the_public_url_has_one_form(tmp_path: Path, text: str, expected: str) -> None:
    assert read_settings(written(tmp_path, f'public_url = "{text}"\n')).public_url == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("data.example.org", "is not an address"),
        ("/folder", "is not an address"),
        ("ftp://example.org/", "is not an address on the web"),
        ("https://", "is not an address on the web"),
        ("https://example.org/a b", "is not an address;"),
        ("https://example.org:99999/", "is not an address;"),
        ("https://me:secret@example.org/", "must not have a user or a password"),
        ("https://me:secret@example.org:99999/", "must not have a user or a password"),
        ("https://example.org/?token=secret", "has a query or a fragment"),
        ("https://example.org/?page=1", "has a query or a fragment"),
        ("https://example.org/#", "has a query or a fragment"),
        ("https://example.org/a/../b", "has an empty part or one of dots"),
        ("https://example.org//a", "has an empty part or one of dots"),
    ],
)
def test_a_public_url_that_is_none_is_refused_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_settings(written(tmp_path, f'fail_on = "info"\npublic_url = "{text}"\n'))
    assert str(refused.value).startswith(f"{tmp_path / SETTINGS_FILE}:2: public_url: ")
    assert problem in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("text", ["max_things = 0", "max_things = 2.5", "max_things = true", 'write = "no"', "writes = true"])
def test_settings_of_the_site_are_checked(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidInput, match=r"kzit-graph\.toml:2: "):
        read_settings(written(tmp_path, f"[site]\n{text}\n"))


def test_the_site_is_written_unless_the_settings_say_otherwise(tmp_path: Path) -> None:
    site = default_settings().site
    assert (site.write, site.max_things, site.languages) == (True, 20000, ())
    assert read_settings(written(tmp_path, "[site]\nwrite = false\n")).site == replace(site, write=False)


def test_a_site_has_at_most_two_voices_and_languages_with_tags(tmp_path: Path) -> None:
    site = read_settings(written(tmp_path, '[site]\nlanguages = ["fr", "de"]\nvoices = ["schema:Person"]\n')).site
    assert (site.languages, site.voices) == (("fr", "de"), (NamedNode("https://schema.org/Person"),))
    with pytest.raises(InvalidInput, match="must not have more than two things"):
        read_settings(written(tmp_path, '[site]\nvoices = ["schema:a", "schema:b", "schema:c"]\n'))
    with pytest.raises(InvalidInput, match='"the French" is not a language tag'):
        read_settings(written(tmp_path, '[site]\nlanguages = ["the French"]\n'))
