"""Thousands of shapes, warnings and results take time in proportion to their number."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.validation.both_engines import LINE, report

pytestmark = pytest.mark.slow

MANY: Final = 5000
SHAPE: Final = "a sh:NodeShape ; sh:targetNode e:x"


@contextmanager
def at_once() -> Iterator[None]:
    """Fail if a block takes more than four times what it needs."""
    start = time.monotonic()
    yield
    assert time.monotonic() - start < 3


@pytest.mark.parametrize("subject", ["e:S{}", "[]"], ids=["named", "unnamed"])
@pytest.mark.parametrize("part", ["sh:flags 'i'", "sh:node e:U"], ids=["without effect", "undefined"])
def test_each_of_thousands_of_warnings_has_its_line(subject: str, part: str, tmp_path: Path) -> None:
    shapes = "".join(f"{subject.format(n)} {SHAPE} ; {part} .\n" for n in range(MANY))
    with at_once():
        found = report(tmp_path, "shacl", shapes, "e:x a e:T .")
    assert [warning.split(": ")[0].removeprefix("shapes/") for warning in found.warnings] == [f"s.ttl:{LINE + n}" for n in range(MANY)]


def test_a_message_lists_ten_shapes_of_thousands(tmp_path: Path) -> None:
    many = " , ".join(["[ sh:closed false ]"] * MANY)
    with at_once():
        found = report(tmp_path, "shacl", f"e:S {SHAPE} ; sh:not {many} .", "e:x a e:T .")
    assert len(found.results) == MANY
    assert found.results[0].message.endswith(f"of sh:closed and {MANY - 10:,} more")


@pytest.mark.parametrize("first", ["e:C0 rdfs:subClassOf rdfs:Class", f"e:C{MANY} rdfs:subClassOf owl:Class"], ids=["first", "last"])
def test_a_shape_is_a_class_by_any_number_of_superclasses(first: str, tmp_path: Path) -> None:
    upwards = first.startswith("e:C0")
    pairs = ((n + 1, n) if upwards else (n, n + 1) for n in range(MANY))
    chain = "".join(f"e:C{lower} rdfs:subClassOf e:C{upper} .\n" for lower, upper in pairs)
    shapes = f"e:K a e:C{MANY if upwards else 0} , sh:NodeShape ; sh:closed true .\n{first} .\n{chain}"
    with at_once():
        found = report(tmp_path, "shacl", shapes, "e:x a e:K ; e:p 1 .")
    assert [result.focus for result in found.results] == ["<http://e/x>"] * len(found.results)
    assert found.results
