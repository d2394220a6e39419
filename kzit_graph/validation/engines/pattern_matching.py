"""Match regular expressions in bounded time, where an engine's own time is not: Python tries all ways to match, as in "^(a+)+$".

The query engine needs time proportional to the text. It has no back-references, and refuses large expressions; Python matches those
in a process that is ended after `TIME_LIMIT`, because its module re cannot be interrupted.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from kzit_graph.rdf.xpath_regex import Translation

TIME_LIMIT: Final = 10.0
"""Seconds that Python has for all values of one regular expression."""

_GRACE: Final = 5.0
"""Seconds for the start of the process."""

_PROBE: Final = NamedNode("urn:kzit-graph:probe")
_MATCHING: Final = "SELECT ?text {{ ?node ?property ?text FILTER(REGEX(?text, {pattern})) }}"
_SCRIPT: Final = """
import faulthandler, json, os, re, sys
pattern, texts, limit = json.load(sys.stdin)
faulthandler.dump_traceback_later(limit, exit=True, file=open(os.devnull, "w"))
search = re.compile(pattern).search
json.dump([text for text in texts if search(text)], sys.stdout)
"""

"""The process also ends itself at the limit, in case that its parent is killed."""


class PatternTimeout(Exception):
    """A regular expression needs more than `TIME_LIMIT`, or more than the memory."""


def matching(translation: Translation, texts: Iterable[str]) -> frozenset[str]:
    """Return the texts that have a match of a regular expression. Raises `PatternTimeout`."""
    distinct = sorted(set(texts))
    found = _by_query(translation.rust, distinct) if translation.rust is not None else None
    return _by_python(translation.python, distinct) if found is None else found


def _by_query(pattern: str, texts: list[str]) -> frozenset[str] | None:
    """Return the texts that match; None if the query engine does not have the expression."""
    store = Store()
    store.bulk_extend(Quad(_PROBE, _PROBE, Literal(text)) for text in texts)
    if _solutions(store, f'SELECT (REGEX("", {Literal(pattern)}) AS ?text) {{}}') == [None]:
        return None
    return frozenset(filter(None, _solutions(store, _MATCHING.format(pattern=Literal(pattern)))))


def _solutions(store: Store, query: str) -> list[str | None]:
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    return [None if row[0] is None else getattr(row[0], "value", "") for row in solutions]


def _by_python(pattern: str, texts: list[str]) -> frozenset[str]:
    import subprocess

    try:
        done = subprocess.run(  # noqa: S603 - the script is ours
            [sys.executable, "-I", "-S", "-c", _SCRIPT],
            input=json.dumps([pattern, texts, TIME_LIMIT]).encode(),
            stdout=subprocess.PIPE,
            timeout=TIME_LIMIT + _GRACE,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise PatternTimeout from error
    return frozenset(json.loads(done.stdout))
