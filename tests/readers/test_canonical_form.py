"""All readers find a dataset with the same canonical form in every dump (RDF Dataset Canonicalization, RDFC-1.0)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from tests.readers.reader_process import ReaderComplained
from tests.readers.readers import READERS, as_nquads, canonical_form, java_readers, js_readers
from tests.readers.test_readers import DUMPS, HARD, as_held, pairs

OTHERS: Final[Mapping[str, Callable[[Path], str]]] = {
    "rdf-canonize": lambda path: js_readers().ask("rdf-canonize-rdfc", path),
    "Titanium": lambda path: java_readers().ask("titanium-rdfc", path),
}
"""Other programs that compute the canonical form of N-Quads."""

_OFTEN_ESCAPED: Final = "".join(
    map(chr, (*range(1, 0x20), 0x7F, 0x80, 0x9F, 0xA0, 0xAD, 0x2028, 0xFEFF, 0xFFFD, 0x10000, 0x1F3AD, 0x10FFFF))
)
"""All control characters, DEL, and other characters that writers often escape."""


def with_characters(characters: str) -> str:
    """Return Turtle with each character unescaped: alone, within a text, and in a text with a language tag."""
    lines = (f'e:u{ord(character):X} e:p "{character}" , "before {character} after" , "{character}"@en .' for character in characters)
    return "\n".join(("@prefix e: <https://example.org/> .", *lines))


ESCAPES: Final = (
    with_characters(_OFTEN_ESCAPED.replace("\n", "").replace("\r", "").replace('"', "").replace("\\", ""))
    + r"""
e:escapes e:p "\n" , "\r" , "\r\n" , "\"" , "\\" , "\\u0041" , "\\t" , "\u0000" .
"""
)
NONCHARACTERS: Final = with_characters("\ufffe\uffff")

UNIQUE: Final = """\
@prefix e: <https://example.org/> .

e:here { e:s e:p [ e:q [ e:r "in" ] ] . }
_:g { _:h e:p "in a graph without a name" , _:a . }
_:a e:p "in no graph" .
"""
"""Blank nodes as graph names and in several graphs, each distinguishable by its own quads."""

ALIKE: Final = """\
@prefix e: <https://example.org/> .

_:a e:next _:b . _:b e:next _:c . _:c e:next _:a . _:d e:next _:e . _:e e:next _:d . e:s e:p ( 1 ( 2 [] ) ) .
"""
"""Blank nodes in cycles and lists, distinguishable only by their neighbours."""

FAULTS_OF_TITANIUM: Final = {
    "a blank node twice in a quad, counted as two quads": '_:a <urn:p> _:a . _:b <urn:p> "1" .',
    "similar blank nodes in a named graph, which raise an exception": "<urn:g> { _:a <urn:p> _:b . _:b <urn:p> _:a . }",
}
"""Datasets that Titanium RDFC 2.0 does not label according to the recommendation."""


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(("reader", "name"), pairs(*DUMPS))
def test_all_readers_find_the_dataset_with_the_same_digest(stated: list[Quad], dist: Path, reader: str, name: str) -> None:
    assert digest(canonical_form(READERS[reader](dist / name))) == digest(canonical_form(as_held(stated, DUMPS[name])))


def test_the_dumps_have_one_digest_with_graphs_and_one_without(dist: Path) -> None:
    digests = {name: digest(canonical_form(parse(path=dist / name))) for name in DUMPS}
    by_kind = {holds: {digests[name] for name, syntax in DUMPS.items() if syntax.supports_datasets is holds} for holds in (True, False)}
    assert [len(found) for found in by_kind.values()] == [1, 1]
    assert by_kind[True] != by_kind[False]


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("name", ["kzit.nq", "kzit.nt"])
def test_other_programs_compute_the_same_canonical_form_of_a_dump(dist: Path, other: str, name: str) -> None:
    assert digest(OTHERS[other](dist / name)) == digest(canonical_form(parse(path=dist / name)))


def test_jsonld_js_computes_the_canonical_form_of_json_alone(dist: Path) -> None:
    assert digest(js_readers().ask("jsonld-rdfc", dist / "kzit.jsonld")) == digest(canonical_form(parse(path=dist / "kzit.nq")))


def both_forms(path: Path, other: str, text: str) -> tuple[list[str], list[str]]:
    """Return the lines of the canonical forms computed by another program and by us."""
    quads = list(parse(text, format=RdfFormat.TRIG))
    path.write_bytes(as_nquads(quads))
    return OTHERS[other](path).split("\n"), canonical_form(quads).split("\n")


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("text", [HARD, ESCAPES, UNIQUE, ALIKE], ids=["hard", "escapes", "unique", "alike"])
def test_other_programs_escape_and_label_alike(tmp_path: Path, other: str, text: str) -> None:
    theirs, ours = both_forms(tmp_path / "hard.nq", other, text)
    assert len(ours) > 4
    assert theirs == ours


@pytest.mark.parametrize("text", FAULTS_OF_TITANIUM.values(), ids=FAULTS_OF_TITANIUM)
def test_rdf_canonize_labels_alike_where_titanium_differs(tmp_path: Path, text: str) -> None:
    path = tmp_path / "blank.nq"
    theirs, ours = both_forms(path, "rdf-canonize", text)
    assert theirs == ours
    try:
        assert both_forms(path, "Titanium", text)[0] != ours
    except ReaderComplained as complaint:
        assert "NullPointerException" in str(complaint)  # noqa: PT017 # one of two ways to go wrong


@pytest.mark.parametrize("other", OTHERS)
def test_other_programs_do_not_escape_noncharacters(tmp_path: Path, other: str) -> None:
    theirs, ours = both_forms(tmp_path / "no.nq", other, NONCHARACTERS)
    assert all("\\uFFFE" in line or "\\uFFFF" in line for line in ours if line)
    assert sorted(theirs) == sorted(line.replace("\\uFFFE", "\ufffe").replace("\\uFFFF", "\uffff") for line in ours)
