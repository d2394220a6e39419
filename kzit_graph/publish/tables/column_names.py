"""Name tables and columns after IRIs: plain letters, no two alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import chain, count
from typing import Final
from urllib.parse import unquote

from kzit_graph.publish.tables.columns import ColumnPath, Hop

_OTHERS: Final = re.compile(r"[^A-Za-z0-9]+")
_MAX_LENGTH: Final = 60


class UniqueNames:
    """Makes names that differ, also for programs that ignore case.

    prefixes: prefix to namespace; of two terms with the same local name, the second is named with its prefix. taken: names in use.
    """

    def __init__(self, prefixes: Mapping[str, str], taken: Iterable[str] = ()) -> None:
        self._prefixes = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0]))
        self._taken = {name.casefold() for name in taken}

    def unique(self, *names: str, separator: str = "_") -> str:
        """Return the first of some names that is not taken, or the first one with a number. It is taken then."""
        numbered = (f"{names[0]}{separator}{number}" for number in count(2))
        found = next(name for name in chain(names, numbered) if name.casefold() not in self._taken)
        self._taken.add(found.casefold())
        return found

    def for_path(self, path: ColumnPath) -> str:
        """Return the name of a column for the values of a path: the local name of its last property."""
        last, whole = path[-1], "_".join(map(_hop_name, path))
        prefix = self._prefix(last.property.value)
        return self.unique(*dict.fromkeys((_hop_name(last), whole, f"{plain(prefix)}_{_hop_name(last)}" if prefix else whole)))

    def for_class(self, iri: str) -> str:
        """Return the name of a table for the instances of a class: its local name, with hyphens for other characters."""
        name, prefix = plain(local_part(iri), "-").lower() or "table", self._prefix(iri)
        return self.unique(name, *([f"{plain(prefix, '-').lower()}-{name}"] if prefix else []), separator="-")

    def _prefix(self, iri: str) -> str:
        return next((prefix for prefix, namespace in self._prefixes if prefix and iri.startswith(namespace)), "")


def local_part(iri: str) -> str:
    """Return the part of an IRI that names a term: behind the last #, / or :."""
    return unquote(re.split(r"[#/:]", iri.rstrip("#/:"))[-1])


def plain(text: str, replacement: str = "_") -> str:
    """Return a text in ASCII letters and digits, without accents; other characters become the replacement."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return _OTHERS.sub(replacement, bare).strip(replacement)[:_MAX_LENGTH].strip(replacement)


def _hop_name(hop: Hop) -> str:
    name = plain(local_part(hop.property.value)) or "value"
    return f"is_{name}_of" if hop.is_inverse else name
