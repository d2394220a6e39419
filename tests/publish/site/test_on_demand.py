"""Documents that a server makes when it is asked for them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from pyoxigraph import RdfFormat, parse

from kzit_graph.errors import UnknownName
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.publish.site.on_demand import document
from tests.bundled_data import select_rows
from tests.publish.site.conftest import Small
from tests.publish.site.html_page import Page

pytestmark = pytest.mark.slow


def test_pages_on_demand_lead_to_each_other_by_page_number(small: Small) -> None:
    media_type, content = document(small.kg, {"local": "id/hub", "page": 2})
    page = Page(content.decode())
    assert media_type == "text/html"
    links = {link.attributes["rel"]: link.attributes["href"] for link in page.all("link")}
    assert (links["prev"], links["next"]) == ("../id/hub.html", "../id/hub.html?page=3")
    assert "Page 2 of 3" in page.all("main")[0].text


def test_a_series_is_named_by_what_its_figures_share(corpus: LoadedProject) -> None:
    series = "matter/trade-turnover--italy--and--kazakhstan"
    (part, *_) = select_rows(corpus.store, f"SELECT ?part {{ ?part dcterms:isPartOf <{corpus.project.base}{series}> }} ORDER BY ?part")[0]
    for local, tag in ((series, "h1"), (part.removeprefix(corpus.project.base), "dd")):
        page = Page(document(SimpleNamespace(loaded=corpus), {"local": local})[1].decode())
        assert "Trade turnover" in [element.text for element in page.all(tag)], local
        assert "Trade turnover, 2012" in page.root.text


@pytest.mark.parametrize("local", ["id/caf%C3%A9", "id/café", "id/%D0%BF%D0%BB%D0%BE%D1%89%D0%B0%D0%B4%D1%8C", "id/площадь"])
def test_a_thing_is_found_by_each_form_of_its_path(small: Small, local: str) -> None:
    assert b"<h1" in document(small.kg, {"local": local})[1]


def test_a_document_on_demand_has_the_parts_of_its_thing(small: Small) -> None:
    content = document(small.kg, {"local": "id/square", "format": "ttl"})[1]
    assert "https://example.org/tiny/id/square#north" in {quad.subject.value for quad in parse(content, format=RdfFormat.TURTLE)}


@pytest.mark.parametrize("name", ["turtle", "ntriples", "jsonld", "rdfxml", "rdf"])
def test_formats_are_named_by_syntax_or_extension(small: Small, name: str) -> None:
    media_type, content = document(small.kg, {"local": "id/nested", "format": name})
    syntax = RdfFormat.from_media_type(media_type)
    assert syntax is not None
    expected = (small.folder / "id" / "nested.nt").read_bytes().count(b"\n")
    assert len(list(parse(content, format=syntax, base_iri="https://example.org/"))) == expected


@pytest.mark.parametrize(
    "arguments",
    [
        {"local": "id/nothing"},
        {"local": "id/hub", "page": 99},
        {"local": "id/hub", "page": 0},
        {"local": "id/hub", "format": "docx"},
        {"local": "<bad iri>"},
        {"local": ""},
    ],
)
def test_an_unknown_thing_page_or_format_is_refused(small: Small, arguments: dict[str, object]) -> None:
    with pytest.raises(UnknownName):
        document(small.kg, arguments)
