"""A second source document for tests, with another day for the establishment of diplomatic relations."""

from __future__ import annotations

from pathlib import Path
from typing import Final

SLUG: Final = "invented-chronicle"
TEXT: Final = "The two states opened relations on 12 June 1992."
"""Invented for the tests, like its source document."""

TURTLE: Final = """\
@prefix : <https://w3id.org/kzit/id/invented-chronicle/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix document-type: <https://w3id.org/kzit/concept/document-type/> .
@prefix id: <https://w3id.org/kzit/id/> .
@prefix kzit: <https://w3id.org/kzit/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix schema: <https://schema.org/> .
@prefix short: <https://w3id.org/kzit/short#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

id:invented-chronicle a kzit:SourceDocument ;
    dcterms:type document-type:news-item , document-type:whole ;
    skos:prefLabel "Invented chronicle"@en ;
    schema:publisher id:text-collection ;
    schema:inLanguage "en" ;
    schema:sha256 "8a3e8dd48b1bade56fa957e7c2acb901a388b1c0d4c15b6270ab12ef2c11d5e5" ;
    kzit:within "2018-01-01" ;
    short:stamp kzit:within ;
    short:claimedBy id:text-collection .

:p1s1 a kzit:Passage ;
    dcterms:identifier "p1s1" ;
    oa:hasSource id:invented-chronicle ;
    oa:hasSelector :p1s1-range ;
    schema:sha256 "8a3e8dd48b1bade56fa957e7c2acb901a388b1c0d4c15b6270ab12ef2c11d5e5" ;
    kzit:normalizedDigest "8a3e8dd48b1bade56fa957e7c2acb901a388b1c0d4c15b6270ab12ef2c11d5e5" ;
    kzit:normalizedLength 48 .

:p1s1-range a oa:TextPositionSelector ;
    oa:start 0 ;
    oa:end 48 .

:p1s1-f1 a kzit:Occurrence ;
    skos:prefLabel "Diplomatic relations were set up on 12 June 1992."@en ;
    kzit:event id:diplomatic-relations-establishment ;
    kzit:participant id:kazakhstan , id:italy ;
    kzit:within "1992-06-12" .
"""

ANOTHER_PLACE_AND_SUM: Final = """
@prefix indicator: <https://w3id.org/kzit/concept/indicator/> .

:p1s1-f2 a kzit:Occurrence ;
    skos:prefLabel "EXPO-2017 takes place in Genoa."@en ;
    kzit:event id:expo-2017 ;
    kzit:place id:genoa .

:p1s1-f3 a kzit:Occurrence ;
    skos:prefLabel "EXPO-2017 takes place in Kazakhstan."@en ;
    kzit:event id:expo-2017 ;
    kzit:place id:kazakhstan .

:p1s1-f4 a kzit:Measurement ;
    skos:prefLabel "Italy invested eight billion US dollars."@en ;
    kzit:indicator indicator:direct-investment-cumulative ;
    kzit:actor id:italy ;
    kzit:counterpart id:kazakhstan ;
    short:amount "8 bn USD" ;
    kzit:throughout "/2017-08-21" .
"""
"""More facts, to append to TURTLE: another place of an event, and another amount."""


def add_second_source(project: Path) -> Path:
    """Write the source into a project folder, and return its path."""
    path = project / "data" / "sources" / f"{SLUG}.ttl"
    path.write_text(TURTLE, "utf-8")
    return path
