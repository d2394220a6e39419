"""Read the queries of clients, and refuse what the specification does not allow (Reconciliation Service API 0.2, sections 4 and 7)."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kzit_graph.errors import KzitError

MAX_QUERIES: Final = 50
"""Queries in a batch; the manifest states it."""

MAX_LIMIT: Final = 100
"""The most candidates or suggestions of an answer."""

MAX_TEXT: Final = 1_000
"""Characters of a query, an identifier or a value."""

MAX_PROPERTIES: Final = 50
"""Properties of a query, also of data extension, and values of one property."""

MAX_IDS: Final = 200
"""Things whose values a query of data extension asks for."""

DEFAULT_LIMIT: Final = 10
TYPE_STRICTNESS: Final = ("any", "all", "should")

_KEYS: Final = {"query", "type", "type_strict", "limit", "properties"}
_TOO_LARGE: Final = 413

Value = str | float | bool | Mapping[str, Any]
"""A value that a property should have. A mapping has the `id` of a thing, and maybe its `name`."""


class RequestRefused(KzitError):
    """A request is malformed (status 400) or too large (413)."""

    def __init__(self, detail: str, status: int = 400) -> None:
        super().__init__(detail)
        self.detail = detail
        self.status = status


@dataclass(frozen=True)
class PropertyFilter:
    """Values that a thing should have. given: the property as the client names it."""

    given: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Query:
    """What a client looks for. text: "" if only values of properties are given. strictness: one of `TYPE_STRICTNESS`.

    With "any" (the default) a thing must have one of the types, with "all" each of them. With "should", things of other types come last.
    """

    text: str
    types: tuple[str, ...] = ()
    strictness: str = "any"
    limit: int = DEFAULT_LIMIT
    filters: tuple[PropertyFilter, ...] = ()


@dataclass(frozen=True)
class Column:
    """A property whose values are asked for. limit: the most values; None for all. language: only texts in it, or without a language.

    as_id: whether things are given by their IRIs alone.
    """

    given: str
    limit: int | None = None
    language: str = ""
    as_id: bool = False


@dataclass(frozen=True)
class Extension:
    """A query of data extension: things by their identifiers, and properties."""

    ids: tuple[str, ...]
    columns: tuple[Column, ...]


def read_json(text: str, name: str) -> Any:
    """Return the JSON of a parameter. Raises `RequestRefused` if it is malformed."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise RequestRefused(f"{name} is not JSON: {error.msg} at line {error.lineno}, column {error.colno}") from error
    except (RecursionError, ValueError) as error:  # nested too deeply, or a number of thousands of digits
        raise RequestRefused(f"{name} is nested too deeply, or has a number that is too long") from error


def read_queries(document: Any) -> dict[str, Query]:
    """Return the queries of a batch by their keys. Raises `RequestRefused` with the key of the first one that is malformed."""
    if not isinstance(document, dict):
        raise RequestRefused('queries must be a JSON object of queries, such as {"q0": {"query": "Milan"}}')
    if len(document) > MAX_QUERIES:
        raise RequestRefused(f"the batch has {len(document)} queries; send at most {MAX_QUERIES}", _TOO_LARGE)
    return {read_text(key, "a key of the batch"): _query(query, f"the query {_short(key)}") for key, query in document.items()}


def _query(query: Any, what: str) -> Query:
    if not isinstance(query, dict):
        raise RequestRefused(f'{what} must be a JSON object, such as {{"query": "Milan"}}')
    if unknown := sorted(set(query) - _KEYS):
        raise RequestRefused(f"{what} has the unknown key {_short(unknown[0])}; use one of {', '.join(sorted(_KEYS))}")
    text = read_text(query.get("query", ""), f"{what}: query").strip()
    filters = _filters(query.get("properties") or [], what)
    if not text and not filters:
        raise RequestRefused(f"{what} has neither a query nor properties; add one of them")
    strictness = query.get("type_strict", "any")
    if strictness not in TYPE_STRICTNESS:
        raise RequestRefused(f"{what}: type_strict must be one of {', '.join(TYPE_STRICTNESS)}")
    limit = read_limit(query.get("limit", DEFAULT_LIMIT), f"{what}: limit")
    return Query(text, _types(query.get("type") or [], what), strictness, limit, filters)


def _types(given: Any, what: str) -> tuple[str, ...]:
    """Return the types of a query. OpenRefine sends one as a text; some clients send objects with an id."""
    types = given if isinstance(given, list) else [given]
    if len(types) > MAX_PROPERTIES:
        raise RequestRefused(f"{what} has {len(types)} types; send at most {MAX_PROPERTIES}", _TOO_LARGE)
    return tuple(read_text(kind.get("id") if isinstance(kind, dict) else kind, f"{what}: a type") for kind in types)


