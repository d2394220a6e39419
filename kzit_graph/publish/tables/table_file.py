"""Read the description of a table: data/tables/<name>.toml of a project. docs/tables.md explains its keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from pathlib import Path
from typing import Any, Final, get_args

from pyoxigraph import NamedNode

from kzit_graph.errors import InvalidInput, Position, UnknownName
from kzit_graph.project.configuration.toml_text import KeyLines, parse_toml
from kzit_graph.publish.tables.columns import LABEL_SUFFIX, ColumnPath, Content, Hop, Kept, PlannedColumn, TablePlan
from kzit_graph.rdf.language_subtags import language_fault
from kzit_graph.rdf.names import read_iri
from kzit_graph.rdf.text_files import read_text

_TABLE_KEYS: Final = ("class", "main", "description", "languages", "prefixes", "names", "columns")
_COLUMN_KEYS: Final = ("path", "holds", "several", "keep", "language", "named", "term", "titles", "description")
_NAMING_KEYS: Final = ("titles", "description")
_HOLDS: Final = tuple(content for content in get_args(Content) if content != "name")
_DEFAULT_KEY: Final = "id"
"""The name of the first column if a file has none without a path."""

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_COLUMN_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]*")
"""The variables of URI templates (RFC 6570, section 2.3), which CSV on the Web requires."""

_MAX_PATHS: Final = 100
_KINDS: Final[Mapping[type, str]] = {str: "a text", bool: "true or false", dict: "a table", list: "a list"}


def read_table_file(path: Path, prefixes: Mapping[str, str], languages: tuple[str, ...]) -> TablePlan:
    """Return the plan of a table. Its name is that of the file.

    prefixes: those of the project, prefix to namespace; the file may have more. languages: used if the file has none.

    Raises `InvalidInput` with file and line if the file is malformed, and `UnknownName` with the nearest for an unknown key.
    """
    text = read_text(path).removeprefix("\ufeff")
    return _TableFile(path, KeyLines(path, text), parse_toml(text, path), prefixes).plan(languages)


@dataclass(frozen=True)
class _TableFile:
    """A table file. lines: of its keys."""

    path: Path
    lines: KeyLines
    document: Mapping[str, Any]
    project_prefixes: Mapping[str, str]

    def plan(self, languages: tuple[str, ...]) -> TablePlan:
        self._check_keys(self.document, _TABLE_KEYS)
        if not _NAME.fullmatch(self.path.stem):
            raise InvalidInput("cannot name a table; name the file with letters, digits, - and _", Position(self.path))
        of_class, is_main, naming = self._value("class", str), self._value("main", bool), self._value("names", dict) or {}
        if not of_class:
            raise self._fault('the table has no class; add class = "…"', "class")
        self._check_keys(naming, _NAMING_KEYS, "names")
        naming_titles = self._texts("names.titles", naming.get("titles", {}))
        defaults = TablePlan("", NamedNode("urn:x"), (), ())
        return TablePlan(
            name=self.path.stem,
            of_class=self._iri(of_class, "class"),
            languages=self._languages() or languages,
            columns=tuple(self._columns()),
            is_main=bool(is_main),
            description=self._value("description", str) or "",
            naming_titles=naming_titles or defaults.naming_titles,
            naming_description=self._typed(naming, "description", str, "names") or defaults.naming_description,
            path=self.path,
        )

    def _languages(self) -> tuple[str, ...]:
        found = self._value("languages", list) or []
        for language in found:
            self._check_language(language, "languages")
        return tuple(found)

    def _check_language(self, language: object, key: str) -> None:
        if fault := language_fault(str(language)):
            raise self._fault(fault, key)

    def _columns(self) -> Iterator[PlannedColumn]:
        described = self._value("columns", dict) or {}
        if not described:
            raise self._fault("the table has no columns; add [columns.NAME] with a path", "columns")
        columns = [self._column(name, fields) for name, fields in described.items()]
        if columns[0].paths:
            if _DEFAULT_KEY in described:
                raise self._fault(f"{_DEFAULT_KEY} has no path, so it must be the first column", f"columns.{_DEFAULT_KEY}")
            yield PlannedColumn(_DEFAULT_KEY, (), "thing", several=False, named=False)
        for number, column in enumerate(columns):
            if number and not column.paths:
                raise self._fault(f"the column {column.name} has no path, which only the first column can lack", f"columns.{column.name}")
            yield column
        self._refuse_same(columns)

    def _refuse_same(self, columns: Iterable[PlannedColumn]) -> None:
        """Raise `InvalidInput` if two columns have the same name. Programs such as DuckDB ignore the case."""
        seen: dict[str, str] = {}
        for column in columns:
            for name in (column.name, *([f"{column.name}{LABEL_SUFFIX}"] if column.named else [])):
                if other := seen.get(name.casefold()):
                    problem = f"the columns {other} and {name} would have the same name; rename one, or set named = false"
                    raise self._fault(problem, f"columns.{column.name}")
                seen[name.casefold()] = name

    def _column(self, name: str, fields: object) -> PlannedColumn:
        table = f"columns.{name}"
        if not isinstance(fields, dict):
            raise self._fault(f"columns must be tables; write [columns.{name}] with its keys below", table)
        if not _COLUMN_NAME.fullmatch(name):
            raise self._fault(f'"{name}" cannot name a column; use letters, digits and _, and write other names into titles', table)
        self._check_keys(fields, _COLUMN_KEYS, table)
        paths = self._paths(fields["path"], f"{table}.path") if "path" in fields else ()
        holds: Content | None = self._choice(f"{table}.holds", fields.get("holds"), _HOLDS)
        if not paths:
            if holds not in (None, "thing"):
                raise self._fault(f'a column without a path holds the thing of the row, not "{holds}"; add a path', table)
            holds = "thing"
        language = fields.get("language")
        if language:
            self._check_language(language, f"{table}.language")
            if holds not in (None, "text"):
                raise self._fault(f'language is for columns that hold "text", not "{holds}"', f"{table}.language")
            holds = "text"
        named = self._typed(fields, "named", bool, table)
        keep: Kept | None = self._choice(f"{table}.keep", fields.get("keep"), get_args(Kept))
        several = self._typed(fields, "several", bool, table)
        term = self._typed(fields, "term", str, table)
        last = paths[0][-1].property if paths else None
        return PlannedColumn(
            name=name,
            paths=paths,
            holds=holds,
            several=several if several is not None or holds is None else False,
            keep=keep,
            language=language,
            named=named if named is not None or holds is None else holds == "thing" and bool(paths),
            term=self._iri(term, f"{table}.term") if term else last,
            titles=self._texts(f"{table}.titles", fields.get("titles", {})),
            description=self._typed(fields, "description", str, table) or "",
        )

    def _paths(self, steps: object, key: str) -> tuple[ColumnPath, ...]:
        """Return the alternative paths of steps such as "^schema:isPartOf" or "rdfs:label|skos:prefLabel"."""
        listed = [steps] if isinstance(steps, str) else steps
        if not isinstance(listed, list) or not listed or not all(isinstance(step, str) and step for step in listed):
            raise self._fault('path must be a property, or a list of them, such as ["schema:author", "schema:name"]', key)
        choices = [[self._hop(part.strip(), key) for part in step.split("|")] for step in listed]
        if prod(map(len, choices)) > _MAX_PATHS:
            raise self._fault(f"path has more than {_MAX_PATHS} alternatives; write fewer", key)
        return tuple(dict.fromkeys(product(*choices)))

    def _hop(self, step: str, key: str) -> Hop:
        return Hop(self._iri(step.removeprefix("^"), key), step.startswith("^"))

    def _iri(self, name: str, key: str) -> NamedNode:
        own = self._value("prefixes", dict) or {}
        prefixes = {**self.project_prefixes, **self._texts("prefixes", own)}
        try:
            return read_iri(name, prefixes)
        except InvalidInput as error:
            raise self._fault(error.problem, key) from error

    def _value(self, key: str, kind: type) -> Any:
        return self._typed(self.document, key, kind)

    def _typed(self, fields: Mapping[str, Any], key: str, kind: type, table: str = "") -> Any:
        value = fields.get(key)
        if value is not None and type(value) is not kind:
            raise self._fault(f"{key} must be {_KINDS[kind]}", f"{table}.{key}".lstrip("."))
        return value

    def _choice(self, key: str, value: object, known: tuple[Any, ...]) -> Any:
        if value is not None and value not in known:
            raise UnknownName(key.rpartition(".")[2], value, known).at(self.lines.position(key))
        return value

    def _texts(self, key: str, texts: object) -> dict[str, str]:
        if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
            raise self._fault(f"{key.rpartition('.')[2]} must be a table of texts", key)
        return texts

    def _check_keys(self, fields: Mapping[str, Any], known: tuple[str, ...], table: str = "") -> None:
        for key in fields:
            if key not in known:
                what = f"key of {table}" if table else "key of a table"
                raise UnknownName(what, key, known).at(self.lines.position(f"{table}.{key}".lstrip(".")))

    def _fault(self, problem: str, key: str) -> InvalidInput:
        return InvalidInput(problem, self.lines.position(key))
