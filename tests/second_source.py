"""A second source document for tests: it gives the establishment of diplomatic relations another day."""

from __future__ import annotations

from pathlib import Path
from typing import Final

SLUG: Final = "invented-chronicle"
TEXT: Final = "The two states opened relations on 12 June 1992."
"""Invented for the tests, like the document that it stands for."""

TURTLE: Final = """\
@prefix : <https://w3id.org/kzit/id/invented-chronicle/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <https://w3id.org/kzit/id/> .
@prefix kzit: <https://w3id.org/kzit/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stance: <https://w3id.org/kzit/concept/stance/> .
@prefix temporal-mode: <https://w3id.org/kzit/concept/temporal-mode/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

id:invented-chronicle a kzit:SourceDocument ;
    skos:prefLabel "Invented chronicle"@en ;
    schema:publisher id:text-collection ;
    schema:inLanguage "en" ;
    schema:sha256 "8a3e8dd48b1bade56fa957e7c2acb901a388b1c0d4c15b6270ab12ef2c11d5e5" .

:p1s1 a kzit:Passage ;
    dcterms:identifier "p1s1" ;
    oa:hasSource id:invented-chronicle ;
    oa:hasSelector :p1s1-range ;
    schema:sha256 "8a3e8dd48b1bade56fa957e7c2acb901a388b1c0d4c15b6270ab12ef2c11d5e5" .

:p1s1-range a oa:TextPositionSelector ;
    oa:start 0 ;
    oa:end 48 .

:on-1992-06-12 a kzit:TimeSpan ;
    kzit:statedAs "1992-06-12"^^xsd:date ;
    kzit:earliest "1992-06-12"^^xsd:date ;
    kzit:latest "1992-06-12"^^xsd:date ;
    kzit:temporalMode temporal-mode:within .

:p1s1-f1 a kzit:Occurrence ;
    dcterms:identifier "p1s1-f1" ;
    skos:prefLabel "Diplomatic relations were set up on 12 June 1992."@en ;
    kzit:participant id:kazakhstan , id:italy ;
    kzit:concerns id:diplomatic-relations-establishment ;
    kzit:time :on-1992-06-12 ;
    kzit:stance stance:reported ;
    kzit:claimedBy id:text-collection ;
    kzit:evidence :p1s1 .
"""


def add_second_source(project: Path) -> Path:
    """Writes the source into a project folder and gives its path."""
    path = project / "data" / "sources" / f"{SLUG}.ttl"
    path.write_text(TURTLE, "utf-8")
    return path
