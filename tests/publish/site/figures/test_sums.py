"""A total and its parts are compared by their bounds, which may be open."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from kzit_graph.publish.site.claims.model import Amount
from kzit_graph.publish.site.figures.sums import Whole


def claim(value: str, lower: str | None = "", upper: str | None = "") -> Any:
    """Return what a sum reads of a claim. lower, upper: the value if empty."""
    amount = Amount(Decimal(value), Decimal(value), Decimal(value), None, None)
    bounds = (None if lower is None else Decimal(lower or value), None if upper is None else Decimal(upper or value))
    return SimpleNamespace(amount=replace(amount, lower=bounds[0], upper=bounds[1]))


@pytest.mark.parametrize(
    ("total", "parts", "verdict"),
    [
        (claim("10"), (claim("7"), claim("3")), "adds-up"),
        (claim("10"), (claim("7"), claim("2")), "wrong"),
        (claim("10"), (claim("7", upper=None), claim("2")), "adds-up"),
        (claim("10"), (claim("7", upper=None), claim("4")), "wrong"),
        (claim("10", lower=None), (claim("7"), claim("2")), "adds-up"),
        (claim("10", lower=None), (claim("7"), claim("4")), "wrong"),
        (claim("10", upper=None), (claim("7"), claim("4")), "adds-up"),
        (claim("10"), (claim("9", lower=None), claim("5")), "adds-up"),
        (claim("10", None, None), (claim("7", None, None), claim("2", None, None)), "wrong"),
        (claim("10"), (claim("7"),), "open"),
    ],
)
def test_parts_add_up_within_their_bounds(total: Any, parts: tuple[Any, ...], verdict: str) -> None:
    assert Whole(total, parts).verdict(2) == verdict
