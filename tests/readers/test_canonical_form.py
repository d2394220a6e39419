"""One dataset, one digest: whoever reads a dump finds what has the same canonical form (RDF Dataset Canonicalization, RDFC-1.0)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import RdfFormat, Store, parse

from tests.readers.reader_process import ReaderComplained
from tests.readers.readers import READERS, as_nquads, canonical_form, java_readers, js_readers
from tests.readers.test_readers import DUMPS, HARD, as_held, pairs

OTHERS: Final[Mapping[str, Callable[[Path], str]]] = {
    "rdf-canonize": lambda path: js_readers().ask("rdf-canonize-rdfc", path),
    "Titanium": lambda path: java_readers().ask("titanium-rdfc", path),
}
"""Who else brings N-Quads into their canonical form."""

_TEMPTING: Final = "".join(map(chr, (*range(1, 0x20), 0x7F, 0x80, 0x9F, 0xA0, 0xAD, 0x2028, 0xFEFF, 0xFFFD, 0x10000, 0x1F3AD, 0x10FFFF)))
"""Every control character, DEL, and others that writers are tempted to escape."""


def with_characters(characters: str) -> str:
    """Turtle with each of some characters as itself: alone, within a text, and in a text with a language."""
    lines = (f'e:u{ord(character):X} e:p "{character}" , "before {character} after" , "{character}"@en .' for character in characters)
    return "\n".join(("@prefix e: <https://example.org/> .", *lines))


ESCAPES: Final = (
    with_characters(_TEMPTING.replace("\n", "").replace("\r", "").replace('"', "").replace("\\", ""))
    + r"""
e:escapes e:p "\n" , "\r" , "\r\n" , "\"" , "\\" , "\\u0041" , "\\t" , "\u0000" .
"""
)
NO_CHARACTERS_OF_XML: Final = with_characters("\ufffe\uffff")

UNIQUE: Final = """\
@prefix e: <https://example.org/> .

e:here { e:s e:p [ e:q [ e:r "in" ] ] . }
_:g { _:h e:p "in a graph without a name" , _:a . }
_:a e:p "in no graph" .
"""
"""Blank nodes as graphs and in several graphs, each of which can be told from the others by its own statements."""

ALIKE: Final = """\
@prefix e: <https://example.org/> .

_:a e:next _:b . _:b e:next _:c . _:c e:next _:a . _:d e:next _:e . _:e e:next _:d . e:s e:p ( 1 ( 2 [] ) ) .
"""
"""Blank nodes in circles and lists, which can only be told apart by what they are near to."""

FAULTS_OF_TITANIUM: Final = {
    "a blank node twice in a statement, which it takes for two statements": '_:a <urn:p> _:a . _:b <urn:p> "1" .',
    "blank nodes that are alike in a named graph, where it stops": "<urn:g> { _:a <urn:p> _:b . _:b <urn:p> _:a . }",
}
"""What Titanium RDFC 2.0 does not label as the recommendation says."""


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(("reader", "name"), pairs(*DUMPS))
def test_the_digest_of_what_a_reader_finds_is_that_of_the_dataset(store: Store, dist: Path, reader: str, name: str) -> None:
    assert digest(canonical_form(READERS[reader](dist / name))) == digest(canonical_form(as_held(store, DUMPS[name])))


def test_the_dumps_have_two_digests_that_of_the_graphs_and_that_of_their_union(dist: Path) -> None:
    digests = {name: digest(canonical_form(parse(path=dist / name))) for name in DUMPS}
    by_kind = {holds: {digests[name] for name, syntax in DUMPS.items() if syntax.supports_datasets is holds} for holds in (True, False)}
    assert [len(found) for found in by_kind.values()] == [1, 1]
    assert by_kind[True] != by_kind[False]


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("name", ["kzit.nq", "kzit.nt"])
def test_others_make_the_same_canonical_form_of_a_dump(dist: Path, other: str, name: str) -> None:
    assert digest(OTHERS[other](dist / name)) == digest(canonical_form(parse(path=dist / name)))


def test_jsonld_js_makes_the_same_canonical_form_of_json_without_help_of_ours(dist: Path) -> None:
    assert digest(js_readers().ask("jsonld-rdfc", dist / "kzit.jsonld")) == digest(canonical_form(parse(path=dist / "kzit.nq")))


def both_forms(path: Path, other: str, text: str) -> tuple[list[str], list[str]]:
    """The canonical form that another makes of some statements, and ours, line by line."""
    quads = list(parse(text, format=RdfFormat.TRIG))
    path.write_bytes(as_nquads(quads))
    return OTHERS[other](path).split("\n"), canonical_form(quads).split("\n")


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("text", [HARD, ESCAPES, UNIQUE, ALIKE], ids=["hard", "escapes", "unique", "alike"])
def test_others_escape_and_label_as_we_do(tmp_path: Path, other: str, text: str) -> None:
    theirs, ours = both_forms(tmp_path / "hard.nq", other, text)
    assert len(ours) > 4
    assert theirs == ours


@pytest.mark.parametrize("text", FAULTS_OF_TITANIUM.values(), ids=FAULTS_OF_TITANIUM)
def test_what_titanium_labels_otherwise_rdf_canonize_labels_as_we_do(tmp_path: Path, text: str) -> None:
    path = tmp_path / "blank.nq"
    theirs, ours = both_forms(path, "rdf-canonize", text)
    assert theirs == ours
    try:
        assert both_forms(path, "Titanium", text)[0] != ours
    except ReaderComplained as complaint:
        assert "NullPointerException" in str(complaint)  # noqa: PT017 # one of two ways to go wrong


@pytest.mark.parametrize("other", OTHERS)
def test_others_leave_as_they_are_what_the_canonical_form_escapes_since_xml_has_no_such_character(tmp_path: Path, other: str) -> None:
    theirs, ours = both_forms(tmp_path / "no.nq", other, NO_CHARACTERS_OF_XML)
    assert all("\\uFFFE" in line or "\\uFFFF" in line for line in ours if line)
    assert sorted(theirs) == sorted(line.replace("\\uFFFE", "\ufffe").replace("\\uFFFF", "\uffff") for line in ours)
