"""What servers are asked: three ordinary queries, and twelve hostile ones that never end, take all memory, or overflow a stack."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote

from benchmarks.serving.load import NUMBER

TINY: Final = "tiny"
MEDIUM: Final = "medium"
STREAMING: Final = "streaming"

_ROWS: Final = "application/sparql-results+json"
_FOLDER: Final = Path(__file__).parent / "queries"

_CROSS: Final = "?a ?p1 ?b . ?c ?p2 ?d . ?e ?p3 ?f ."
_STEP: Final = "(<https://w3id.org/kzit/ontology#evidence>|^<https://w3id.org/kzit/ontology#evidence>)"
_OTHER: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_NUMBERS: Final = " ".join(map(str, range(3_000)))
_GROWING: Final = " ".join(f"BIND (REPLACE(?v{step}, 'a', 'aaaaaaaaaaaaaaaa') AS ?v{step + 1})" for step in range(9))

HOSTILE: Final[Mapping[str, str]] = {
    "count of a cross product": f"SELECT (COUNT(*) AS ?n) {{ {_CROSS} }}",
    "order of a cross product": f"SELECT * {{ {_CROSS} }} ORDER BY ?b ?d",
    "distinct rows of a cross product": f"SELECT DISTINCT ?a ?d ?f {{ {_CROSS} }}",
    "concatenation of a cross product": "SELECT (GROUP_CONCAT(STR(?d)) AS ?x) { ?a ?p ?b . ?c ?q ?d }",
    "paths between all things": f"SELECT (COUNT(*) AS ?n) {{ ?a {_STEP}* ?b . ?b {_STEP}* ?c . ?c {_STEP}* ?d }}",
    "paths of paths": f"SELECT * {{ ?a (({_STEP}*)*/({_OTHER}*)*)* ?b . ?c {_STEP}* ?d }}",
    "regular expression": f'SELECT (COUNT(*) AS ?n) {{ {_CROSS} FILTER REGEX(CONCAT(STR(?b), STR(?d)), "^(([a-z])+.)+[A-Z]([a-z])+$") }}',
    "values": "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?{name} {{ {_NUMBERS} }}" for name in "abcd") + " }",
    "deep groups": "SELECT * " + "{" * 20_000 + "?s ?p ?o" + "}" * 20_000,
    "text that grows": f"SELECT (STRLEN(?v9) AS ?n) {{ BIND ('aaaaaaaaaaaaaaaa' AS ?v0) {_GROWING} }}",
    "many unions": "SELECT * {" + " UNION ".join(f"{{?s <urn:{number}> ?o}}" for number in range(25_000)) + "}",
    "graph of a cross product": f"CONSTRUCT {{ ?a ?p1 ?d . ?c ?p2 ?f . ?e ?p3 ?b }} {{ {_CROSS} }}",
}


OVERFLOWING: Final = frozenset({"deep groups", "many unions"})
"""Those that overflow a stack: a server that runs queries in its own process dies."""


def query(kind: str) -> str:
    """Return the text of an ordinary query."""
    return (_FOLDER / f"{kind}.rq").read_text("utf-8")


def get(path: str, accept: str = "*/*") -> str:
    """Return a GET request."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n\r\n"


def asked(path: str, text: str, *, is_repeated: bool = False) -> str:
    """Return a query as a GET request. is_repeated: whether all requests are the same, so that a server may keep the answer."""
    return get(f"{path}?query={quote(text)}" + ("" if is_repeated else f"%23{NUMBER}"), _ROWS)


def posted(path: str, text: str) -> str:
    """Return a query as a POST request, which may be long."""
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {_ROWS}, application/n-triples\r\n"
    return f"{head}Content-Type: application/sparql-query\r\nContent-Length: {len(text.encode())}\r\n\r\n{text}"
