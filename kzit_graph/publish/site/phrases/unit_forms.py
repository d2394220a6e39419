"""The plurals of units that count things, from `unit_forms.toml`: a name of a unit alone says nothing about them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from kzit_graph.package_data import read_package_text
from kzit_graph.publish.site.wording.words import Words


def unit_form(words: Words, name: str, number: Decimal) -> str:
    """Return the form of the name of a unit behind a number, such as "companies"; empty if it is not known."""
    forms = _read().get(words.language, {}).get(name)
    return (forms.get(words.locale.plural_form(number)) or forms["other"]) if forms else ""


def genitive_unit_form(words: Words, name: str, number: Decimal) -> str:
    """Return the form of the name of a unit behind a number in the genitive, as in Russian: "более 22 компаний"; empty if not known.

    There the form for fractions is the genitive singular, and the form for many is the genitive plural.
    """
    forms = _read().get(words.language, {}).get(name)
    return forms["other" if words.locale.plural_form(number) in ("one", "other") else "many"] if forms else ""


@cache
def _read() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(read_package_text("publish/site/phrases/unit_forms.toml"))
