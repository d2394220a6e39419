"""Data in several syntaxes, and functions that convert it in a test."""

from __future__ import annotations

import io
from pathlib import Path

from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse

from kzit_graph.publish.conversion.convert import convert

TURTLE = """@prefix e: <http://e/> .
e:s e:p 01 , 1.50 , true , "True"^^<http://www.w3.org/2001/XMLSchema#boolean> , "x"@en-GB , "y"@EN , "z"@en ;
    e:q <http://e/A/../b> , "a\\n\\"b\\"" .
e:a e:p 1 , 1 .
"""
LINES = """<http://e/s> <http://e/p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> .
<http://e/s> <http://e/p> "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .
<http://e/s> <http://e/p> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> .
<http://e/s> <http://e/p> "True"^^<http://www.w3.org/2001/XMLSchema#boolean> .
<http://e/s> <http://e/p> "x"@en-GB .
<http://e/s> <http://e/p> "y"@EN .
<http://e/s> <http://e/p> "z"@en .
<http://e/s> <http://e/q> <http://e/A/../b> .
<http://e/s> <http://e/q> "a\\n\\"b\\"" .
<http://e/a> <http://e/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
<http://e/a> <http://e/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
"""
QUADS = '<http://e/s> <http://e/p> "1" <http://e/g> .\n<http://e/s> <http://e/p> "1" <http://e/h> .\n_:b <http://e/p> _:c _:d .\n'


def file(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def converted(data: Path | list[Path], name: str, **options: bool | str) -> str:
    output = io.BytesIO()
    convert(data, name, output, **options)  # type: ignore[arg-type]
    return output.getvalue().decode()


def from_text(folder: Path, text: str, name: str, extension: str = "ttl", **options: bool | str) -> str:
    return converted(file(folder, f"data.{extension}", text), name, **options)


def isomorphic(one: str | bytes, other: str | bytes, syntax: RdfFormat = RdfFormat.N_QUADS) -> bool:
    found = [Dataset(parse(content, format=syntax)) for content in (one, other)]
    for dataset in found:
        dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return found[0] == found[1]
