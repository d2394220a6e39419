"""What a build says of the facts since the one before."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzit_graph.publish.fact_changes import Changes, changes_since, facts_of


def table(path: Path, *rows: str) -> Path:
    path.write_text("".join(f"{row}\n" for row in ("fact,label", *rows)), encoding="utf-8")
    return path


def test_facts_are_new_changed_or_gone(tmp_path: Path) -> None:
    before = table(tmp_path / "before.csv", "a,same", "b,old", "c,gone")
    after = table(tmp_path / "after.csv", "a,same", "b,new", "d,there", 'e,"two\nlines"')
    assert changes_since(before, facts_of(after)) == Changes(added=2, changed=1, removed=1)


def test_cells_of_any_length_and_facts_whose_iris_need_quotes_are_compared(tmp_path: Path) -> None:
    long = '"' + "many, " * 50_000 + '"'
    before = table(tmp_path / "before.csv", f"a,{long}", '"b,c","a ""word"""')
    after = table(tmp_path / "after.csv", f"a,{long}", '"b,c","a\n""word"""')
    assert set(facts_of(after)) == {"a", "b,c"}
    assert changes_since(before, facts_of(after)) == Changes(added=0, changed=1, removed=0)


@given(
    rows=st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.text(st.characters(exclude_categories=["Cs"])))
)
def test_the_facts_are_those_that_another_reader_finds(rows: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([("fact", "label"), *rows.items()])
        assert facts_of(path).keys() == rows.keys()


@pytest.mark.parametrize("content", [b"\xff\xfe", b'fact\n"' + b"x" * 200_000])
def test_without_a_readable_table_there_is_nothing_to_compare_with(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "before.csv").write_bytes(content)
    after = facts_of(table(tmp_path / "after.csv", "a,1"))
    assert changes_since(tmp_path / "before.csv", after) is None
    assert changes_since(tmp_path / "absent.csv", after) is None
