"""The choice of a media type, a language and a coding (RFC 9110, section 12.5)."""

from __future__ import annotations

import time
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzit_graph.serve.http.media_types import BOOLEANS, DOCUMENTS, ERRORS, FORMATS, GRAPHS, ROWS, by_extension, named, type_of_file
from kzit_graph.serve.http.negotiation import choose, choose_coding, choose_language

FIREFOX: Final = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
CHROME: Final = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
OLD_JAVA: Final = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"
RDFLIB: Final = "application/rdf+xml,text/rdf+n3;q=0.9,application/xhtml+xml;q=0.5, */*;q=0.1"
JENA: Final = "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3"
COMPACTED: Final = 'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"'
COMMA: Final = 'text/turtle;profile="a, text/html;q=1", application/n-triples;q=0.5'

CASES: Final = [
    # Accept, rows, graphs, documents, errors; None is 406
    (None, "application/sparql-results+json", "text/turtle", "text/html", "application/problem+json"),
    ("", "application/sparql-results+json", "text/turtle", "text/html", "application/problem+json"),
    ("*/*", "application/sparql-results+json", "text/turtle", "text/html", "application/problem+json"),
    (" , ,", "application/sparql-results+json", "text/turtle", "text/html", "application/problem+json"),
    ("text/*", "text/csv", "text/turtle", "text/html", "text/html"),
    ("application/*", "application/sparql-results+json", "application/n-triples", "application/ld+json", "application/problem+json"),
    (FIREFOX, "application/xml", "application/xml", "text/html", "text/html"),
    (CHROME, "application/xml", "application/xml", "text/html", "text/html"),
    (OLD_JAVA, "application/sparql-results+json", "text/turtle", "text/html", "text/html"),
    (RDFLIB, "application/sparql-results+json", "application/rdf+xml", "application/rdf+xml", "application/problem+json"),
    (JENA, "application/sparql-results+json", "text/turtle", "text/turtle", "application/problem+json"),
    ("text/turtle", None, "text/turtle", "text/turtle", None),
    ("TEXT/Turtle", None, "text/turtle", "text/turtle", None),
    ("text/turtle;q=0", None, None, None, None),
    ("text/turtle;q=0, */*", "application/sparql-results+json", "application/n-triples", "text/html", "application/problem+json"),
    ("*/*;q=0, text/turtle", None, "text/turtle", "text/turtle", None),
    ("text/*;q=0, */*", "application/sparql-results+json", "application/n-triples", "application/ld+json", "application/problem+json"),
    ("text/turtle;q=0.5, application/ld+json", None, "application/ld+json", "application/ld+json", None),
    ("application/n-triples, application/ld+json", None, "application/n-triples", "application/ld+json", None),
    ("text/turtle, */*", "application/sparql-results+json", "text/turtle", "text/turtle", "application/problem+json"),
    (
        "*/*;q=0.9, application/rdf+xml",
        "application/sparql-results+json",
        "application/rdf+xml",
        "application/rdf+xml",
        "application/problem+json",
    ),
    ("text/turtle;q=0.001, text/html;q=0.002", None, "text/turtle", "text/html", "text/html"),
    ("text/turtle;charset=utf-8", None, "text/turtle", "text/turtle", None),
    ("text/turtle;charset=UTF8", None, "text/turtle", "text/turtle", None),
    ("text/turtle;charset=iso-8859-1", None, None, None, None),
    ("text/turtle;version=1.2", None, "text/turtle", "text/turtle", None),
    ("text/turtle;version=3, */*;q=0.1", "application/sparql-results+json", "text/turtle", "text/html", "application/problem+json"),
    ("text/*;level=1, text/html;q=0.4", None, None, "text/html", "text/html"),
    ("text/turtle;charset=utf-8;q=0.2, text/turtle;q=0.9, text/html;q=0.5", None, "text/turtle", "text/html", "text/html"),
    (COMPACTED, None, "application/ld+json", "application/ld+json", None),
    (COMMA, None, "application/n-triples", "application/n-triples", None),
    ("application/json", "application/json", "application/json", "application/json", "application/json"),
    (
        "application/json;q=0, application/*",
        "application/sparql-results+json",
        "application/n-triples",
        "application/ld+json",
        "application/problem+json",
    ),
    ("text/xml", "text/xml", "text/xml", "text/xml", None),
    ("text/plain", None, "text/plain", "text/plain", None),
    ("text/n3", None, "text/n3", "text/n3", None),
    ("text/csv;header=present", "text/csv", None, None, None),
    ("text/csv;header=absent", None, None, None, None),
    ("text/tab-separated-values, application/sparql-results+xml;q=0.9", "text/tab-separated-values", None, None, None),
    ("image/png", None, None, None, None),
    ("image/png, nonsense, text/turtle", None, "text/turtle", "text/turtle", None),
    ("nonsense", "application/sparql-results+json", "text/turtle", "text/html", "application/problem+json"),
    ("text/turtle;q=2, text/html", None, None, "text/html", "text/html"),
    ("text/turtle;q=-1, */turtle", "application/sparql-results+json", "text/turtle", "text/html", "application/problem+json"),
    ("text/turtle;q=abc, application/trig", None, "application/trig", None, None),
    ('text/turtle;a="unclosed, text/html', None, None, "text/html", "text/html"),
    ("text/turtle;Q=0.1, application/n-triples", None, "application/n-triples", "application/n-triples", None),
    ("text / turtle, application/n-quads", None, "application/n-quads", None, None),
    ("\xff\xfe, text/turtle", None, "text/turtle", "text/turtle", None),
]


