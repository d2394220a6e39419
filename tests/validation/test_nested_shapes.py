"""Both engines evaluate the same depth of nested shapes, and refuse the same shapes in the same words."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from kzit_graph.project.nested_shapes import MAX_DEPTH
from tests.validation.both_engines import LINE, refusals, same_report, values

pytestmark = pytest.mark.slow

REFERENCES: Final = ("sh:node {}", "sh:and ( {} )", "sh:or ( {} )", "sh:xone ( {} )")
SHARED: Final = "".join(f"e:S{n} sh:and ( e:S{n + 1} [ sh:node e:S{n + 1} ] ) .\n" for n in range(17))


@pytest.mark.parametrize("reference", REFERENCES)
def test_both_engines_evaluate_the_innermost_shape(reference: str, tmp_path: Path) -> None:
    nested = "".join(f"e:S{n} {reference.format(f'e:S{n + 1}')} .\n" for n in range(MAX_DEPTH))
    found = same_report(tmp_path, f"e:S0 a sh:NodeShape ; sh:targetNode e:x .\n{nested} e:S{MAX_DEPTH} sh:class e:T .", "e:x a e:U .")
    assert len(found.results) == 1


def test_the_innermost_shape_may_have_values_that_an_engine_misreads(tmp_path: Path) -> None:
    innermost = "sh:path e:p ; sh:datatype xsd:integer ; sh:node [] ; sh:and ( [] ) ; sh:or ( [] ) ; sh:xone ( [] )"
    nots = MAX_DEPTH - 2  # the innermost shape and its own are nested in them
    shapes = f"e:S a sh:NodeShape ; sh:targetNode e:x ; {'sh:not [ ' * nots} sh:property [ {innermost} ] {']' * nots} ."
    for value, number in (('"1"', 0), ('"١"', 1), ('"x"', 1)):
        data = f"e:x e:p {value}^^xsd:integer ."
        assert len(values(same_report(tmp_path / str(len(value)), shapes, data), "Not")) == number


@pytest.mark.parametrize(
    ("shapes", "problem"),
    [
        (f"{'sh:not [ ' * 50} sh:closed false {']' * 50} .", f"nests shapes more than {MAX_DEPTH} deep"),
        (f"sh:nodeKind sh:IRI .\n{SHARED}", "leads to nested shapes in more than 100,000 ways"),
    ],
)
def test_both_engines_refuse_what_nests_too_much(shapes: str, problem: str, tmp_path: Path) -> None:
    for error in refusals(tmp_path, f"e:S0 a sh:NodeShape ; sh:targetNode e:x ; {shapes}").values():
        assert error.problem.startswith(f"the shape <http://e/S0> {problem}")
        assert error.position is not None
        assert error.position.line == LINE
