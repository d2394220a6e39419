"""Put the terms of roles into the queries of the package, which have `role:` names in their place.

A role is the part that a class or a property plays for this program, such as "claimant". The settings of a project name its terms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode

from kzit_graph.sparql.tokens import Token, tokens

_PREFIX: Final = "role"
_NOTHING: Final = "<urn:kzit-graph:no-role>"
"""A property that no data have, for a role without terms."""


@dataclass(frozen=True, eq=False)
class Roles:
    """The terms of roles.

    terms: classes or properties by role, the preferred one first. pairs: pairs of terms by role.
    """

    terms: Mapping[str, tuple[NamedNode, ...]]
    pairs: Mapping[str, tuple[tuple[NamedNode, NamedNode], ...]] = field(default_factory=lambda: MappingProxyType({}))

    def __getitem__(self, role: str) -> tuple[NamedNode, ...]:
        return self.terms[role]

    def first(self, role: str) -> NamedNode | None:
        """Return the preferred term of a role, or None if it has no term."""
        return next(iter(self.terms[role]), None)


def has_roles(sparql: str) -> bool:
    """Return whether a query has names of roles."""
    return f"{_PREFIX}:" in sparql


def with_roles(sparql: str, roles: Roles) -> str:
    """Return a query with the terms of roles in place of their names.

    In VALUES, a name becomes all terms of the role: one row for each, or one for each pair. Elsewhere it is a property, and becomes
    a path with the terms as alternatives, so that a class must be in VALUES.
    """
    parts: list[str] = []
    end = 0
    for token, in_values in _role_names(sparql):
        parts += [sparql[end : token.start], _values(roles, token.local) if in_values else _path(roles, token.local)]
        end = token.end
    return "".join((*parts, sparql[end:]))


def _role_names(sparql: str) -> Iterator[tuple[Token, bool]]:
    """Yield the names of roles, each with whether it is in the block of a VALUES clause."""
    is_values = in_block = is_declared = False
    for token in tokens(sparql):
        if token.kind == "word":
            is_declared = token.text.upper() == "PREFIX"
            is_values = token.text.upper() == "VALUES"
        elif token.kind == "sign" and token.text in "{}":
            in_block, is_values = is_values and token.text == "{", False
        elif token.kind == "prefixed":
            if token.prefix == _PREFIX and not is_declared:
                yield token, in_block
            is_declared = False


def _values(roles: Roles, role: str) -> str:
    if role in roles.pairs:
        return " ".join(f"({one} {other})" for one, other in roles.pairs[role])
    return " ".join(map(str, roles[role]))


def _path(roles: Roles, role: str) -> str:
    found = roles[role]
    return str(found[0]) if len(found) == 1 else f"({'|'.join(map(str, found))})" if found else _NOTHING
