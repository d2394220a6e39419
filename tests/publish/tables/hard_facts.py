"""A project with facts that are hard to store in tables: line breaks, quotes, formulas, and texts that look like other types."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from kzit_graph.project.project import Project, open_project
from tests.publish.tables.facts import FACTS_TOML
from tests.small_project import PREFIXES_OF_FACTS, small_project

BASE: Final = "https://example.org/tiny/id/"

PREFIXES: Final = f"@prefix : <{BASE}> .\n{PREFIXES_OF_FACTS}"

LABELS: Final = (
    *("plain", "a, \"b\"; 'c'", "two\nlines", "two\r\nlines", "a lone\rcarriage return", "ends in a break\n", " spaces around ", "\ttab"),
    *('"', '""', ",", "'", "\\", "#no comment", "a|b", "=1+1", '=HYPERLINK("http://127.0.0.1/")', "+39 06", "-5 °C", "@Home"),
    *("NA", "null", "None", "NaN", "true", "007", "1e5", "2009-05", "0x1F", "Қазақстан", "𝔘𝔫𝔦", "e\u0301", "\u202eright to left", "日本"),
)
"""Labels of the facts."""

_THINGS: Final = """\
:rome skos:prefLabel "Rome"@en , "Roma"@it .
:astana skos:prefLabel "Астана"@kk .
:both skos:prefLabel "One|Two"@en .
:held skos:notation "held" .
:close skos:notation "close" .
:growing skos:notation "growing" .
:yearly skos:notation "yearly" .
:euro skos:notation "EUR" .
:passage oa:hasSource :document .
:document skos:prefLabel "A document"@en .
"""


def _fact(number: int, label: str) -> str:
    text = label.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    times = ('"2009"^^xsd:gYear', '"2009-05"^^xsd:gYearMonth', '"2009-05-06"^^xsd:date', '"P25Y"^^xsd:duration')
    return f"""\
:f{number} a kzit:Fact , kzit:Measurement ;
    skos:prefLabel "{text}"@en , "altro"@it ;
    skos:note "{text}"@en ;
    kzit:status :held ;
    kzit:claimedBy :rome ;
    kzit:participant :rome , :astana , :both , :unnamed ;
    kzit:epithet :close , :growing ;
    kzit:within _:time{number} ;
    kzit:time _:time{number} ;
    m8g:frequency :yearly ;
    kzit:namedAs "Договор"@ru , "the Treaty"@en ;
    schema:value {("6000000000", "1.5", "0.000000001", "-0.0")[number % 4]} ;
    schema:unitCode :euro ;
    kzit:evidence :passage .
_:time{number} kzit:statedAs {times[number % 4]} ; kzit:earliest "2009-05-06"^^xsd:date .
"""


def hard_project(folder: Path, labels: Iterable[str] = LABELS) -> Project:
    """Create the project in a folder."""
    facts = "".join(_fact(number, label) for number, label in enumerate(labels))
    return open_project(small_project(folder, {"data/sources/hard.ttl": PREFIXES + _THINGS + facts} | FACTS_TOML))
