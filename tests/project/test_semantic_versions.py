"""Semantic versions are parsed and ordered as in Semantic Versioning 2.0.0."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzit_graph.project.semantic_versions import Version

ASCENDING: Final = (
    *("0.0.0", "0.0.4", "0.1.0", "0.10.0", "1.0.0-0", "1.0.0-2", "1.0.0-10", "1.0.0--1", "1.0.0-alpha", "1.0.0-alpha.1"),
    *("1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "2.0.0", "10.2.3"),
)
INVALID: Final = (
    *("", "1", "1.0", "1.0.0.0", "v1.0.0", "1.0.0 ", " 1.0.0", "1.0.0\n", "01.0.0", "1.00.0", "1.0.0-", "1.0.0-01", "1.0.0-a..b"),
    *("1.0.0+", "1.0.0+a+b", "1.0.0-ä", "١.٠.٠", "1.0.0-a_b", "-1.0.0", "1.0.x", "latest", "1.0.0/../x", "9" * 5_000 + ".0.0"),
)
IDENTIFIERS: Final = st.from_regex(r"\A(?:0|[1-9][0-9]{0,3}|[A-Za-z-]{1,3})\Z")
NUMBERS: Final = st.tuples(*[st.integers(0, 3)] * 3)
VERSIONS: Final = st.builds(
    lambda numbers, before: ".".join(map(str, numbers)) + ("-" + ".".join(before) if before else ""),
    NUMBERS,
    st.lists(IDENTIFIERS, max_size=3),
)


def test_versions_are_ordered_by_precedence() -> None:
    assert all(Version.parse(lower) < Version.parse(higher) for lower, higher in pairwise(ASCENDING))


@pytest.mark.parametrize("text", INVALID, ids=range(len(INVALID)))
def test_a_text_that_is_not_a_semantic_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a semantic version"):
        Version.parse(text)


def test_build_metadata_is_kept_and_ignored_in_comparisons() -> None:
    assert {Version.parse("1.0.0+linux")} == {Version.parse("1.0.0")}
    assert str(Version.parse("1.0.0-rc.1+build.007")) == "1.0.0-rc.1+build.007"


@given(VERSIONS, VERSIONS, VERSIONS)
def test_the_order_of_versions_is_total(one: str, two: str, three: str) -> None:
    a, b, c = map(Version.parse, (one, two, three))
    assert (a < b) + (a == b) + (b < a) == 1
    assert not (a < b and b < c) or a < c
    assert (a == b) == (one == two)