def _filters(given: Any, what: str) -> tuple[PropertyFilter, ...]:
    if not isinstance(given, list):
        raise RequestRefused(f'{what}: properties must be a list, such as [{{"pid": "country", "v": "Italy"}}]')
    if len(given) > MAX_PROPERTIES:
        raise RequestRefused(f"{what} has {len(given)} properties; send at most {MAX_PROPERTIES}", _TOO_LARGE)
    return tuple(_filter(entry, what) for entry in given)


def _filter(entry: Any, what: str) -> PropertyFilter:
    if not isinstance(entry, dict) or "pid" not in entry or "v" not in entry:
        raise RequestRefused(f"{what}: each property needs a pid and a v")
    values = entry["v"] if isinstance(entry["v"], list) else [entry["v"]]
    if len(values) > MAX_PROPERTIES:
        raise RequestRefused(f"{what}: a property has {len(values)} values; send at most {MAX_PROPERTIES}", _TOO_LARGE)
    return PropertyFilter(read_text(entry["pid"], f"{what}: pid"), tuple(_value(value, what) for value in values))


def _value(value: Any, what: str) -> Value:
    if isinstance(value, dict):
        known: dict[str, Any] = {"id": read_text(value.get("id"), f"{what}: the id of a value")}
        return {**known, "name": read_text(value["name"], f"{what}: the name of a value")} if value.get("name") is not None else known
    if isinstance(value, float) and not math.isfinite(value):
        raise RequestRefused(f"{what}: a value is not a number of JSON")
    if isinstance(value, int | float):
        return value
    return read_text(value, f"{what}: a value")


def read_limit(given: Any, what: str) -> int:
    """Return a limit: at least 1, and at most `MAX_LIMIT`, which is used for a larger one."""
    return max(1, min(read_number(given, what), MAX_LIMIT))


def read_number(given: Any, what: str) -> int:
    """Return a whole number that is not negative. given: a number, or its text in a URL."""
    if isinstance(given, str) and given.isascii() and given.isdigit() and len(given) < MAX_PROPERTIES:
        return int(given)
    if isinstance(given, int | float) and not isinstance(given, bool) and given >= 0 and given == given // 1 and math.isfinite(given):
        return int(given)
    raise RequestRefused(f"{what} must be a whole number, such as {DEFAULT_LIMIT}")


def read_extension(document: Any) -> Extension:
    """Return a query of data extension. Raises `RequestRefused` if it is malformed or too large."""
    example = '{"ids": ["…"], "properties": [{"id": "…"}]}'
    if not isinstance(document, dict) or not all(isinstance(document.get(key), list) for key in ("ids", "properties")):
        raise RequestRefused(f"extend must be a JSON object with ids and properties, such as {example}")
    ids, properties = document["ids"], document["properties"]
    if len(ids) > MAX_IDS or len(properties) > MAX_PROPERTIES:
        raise RequestRefused(f"extend asks for too much at once; send at most {MAX_IDS} ids and {MAX_PROPERTIES} properties", _TOO_LARGE)
    return Extension(tuple(read_text(thing, "extend: an id") for thing in ids), tuple(map(_column, properties)))


def _column(entry: Any) -> Column:
    if not isinstance(entry, dict) or not isinstance(entry.get("settings") or {}, dict):
        raise RequestRefused('extend: each property must be an object with an id, such as {"id": "country"}')
    settings = entry.get("settings") or {}
    limit = read_number(settings.get("limit") or 0, "extend: the limit of a property")
    language = read_text(settings.get("language") or "", "extend: the language of a property")
    return Column(read_text(entry.get("id"), "extend: the id of a property"), limit or None, language, settings.get("content") == "id")


def read_text(given: Any, what: str) -> str:
    """Return a text. Raises `RequestRefused` for other values, and for a text that is too long or is not Unicode."""
    if not isinstance(given, str):
        raise RequestRefused(f"{what} must be a text")
    if len(given) > MAX_TEXT:
        raise RequestRefused(f"{what} has {len(given):,} characters; send at most {MAX_TEXT:,}")
    if any("\ud800" <= character <= "\udfff" for character in given):
        raise RequestRefused(f"{what} has half of a surrogate pair, which is not a character; send valid Unicode")
    return given


def _short(key: str) -> str:
    key = key.encode("utf-8", "backslashreplace").decode()  # half of a surrogate pair cannot be sent
    return key if len(key) <= MAX_PROPERTIES else f"{key[:MAX_PROPERTIES]}…"
