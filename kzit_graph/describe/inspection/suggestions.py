"""Suggest roles for data whose claims are in a known vocabulary, as lines of kzit-graph.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from pyoxigraph import NamedNode, Store

from kzit_graph.package_data import read_package_text
from kzit_graph.rdf.names import split_iri
from kzit_graph.sparql.queries import select

_ANY: Final = "*"
"""Stands for each property that leads from another thing to a claim."""


@cache
def _known_claims() -> Mapping[str, Mapping[str, list[str]]]:
    """Return the properties of claims by role, the preferred one first, by the class of the claims."""
    return tomllib.loads(read_package_text("describe/inspection/known_claims.toml"))


def role_suggestions(store: Store, classes: Collection[NamedNode], properties: Collection[NamedNode]) -> tuple[str, ...]:
    """Return the lines that would name the roles of claims in data, if a class is that of claims. The data have the terms.

    Classes of the same name, such as those of schema.org with http and with https, are suggested together.
    """
    used, kinds = {term.value for term in properties}, {term.value for term in classes}
    present = [claim for claim in _known_claims() if claim in kinds]
    claims = [claim for claim in present if split_iri(claim)[1] == split_iri(present[0])[1]]
    found: dict[str, list[str]] = {"claim": claims}
    for claim in claims:
        for role, names in _known_claims()[claim].items():
            listed = _naming(store, claim) if names == [_ANY] else [name for name in names if name in used]
            found.setdefault(role, []).extend(name for name in listed if name not in found.get(role, ()))
    lines = (f"{role} = {_written(names)}" for role, names in found.items() if names)
    return ("\n".join(("[roles]", *lines)),) if claims else ()


def _naming(store: Store, claim: str) -> list[str]:
    """Return the properties by which things name their claims, the most used ones first."""
    return [row["term"].value for row in select(store, "inspect-naming-claims.rq", claim=NamedNode(claim))]


def _written(names: Sequence[str]) -> str:
    """Return names as a value of TOML."""
    quoted = [f'"{name}"' for name in names]
    return quoted[0] if len(quoted) == 1 else f"[{', '.join(quoted)}]"


def merged_settings(texts: Iterable[str]) -> list[str]:
    """Return the lines of several texts for kzit-graph.toml as one file: keys of no table first, and each table once."""
    tables: dict[str, list[str]] = {"": []}
    for text in texts:
        heading = ""
        for line in text.splitlines():
            if line.startswith("["):
                heading = line
            else:
                tables.setdefault(heading, []).append(line)
    return [line for heading, lines in tables.items() for line in ((heading, *lines) if heading else lines)]
