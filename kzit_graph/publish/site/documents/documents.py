"""Write what a page says as RDF: Turtle, JSON-LD and N-Triples with the same statements.

A document has all statements about its thing and about the facts on the page, with their passages, ranges and times, and the labels of
their claimants and sources, and of what the thing names. Each subject is written once and kept, because it is part of many documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kzit_graph.computed_once import computed_once
from kzit_graph.publish.site.documents.blocks import Block, BlockWriter, Prefixes
from kzit_graph.publish.site.edition.publication import Publication
from kzit_graph.publish.site.things.facts import SELECTOR
from kzit_graph.publish.site.things.reader import PageReader
from kzit_graph.publish.site.things.statement_index import Node
from kzit_graph.publish.site.things.thing_page import CitedFact, ThingPage
from kzit_graph.rdf.jsonld.context_file import ContextFile
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.namespaces import DCTERMS, FOAF, RDF_TYPE
from kzit_graph.rdf.ordering import term_key

_XHTML: Final = "http://www.w3.org/1999/xhtml/vocab#"
_SELECTORS: Final = (SELECTOR,)
_DOCUMENT: Final = NamedNode(f"{FOAF}Document")
_TOPIC: Final = NamedNode(f"{FOAF}primaryTopic")
_PART_OF: Final = NamedNode(f"{DCTERMS}isPartOf")
_LICENCE: Final = NamedNode(f"{DCTERMS}license")
_PAGINATION: Final = NamedNode("https://schema.org/pagination")
_ANY_DOCUMENT: Final = NamedNode("https://document.invalid/document")
_ANY_THING: Final = NamedNode("https://document.invalid/thing")
"""Placeholders for the IRIs of a document and of its thing."""

_PREFIXES: Final = {"foaf": FOAF, "dcterms": DCTERMS, "xhv": _XHTML}
"""Prefixes for the statements about a document, unless the project has other ones."""


class DocumentWriter:
    """Writes the RDF documents of pages. context: of the JSON-LD, or None to write none."""

    def __init__(self, reader: PageReader, publication: Publication, prefixes: Prefixes, context: ContextFile | None) -> None:
        self._reader, self._index, self._publication, self._has_jsonld = reader, reader.index, publication, context is not None
        known = dict(prefixes.common)
        known |= {name: iri for name, iri in _PREFIXES.items() if name not in known and iri not in known.values()}
        all_prefixes = Prefixes(known, prefixes.of_documents)
        self._blocks = BlockWriter(reader.index, all_prefixes, context, reader.names.naming.labels, reader.roles["publisher"])
        self._named: dict[Term, frozenset[NamedNode]] = {}
        self._keys: dict[Term, tuple[str, str]] = {}
        self._near: dict[Term, tuple[Term, ...]] = {}
        self._closures: dict[Term, tuple[Node, ...]] = {}

    def prepare(self, subjects: Iterable[Node]) -> None:
        """Write all statements about subjects at once; see `BlockWriter.prepare`."""
        self._blocks.prepare(subjects)

    def documents(self, page: ThingPage, whole: ThingPage, urls: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the extension and the content of each document of a page.

        whole: the page of the thing with everything. urls: paths of all HTML pages of the thing, as in URLs.
        """
        described, partial = self._contents(page, whole)
        blocks = [self._about_document(page, urls)]
        first = [node for node in (page.thing, *(part.thing for part in page.parts)) if node in described]
        order = (*first, *sorted(described.keys() - set(first), key=self._key))
        own_first = sorted(partial, key=lambda node: (node != page.thing, *self._key(node)))
        blocks += [self._blocks.block(node, partial[node]) for node in own_first if node == page.thing]
        blocks += [self._blocks.whole(node) for node in order]
        blocks += [self._blocks.block(node, partial[node]) for node in own_first if node != page.thing]
        others = self._others(page)
        for node in sorted(others - described.keys() - partial.keys(), key=self._key):
            if block := self._blocks.labels(node):
                blocks.append(block)
        yield "nt", "".join(block.ntriples for block in blocks).encode()
        yield "ttl", self._blocks.turtle(blocks)
        if self._has_jsonld:
            yield "jsonld", self._blocks.jsonld(blocks)

    def _contents(self, page: ThingPage, whole: ThingPage) -> tuple[dict[Term, None], dict[Term, list[Triple]]]:
        """Return the nodes that a page describes, and statements about others."""
        index, partial = self._index, dict[Term, list[Triple]]()
        roots: dict[Term, None] = dict.fromkeys(part.thing for part in page.parts)
        if page.pages == 1:
            roots.update(dict.fromkeys((*self._expanded(page.thing), *self._sources(page.thing))))
        else:
            partial[page.thing] = self._own(page, whole)
            roots.update(dict.fromkeys(value.term for _, value in page.values() if isinstance(value.term, BlankNode)))
            near = (*self._expanded(page.thing), *self._sources(page.thing)) if page.page == 1 else ()
            roots.update(dict.fromkeys(node for node in near if node != page.thing))
        for fact in page.facts:
            roots.update(dict.fromkeys(self._expanded(fact.fact)))
            _add(partial, fact.content)
        for disagreement in page.disagreements:
            roots[disagreement.matter] = None
            roots.update(dict.fromkeys(index.holders(disagreement.matter, self._reader.roles["judged"])))
            for answer in disagreement.answers:
                roots.update(dict.fromkeys(self._expanded(answer.fact.fact)))
        subjects = {subject for incoming in page.incoming for subject in incoming.subjects}
        for triple in index.naming(page.thing):
            if triple.subject in subjects:
                _add(partial, [triple])
        for subject in subjects:
            if isinstance(subject, BlankNode):
                roots.update(self._up(subject, partial))
        described: dict[Term, None] = dict.fromkeys(node for root in roots for node in self._closure(root))
        for _, value in page.values():
            if page.pages == 1 and isinstance(value.term, NamedNode) and not self._reader.names.labels(value.term):
                described.update(dict.fromkeys(self._closure(value.term)))
        described = dict.fromkeys(node for node in described if index.about(node))
        return described, {node: list(dict.fromkeys(found)) for node, found in partial.items() if node not in described}

    def _others(self, page: ThingPage) -> set[NamedNode]:
        """Return the things whose labels a document has: those that its thing names or that name it, and the witnesses of facts."""
        terms: set[Term] = set()
        if page.page == 1:
            for node in (page.thing, *(part.thing for part in page.parts)):
                terms.update(self._names_in(node))
        terms.update(value.term for _, value in page.values())
        terms.update(subject for incoming in page.incoming for subject in incoming.subjects)
        for fact in (*page.facts, *(answer.fact for disagreement in page.disagreements for answer in disagreement.answers)):
            terms.update(fact.claimants, fact.sources, fact.statuses, fact.hedges, fact.relays if isinstance(fact, CitedFact) else ())
        for disagreement in page.disagreements:
            terms.update(disagreement.subjects, disagreement.verdicts, (disagreement.slot, disagreement.finding))
        return {term for term in terms if isinstance(term, NamedNode)}

    def _own(self, page: ThingPage, whole: ThingPage) -> list[Triple]:
        """Return the statements about the thing on one of several pages. The first one has all that is not on others."""
        shown = {(of.predicate, value.term) for of, value in page.values()}
        if page.page > 1:
            return [triple for triple in self._index.about(page.thing) if (triple.predicate, triple.object) in shown]
        others = {(of.predicate, value.term) for of, value in whole.values()} - shown
        return [triple for triple in self._index.about(page.thing) if (triple.predicate, triple.object) not in others]

    def _expanded(self, node: Term) -> tuple[Term, ...]:
        """Return a thing or a fact with its passages, times and their ranges."""
        found = self._near.get(node)
        if found is None:
            near = [one for stated in self._stated(node) for one in stated]
            selectors = (selector for one in near for selector in self._index.values(one, _SELECTORS))
            found = self._near[node] = tuple(dict.fromkeys((*near, *selectors)))
        return found

    def _stated(self, node: Term) -> Iterator[tuple[Term, ...]]:
        """Yield a thing and the graphs with its content, each with its passages and times."""
        index, roles = self._index, self._reader.roles
        for one in (node, *index.values(node, roles["content"])):
            yield (one, *index.values(one, roles["evidence"]), *index.values(one, roles["time"]))

    def _sources(self, node: Term) -> list[Term]:
        """Return the documents of a passage, or of the passages and times of a thing."""
        near = (one for stated in self._stated(node) for one in stated)
        return [source for one in near for source in self._index.values(one, self._reader.roles["source"])]

    def _closure(self, root: Term) -> tuple[Node, ...]:
        """Return a node and the blank nodes to which its statements lead."""
        if root not in self._closures:
            found, waiting = dict[Node, None](), [root]
            while waiting:
                node = waiting.pop()
                if isinstance(node, NamedNode | BlankNode) and node not in found:
                    found[node] = None
                    waiting += [triple.object for triple in self._index.about(node) if isinstance(triple.object, BlankNode)]
            self._closures[root] = tuple(found)
        return self._closures[root]

    def _up(self, node: BlankNode, partial: dict[Term, list[Triple]]) -> dict[Term, None]:
        """Return a blank node and those that lead to it, and add the statements that do to partial descriptions of things."""
        found, waiting = dict[Term, None](), [node]
        while waiting:
            one = waiting.pop()
            if one in found:
                continue
            found[one] = None
            for triple in self._index.naming(one):
                if isinstance(triple.subject, BlankNode):
                    waiting.append(triple.subject)
                else:
                    _add(partial, [triple])
        return found

    def _about_document(self, page: ThingPage, urls: Sequence[str]) -> Block:
        """Return the statements about the document itself."""
        iris = [self._publication.document_iri(url) for url in urls]
        own = iris[page.page - 1]
        if page.pages == 1:
            return self._filled(own, page.thing.value)
        document = NamedNode(own)
        triples = self._of_document(document, page.thing)
        triples.append(Triple(document, _PAGINATION, Literal(f"{page.page}/{page.pages}")))
        near = {"prev": page.page - 1, "next": page.page + 1, "first": 1, "last": page.pages}
        links = {name: number for name, number in near.items() if 1 <= number <= page.pages and number != page.page}
        triples += [Triple(document, NamedNode(f"{_XHTML}{name}"), NamedNode(iris[number - 1])) for name, number in links.items()]
        return self._blocks.block(document, triples)

    def _of_document(self, document: NamedNode, thing: NamedNode) -> list[Triple]:
        triples = [Triple(document, RDF_TYPE, _DOCUMENT), Triple(document, _TOPIC, thing)]
        triples.append(Triple(document, _PART_OF, self._publication.dataset.iri))
        return [*triples, Triple(document, _LICENCE, NamedNode(self._publication.licence))] if self._publication.licence else triples

    def _filled(self, document: str, thing: str) -> Block:
        """Return the statements about a document of one page: those about a placeholder, with its IRIs in place."""
        block = self._form
        ids = self._blocks.id_text(document), self._blocks.id_text(thing)
        text = block.jsonld
        for placeholder, id_text in zip((_ANY_DOCUMENT, _ANY_THING), ids, strict=True):
            text = text.replace(f'"{placeholder.value}"', id_text)
        return replace(
            block,
            ntriples=block.ntriples.replace(_ANY_DOCUMENT.value, document).replace(_ANY_THING.value, thing),
            turtle=block.turtle.replace(_ANY_DOCUMENT.value.encode(), document.encode()).replace(_ANY_THING.value.encode(), thing.encode()),
            jsonld=text,
            keys=block.keys | self._blocks.keys_in(" ".join(ids)),
        )

    @computed_once
    def _form(self) -> Block:
        """The statements about a placeholder for documents of one page."""
        return self._blocks.block(_ANY_DOCUMENT, self._of_document(_ANY_DOCUMENT, _ANY_THING))

    def _names_in(self, node: Term) -> frozenset[NamedNode]:
        """Return the things that the statements about a node name."""
        if node not in self._named:
            self._named[node] = frozenset(
                value
                for predicate, values in self._index.by_property(node).items()
                if predicate != RDF_TYPE
                for value in values
                if isinstance(value, NamedNode)
            )
        return self._named[node]

    def _key(self, node: Term) -> tuple[str, str]:
        found = self._keys.get(node)
        if found is None:
            found = self._keys[node] = term_key(node)
        return found


def _add(partial: dict[Term, list[Triple]], triples: Iterable[Triple]) -> None:
    for triple in triples:
        partial.setdefault(triple.subject, []).append(triple)
