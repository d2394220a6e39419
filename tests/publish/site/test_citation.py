"""How things of a dataset are cited."""

from __future__ import annotations

from kzit_graph.project.dataset import Agent
from kzit_graph.publish.site.rows.citation import Citation, Citations

IRI = "https://example.org/id/ferry_1"
CITATION = Citation(
    creators=(Agent("Ada Lund", is_person=True, family="Lund", given="Ada"), Agent("Harbour & Sons")),
    publishers=(Agent("Northport Press"),),
    title="Ferries of the sound",
    year="2026",
    version="1.2.0",
    licence="https://creativecommons.org/licenses/by/4.0/",
)
EMPTY = Citation((), (), "Ferries", "", "", "")


def test_bibtex_has_authors_as_people_or_bodies_and_escapes_signs() -> None:
    assert CITATION.bibtex(IRI, "100 % of 2_000") == (
        "@misc{example-org-id-ferry-1,\n"
        "  author = {Lund, Ada and {Harbour \\& Sons}},\n"
        "  title = {{100 \\% of 2\\_000. In: Ferries of the sound}},\n"
        "  publisher = {{Northport Press}},\n"
        "  year = {2026},\n"
        "  version = {1.2.0},\n"
        f"  url = {{{IRI}}},\n"
        "  note = {Licence: https://creativecommons.org/licenses/by/4.0/},\n"
        "}"
    )


def test_the_style_of_the_apa_has_author_year_title_version_and_address() -> None:
    expected = f"Lund, Ada, & Harbour & Sons. (2026). A ferry. In: Ferries of the sound (Version 1.2.0) [Data set]. Northport Press. {IRI}"
    assert CITATION.apa(IRI, "A ferry.") == expected
    assert EMPTY.apa(IRI, "") == f"Ferries [Data set]. (n.d.). {IRI}"


def test_ris_has_a_line_for_each_part_and_an_end() -> None:
    assert CITATION.ris(IRI, "").splitlines() == [
        "TY  - DATA",
        "AU  - Lund, Ada",
        "AU  - Harbour & Sons",
        "TI  - Ferries of the sound",
        "PY  - 2026",
        "ET  - 1.2.0",
        "PB  - Northport Press",
        f"UR  - {IRI}",
        "C1  - https://creativecommons.org/licenses/by/4.0/",
        "ER  - ",
    ]


def test_citations_of_many_things_are_those_of_each() -> None:
    many = Citations(CITATION)
    for iri, name in ((IRI, "A ferry & more."), ("https://example.org/x", ""), (IRI, "Ferries of the sound")):
        expected = {"apa": CITATION.apa(iri, name), "bibtex": CITATION.bibtex(iri, name), "ris": CITATION.ris(iri, name)}
        assert many.of(iri, name) == expected


def test_hidden_characters_of_a_title_are_visible_in_a_citation() -> None:
    hidden = Citation((), (), "a\u202eb", "", "", "")
    assert "\u202e" not in "".join(Citations(hidden).of(IRI, "").values())
