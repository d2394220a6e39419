"""Read the settings of a project: kzit-graph.toml at its root, with the defaults of `defaults.toml`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from pyoxigraph import NamedNode

from kzit_graph.errors import InvalidInput, Position, UnknownName
from kzit_graph.package_data import read_package_text
from kzit_graph.project.configuration.public_url import read_public_url
from kzit_graph.project.configuration.setting_keys import ROLES, is_empty_table, keys, merged
from kzit_graph.project.configuration.toml_text import KeyLines, parse_toml
from kzit_graph.rdf.formats import RDF_FORMATS
from kzit_graph.rdf.language_subtags import language_fault
from kzit_graph.rdf.names import expand, read_iri
from kzit_graph.rdf.text_files import read_unchanged
from kzit_graph.sparql.roles import Roles

SETTINGS_FILE: Final = "kzit-graph.toml"
"""The file of the settings, at the root of a project."""

_DEFAULTS: Final = "project/configuration/defaults.toml"
_MAX_TIMEOUT: Final = 86_400
_MAX_VOICES: Final = 2
"""Colours that can be told apart, also in grey print."""

_PREFIX: Final = re.compile(r"[A-Za-z]([\w.-]*[\w-])?")


@dataclass(frozen=True)
class DatasetSettings:
    """What data/dataset.ttl may leave out: the IRI of the dataset, its base IRI and its title. Empty if not set."""

    iri: str
    base: str
    title: str


@dataclass(frozen=True)
class GraphSettings:
    """How graphs are named. name: a pattern with {base} and {path}. folders: other names of folders. sources: the folder of sources."""

    name: str
    folders: Mapping[str, str]
    sources: str


@dataclass(frozen=True)
class TableSettings:
    """The tables of a project without table files. automatic: whether there are any. minimum: instances of a class. maximum: tables."""

    automatic: bool
    minimum: int
    maximum: int


@dataclass(frozen=True)
class SiteSettings:
    """The site in a build.

    write: whether there is one. max_things: the number of things up to which it has their documents. languages: of its pages, the
    preferred one first; empty for those of the project. voices: the things, at most two, whose claims have a colour.
    """

    write: bool
    max_things: int
    languages: tuple[str, ...] = ()
    voices: tuple[NamedNode, ...] = ()


@dataclass(frozen=True)
class Settings:
    """The settings of a project; see `defaults.toml` for their meaning.

    path: the file, or None without one. languages, labels, other_names: the preferred one first. contexts: local copies by the IRI of
    the JSON-LD context. roles: the classes and properties that play the parts that this program knows. timeout: in seconds; 0 means
    none. prefixes: prefix to namespace. public_url: see `public_url.py`; empty if not set. given: dotted names of the keys in the file.
    """

    path: Path | None
    languages: tuple[str, ...]
    fail_on: str
    formats: tuple[str, ...]
    blank_nodes: str
    dataset: DatasetSettings
    labels: tuple[NamedNode, ...]
    other_names: tuple[NamedNode, ...]
    graphs: GraphSettings
    contexts: Mapping[str, Path]
    roles: Roles
    timeout: float
    prefixes: Mapping[str, str]
    tables: TableSettings
    site: SiteSettings
    public_url: str
    given: frozenset[str] = frozenset()

    def position(self, key: str) -> Position | None:
        """Return the position of a key in the file, such as "labels.properties". None without a file."""
        return None if self.path is None else KeyLines(self.path, self.path.read_text("utf-8-sig")).position(key)


def read_settings(root: Path) -> Settings:
    """Return the settings of the project in a folder, with defaults for those that it does not set.

    Raises `InvalidInput` with file and line if the file is not TOML, or a value is of the wrong kind, and `UnknownName` with the
    nearest keys for an unknown one.
    """
    path = root / SETTINGS_FILE
    if not path.exists() and not path.is_symlink():
        return default_settings()
    content = read_unchanged(path)
    text = content.decode("utf-8-sig", errors="replace")
    if "\N{REPLACEMENT CHARACTER}" in text or "\0" in text:
        from kzit_graph.rdf.parser_errors import encoding_problem

        if problem := encoding_problem(content, path, is_text=True):
            raise problem
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return checked_settings(parse_toml(text, path), path, KeyLines(path, text))


def checked_settings(given: Mapping[str, Any], path: Path, lines: KeyLines) -> Settings:
    """Return settings with defaults for those that are not given. path: their file. lines: of its keys. Raises as `read_settings`."""
    return _settings(merged(_default_values(), given, lines), path, given, lines)


@cache
def default_settings() -> Settings:
    """Return the settings of a project that sets none."""
    return _settings(_default_values(), None, {}, None)


def default_text() -> str:
    """Return the defaults as a commented TOML file."""
    return read_package_text(_DEFAULTS)


@cache
def _default_values() -> Mapping[str, Any]:
    import tomllib

    return MappingProxyType(tomllib.loads(default_text()))


def _settings(values: Mapping[str, Any], path: Path | None, given: Mapping[str, Any], lines: KeyLines | None) -> Settings:
    """Return checked settings. values: of every key. path: the file, if any. given: its content. lines: of its keys."""

    def refuse(key: str, problem: str) -> InvalidInput:
        return InvalidInput(problem, lines.position(key) if lines else None)

    def iris(key: str, names: Iterable[str], prefixes: Mapping[str, str]) -> tuple[NamedNode, ...]:
        try:
            return tuple(dict.fromkeys(read_iri(name, prefixes) for name in names))
        except InvalidInput as error:
            raise refuse(key, error.problem) from error

    for prefix, namespace in values["prefixes"].items():
        if not _PREFIX.fullmatch(prefix):
            raise refuse(f"prefixes.{prefix}", f'"{prefix}" is not a prefix; use letters, digits and hyphens')
        iris(f"prefixes.{prefix}", [f"<{namespace}>"], {})

    for context in values["contexts"]:
        iris(f"contexts.{context}", [f"<{context}>"], {})
    _check(values, refuse)
    for key in ("iri", "base"):
        iris(f"dataset.{key}", [f"<{iri}>"] if (iri := values["dataset"][key]) else [], {})
    if lines and (unknown := next((name for name in values["formats"] if name not in RDF_FORMATS), None)):
        raise UnknownName("format", unknown, RDF_FORMATS).at(lines.position("formats"))
    for table, key in (("tables", "minimum"), ("tables", "maximum"), ("site", "max_things")):
        if type(values[table][key]) is not int or values[table][key] < 1:
            raise refuse(f"{table}.{key}", f"{table}.{key} must be a whole number, at least 1")
    try:
        public_url = read_public_url(values["public_url"]) if values["public_url"] else ""
    except InvalidInput as error:
        raise refuse("public_url", f"public_url: {error.problem}") from error
    return Settings(
        path=path,
        languages=tuple(values["languages"]),
        fail_on=values["fail_on"],
        formats=tuple(values["formats"]),
        blank_nodes=values["blank_nodes"],
        dataset=DatasetSettings(**values["dataset"]),
        labels=iris("labels.properties", values["labels"]["properties"], values["prefixes"]),
        other_names=iris("labels.other", values["labels"]["other"], values["prefixes"]),
        graphs=GraphSettings(**values["graphs"]),
        contexts={iri: (path.parent if path else Path()) / file for iri, file in values["contexts"].items()},
        roles=_roles(values, partial(iris, prefixes=values["prefixes"])),
        timeout=float(values["limits"]["timeout"]),
        prefixes=values["prefixes"],
        tables=TableSettings(**values["tables"]),
        site=_site(values["site"], partial(iris, "site.voices", prefixes=values["prefixes"]), refuse),
        public_url=public_url,
        given=frozenset(key for key in keys(given) if not is_empty_table(given, key)),
    )


def _site(
    values: Mapping[str, Any], iris: Callable[[Iterable[str]], tuple[NamedNode, ...]], refuse: Callable[[str, str], InvalidInput]
) -> SiteSettings:
    _check_languages("site.languages", values["languages"], refuse)
    voices = iris(values["voices"])
    if len(voices) > _MAX_VOICES:
        raise refuse("site.voices", "site.voices must not have more than two things")
    return SiteSettings(values["write"], values["max_things"], tuple(values["languages"]), voices)


def _check(values: Mapping[str, Any], refuse: Callable[[str, str], InvalidInput]) -> None:
    """Raise the error that `refuse` makes of a key and a problem, if a value is not possible."""
    _check_languages("languages", values["languages"], refuse)
    name = values["graphs"]["name"]
    if "{path}" not in name:
        raise refuse("graphs.name", "graphs.name must contain {path}, so that each file has a graph of its own")
    if expand(f"<{name.replace('{base}', 'https://example.org/').replace('{path}', 'path')}>", {}) is None:
        raise refuse(
            "graphs.name", f'graphs.name "{name}" does not make an IRI; begin it with {{base}} or https://, and use no other braces'
        )
    if not 0 <= values["limits"]["timeout"] <= _MAX_TIMEOUT:
        raise refuse("limits.timeout", f"limits.timeout must be from 0 (no limit) to {_MAX_TIMEOUT} seconds")
    if not values["formats"]:
        raise refuse("formats", f"formats must not be empty; name one or more of {', '.join(RDF_FORMATS)}")


def _check_languages(key: str, tags: Iterable[str], refuse: Callable[[str, str], InvalidInput]) -> None:
    """Raise the error that `refuse` makes if a text names no language."""
    for tag in tags:
        if fault := language_fault(tag):
            raise refuse(key, fault)


def _roles(settings: Mapping[str, Any], iris: Callable[[str, Iterable[str]], tuple[NamedNode, ...]]) -> Roles:
    """Return the roles of the settings, and "label" for the properties of labels. iris: returns the IRIs of the names in a key."""
    values = settings[ROLES]
    terms = {role: iris(f"{ROLES}.{role}", names) for role, names in values.items() if isinstance(names, list)}
    terms["label"] = iris("labels.properties", settings["labels"]["properties"])
    pairs = {
        role: tuple((iris(f"{ROLES}.{role}.{one}", [one])[0], iris(f"{ROLES}.{role}.{one}", [other])[0]) for one, other in table.items())
        for role, table in values.items()
        if isinstance(table, dict)
    }
    return Roles(terms, pairs)
