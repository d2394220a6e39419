"""A project of another subject with rules: walks of a club, whose guides and times are typed short."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project

BASE: Final = "https://example.org/walks/"
PREFIXES: Final = f"PREFIX id: <{BASE}id/>\nPREFIX w: <{BASE}terms#>\nPREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"

FILES: Final[Mapping[str, str]] = {
    "ontology/walks.ttl": f"""\
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix w: <{BASE}terms#> .

w:Outing a owl:Class .
w:Walk a owl:Class ; rdfs:subClassOf w:Outing .
w:person a owl:ObjectProperty .
w:guide a owl:ObjectProperty ; rdfs:subPropertyOf w:person .
""",
    "ontology/context.jsonld": f'{{"@context": {{"w": "{BASE}terms#"}}}}\n',
    "ontology/rules/10-guide.ru": f"""\
{PREFIXES}
INSERT {{ ?walk w:guide ?guide }}
WHERE {{ ?walk w:of/w:guide ?guide . FILTER NOT EXISTS {{ ?walk w:guide ?own }} }}
""",
    "ontology/rules/20-takes.ru": f"""\
{PREFIXES}
DELETE {{ ?walk w:takes ?text }}
INSERT {{ ?walk w:time ?time . ?time a w:Time ; w:minutes ?minutes }}
WHERE {{
  ?walk w:takes ?text .
  FILTER (REGEX(?text, "^[0-9]+ h [0-9]{{2}}$"))
  BIND (60 * xsd:integer(STRBEFORE(?text, " h ")) + xsd:integer(STRAFTER(?text, " h ")) AS ?minutes)
  BIND (IRI(CONCAT("{BASE}time/", STR(?minutes))) AS ?time)
}}
""",
    "ontology/rules/30-takes.rq": f"""\
{PREFIXES}
SELECT ?subject ?message ?value
WHERE {{ ?subject w:takes ?value . BIND ("Write the time as in 3 h 20." AS ?message) }}
""",
    "ontology/rules/99-clean.ru": f"{PREFIXES}\nDELETE WHERE {{ ?walk w:takes ?text }}\n",
    "data/dataset.ttl": f"""\
@prefix void: <http://rdfs.org/ns/void#> .

<{BASE}dataset> a void:Dataset ; void:uriSpace "{BASE}" .
""",
    "data/club.ttl": f"""\
@prefix id: <{BASE}id/> .
@prefix w: <{BASE}terms#> .

id:club a w:Club ; w:guide id:anna .
""",
    "data/walks.ttl": f"""\
@prefix id: <{BASE}id/> .
@prefix w: <{BASE}terms#> .

id:ridge a w:Walk ; w:of id:club ; w:takes "3 h 20" ; w:height 1.50 .

id:lake a w:Walk ; w:of id:club ; w:guide id:ben ; w:takes "3 h 20" .
""",
    "shapes/walks.ttl": f"""\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix w: <{BASE}terms#> .

w:WalkShape a sh:NodeShape ;
    sh:targetClass w:Outing ;
    sh:property [ sh:path w:time ; sh:minCount 1 ; sh:message "Say how long it takes."@en ] ;
    sh:property [ sh:path w:person ; sh:minCount 1 ; sh:message "Say who leads it."@en ] .

w:TimeShape a sh:NodeShape ;
    sh:targetClass w:Time ;
    sh:property [ sh:path w:minutes ; sh:maxInclusive 600 ; sh:message "Ten hours at most."@en ] .
""",
}
"""Paths of the project to file contents."""

RULES: Final = tuple(name for name in FILES if name.startswith("ontology/rules/"))


def walks(root: Path, changes: Mapping[str, str | None] | None = None) -> LoadedProject:
    """Write the project to a folder and return it. changes: contents of new or changed files; None leaves a file out."""
    for name, content in {**FILES, **(changes or {})}.items():
        if content is not None:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8", newline="\n")
    return LoadedProject(open_project(root))


def only_rule(text: str, name: str = "10-rule.ru") -> dict[str, str | None]:
    """Return the changes that leave one rule in the project, with its prefixes."""
    return dict.fromkeys(RULES) | {f"ontology/rules/{name}": PREFIXES + text}
