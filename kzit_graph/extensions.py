"""The formats that file extensions, media types and other names stand for, in the commands and in Python."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kzit_graph.errors import InvalidInput, Position, UnknownName

_FORMATS: Final = {
    ".csv": ("csv",),
    ".tsv": ("tsv",),
    ".json": ("json", "jsonld"),
    ".sarif": ("sarif",),
    ".xml": ("xml", "rdfxml", "junit"),
    ".md": ("markdown",),
    ".ttl": ("turtle",),
    ".trig": ("trig",),
    ".nt": ("ntriples",),
    ".nq": ("nquads",),
    ".jsonld": ("jsonld",),
    ".rdf": ("rdfxml",),
    ".parquet": ("parquet", "parquet-quads"),
    ".xlsx": ("xlsx",),
    ".rdfp": ("patch",),
    ".ru": ("update",),
    ".txt": ("table", "text"),
}
"""All formats by file extension, in order of preference."""

_ALSO_FITTING: Final = {".json": ("sarif",)}
"""Formats that an extension fits, although it does not stand for them."""

_OTHER_NAMES: Final = {
    "turtle": ("n3", "longturtle", "text/turtle", "application/x-turtle", "text/n3"),
    "trig": ("application/trig",),
    "ntriples": ("n-triples", "n-triple", "ntriple", "nt11", "application/n-triples"),
    "nquads": ("n-quads", "nquad", "quads", "application/n-quads"),
    "jsonld": ("json-ld", "ld+json", "json", "application/ld+json"),
    "rdfxml": ("rdf/xml", "rdf-xml", "xml", "pretty-xml", "rdf/xml-abbrev", "owl", "application/rdf+xml"),
    "csv": ("text/csv",),
    "tsv": ("tab", "tabs", "text/tab-separated-values"),
    "json": ("srj", "sparql-json", "application/json", "application/sparql-results+json"),
    "xml": ("srx", "sparql-xml", "application/xml", "application/sparql-results+xml"),
    "markdown": ("gfm", "text/markdown"),
    "table": ("text", "plain", "text/plain"),
    "text": ("table", "plain", "text/plain"),
    "parquet": ("pq", "application/vnd.apache.parquet"),
    "xlsx": ("excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "patch": ("rdf-patch", "application/rdf-patch"),
    "update": ("sparql-update", "sparql", "application/sparql-update"),
}
"""Names of formats in other programs, and media types."""

_ANY_FORMAT: Final = ".txt"
"""The extension that is allowed for every format."""

_COMPRESSED: Final = (".gz", ".zst", ".bz2", ".xz", ".zip")
"""Extensions of compressed files. Only some commands write some of them."""

_WRITTEN_COMPRESSIONS: Final = {".gz": "gzip", ".zst": "zstd"}
"""Compressions that are written, by file extension."""

_NO_MORE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({})


def extensions_of(formats: Collection[str], more: Mapping[str, tuple[str, ...]] = _NO_MORE) -> list[str]:
    """Return the extensions of formats. more: additional extensions, with their formats."""
    return [extension for extension, names in {**_FORMATS, **more}.items() if any(name in formats for name in names)]


def written_compression(path: Path) -> str | None:
    """Return the compression that the extension of a file to write stands for: "gzip", "zstd" or None."""
    return _WRITTEN_COMPRESSIONS.get(path.suffix.lower())


def check_extension(
    path: Path, name: str, formats: Collection[str], more: Mapping[str, tuple[str, ...]] = _NO_MORE, *, compressed: bool = False
) -> None:
    """Raise `InvalidInput` if the extension of a file stands for other formats or for a compression. Other ones and .txt fit every format.

    name: the format to write. formats: the formats to choose from. more: additional extensions, with their formats. compressed: whether
    the file can be compressed with gzip or zstd.
    """
    unpacked = path.with_suffix("") if compressed and written_compression(path) else path
    if unpacked != path and unpacked.suffix.lower() in _COMPRESSED:
        raise InvalidInput(f"would be compressed twice; name it {unpacked.stem}{path.suffix}", Position(path))
    extension = _extension(unpacked)
    meant = {**_FORMATS, **more}.get(extension, ())
    if not meant or name in (*meant, *_ALSO_FITTING.get(extension, ())) or extension == _ANY_FORMAT:
        return
    if possible := [other for other in meant if other in formats]:
        problem = f"{extension} is for {' or '.join(possible)}, not for {name}; change the extension or the format"
    elif own := extensions_of((name,), more):
        problem = f"{extension} does not fit {name}; use {' or '.join(own)}"
    else:
        problem = f"{extension} does not fit {name}; use another extension"
    raise InvalidInput(problem, Position(path))


def format_by_extension(
    path: Path,
    command: str,
    formats: Collection[str],
    *,
    preferred: Collection[str] = (),
    more: Mapping[str, tuple[str, ...]] = _NO_MORE,
) -> str:
    """Return the format that the extension of a file stands for.

    command: its name, for the error message. formats: the formats that it writes. preferred: formats to choose first if an
    extension has several. more: additional extensions of the command, with their formats.

    Raises `InvalidInput` if the extension is unknown, or stands for formats that the command does not write.
    """
    extension = _extension(path)
    meant = {**_FORMATS, **more}.get(extension, ())
    possible = [name for name in meant if name in formats]
    if possible:
        return next((name for name in possible if name in preferred), possible[0])
    usable = " ".join(extensions_of(preferred or formats, more))
    if meant:  # and --format would not help
        raise InvalidInput(f"{command} does not write {extension}; use one of {usable}", Position(path))
    raise InvalidInput(f"unknown extension {extension}; use one of {usable}, or set --format", Position(path))


def _extension(path: Path) -> str:
    """Return the extension of a file to write. Raises `InvalidInput` for a compressed one."""
    extension = path.suffix.lower()
    if extension in _COMPRESSED:
        raise InvalidInput(f"{extension} files are not written; name it {path.stem}, and compress it afterwards", Position(path))
    return extension


def unknown_format(what: str, name: object, formats: Collection[str]) -> UnknownName:
    """Return the error for an unknown format. It names the format that an extension, a media type or another name stands for.

    what: the kind of format. formats: the formats to choose from.

    >>> str(unknown_format("format", "nt", ("turtle", "ntriples")))
    'unknown format "nt"; nearest: ntriples (.nt is its extension); known: turtle, ntriples'
    """
    wanted = str(name).strip().lower().partition(";")[0].rstrip().removeprefix("*")
    extension = f".{wanted.removeprefix('.')}"
    if meant := [known for known in _FORMATS.get(extension, ()) if known in formats]:
        return UnknownName(what, name, formats, meant[:1], why=f"{extension} is its extension")
    if meant := [known for known, others in _OTHER_NAMES.items() if wanted in others and known in formats]:
        why = f"{wanted} is its media type" if wanted.startswith(("text/", "application/")) else f"{wanted} is called {meant[0]} here"
        return UnknownName(what, name, formats, meant[:1], why=why)
    return UnknownName(what, name, formats)
