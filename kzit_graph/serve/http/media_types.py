"""The formats that the server offers: one table of names, media types and file extensions.

Names are those of `kzit_graph.sparql.result_formats.SOLUTION_FORMATS` and `kzit_graph.rdf.formats.RDF_FORMATS`, and "html".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final

_VERSIONS: Final = ("1.0", "1.1", "1.2", "1.2-basic")
"""Versions of RDF and SPARQL in media types. A document of version 1.1 is one of 1.2 too."""

_RDF: Final = MappingProxyType({"charset": ("utf-8",), "version": _VERSIONS})
_TEXT: Final = MappingProxyType({"charset": ("utf-8",)})


@dataclass(frozen=True, eq=False)
class Format:
    """A format of answers. Compared by identity, which is fast.

    media_type: as it is registered. others: media types that the same bytes have too, if a client names one of them.
    extensions: of its files, the usual one first. names: other names in the parameter `format`.
    parameters: those of a media range that it satisfies, with their values; None stands for any value.
    """

    name: str
    media_type: str
    extensions: tuple[str, ...]
    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    parameters: Mapping[str, tuple[str, ...] | None] = field(default_factory=lambda: _RDF)


@dataclass(frozen=True, eq=False)
class Offer:
    """A media type in which an answer can be sent. is_main: whether it is the registered one of the format."""

    format: Format
    media_type: str
    is_main: bool = True

    @property
    def name(self) -> str:
        """The name of the format."""
        return self.format.name

    @property
    def content_type(self) -> str:
        """The value of Content-Type. Text has a charset, since some clients take it for ISO 8859-1 otherwise."""
        return with_charset(self.media_type)


SPARQL_JSON: Final = Format("json", "application/sparql-results+json", (".srj", ".json"), ("srj",), ("application/json",))
SPARQL_XML: Final = Format("xml", "application/sparql-results+xml", (".srx", ".xml"), ("srx",), ("application/xml", "text/xml"))
CSV: Final = Format("csv", "text/csv", (".csv",), parameters=MappingProxyType({**_TEXT, "header": ("present",)}))
TSV: Final = Format("tsv", "text/tab-separated-values", (".tsv",), parameters=_TEXT)
TURTLE: Final = Format(
    "turtle", "text/turtle", (".ttl",), ("ttl", "n3"), ("application/x-turtle", "application/turtle", "text/n3", "text/rdf+n3")
)
N_TRIPLES: Final = Format("ntriples", "application/n-triples", (".nt",), ("nt", "n-triples"), ("text/plain", "text/ntriples"))
JSON_LD: Final = Format(
    "jsonld",
    "application/ld+json",
    (".jsonld",),
    ("json-ld", "json"),
    ("application/json",),
    # A server may ignore a profile that it does not know (JSON-LD 1.1, appendix C).
    MappingProxyType({**_RDF, "profile": None}),
)
RDF_XML: Final = Format("rdfxml", "application/rdf+xml", (".rdf",), ("rdf", "rdf-xml", "rdf+xml", "xml"), ("application/xml", "text/xml"))
TRIG: Final = Format("trig", "application/trig", (".trig",), (), ("application/x-trig",))
N_QUADS: Final = Format("nquads", "application/n-quads", (".nq",), ("nq", "n-quads"), ("text/x-nquads", "text/nquads"))
HTML: Final = Format("html", "text/html", (".html",), ("htm",), parameters=_TEXT)
PROBLEM: Final = Format("problem", "application/problem+json", (), (), ("application/json",), _TEXT)

FORMATS: Final = (SPARQL_JSON, SPARQL_XML, CSV, TSV, TURTLE, N_TRIPLES, JSON_LD, RDF_XML, TRIG, N_QUADS, HTML, PROBLEM)


def offers(*formats: Format) -> tuple[Offer, ...]:
    """Return the media types of formats, in the order of the server's preference."""
    return tuple(Offer(each, kind, kind == each.media_type) for each in formats for kind in (each.media_type, *each.others))


