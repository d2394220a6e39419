"""Keep rdflib from parsing a query each time that it is asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from rdflib.plugins.sparql.sparql import Query

_KEPT: Final = 500
"""Queries that are kept."""

_lock: Final = threading.Lock()
_before: Final[list[tuple[Any, Any]]] = []
"""For each block that is being executed: the functions of rdflib before the first of them."""


@contextmanager
def queries_parsed_once() -> Iterator[None]:
    """Let rdflib parse each query once. pySHACL gives it the text of a constraint for every focus node, and parsing takes most of the time.

    rdflib has one parser for all threads. It is as it was when no thread is in such a block any more.
    """
    from rdflib.plugins.sparql import processor

    with _lock:
        if _before:
            _before.append(_before[0])
        else:
            parse, translate = (vars(processor)[name] for name in ("parseQuery", "translateQuery"))
            _before.append((parse, translate))

            @lru_cache(maxsize=_KEPT)
            def translated(text: str | bytes, base: str | None, prefixes: tuple[tuple[str, Any], ...]) -> Query:
                query: Query = translate(parse(text), base, dict(prefixes))
                return query

            def prepared(text: str | bytes, base: str | None = None, prefixes: Mapping[str, Any] | None = None) -> Query:
                return translated(text, base, tuple((prefixes or {}).items()))

            vars(processor).update(parseQuery=lambda text: text, translateQuery=prepared)
    try:
        yield
    finally:
        with _lock:
            parse, translate = _before.pop()
            if not _before:
                vars(processor).update(parseQuery=parse, translateQuery=translate)
