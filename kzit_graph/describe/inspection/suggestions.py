"""Suggest roles for data whose claims are in a known vocabulary, as lines of kzit-graph.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

from pyoxigraph import NamedNode

from kzit_graph.package_data import read_package_text


@cache
def _known_claims() -> Mapping[str, Mapping[str, list[str]]]:
    """Return the properties of claims by role, the preferred one first, by the class of the claims."""
    return tomllib.loads(read_package_text("describe/inspection/known_claims.toml"))


def role_suggestions(classes: Collection[NamedNode], properties: Collection[NamedNode]) -> tuple[str, ...]:
    """Return the lines that would name the roles of claims in data, if a class is that of claims. The data have the terms."""
    used, kinds = {term.value for term in properties}, {term.value for term in classes}
    for claim, known in _known_claims().items():
        if claim in kinds:
            found = {role: [name for name in names if name in used] for role, names in known.items()}
            lines = (f"{role} = {_written(names)}" for role, names in {"claim": [claim], **found}.items() if names)
            return ("\n".join(("[roles]", *lines)),)
    return ()


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
