"""Suggest roles for data whose claims are in a known vocabulary, as lines of kzit-graph.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from functools import cache

from pyoxigraph import NamedNode

from kzit_graph.package_data import read_package_text


@cache
def _known_claims() -> Mapping[str, Mapping[str, str]]:
    """Return the properties of claims by role, by the class of the claims."""
    return tomllib.loads(read_package_text("describe/inspection/known_claims.toml"))


def role_suggestions(classes: Collection[NamedNode], properties: Collection[NamedNode]) -> tuple[str, ...]:
    """Return the lines that would name the roles of claims in data, if a class is that of claims. The data have the terms."""
    used = {term.value for term in properties}
    for term in classes:
        if term.value in _known_claims():
            found = {role: name for role, name in _known_claims()[term.value].items() if name in used}
            lines = (f'{role} = "{name}"' for role, name in {"claim": term.value, **found}.items())
            return ("\n".join(("[roles]", *lines)),)
    return ()