ROWS: Final = offers(SPARQL_JSON, SPARQL_XML, CSV, TSV)
"""Results of SELECT."""

BOOLEANS: Final = ROWS
"""Results of ASK. CSV and TSV of them are a line with true or false."""

GRAPHS: Final = offers(TURTLE, N_TRIPLES, JSON_LD, RDF_XML, TRIG, N_QUADS)
"""Results of CONSTRUCT and DESCRIBE, and the service description."""

DOCUMENTS: Final = offers(HTML, TURTLE, JSON_LD, N_TRIPLES, RDF_XML)
"""Documents about a thing, the ontology and the dataset."""

ERRORS: Final = offers(PROBLEM, HTML)

FILE_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{each.extensions[0]: each.media_type for each in FORMATS if each.extensions},
        ".json": "application/json",
        ".xml": "application/xml",
        ".css": "text/css",
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".map": "application/json",
        ".txt": "text/plain",
        ".md": "text/markdown",
        ".svg": "image/svg+xml",
        ".png": "image/png",
        ".jpg": "image/jpeg",
        ".webp": "image/webp",
        ".ico": "image/x-icon",
        ".woff2": "font/woff2",
        ".wasm": "application/wasm",
        ".webmanifest": "application/manifest+json",
        ".rq": "application/sparql-query",
        ".atom": "application/atom+xml",
        ".cff": "application/yaml",
        ".yaml": "application/yaml",
        ".toml": "application/toml",
        ".bib": "application/x-bibtex",
        ".parquet": "application/vnd.apache.parquet",
        ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".pdf": "application/pdf",
        ".zip": "application/zip",
        ".gz": "application/gzip",
        ".zst": "application/zstd",
    }
)
"""Media types of files by extension. Python's `mimetypes` depends on the machine."""


def with_charset(media_type: str) -> str:
    """Return a media type for Content-Type.

    >>> with_charset("text/turtle"), with_charset("application/n-triples")
    ('text/turtle; charset=utf-8', 'application/n-triples')
    """
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def type_of_file(name: str) -> str:
    """Return the value of Content-Type for a file. A file without an extension, such as SHA256SUMS, is text.

    >>> type_of_file("id/milan.ttl"), type_of_file("SHA256SUMS"), type_of_file("x.bin")
    ('text/turtle; charset=utf-8', 'text/plain; charset=utf-8', 'application/octet-stream')
    """
    extension = PurePosixPath(name).suffix.lower()
    return with_charset(FILE_TYPES.get(extension, "application/octet-stream") if extension else "text/plain")


def named(value: str, offered: Iterable[Offer]) -> Offer | None:
    """Return what the parameter `format` or `output` means: a name, an extension or a media type. None if it is not offered.

    A plus sign of a media type may have become a space, as in `format=application/rdf+xml`.

    >>> [named(text, GRAPHS).name for text in ("ttl", "json", ".rdf", "application/ld json")]
    ['turtle', 'jsonld', 'rdfxml', 'jsonld']
    """
    text = value.strip().lower().partition(";")[0].strip()
    for offer in offered:
        names = (offer.name, *offer.format.names, *offer.format.extensions, *(each[1:] for each in offer.format.extensions))
        if text.replace(" ", "+") == offer.media_type or (offer.is_main and text in names):
            return offer
    return None


def by_extension(path: str, offered: Iterable[Offer]) -> tuple[str, Offer] | None:
    """Return a path without the extension of an offered format, and the format. None if it has no such extension.

    >>> stem, offer = by_extension("/id/milan.ttl", DOCUMENTS)
    >>> stem, offer.name
    ('/id/milan', 'turtle')
    """
    for offer in offered:
        if not offer.is_main:
            continue
        for extension in offer.format.extensions[:1]:
            if path.endswith(extension) and not path.removesuffix(extension).endswith("/"):
                return path.removesuffix(extension), offer
    return None
