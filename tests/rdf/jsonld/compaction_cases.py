"""Contexts and quads for all cases of writing JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from hypothesis import strategies as st
from pyoxigraph import (
    BaseDirection,
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

from kzit_graph.project.project import bundled_folder

RDF_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
BUNDLED: Final = bundled_folder() / "ontology" / "context.jsonld"
S, P, THING = (NamedNode(f"http://e/{name}") for name in "spo")
PREFIXES: Final = {"e": "http://e/", "v": "http://e/v#", "f": {"@id": "http://f/", "@prefix": True}, "xsd": XSD}

CONTEXTS: Final[Mapping[str, dict[str, Any]]] = {
    "none": {},
    "prefixes, some of them longer, some within others": PREFIXES
    | {"ev": "e:v#", "long": "http://e/", "no": {"@id": "http://e/"}, "x": "no:p", "no:q": {}},
    "an alias of each keyword": PREFIXES
    | {"id": "@id", "a": {"@id": "@type", "@container": "@set"}, "kind": "@type", "of": "@value", "tag": "@language", "to": "@direction"}
    | {"things": "@graph", "p": "e:p"},
    "an alias of @type only": PREFIXES | {"a": "@type", "p": "e:p", "q": {"@id": "e:q", "@container": "@set"}},
    "language maps": PREFIXES
    | {"p": {"@id": "e:p", "@container": "@language"}, "q": {"@id": "e:q", "@container": ["@set", "@language"]}}
    | {"none": "@none", "été": "e:b", "it": "e:a", "v:p": {"@container": "@language"}},
    "terms for one property that differ in their types": PREFIXES
    | {"p": "e:p", "pNode": {"@id": "e:p", "@type": "@id"}, "pTerm": {"@id": "e:p", "@type": "@vocab"}}
    | {"pDay": {"@id": "e:p", "@type": "xsd:date", "@container": "@set"}, "pText": {"@id": "e:p", "@type": "xsd:string"}}
    | {"q": {"@id": "e:q", "@type": "@id"}, "qTerm": {"@id": "e:q", "@type": "@vocab", "@container": "@set"}, "a": "e:a", "v:b": "v:b"},
    "terms for one property that differ in their languages": PREFIXES
    | {"p": {"@id": "e:p", "@container": "@language"}, "pEn": {"@id": "e:p", "@language": "EN"}, "pNone": {"@id": "e:p", "@language": None}}
    | {"q": {"@id": "e:q", "@language": None, "@container": "@set"}, "qIt": {"@id": "e:q", "@language": "IT"}},
    "a vocabulary": {
        "@version": 1.1,
        "@vocab": "http://e/v#",
        "e": "http://e/",
        "p": {"@type": "@id"},
        "q": {"@id": "e:q", "@type": "@vocab"},
        "b": "a",
    },
    "vocabularies of single terms": PREFIXES
    | {"@vocab": "http://e/", "p": {"@id": "e:p", "@type": "@vocab", "@context": {"@vocab": "v:"}}}
    | {
        "q": {"@id": "e:q", "@type": "@vocab", "@context": {"@vocab": "http://f/"}, "@container": "@set"},
        "p2": {"@id": "e:p", "@type": "@id"},
    },
    "terms in the form of IRIs": PREFIXES
    | {"http://e/p": {"@container": "@set"}, "v:p": {"@id": "http://e/v#p", "@type": "@id"}, "e:a": {}, "http://f/a": {"@type": "@id"}},
}
"""Supported contexts, by their feature."""


NAMED: Final = tuple(
    NamedNode(iri)
    for iri in (
        *(
            "http://e/a",
            "http://e/b",
            "http://e/p",
            "http://e/v#a",
            "http://e/v#b",
            "http://e/v#c/d",
            "http://e/",
            "http://f/a",
            "http://f/z",
        ),
        *("http://g/театр", "urn:x:y", "mailto:a@b", RDF_TYPE.value, f"{XSD}date", "https://w3id.org/kzit/concept/field/culture"),
    )
)
PREDICATES: Final = tuple(
    NamedNode(iri) for iri in (*(f"http://e/{name}" for name in ("p", "q", "v#p", "v#b", "a", "o")), "http://f/a", RDF_TYPE.value)
)
TEXTS: Final = ("", "x", "a\u2028b\u0085", '\0\x1f\x7f\t\n\r"\\/', "\U0001f3ad", "Қаз", "true", "1", "@id", "http://e/a")
NUMBERS: Final = (
    *("0", "-1", "-0", "007", "+1", "9007199254740991", "9007199254740992", "-9007199254740991", "1" * 5000, "1_0", "٣", " 5"),
    *("1.0", "1e3", "NaN", "true", "false", "TRUE", "2020-01-01", ""),
)

nodes = st.sampled_from(NAMED) | st.sampled_from([BlankNode("x"), BlankNode("y")])
texts = st.sampled_from(TEXTS) | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
datatypes = st.sampled_from(
    [*(f"{XSD}{name}" for name in ("integer", "boolean", "date", "decimal", "string")), "http://e/a", "http://e/v#a"]
)
plain_literals = st.one_of(
    texts.map(Literal),
    st.builds(Literal, texts, language=st.sampled_from(["en", "it", "id", "zh-hant"])),
    st.builds(Literal, st.sampled_from(NUMBERS) | texts, datatype=datatypes.map(NamedNode)),
)
directed_literals = st.builds(
    Literal, texts, language=st.sampled_from(["ar", "en"]), direction=st.sampled_from([BaseDirection.LTR, BaseDirection.RTL])
)
graphs = st.sampled_from([DefaultGraph(), NamedNode("http://e/g"), NamedNode("http://e/v#g"), BlankNode("g")])


def graph_of(values: st.SearchStrategy[Any], predicates: tuple[NamedNode, ...] = PREDICATES) -> st.SearchStrategy[list[Quad]]:
    """Return a strategy for quads in any order, with duplicates."""
    return st.lists(st.builds(Quad, nodes, st.sampled_from(predicates), values, graphs), max_size=14)


VALUES: Final[tuple[NamedNode | BlankNode | Literal, ...]] = (
    *NAMED,
    BlankNode("x"),
    *(Literal(text) for text in TEXTS),
    *(Literal("x", language=tag) for tag in ("en", "it", "id")),
    *(Literal(text, datatype=NamedNode(XSD + name)) for name in ("integer", "boolean", "date", "string") for text in NUMBERS),
    *(Literal("x", datatype=NamedNode(iri)) for iri in ("http://e/a", "http://e/v#a", "http://e/v#b")),
)
"""Values of all kinds that a context can treat differently."""


def context_file(folder: Path, context: object, name: str = "context.jsonld") -> Path:
    path = folder / name
    path.write_text(json.dumps({"@context": context}), encoding="utf-8")
    return path


def canonical(quads: Iterable[Quad]) -> Dataset:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def read(content: bytes) -> Dataset:
    return canonical(parse(content, format=RdfFormat.JSON_LD))


def body(content: bytes) -> Any:
    return json.loads(content)["@graph"]
