"""Shorten IRIs to prefixed names that Turtle and SPARQL read as the same IRIs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_START: Final = (
    "A-Za-z_0-9:\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff"
    "\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_INSIDE: Final = f"{_START}\u00b7\u0300-\u036f\u203f\u2040-"
_ESCAPE: Final = "%[0-9A-Fa-f]{2}"
_LOCAL: Final = re.compile(rf"(?:[{_START}]|{_ESCAPE})(?:\.*+(?:[{_INSIDE}]|{_ESCAPE}))*+")


def is_local_name(text: str) -> bool:
    """Return whether a text can follow the colon of a prefixed name without escapes in Turtle and SPARQL (PN_LOCAL).

    >>> is_local_name("Milan"), is_local_name("%7E"), is_local_name("~"), is_local_name("a/b"), is_local_name("Milan.")
    (True, True, False, False, False)
    """
    return _LOCAL.fullmatch(text) is not None


def prefixed_name(iri: str, prefixes: Mapping[str, str]) -> str | None:
    """Return the prefixed name of an IRI with the longest namespace that leaves a local name; None if there is none.

    prefixes: prefix to namespace.
    """
    fits = [(namespace, prefix) for prefix, namespace in prefixes.items() if _is_in(iri, namespace)]
    if not fits:
        return None
    namespace, prefix = max(fits, key=lambda fit: len(fit[0]))
    return f"{prefix}:{iri.removeprefix(namespace)}"


def _is_in(iri: str, namespace: str) -> bool:
    return iri.startswith(namespace) and is_local_name(iri.removeprefix(namespace))
