"""No value of a key that JSON-LD has twice is lost without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

import kzit_graph
from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.reading import read_file
from tests.small_project import small_project


def values(folder: Path, text: str) -> list[str]:
    path = folder / "x.jsonld"
    path.write_text(text, "utf-8")
    return sorted(str(quad.object) for quad in read_file(path).quads)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"@id": "e:s", "e:p": "a", "e:p": "b"}', ['"a"', '"b"']),
        ('{"@id": "e:s", "@type": "e:A", "@type": "e:B"}', ["<e:A>", "<e:B>"]),
        ('{"@id": "e:s", "e:p": {"@id": "e:o", "e:q": "a", "e:q": "b"}}', ['"a"', '"b"', "<e:o>"]),
        ('{"@context": {"p": "e:p", "p": "e:p"}, "@id": "e:s", "p": "a"}', ['"a"']),
    ],
)
def test_both_values_of_a_key_count(text: str, found: list[str], tmp_path: Path) -> None:
    assert values(tmp_path, text) == found


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"@context": {"p": "e:p",\n"p": "e:q"}, "@id": "e:s", "p": "a"}', '2: the context has "p" twice, with two values; remove one'),
        ('{"@context": [{}, {"p": {"@id": "e:p",\n"@id": "e:q"}}], "p": "a"}', '2: the context has "@id" twice, with two values;'),
        ('{"@context": {"p": "e:p",\n"\\u0070": "e:q"}, "p": "a"}', '2: the context has "p" twice, with two values;'),
        ('{"@id": "e:s", "@id": "e:t", "e:p": "a"}', "1: @id is defined twice"),
        ('{"@id": "e:s", "e:p": {"@value": "a", "@value": "b"}}', "1: @value cannot be set multiple times"),
    ],
)
def test_two_values_where_one_counts_are_refused(text: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        values(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path / 'x.jsonld'}:{problem}")


def test_the_copy_of_a_context_and_its_use_lose_nothing(tmp_path: Path) -> None:
    root = small_project(tmp_path)
    settings = root / "kzit-graph.toml"
    before = settings.read_text("utf-8") if settings.exists() else ""
    settings.write_text(f'{before}\n[contexts]\n"https://c.example/c" = "c.jsonld"\n', "utf-8")
    (root / "c.jsonld").write_text('{"@context": {"p": "e:p"}}', "utf-8")
    (root / "data" / "x.jsonld").write_text('{"@context": "https://c.example/c", "@id": "e:s", "p": "a", "p": "b"}', "utf-8")
    rows = kzit_graph.open_folder(root).select("SELECT ?v WHERE { <e:s> <e:p> ?v } ORDER BY ?v")
    assert [str(row["v"]) for row in rows] == ['"a"', '"b"']
    (root / "c.jsonld").write_text('{"@context": {"p": "e:p",\n"p": "e:q"}}', "utf-8")
    with pytest.raises(InvalidInput, match=r'c\.jsonld:2: the context has "p" twice, with two values; remove one'):
        kzit_graph.open_folder(root).select("ASK {}")
