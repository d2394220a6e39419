"""The written forms of the literals of large data in a file, so that they take no memory.

It is made from N-Quads in two passes, a few lines at a time. The first one finds the literals that a store changes. The second one finds
their triples, and all forms of each value.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kzit_graph.computed_once import computed_once
from kzit_graph.project.statements.written_forms import WrittenForms, as_stored, literals
from kzit_graph.rdf.names import Term
from kzit_graph.sparql.written_answers import may_differ

_LINES: Final = 4 << 20
"""Bytes of lines that are read together."""

_TYPED: Final = re.compile(
    rb'^(?P<line>.* (?P<literal>"[^"\\\n]*"\^\^<http://www\.w3\.org/2001/XMLSchema#\w+>)(?: (?:<[^<>\s]*>|_:\S+))? ?\.)$', re.MULTILINE
)
"""A statement with a literal of a datatype of XML Schema. Forms that a store changes need no escapes."""

_TABLES: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE literals (stored TEXT PRIMARY KEY, written TEXT) WITHOUT ROWID;
CREATE TABLE triples (digest BLOB, written TEXT, PRIMARY KEY (digest, written)) WITHOUT ROWID;
"""
_ADD_LITERAL: Final = """
INSERT INTO literals VALUES (?, ?) ON CONFLICT (stored) DO UPDATE SET written = CASE WHEN written = excluded.written THEN written END
"""
"""The form of a value becomes NULL if the data has a second one."""

_CACHED: Final = 1 << 14


def write_forms(path: Path, quads: Iterable[Path]) -> bool:
    """Write the file of the forms in files of N-Quads. Returns whether a store changes any literal of them."""
    files = list(quads)
    with sqlite3.connect(path) as forms:
        forms.executescript(_TABLES)
        for batch in _batches(files):
            written = literals({match["literal"] for match in _TYPED.finditer(batch)})
            stored = as_stored(written.values())
            changed = [(str(new), str(old)) for new, old in zip(stored, written.values(), strict=True) if new != old]
            forms.executemany(_ADD_LITERAL, changed)
        has_forms = forms.execute("SELECT 1 FROM literals LIMIT 1").fetchone() is not None
        if has_forms:
            for batch in _batches(files):
                _add_triples(forms, batch)
    forms.close()
    return has_forms


def _batches(files: Iterable[Path]) -> Iterator[bytes]:
    for file in files:
        with file.open("rb") as lines:
            while batch := lines.readlines(_LINES):
                yield b"".join(batch)


def _add_triples(forms: sqlite3.Connection, batch: bytes) -> None:
    found = list(_TYPED.finditer(batch))
    written = literals({match["literal"] for match in found})
    stored = dict(zip(written, as_stored(written.values()), strict=True))
    wanted = {text for text, literal in stored.items() if _has(forms, literal)}
    forms.executemany(_ADD_LITERAL, [(str(stored[text]), str(written[text])) for text in wanted])
    matches = [match for match in found if match["literal"] in wanted]
    statements = parse(b"\n".join(match["line"] for match in matches), format=RdfFormat.N_QUADS, lenient=True)
    rows = (
        (_digest(Triple(quad.subject, quad.predicate, stored[match["literal"]])), str(quad.object))
        for quad, match in zip(statements, matches, strict=True)
    )
    forms.executemany("INSERT OR IGNORE INTO triples VALUES (?, ?)", rows)


def _has(forms: sqlite3.Connection, stored: Literal) -> bool:
    return forms.execute("SELECT 1 FROM literals WHERE stored = ?", (str(stored),)).fetchone() is not None


def _digest(triple: Triple) -> bytes:
    return hashlib.blake2b(str(triple).encode(), digest_size=16).digest()


@dataclass(frozen=True)
class FormsOnDisk(WrittenForms):
    """Forms in a file, which is opened when they are first needed. path: the file."""

    path: Path = Path()

    @computed_once
    def connection(self) -> sqlite3.Connection:
        """The open file. It must not be opened before a fork."""
        connection = sqlite3.connect(f"{self.path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("SELECT 1 FROM literals LIMIT 1").fetchone()  # opens the file
        return connection

    def objects(self, triple: Triple) -> tuple[Term, ...]:
        """Return the objects of a triple of the store as they were written; see `WrittenForms.objects`."""
        if not isinstance(triple.object, Literal) or not may_differ(triple.object):
            return (triple.object,)
        if isinstance(triple.subject, BlankNode):
            return (self.by_literal.get(triple.object, triple.object),)
        rows = self.connection.execute("SELECT written FROM triples WHERE digest = ?", (_digest(triple),)).fetchall()
        return tuple(_literal(text) for (text,) in rows) or (triple.object,)

    def quads(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Yield quads of the store with their objects as they were written."""
        return (Quad(quad.subject, quad.predicate, term, quad.graph_name) for quad in quads for term in self.objects(quad.triple))

    def objects_of(self, quad: Quad) -> tuple[Term, ...]:
        """Return the objects of a quad of the store as they were written."""
        return self.objects(quad.triple)

    @computed_once
    def by_literal(self) -> Mapping[Literal, Literal]:
        """The written form by the store's form, for values that the data has in one form only."""
        return _ByLiteral(self.connection)


class _ByLiteral(Mapping[Literal, Literal]):
    """The table of literals."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._found = lru_cache(_CACHED)(self._find)

    def __getitem__(self, stored: Literal) -> Literal:
        found = self._found(stored) if may_differ(stored) else None
        if found is None:
            raise KeyError(stored)
        return found

    def get(self, stored: Literal, default: object = None) -> object:  # type: ignore[override]
        """Return the written form of a literal, or the default. It is faster than the one of `Mapping`."""
        found = self._found(stored) if may_differ(stored) else None
        return default if found is None else found

    def _find(self, stored: Literal) -> Literal | None:
        row = self._connection.execute("SELECT written FROM literals WHERE stored = ?", (str(stored),)).fetchone()
        return None if row is None or row[0] is None else _literal(row[0])

    def __iter__(self) -> Iterator[Literal]:
        return (_literal(text) for (text,) in self._connection.execute("SELECT stored FROM literals WHERE written IS NOT NULL"))

    def __len__(self) -> int:
        (number,) = self._connection.execute("SELECT COUNT(*) FROM literals WHERE written IS NOT NULL").fetchone()
        return int(number)


def _literal(text: str) -> Literal:
    """Return the literal of a text in N-Triples with a datatype and without escapes."""
    value, _, datatype = text.removesuffix(">").rpartition('"^^<')
    return Literal(value[1:], datatype=_datatype(datatype))


@lru_cache
def _datatype(iri: str) -> NamedNode:
    return NamedNode(iri)
