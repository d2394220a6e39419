"""The names of classes and properties of well-known vocabularies, for projects that do not label them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Final

from pyoxigraph import NamedNode

from kzit_graph.package_data import read_package_text
from kzit_graph.rdf.namespaces import OLD_SCHEMA

_FILE: Final = "publish/site/wording/terms.toml"
_NONE: Final[Mapping[str, str]] = {}


def term_names(term: NamedNode) -> Mapping[str, str]:
    """Return the names of a term by language; nothing for an unknown one."""
    iri = term.value
    return _read().get(f"https{iri[4:]}" if iri.startswith(OLD_SCHEMA) else iri, _NONE)


@cache
def _read() -> Mapping[str, Mapping[str, str]]:
    namespaces = tomllib.loads(read_package_text(_FILE))
    return {namespace + name: names for namespace, terms in namespaces.items() for name, names in terms.items()}
