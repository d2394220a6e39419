"""Write what a page says as RDF: Turtle, JSON-LD and N-Triples with the same statements.

A document has all statements about its thing and about the facts on the page, with their passages, ranges and times, and the labels of
their claimants and sources, and of what the thing names. Each subject is written once and kept, because it is part of many documents.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

from kzit_graph.errors import UnsupportedContext
from kzit_graph.publish.site.facts import PUBLISHERS, SELECTOR
from kzit_graph.publish.site.reader import PageReader
from kzit_graph.publish.site.settings import SiteSettings
from kzit_graph.publish.site.statement_index import Node
from kzit_graph.publish.site.thing_page import CitedFact, ThingPage
from kzit_graph.rdf.jsonld.compaction import Compaction, ConfusedIri
from kzit_graph.rdf.jsonld.context_file import ContextFile
from kzit_graph.rdf.jsonld.context_parts import ContextParts
from kzit_graph.rdf.jsonld.node_writer import NodeWriter
from kzit_graph.rdf.jsonld.nodes import Value, node_name
from kzit_graph.rdf.names import Term, split_iri
from kzit_graph.rdf.namespaces import DCTERMS, RDF_TYPE
from kzit_graph.rdf.ordering import line_key, natural_key
from kzit_graph.rdf.writing import turtle_body, turtle_header

_FOAF: Final = "http://xmlns.com/foaf/0.1/"
_XHTML: Final = "http://www.w3.org/1999/xhtml/vocab#"
_DOCUMENT: Final = NamedNode(f"{_FOAF}Document")
_TOPIC: Final = NamedNode(f"{_FOAF}primaryTopic")
_PART_OF: Final = NamedNode(f"{DCTERMS}isPartOf")
_LICENCE: Final = NamedNode(f"{DCTERMS}license")
_PAGINATION: Final = NamedNode("https://schema.org/pagination")
_BEFORE_COLON: Final = re.compile(rb"(?:^|[\t ^\n(\[{])([^\s\"<>:^(\[{]*):")
_PREFIXES: Final = {"foaf": _FOAF, "dcterms": DCTERMS, "xhv": _XHTML}
"""Prefixes for the statements about a document, unless the project has other ones."""


@dataclass(frozen=True)
class Block:
    """Some statements about a subject in each syntax. keys: those of the context that the JSON-LD uses. prefixes: of the Turtle."""

    ntriples: str
    turtle: bytes
    jsonld: str
    keys: frozenset[str]
    prefixes: frozenset[str]


@dataclass(frozen=True)
class Prefixes:
    """The prefixes of documents. common: name to namespace. of_documents: those of source documents, namespace to name."""

    common: Mapping[str, str]
    of_documents: Mapping[str, str]

    def of(self, subject: Term) -> dict[str, str]:
        """Return the prefixes for the statements about a subject, name to namespace."""
        namespace = split_iri(subject.value)[0] if isinstance(subject, NamedNode) else ""
        own = self.of_documents.get(namespace)
        return dict(self.common) if own is None else {**self.common, own: namespace}

    @property
    def all(self) -> dict[str, str]:
        """All prefixes, name to namespace."""
        return {**self.common, **{name: namespace for namespace, name in self.of_documents.items()}}


class DocumentWriter:
    """Writes the RDF documents of pages. context: of the JSON-LD, or None to write none."""

    def __init__(self, reader: PageReader, settings: SiteSettings, prefixes: Prefixes, context: ContextFile | None) -> None:
        self._reader, self._index, self._settings, self._context = reader, reader.index, settings, context
        known = dict(prefixes.common)
        known |= {name: iri for name, iri in _PREFIXES.items() if name not in known and iri not in known.values()}
        self._prefixes = Prefixes(known, prefixes.of_documents)
        self._all_prefixes = self._prefixes.all
        self._nodes = None if context is None else NodeWriter(Compaction(context.terms), context.value)
        self._parts = ContextParts({} if context is None else context.value)
        self._labelling = tuple(reader.names.naming.labels)
        self._whole: dict[Term, Block] = {}
        self._labels: dict[Term, Block | None] = {}
        self._named: dict[Term, frozenset[NamedNode]] = {}
        self._closures: dict[Term, tuple[Node, ...]] = {}

    def prepare(self, subjects: Iterable[Node]) -> None:
        """Write all statements about subjects at once, which takes a fraction of the time. The documents are the same without it."""
        by_namespace: dict[str, list[Node]] = {}
        for subject in subjects:
            namespace = split_iri(subject.value)[0] if isinstance(subject, NamedNode) else ""
            by_namespace.setdefault(namespace if namespace in self._prefixes.of_documents else "", []).append(subject)
        for group in by_namespace.values():
            prefixes = self._prefixes.of(group[0])
            lines = [_sorted_lines(self._index.about(subject)) for subject in group]
            turtle = turtle_body([triple for found in lines for triple in found.values()], RdfFormat.TURTLE, prefixes)
            bodies = turtle.removesuffix(b"\n").split(b"\n\n")  # literals have no line breaks
            for subject, found, body in zip(group, lines, bodies, strict=True):
                self._whole[subject] = self._written(subject, found, b"\n" + body.removeprefix(b"\n") + b"\n", prefixes)

    def documents(self, page: ThingPage, whole: ThingPage, urls: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the extension and the content of each document of a page.

        whole: the page of the thing with everything. urls: paths of all HTML pages of the thing, as in URLs.
        """
        described, partial = self._contents(page, whole)
        blocks = [self._block(subject, triples) for subject, triples in self._about_document(page, urls).items()]
        first = [node for node in (page.thing, *(part.thing for part in page.parts)) if node in described]
        order = (*first, *sorted(described.keys() - set(first), key=_key))
        own_first = sorted(partial, key=lambda node: (node != page.thing, *_key(node)))
        blocks += [self._block(node, partial[node]) for node in own_first if node == page.thing]
        blocks += [self._of(node) for node in order]
        blocks += [self._block(node, partial[node]) for node in own_first if node != page.thing]
        others = self._others(page)
        for node in sorted(others - described.keys() - partial.keys(), key=_key):
            if block := self._label_block(node):
                blocks.append(block)
        yield "nt", "".join(block.ntriples for block in blocks).encode()
        yield "ttl", self._turtle(blocks)
        if self._context is not None:
            yield "jsonld", self._jsonld(blocks)

    def _turtle(self, blocks: Iterable[Block]) -> bytes:
        used, bodies = set[str](), []
        for block in blocks:
            used |= block.prefixes
            bodies.append(block.turtle)
        return turtle_header(self._all_prefixes, used) + b"".join(bodies)

    def _jsonld(self, blocks: Iterable[Block]) -> bytes:
        keys, nodes = set[str](), []
        for block in blocks:
            keys |= block.keys
            nodes.append(block.jsonld)
        context = self._parts.cut(keys).replace("\n", "\n  ")
        graph = ",\n".join(nodes)
        return f'{{\n  "@context": {context},\n  "@graph": [\n{graph}\n  ]\n}}\n'.encode()

    def _contents(self, page: ThingPage, whole: ThingPage) -> tuple[dict[Term, None], dict[Term, list[Triple]]]:
        """Return the nodes that a page describes, and statements about others."""
        index, partial = self._index, dict[Term, list[Triple]]()
        roots: dict[Term, None] = dict.fromkeys(part.thing for part in page.parts)
        if page.pages == 1:
            roots.update(self._expanded(page.thing, with_sources=True))
        else:
            partial[page.thing] = self._own(page, whole)
            roots.update(dict.fromkeys(value.term for _, value in page.values() if isinstance(value.term, BlankNode)))
            near = self._expanded(page.thing, with_sources=True) if page.page == 1 else {}
            roots.update(dict.fromkeys(node for node in near if node != page.thing))
        for fact in page.facts:
            roots.update(self._expanded(fact.fact))
            _add(partial, fact.content)
        for disagreement in page.disagreements:
            roots[disagreement.matter] = None
            roots.update(dict.fromkeys(index.holders(disagreement.matter, self._reader.roles["judged"])))
            for answer in disagreement.answers:
                roots.update(self._expanded(answer.fact.fact))
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

    def _expanded(self, node: Term, *, with_sources: bool = False) -> dict[Term, None]:
        """Return a thing or a fact with its passages, times, their ranges, and maybe sources."""
        index, roles = self._index, self._reader.roles
        found: dict[Term, None] = {}
        for one in (node, *index.values(node, roles["content"])):
            for near in (one, *index.values(one, roles["evidence"]), *index.values(one, roles["time"])):
                found[near] = None
                found.update(dict.fromkeys(index.values(near, (SELECTOR,))))
                if with_sources:
                    found.update(dict.fromkeys(index.values(near, roles["source"])))
        return found

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

    def _about_document(self, page: ThingPage, urls: Sequence[str]) -> dict[Term, list[Triple]]:
        iris = [NamedNode(self._settings.document_iri(url)) for url in urls]
        own = iris[page.page - 1]
        triples = [Triple(own, RDF_TYPE, _DOCUMENT), Triple(own, _TOPIC, page.thing), Triple(own, _PART_OF, self._settings.dataset.iri)]
        if self._settings.licence:
            triples.append(Triple(own, _LICENCE, NamedNode(self._settings.licence)))
        if page.pages > 1:
            triples.append(Triple(own, _PAGINATION, Literal(f"{page.page}/{page.pages}")))
            near = {"prev": page.page - 1, "next": page.page + 1, "first": 1, "last": page.pages}
            links = {name: number for name, number in near.items() if 1 <= number <= page.pages and number != page.page}
            triples += [Triple(own, NamedNode(f"{_XHTML}{name}"), iris[number - 1]) for name, number in links.items()]
        return {own: triples}

    def _of(self, node: Term) -> Block:
        block = self._whole.get(node)
        if block is None:
            block = self._whole[node] = self._block(node, self._index.about(node))
        return block

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

    def _label_block(self, node: NamedNode) -> Block | None:
        if node not in self._labels:
            own = self._index.by_property(node)
            labels = [Triple(node, label, value) for label in self._labelling for value in own.get(label, ()) if isinstance(value, Literal)]
            labels += [Triple(node, term, agent) for term in PUBLISHERS for agent in own.get(term, ())]
            self._labels[node] = self._block(node, labels) if labels else None
        return self._labels[node]

    def _block(self, subject: Term, triples: Iterable[Triple]) -> Block:
        lines = _sorted_lines(triples)
        text = "".join(lines)
        prefixes = {name: namespace for name, namespace in self._prefixes.of(subject).items() if namespace in text}  # few are fast
        return self._written(subject, lines, turtle_body(lines.values(), RdfFormat.TURTLE, prefixes), prefixes)

    def _written(self, subject: Term, lines: Mapping[str, Triple], turtle: bytes, prefixes: Container[str]) -> Block:
        text = self._node(subject, lines.values())
        return Block("".join(lines), turtle, text, self._parts.used(text), _used(turtle, prefixes))

    def _node(self, subject: Term, statements: Iterable[Triple]) -> str:
        if self._nodes is None or self._context is None or isinstance(subject, Literal):
            return ""
        properties: dict[str, list[Value]] = {}
        for triple in statements:
            value = triple.object
            properties.setdefault(triple.predicate.value, []).append(value if isinstance(value, Literal) else node_name(value))
        try:
            text = self._nodes.node(node_name(subject), properties, {})
        except ConfusedIri as error:
            problem: UnsupportedContext = self._context.unsupported(error.prefix, str(error))
            raise problem from error
        return "    " + text.replace("\n", "\n    ")


def _sorted_lines(triples: Iterable[Triple]) -> dict[str, Triple]:
    """Return triples by their lines of N-Triples, in the order of a document."""
    lines = {f"{triple} .\n": triple for triple in triples}
    return {line: lines[line] for line in sorted(lines, key=line_key)}


def _used(turtle: bytes, prefixes: Container[str]) -> frozenset[str]:
    """Return the prefixes that a Turtle text uses. It looks into literals as well."""
    return frozenset(name for found in _BEFORE_COLON.findall(turtle) if (name := found.decode()) in prefixes)


def _add(partial: dict[Term, list[Triple]], triples: Iterable[Triple]) -> None:
    for triple in triples:
        partial.setdefault(triple.subject, []).append(triple)


def _key(node: Term) -> tuple[str, str]:
    text = str(node)
    return natural_key(text), text
