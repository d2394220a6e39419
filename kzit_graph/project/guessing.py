"""Guess the base IRI of a project that states none: the namespace of most subjects of its data. And complete one that is stated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from kzit_graph.rdf.jsonld.local_contexts import LocalContexts
from kzit_graph.rdf.reading import read_quads

_MAX_PER_FILE: Final = 2_000
_MAX_STATEMENTS: Final = 100_000
"""Statements that are read, so that a command starts fast."""

_MOST: Final = 0.9
"""The share of the subjects of a host that the base must cover."""

_AUTHORITY: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?://[^/?#]+/|[^:/?#]+[:/])")
"""What a base has at least: a scheme and a host, or a scheme and the namespace of a URN."""

_END: Final = re.compile(r"[/#:]")


def guessed_base(paths: Iterable[Path], contexts: LocalContexts) -> str | None:
    """Return the longest namespace that covers nearly all subjects of the commonest host in RDF files; None without IRIs.

    The commonest host has the most statements: data often name many things of others, with a type and a label only.

    Only the first statements of each file are read. Raises `InvalidInput` if that part of a file is malformed.
    """
    by_host: dict[str, Counter[str]] = {}
    for iri in _subjects(paths, contexts):
        if authority := _AUTHORITY.match(iri):
            by_host.setdefault(authority[0], Counter())[iri] += 1
    if not by_host:
        return None
    host, subjects = min(by_host.items(), key=lambda found: (-found[1].total(), found[0]))
    spaces = {iri: _namespaces(iri, host) for iri in subjects}
    known = set[str]().union(*spaces.values())
    # https://example.org/a is the document of https://example.org/a#, if that is a namespace. Vocabularies are named by their namespace.
    covered = Counter(namespace for iri, own in spaces.items() for namespace in own | (known & {iri, f"{iri}#", f"{iri}/"}))
    enough = [namespace for namespace, number in covered.items() if number >= _MOST * len(subjects)]
    return max(enough, key=lambda namespace: (len(namespace), namespace), default=host)


def separated(base: str, paths: Iterable[Path], contexts: LocalContexts) -> str:
    """Return a base that ends in a letter or a digit with the sign that follows it in all subjects of the data under it: "/" or "#".

    If other signs follow it as well, or none does, it stays as it is. Only the first statements of each file are read.
    """
    signs = {iri[len(base)] for iri in _subjects(paths, contexts) if iri.startswith(base) and iri != base}
    return base + signs.pop() if signs in ({"/"}, {"#"}) else base


def _subjects(paths: Iterable[Path], contexts: LocalContexts) -> Iterator[str]:
    left = _MAX_STATEMENTS
    for path in paths:
        if left <= 0:
            return
        for quad in islice(read_quads(path, contexts=contexts), min(_MAX_PER_FILE, left)):
            left -= 1
            if isinstance(quad.subject, NamedNode):
                yield quad.subject.value


def _namespaces(iri: str, host: str) -> set[str]:
    """Return the namespaces that an IRI is in. host: the shortest one."""
    return {iri[: end.end()] for end in _END.finditer(iri, len(host) - 1) if end.end() < len(iri)} | {host}
