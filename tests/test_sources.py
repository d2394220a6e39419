"""Each source has the facts and passages that were counted when it was checked by eye; see tests/source_counts.py."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

import pytest

from kzit_graph.project.loaded import LoadedProject
from tests.source_counts import EXPECTED, Counts, counts, expected, listed_tests, sources

NAMES: Final = sorted({*sources(), *(path.stem for path in EXPECTED.glob("*.toml"))})


@pytest.mark.parametrize("source", NAMES)
def test_a_source_has_the_expected_facts_and_passages(corpus: LoadedProject, source: str) -> None:
    path = EXPECTED / f"{source}.toml"
    if source not in sources():
        pytest.skip(f"there is no data/sources/{source}.ttl; remove tests/sources/{source}.toml if it is gone for good")
    found = counts(corpus.store, source)
    if not path.is_file():
        pytest.skip(f"write tests/sources/{source}.toml, once you have checked the source; now it is:\n{found.toml()}")
    assert found == expected(tomllib.loads(path.read_text("utf-8")))


@pytest.mark.parametrize("source", NAMES)
def test_the_tests_that_speak_of_a_source_are_there(root: Path, source: str) -> None:
    listed = listed_tests(source)
    assert list(listed) == sorted(set(listed))
    for test in listed:
        module, _, name = test.partition("::")
        assert f"def {name.partition('[')[0]}(" in (root / module).read_text("utf-8"), test


def test_a_missing_fact_is_found(corpus: LoadedProject) -> None:
    found = counts(corpus.store, NAMES[0])
    assert expected(tomllib.loads(found.toml())) == found
    fewer = {**found.facts, "Occurrence": found.facts.get("Occurrence", 0) - 1}
    assert found != Counts(found.language, found.extent, found.claimants, found.passages, fewer, found.without_facts)
