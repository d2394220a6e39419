"""Choose the icon of a thing by the part that it plays: what it is by its roles, or by classes that all vocabularies share."""

from __future__ import annotations

from typing import Final

from pyoxigraph import NamedNode

from kzit_graph.publish.site.claims.model import Claim, Stance
from kzit_graph.publish.site.things.reader import PageReader
from kzit_graph.rdf.namespaces import DCAT, DCTERMS, FOAF, ORG, PROV, RDF_TYPE, SCHEMAS, SKOS, VOID


def _classes(**names: str) -> dict[NamedNode, str]:
    found: dict[NamedNode, str] = {}
    for icon, texts in names.items():
        for text in texts.split():
            spaces = SCHEMAS if text.startswith("schema:") else ("",)
            found |= {NamedNode(space + text.removeprefix("schema:")): icon for space in spaces}
    return found


_ICONS: Final = _classes(
    person=f"schema:Person {FOAF}Person {ORG}Post {PROV}Person",
    place=f"schema:Place schema:Country schema:City schema:State schema:AdministrativeArea {DCTERMS}Location",
    body=f"schema:Organization {FOAF}Organization {FOAF}Agent {FOAF}Group {ORG}Organization {PROV}Agent {PROV}Organization",
    event="schema:Event http://purl.org/NET/c4dm/event.owl#Event http://purl.org/dc/dcmitype/Event",
    data=f"schema:Dataset {DCAT}Dataset {DCAT}Catalog {DCAT}Distribution {VOID}Dataset",
    document=f"schema:CreativeWork schema:Article {FOAF}Document",
    concept=f"{SKOS}Concept {SKOS}ConceptScheme {SKOS}Collection",
    time=f"{DCTERMS}PeriodOfTime http://www.w3.org/2006/time#TemporalEntity",
)
"""Icons by class, the more telling ones first."""


class KindIcons:
    """Chooses icons. A class has the icon of the nearest class above it that has one."""

    def __init__(self, reader: PageReader) -> None:
        roles = reader.roles
        own = {"document": "document", "passage": "passage", "post_class": "person"}
        self._reader = reader
        self._known = {**_ICONS, **{term: icon for role, icon in own.items() for term in roles[role]}}
        self._rank = {icon: rank for rank, icon in enumerate(dict.fromkeys(("passage", *_ICONS.values())))}
        self._icons: dict[NamedNode, str] = {}

    def of_claim(self, claim: Claim) -> str:
        """Return the icon of a claim."""
        if claim.amount is not None:
            return "figure"
        if claim.stance is Stance.JUDGED:
            return "judgement"
        if set(claim.kinds) & set(self._reader.roles["aim"]):
            return "aim"
        return "event" if claim.events else "tie"

    def of(self, thing: NamedNode) -> str:
        """Return the icon of another thing, by all its classes."""
        roles, index = self._reader.roles, self._reader.index
        found = {icon for kind in index.values(thing, (RDF_TYPE,)) if isinstance(kind, NamedNode) and (icon := self._of_class(kind))}
        if found:
            return min(found, key=self._rank.__getitem__)
        if any(index.values(thing, roles[role]) for role in ("time_start", "time_end", "time_text")):
            return "time"
        is_question = bool(index.values(thing, roles["finding"])) or any(
            index.holders(one, roles["matter"]) for one in (thing, *index.holders(thing, roles["whole"]))
        )
        return "question" if is_question else "thing"

    def _of_class(self, kind: NamedNode) -> str:
        if kind not in self._icons:
            above = {NamedNode(iri) for iri in self._reader.vocabulary.superclasses(kind.value)} & self._known.keys()
            icons = (self._known[one] for one in ({kind} & self._known.keys() or above))
            self._icons[kind] = min(icons, key=self._rank.__getitem__, default="")
        return self._icons[kind]
