"""Regular expressions take bounded time with both engines, or are refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kzit_graph.rdf.xpath_regex import translate
from kzit_graph.validation.engines import pattern_matching
from kzit_graph.validation.engines import shapes as engine_shapes
from kzit_graph.validation.engines.pattern_matching import PatternTimeout, matching
from kzit_graph.validation.validate import ENGINES
from tests.validation.both_engines import LINE, refusals, report, same_report, values

LONG = "a" * 200


def shapes(pattern: str) -> str:
    return f'e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:pattern "{pattern}" ] .'


@pytest.mark.parametrize(
    "pattern", ["^(a+)+$", "^(a|a)*$", "^(a*)*$", "^(a|aa)+$", "^(a?){100}a{100}$", "^(([a-z])+.)+[A-Z]([a-z])+$", "(a*)*c"]
)
def test_a_pattern_that_makes_python_backtrack_is_exact(pattern: str, tmp_path: Path) -> None:
    found = same_report(tmp_path, shapes(pattern), f'e:x e:p "{LONG}b" , <http://e/{LONG}b> .')
    assert values(found, "Pattern") == [f"<http://e/{LONG}b>", f"{LONG}b"]


@pytest.mark.parametrize("engine", ENGINES)
def test_values_that_match_such_a_pattern_conform(engine: str, tmp_path: Path) -> None:
    found = report(tmp_path, engine, shapes("^(a+)+$"), f'e:x e:p "{LONG}" , "b" , "aa" , [] .')
    assert len(found.results) == 2
    assert "b" in values(found, "Pattern")


def test_a_pattern_of_a_nested_shape_is_bounded_as_well(tmp_path: Path) -> None:
    nested = (
        'e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:p ; sh:or ( [ sh:pattern "^(a+)+$" ] [ sh:nodeKind sh:IRI ] ) ] .'
    )
    assert values(same_report(tmp_path, nested, f'e:x e:p "{LONG}b" , "{LONG}" , e:y .'), "Or") == [f"{LONG}b"]


@pytest.mark.slow
def test_a_back_reference_that_takes_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pattern_matching, "TIME_LIMIT", 1.0)
    monkeypatch.setattr(engine_shapes, "TIME_LIMIT", 1.0)
    for error in refusals(tmp_path, shapes(r"^(a+)+\\1$"), f'e:x e:p "{LONG}b" .').values():
        assert error.position is not None
        assert error.position.line == LINE
        problem = r'a part of the shape <http://e/S>: the regular expression "^(a+)+\1$" cannot be matched with all values within 1 s'
        assert problem in error.problem


def test_an_expression_too_large_for_the_query_engine_is_matched_by_python() -> None:
    assert matching(translate(r"^(\w{100}){20}$"), ["a" * 2000, "a" * 1999]) == {"a" * 2000}


@pytest.mark.slow
def test_the_process_that_matches_ends_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pattern_matching, "TIME_LIMIT", 1.0)
    monkeypatch.setattr(pattern_matching, "_GRACE", 1000.0)
    with pytest.raises(PatternTimeout) as caught:
        matching(translate(r"^(a+)+\1$"), [f"{LONG}b"])
    assert isinstance(caught.value.__cause__, subprocess.CalledProcessError)
    assert sys.executable in caught.value.__cause__.cmd