@pytest.mark.parametrize(("accept", "rows", "graphs", "documents", "errors"), CASES, ids=[f"case {number}" for number in range(len(CASES))])
def test_a8_accept_header_chooses_the_media_type(
    accept: str | None, rows: str | None, graphs: str | None, documents: str | None, errors: str | None
) -> None:
    found = [choose(accept, offered) for offered in (ROWS, BOOLEANS, GRAPHS, DOCUMENTS, ERRORS)]
    assert [offer and offer.media_type for offer in found] == [rows, rows, graphs, documents, errors]


def test_nothing_is_chosen_from_nothing() -> None:
    assert choose("*/*", ()) is None
    assert choose(None, ()) is None


@given(st.text(alphabet='ab/*;,=q.01"\\ \t\xff', max_size=60))
def test_any_accept_header_gives_an_offer_or_nothing(accept: str) -> None:
    assert choose(accept, DOCUMENTS) in (*DOCUMENTS, None)
    assert choose_language(accept, ("en", "it"), "en") in ("en", "it")
    assert choose_coding(accept, ("gzip",)) in ("gzip", "identity", None)


@pytest.mark.parametrize("part", ["a", '"', "a/b;", 'a/b;c="', "*/*,", "a-", '\\"', "text/html;q=0.1, "])
def test_long_headers_are_read_in_linear_time(part: str) -> None:
    header = part * (16_384 // len(part))
    start = time.process_time()
    choose(header, DOCUMENTS)
    choose_language(header, ("en",), "en")
    choose_coding(header, ("gzip",))
    assert time.process_time() - start < 1.5  # measured: under 0.1 s


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "en"),
        ("", "en"),
        ("it", "it"),
        ("IT-ch", "it"),
        ("it-CH-x-old, kk", "it"),
        ("fr, ru;q=0.5", "ru"),
        ("kk;q=0.5, ru;q=0.8", "ru"),
        ("ru;q=0, kk;q=0.1", "kk"),
        ("fr", "en"),
        ("*", "en"),
        ("en;q=0.1, *", "it"),
        ("en;q=0", "it"),
        ("zh", "zh-Hant"),
        ("zh-Hant-TW", "zh-Hant"),
        ("it;q=x, kk;q=0.2", "kk"),
        ("de-*", "en"),
    ],
)
def test_a_language_is_chosen_by_lookup_and_filtering(header: str | None, expected: str) -> None:
    assert choose_language(header, ("en", "it", "kk", "ru", "zh-Hant"), "en") == expected


