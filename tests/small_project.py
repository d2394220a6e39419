"""A minimal valid project folder, for tests that change one thing in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

BASE: Final = "https://example.org/tiny/"

PREFIXES_OF_FACTS: Final = """\
@prefix kzit: <https://w3id.org/kzit/ontology#> .
@prefix m8g: <http://data.europa.eu/m8g/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
"""Prefix lines for facts in Turtle, without the prefix of their own IRIs."""

FILES: Final[Mapping[str, str]] = {
    "ontology/x.ttl": """\
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix x: <https://example.org/tiny/ontology#> .

x:Building a owl:Class .
x:Theatre a owl:Class ; rdfs:subClassOf x:Building .
x:near a owl:ObjectProperty .
x:beside a owl:ObjectProperty ; rdfs:subPropertyOf x:near .
""",
    "ontology/context.jsonld": """\
{
  "@context": {
    "x": "https://example.org/tiny/ontology#",
    "label": {"@id": "http://www.w3.org/2004/02/skos/core#prefLabel", "@container": "@language"},
    "beside": {"@id": "x:beside", "@type": "@id"}
  }
}
""",
    "data/dataset.ttl": """\
@prefix void: <http://rdfs.org/ns/void#> .

<https://example.org/tiny/dataset> a void:Dataset ;
    void:uriSpace "https://example.org/tiny/" .
""",
    "data/sources/one.ttl": """\
@prefix : <https://example.org/tiny/id/one/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://example.org/tiny/ontology#> .

:scala a x:Theatre ;
    skos:prefLabel "La Scala"@it ;
    x:beside :square .
""",
    "shapes/s.ttl": """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://example.org/tiny/ontology#> .

x:TheatreShape a sh:NodeShape ;
    sh:targetClass x:Theatre ;
    sh:property x:TheatreShape-label .

x:TheatreShape-label a sh:PropertyShape ;
    sh:path skos:prefLabel ;
    sh:minCount 1 ;
    sh:message "Give the theatre a skos:prefLabel."@en .
""",
}
"""Paths of the project to file contents."""

UNSUPPORTED_CONTEXT: Final = """\
{
  "@context": {
    "x": "https://example.org/tiny/ontology#",
    "beside": {"@id": "x:beside", "@container": "@index"}
  }
}
"""
"""With a feature with which JSON-LD cannot be written."""


def small_project(root: Path, changes: Mapping[str, str | None] | None = None) -> Path:
    """Write the project to a folder and return the folder. changes: contents of new or changed files; None leaves a file out."""
    for name, content in {**FILES, **(changes or {})}.items():
        if content is not None:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8", newline="\n")
    return root


def citable(root: Path, changes: Mapping[str, str | None] | None = None, dataset: str = "") -> Path:
    """Write the project with all dataset metadata that a citation needs. dataset: further statements in Turtle."""
    description = f"""\
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<{BASE}dataset> a dcat:Dataset ;
    dcterms:title "Tiny"@en ;
    dcterms:creator "The Tiny Institute" ;
    dcat:version "0.1.0" ;
    void:uriSpace "{BASE}" .

{dataset}
"""
    return small_project(root, {"data/dataset.ttl": description} | dict(changes or {}))


def release_entry(dataset: str, version: str, day: str) -> str:
    """Return the description of a release, in Turtle with full IRIs."""
    dcat, release = "http://www.w3.org/ns/dcat#", f"<{dataset}/{version}>"
    return f"""
<{dataset}> <{dcat}hasVersion> {release} .

{release} a <{dcat}Resource> ;
    <{dcat}version> "{version}" ;
    <{dcat}isVersionOf> <{dataset}> ;
    <http://purl.org/dc/terms/issued> "{day}"^^<http://www.w3.org/2001/XMLSchema#date> .
"""
