from __future__ import annotations

import argparse

import pytest

from benchmarks.sizes import parse_size, size_name


@pytest.mark.parametrize(("name", "size"), [("10k", 10_000), ("1m", 1_000_000), ("500", 500), ("1500k", 1_500_000)])
def test_a_size_is_read_as_it_is_written(name: str, size: int) -> None:
    assert parse_size(name) == size
    assert size_name(size) == name


@pytest.mark.parametrize(("text", "size"), [("100000", 100_000), ("10M", 10_000_000)])
def test_a_size_can_be_written_in_other_forms(text: str, size: int) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "many", "1g", "-1", "1.5m"])
def test_a_text_that_is_not_a_size_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="is not a size"):
        parse_size(text)
