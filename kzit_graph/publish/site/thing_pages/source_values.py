"""What pages say of documents and passages: which facts rest on which passage, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup
from pyoxigraph import Literal, NamedNode

from kzit_graph.computed_once import computed_once
from kzit_graph.publish.markup import escape, joined
from kzit_graph.publish.pictures.marks import voice_class
from kzit_graph.publish.site.claims.model import Claim, Place
from kzit_graph.publish.site.claims.places import PlaceReader
from kzit_graph.publish.site.edition.cells import element
from kzit_graph.publish.site.phrases.repeated import says_date
from kzit_graph.publish.site.rows.fact_rows import FactRows, filled
from kzit_graph.publish.site.thing_pages.check import check_section
from kzit_graph.publish.site.thing_pages.thing_values import passage_name
from kzit_graph.publish.site.things.thing_page import ThingPage
from kzit_graph.publish.site.views.passage_rulers import Bar, document_ruler, place_rulers
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import DCTERMS, RDF_TYPE, SKOS, schema_terms
from kzit_graph.rdf.ordering import natural_key

if TYPE_CHECKING:
    from kzit_graph.publish.site.edition.edition import Edition

_PLACE: Final = re.compile(r"p([0-9]+)s([0-9]+)")
_KIND: Final = (NamedNode(f"{DCTERMS}type"),)
_DEFINITION: Final = (NamedNode(f"{SKOS}definition"),)
_LANGUAGE: Final = (*schema_terms("inLanguage"), NamedNode(f"{DCTERMS}language"))
_ADDRESS: Final = (*schema_terms("url"), NamedNode(f"{DCTERMS}source"))


@dataclass(frozen=True)
class SourceValues:
    """Puts documents and passages into words."""

    edition: Edition

    def of_document(self, shown: ThingPage, cut: Sequence[ThingPage]) -> dict[str, object]:
        """Return what the page of a document says. cut: all its pages."""
        edition, words = self.edition, self.edition.words
        document = edition.claims.by_document.get(shown.thing)
        places = self._places.of_document(shown.thing)
        claims = document.claims if document else ()
        by_passage: dict[Term | None, list[Claim]] = {}
        for claim in claims:
            for node in dict.fromkeys(place.passage for place in claim.places if place.document == shown.thing):
                by_passage.setdefault(node, []).append(claim)
        empty = [place for place in places if place.passage not in by_passage]
        rows = self._rows(shown, cut, places, by_passage)
        counted = edition.counted("facts_n", len(claims))
        on = edition.counted("on_passages", len(places) - len(empty))
        covered = words.all_used if not empty else edition.counted("passages_unused", len(empty))
        return {
            "lede": [words.rest_on.format(facts=counted, passages=on), covered] if places and claims and shown.page == 1 else [],
            "about": self._about(shown) if shown.page == 1 else [],
            "ruler": self._ruler(places, by_passage, {row["anchor"] for row in rows}) if shown.page == 1 else "",
            "rows": rows,
            "example": self._example(rows),
            "loose": [edition.shared(FactRows).line(claim) for claim in by_passage.get(None, ())] if shown.page == 1 else [],
            "check": check_section(edition, shown.thing) if shown.page == 1 else "",
        }

    def _about(self, shown: ThingPage) -> list[Markup]:
        """Return in few words what a document is: its date if its name does not say it, its language, its publisher, who repeats whom."""
        edition, words = self.edition, self.edition.words
        document = edition.claims.by_document.get(shown.thing)
        index, roles = edition.reader.index, edition.reader.roles
        dates = [edition.span(span) for span in (document.spans if document else ())][:1]
        found = [escape(date) for date in dates if not says_date(edition.text(shown.thing), date)]
        tags = {value.value for value in index.values(shown.thing, _LANGUAGE) if isinstance(value, Literal)}
        found += [escape(words.language_name(tag)) for tag in sorted(tags)]
        publishers = edition.cells.all(document.publishers if document else ())
        relaying = sorted(set(index.holders(shown.thing, roles["relays"])), key=lambda node: natural_key(str(node)))
        for pattern, terms in (
            (words.doc_published_by, publishers),
            (words.doc_relays, edition.cells.all(document.relays if document else ())),
            (words.doc_relayed_by, edition.cells.all(relaying)),
        ):
            found += [filled(pattern, names=joined(terms, ", "))] if terms else []
        webs = sorted({value.value for value in index.values(shown.thing, _ADDRESS) if isinstance(value, NamedNode | Literal)})
        return found + [Markup('<a href="{}">{}</a>').format(web, words.on_the_web) for web in webs if web.startswith("http")]

    def _rows(
        self, shown: ThingPage, cut: Sequence[ThingPage], places: Sequence[Place], by_passage: dict[Term | None, list[Claim]]
    ) -> list[dict[str, object]]:
        """Return the passages of a page in order, each with its facts. One without facts follows the one before it."""
        own = {fact.fact for fact in shown.facts}
        page_of = {fact.fact: page.page for page in cut for fact in page.facts} if len(cut) > 1 else {}
        rows, current, known = [], 1, set[Term]()
        for number, place in enumerate(places, 1):
            claims = by_passage.get(place.passage, [])
            current = min((page_of.get(claim.fact, current) for claim in claims), default=current)
            here = [claim for claim in claims if claim.fact in own] if len(cut) > 1 else claims
            if here or (not claims and current == shown.page):
                rows.append(self._row(number, place, here, known))
        return rows

    def _example(self, rows: Iterable[Mapping[str, object]]) -> str:
        """Return what the name of a passage says, if it is that of a sentence in a paragraph."""
        places = [place for row in rows if (place := _PLACE.fullmatch(str(row["anchor"])))]
        found = next((place for place in places if place[1] != place[2]), next(iter(places), None))
        return self.edition.words.what_rests_names.format(name=found[0], paragraph=found[1], sentence=found[2]) if found else ""

    def _row(self, number: int, place: Place, claims: Sequence[Claim], known: set[Term]) -> dict[str, object]:
        edition = self.edition
        assert place.passage is not None
        kinds = [self._kind(kind, known) for kind in edition.reader.index.values(place.passage, _KIND)] if not claims else []
        return {
            "anchor": passage_name(place.passage),
            "number": number,
            "cite": edition.shared(FactRows).ruler(place, _voice(claims)),
            "lines": [edition.shared(FactRows).line(claim) for claim in claims],
            "note": joined(kinds, ", "),
        }

    def _kind(self, kind: Term, known: set[Term]) -> Markup:
        """Return why no fact is read from a passage: the kind, and its definition where it is not yet known."""
        edition = self.edition
        if kind in known:
            return edition.link(kind)
        known.add(kind)
        texts = [value for value in edition.reader.index.values(kind, _DEFINITION) if isinstance(value, Literal)]
        labels = {text.language or "": text.value for text in sorted(texts, key=lambda text: text.value, reverse=True)}
        link = edition.link(kind)
        return Markup("{} ({})").format(link, element(edition.wording.label(labels, ""))) if labels else link

    def _ruler(self, places: Sequence[Place], by_passage: dict[Term | None, list[Claim]], anchors: Iterable[object]) -> Markup:
        edition, here = self.edition, set(anchors)
        length = max((place.length for place in places), default=0)
        if not length:
            return Markup()
        bars = []
        for place in places:
            claims = by_passage.get(place.passage, [])
            name = passage_name(place.passage)
            href = f"#{name}" if name in here else edition.href(place.passage) if place.passage is not None else ""
            label = f"{name}: {edition.counted('facts_n', len(claims))}"
            bars.append(Bar(place.start, place.end, len(claims), voice_class(_voice(claims)), href, label))
        return document_ruler(edition, bars, length)

    def passage_title(self, thing: NamedNode) -> str:
        """Return a name for a passage: its last part and its document. Return an empty text for another thing."""
        edition = self.edition
        index, roles = edition.reader.index, edition.reader.roles
        if not set(index.values(thing, (RDF_TYPE,))) & set(roles["passage"]):
            return ""
        document = min(index.values(thing, roles["source"]), key=str, default=None)
        if document is None:
            return ""
        return edition.words.passage_title.format(passage=passage_name(thing), document=edition.text(document))

    @computed_once
    def _places(self) -> PlaceReader:
        return PlaceReader(self.edition.reader)

    def of_passage(self, shown: ThingPage) -> dict[str, object]:
        """Return what the page of a passage says."""
        edition = self.edition
        claims = [edition.claims.by_fact[fact.fact] for fact in shown.facts]
        voice = voice_class(_voice(claims))
        places = self._places.of_passage(shown.thing)
        rulers = place_rulers(edition, places, voice)
        return {
            "sources": edition.cells.all(place.document for place in places),
            "range": "" if rulers else next((f"{place.start}–{place.end}" for place in places if place.end > place.start), ""),
            "rulers": rulers,
            "rows": edition.shared(FactRows).rows((claim, "") for claim in claims),
            "counted": edition.counted("facts_n", shown.totals.facts),
        }


def _voice(claims: Sequence[Claim]) -> int | None:
    """Return the one voice of some claims, or None."""
    voices = {claim.voice for claim in claims}
    return voices.pop() if len(voices) == 1 else None