@pytest.mark.parametrize(
    ("header", "available", "expected"),
    [
        (None, ("zstd", "gzip"), "identity"),
        ("", ("zstd", "gzip"), "identity"),
        ("gzip", ("zstd", "gzip"), "gzip"),
        ("x-gzip", ("gzip",), "gzip"),
        ("gzip, deflate, br, zstd", ("zstd", "gzip"), "zstd"),
        ("gzip, deflate, br, zstd", ("gzip",), "gzip"),
        ("gzip;q=0.5, zstd;q=0.4", ("zstd", "gzip"), "gzip"),
        ("gzip;q=0", ("gzip",), "identity"),
        ("*", ("gzip",), "gzip"),
        ("gzip;q=0.5, identity", ("gzip",), "identity"),
        ("identity;q=0, gzip", ("gzip",), "gzip"),
        ("identity;q=0", ("gzip",), None),
        ("*;q=0", ("gzip",), None),
        ("*;q=0, identity", ("gzip",), "identity"),
        ("br", (), "identity"),
        ("gzip;q=nonsense", ("gzip",), "identity"),
    ],
)
def test_a_coding_is_chosen_from_those_that_there_are(header: str | None, available: tuple[str, ...], expected: str | None) -> None:
    assert choose_coding(header, available) == expected


def test_every_offer_is_named_by_its_media_type_in_the_parameter() -> None:
    for offered in (ROWS, GRAPHS, DOCUMENTS):
        assert all(named(offer.media_type, offered) is offer for offer in offered)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("turtle", "turtle"),
        ("TTL", "turtle"),
        ("application/rdf xml", "rdfxml"),
        ("application/rdf+xml", "rdfxml"),
        ("json", "jsonld"),
        ("nt", "ntriples"),
        ("nq", "nquads"),
        ("text/turtle; charset=utf-8", "turtle"),
        ("csv", None),
        ("", None),
        ("html", None),
    ],
)
def test_the_parameter_format_takes_names_and_media_types(value: str, expected: str | None) -> None:
    offer = named(value, GRAPHS)
    assert (offer and offer.name) == expected


def test_the_extension_of_a_path_names_a_document() -> None:
    found = {
        path: by_extension(path, DOCUMENTS) for path in ("/id/x.ttl", "/id/v1.2", "/id/.ttl", "/id/x.nt", "/id/x.rdf", "/id/x.csv", "/id/x")
    }
    assert {path: each and (each[0], each[1].name) for path, each in found.items()} == {
        "/id/x.ttl": ("/id/x", "turtle"),
        "/id/v1.2": None,
        "/id/.ttl": None,
        "/id/x.nt": ("/id/x", "ntriples"),
        "/id/x.rdf": ("/id/x", "rdfxml"),
        "/id/x.csv": None,
        "/id/x": None,
    }


def test_formats_have_the_names_of_the_package() -> None:
    from kzit_graph.rdf.formats import RDF_FORMATS
    from kzit_graph.sparql.result_formats import SOLUTION_FORMATS

    media_types = {each.name: each.media_type for each in FORMATS}
    assert {name: syntax.media_type for name, syntax in RDF_FORMATS.items()}.items() <= media_types.items()
    assert {name: syntax.media_type.partition(";")[0] for name, syntax in SOLUTION_FORMATS.items()}.items() <= media_types.items()


def test_content_types_of_files_do_not_depend_on_the_machine() -> None:
    assert type_of_file("id/a.b/milan.jsonld") == "application/ld+json"
    assert type_of_file("kzit.nq.gz") == "application/gzip"
    assert type_of_file("style.css") == "text/css; charset=utf-8"
    assert type_of_file("facts.csv") == "text/csv; charset=utf-8"
    assert type_of_file("x.unknown") == "application/octet-stream"
