"""The settings of a build: those of its project, and what else is needed to open the build without the project.

The file has the keys of kzit-graph.toml, all of them, so that a later version with other defaults opens the build as it was meant. The
table `build` has the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pyoxigraph import NamedNode

from kzit_graph.errors import InvalidInput, Position, UnknownName
from kzit_graph.project.configuration.settings import Settings, checked_settings
from kzit_graph.project.configuration.toml_text import KeyLines, parse_toml, write_toml
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.prefixes import DeclaredPrefixes
from kzit_graph.sparql.roles import Roles

_HEAD: Final = (
    "# The settings of the project that was built. Written by kzit-graph build, so that the build can be opened without the project.\n"
)
_BUILD: Final = "build"


@dataclass(frozen=True)
class BuildSettings:
    """The settings of a build.

    version: of the program that wrote it. dumps: their file names. has_context: whether the project has a JSON-LD context. declared: the
    prefixes of its files. rule_terms: the IRIs that its rules write.
    """

    settings: Settings
    version: str
    dumps: tuple[str, ...]
    has_context: bool
    declared: DeclaredPrefixes
    rule_terms: frozenset[str]


def write_build_settings(loaded: LoadedProject, dumps: Iterable[str], version: str) -> bytes:
    """Return the settings of a build of a project, as the bytes of a file. dumps: their file names. version: of this program."""
    project, settings, declared = loaded.project, loaded.project.settings, loaded.declared
    values: dict[str, Any] = {
        "languages": project.languages,
        "fail_on": settings.fail_on,
        "formats": settings.formats,
        "blank_nodes": settings.blank_nodes,
        "public_url": settings.public_url,
        "dataset": {"iri": project.dataset.value, "base": project.base, "title": settings.dataset.title},
        "labels": {"properties": _iris(settings.labels), "other": _iris(settings.other_names)},
        "graphs": {"name": settings.graphs.name, "sources": settings.graphs.sources, "folders": _sorted(settings.graphs.folders)},
        "contexts": {},
        "roles": _roles(settings.roles),
        "limits": {"timeout": settings.timeout},
        "tables": dict(vars(settings.tables)),
        "site": {**vars(settings.site), "voices": _iris(settings.site.voices)},
        "prefixes": _sorted(settings.prefixes),
        _BUILD: {
            "version": version,
            "dumps": tuple(dumps),
            "has_context": project.has_context,
            "rule_terms": sorted(loaded.rule_terms()),
            "prefixes": _sorted(declared.common),
            "documents": {
                graph.value: {"prefix": prefix, "namespace": namespace}
                for graph, (prefix, namespace) in sorted(declared.of_documents.items(), key=str)
            },
        },
    }
    return f"{_HEAD}\n{write_toml(values)}".encode()


def read_build_settings(path: Path) -> BuildSettings:
    """Return the settings of a build. Raises `InvalidInput` if the file is malformed, or was written by a later version."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidInput("is not UTF-8; build the project again", Position(path)) from error
    given, lines = parse_toml(text, path), KeyLines(path, text)
    found = given.pop(_BUILD, None)
    try:
        assert isinstance(found, dict)
        return BuildSettings(
            settings=checked_settings(given, path, lines),
            version=str(found["version"]),
            dumps=tuple(map(str, found["dumps"])),
            has_context=bool(found["has_context"]),
            declared=DeclaredPrefixes(
                found["prefixes"], {NamedNode(graph): (one["prefix"], one["namespace"]) for graph, one in found["documents"].items()}
            ),
            rule_terms=frozenset(found["rule_terms"]),
        )
    except UnknownName as error:
        raise InvalidInput(f"{error.problem}; the build was made by another version; build it again", error.position) from error
    except (AssertionError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise InvalidInput("is not the settings of a build; build the project again", Position(path)) from error


def _iris(terms: Iterable[NamedNode]) -> tuple[str, ...]:
    return tuple(term.value for term in terms)


def _sorted(table: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(table.items()))


def _roles(roles: Roles) -> dict[str, Any]:
    """Return the table of the roles. That of labels is in another one."""
    terms = {role: _iris(found) for role, found in roles.terms.items() if role != "label"}
    return terms | {role: {one.value: other.value for one, other in pairs} for role, pairs in roles.pairs.items()}
