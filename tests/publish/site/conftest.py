"""A project with a bit of everything, and its site."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

import kzit_graph
from kzit_graph import KnowledgeGraph
from tests.small_project import BASE, FILES, small_project

HOSTILE = """\
@prefix id: <https://example.org/tiny/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://example.org/tiny/ontology#> .

id:hostile skos:prefLabel "<script>alert(1)</script>"@en , "\\"><img src=x onerror=alert(1)>"@it ;
    x:beside <javascript:alert(1)> , <data:text/html,boo> ;
    skos:note "a\\u0000b\\u202Ec </script>" ;
    rdfs:seeAlso <http://elsewhere.example/?a=1&b=%22%3E> ;
    schema:url "javascript:alert(1)" .

id:nested skos:prefLabel "Nested"@en ;
    x:has [ a x:Building ; x:near id:square ; x:has [ skos:note "deep"@en , "profondo"@it ] ] ;
    x:list ( id:square "two" [ skos:note "three" ] ) ;
    owl:sameAs <https://elsewhere.example/nested> .

id:square skos:prefLabel "Square"@en , "Alan"@kk ; a x:Building .
<https://example.org/tiny/id/square#north> a x:Building ; x:near id:square .
<https://example.org/tiny/id/alone#part> x:near id:square .
<https://example.org/tiny/id/caf%C3%A9> skos:prefLabel "Café"@fr ; x:near id:square .
<https://example.org/tiny/id/площадь> skos:prefLabel "Площадь"@ru ; x:near id:square .
<https://example.org/tiny/id/Square> skos:prefLabel "Another"@en .
<https://example.org/tiny/index> skos:prefLabel "Index"@en .
<https://example.org/tiny/con> skos:prefLabel "Con"@en .
<https://example.org/tiny/a/b/c/> skos:prefLabel "Deep"@en .
<https://elsewhere.example/outside> skos:prefLabel "Outside"@en .
"""

MANY = "@prefix x: <https://example.org/tiny/ontology#> .\n@prefix id: <https://example.org/tiny/id/> .\n" + "".join(
    f"id:hub x:value {number} .\n" + (f"id:n{number} x:near id:hub .\n" if number < 150 else "") for number in range(320)
)

DATASET = f"""\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix void: <http://rdfs.org/ns/void#> .

<{BASE}dataset> a void:Dataset ;
    dcterms:title "Tiny & small"@en ;
    dcterms:description "A tiny dataset for tests, with traps."@en , "Piccolo."@it ;
    dcterms:license <https://creativecommons.org/publicdomain/zero/1.0/> ;
    dcterms:creator "The Tiny Institute" ;
    dcterms:modified "2026-11-20"^^<http://www.w3.org/2001/XMLSchema#date> ;
    void:uriSpace "{BASE}" .
"""


@dataclass(frozen=True)
class Small:
    """A small project and its build."""

    kg: KnowledgeGraph
    folder: Path
    warnings: tuple[str, ...]

    def text(self, path: str) -> str:
        """Return the text of a file of the build."""
        return (self.folder / path).read_text("utf-8")


def built(root: Path, settings: str = "") -> Small:
    """Build the small project with the traps."""
    inverse = 'x:near owl:inverseOf x:hasNear . x:hasNear a owl:ObjectProperty ; rdfs:label "has near it"@en .\n'
    ontology = FILES["ontology/x.ttl"] + inverse
    changes = {
        "ontology/x.ttl": ontology,
        "data/dataset.ttl": DATASET,
        "data/hostile.ttl": HOSTILE,
        "data/many.ttl": MANY,
        "kzit-graph.toml": settings or None,
    }
    kg = kzit_graph.open_folder(small_project(root / "project", changes))
    summary = kg.build(root / "dist")
    return Small(kg, root / "dist", summary.warnings)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    assert "data/sources/one.ttl" in FILES
    return built(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def public(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return built(tmp_path_factory.mktemp("public"), 'public_url = "https://pages.example/tiny/"\n')
