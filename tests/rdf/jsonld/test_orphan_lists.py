"""Nothing of the value of a key without an IRI is read, also if it is a list."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzit_graph.rdf.reading import as_ntriples, read_file
from tests.cli.commands import kzit_graph as command


@pytest.mark.parametrize(
    "value",
    [
        '{"@list": ["a", {"@id": "e:o"}]}',
        '[{"@list": ["a"]}, {"@list": []}]',
        '{"e:q": {"@list": ["a"]}}',
        '{"@list": [{"@list": ["a", {"@list": ["b"]}]}]}',
        '{"@list": [{"e:q": {"@list": ["a"]}}]}',
    ],
)
def test_the_list_of_a_key_without_an_iri_is_not_read(value: str, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonld"
    path.write_text(f'{{"@id": "e:s", "e:p": 1, "unknown": {value}, "e:l": {{"@list": ["c", {{"@list": ["d"]}}]}}}}', "utf-8")
    lines = as_ntriples(read_file(path)).decode().splitlines()
    assert len(lines) == 8
    assert not any(text in line for text in ('"a"', '"b"', "e:o") for line in lines)


def test_a_list_that_a_document_states_itself_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonld"
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    path.write_text(f'{{"@id": "_:l", "unknown": {{"@list": []}}, "{rdf}first": "a", "{rdf}rest": {{"@id": "{rdf}nil"}}}}', "utf-8")
    assert len(read_file(path).quads) == 2


TAGGED = '{"@value": "x", "@language": "en-GB"}, {"@value": "y", "@language": "DE"}'
WRITTEN = ['<e:s> <e:p> "x"@en-GB .', '<e:s> <e:p> "y"@DE .']


@pytest.mark.parametrize(
    ("document", "lines"),
    [
        (f'{{"@id": "e:s", "unknown": {{"@list": ["a", "b"]}}, "e:p": [{TAGGED}]}}', WRITTEN),
        (f'{{"@id": "e:s", "unknown": "a", "e:p": [{TAGGED}]}}', WRITTEN),
        (f'{{"@id": "e:s", "unknown": [{{"e:q": "a"}}, "b", "c"], "e:p": [{TAGGED}]}}', WRITTEN),
        (
            '{"@context": {"m": {"@id": "e:m", "@container": "@type"}}, "@id": "e:s", "m": {"e:T": {"@id": "e:o", "e:q": "a"}}, '
            f'"e:p": [{TAGGED}]}}',
            ["<e:s> <e:m> <e:o> .", "<e:o> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <e:T> .", '<e:o> <e:q> "a" .', *WRITTEN],
        ),
    ],
)
def test_a_conversion_keeps_texts_and_tags_beside_what_is_not_read(document: str, lines: list[str], tmp_path: Path) -> None:
    (tmp_path / "x.jsonld").write_text(document, "utf-8")
    done = command("export", "ntriples", "--data", "x.jsonld", cwd=tmp_path)
    assert sorted(done.stdout.splitlines()) == sorted(lines)
