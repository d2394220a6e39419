"""Write the statements about a subject in each syntax, once, because they are part of many documents."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from kzit_graph.errors import UnsupportedContext
from kzit_graph.publish.site.things.statement_index import Node, StatementIndex
from kzit_graph.rdf.jsonld.compaction import Compaction, ConfusedIri
from kzit_graph.rdf.jsonld.context_file import ContextFile
from kzit_graph.rdf.jsonld.context_parts import ContextParts
from kzit_graph.rdf.jsonld.node_writer import NodeWriter
from kzit_graph.rdf.jsonld.nodes import Value, node_name
from kzit_graph.rdf.names import Term, split_iri
from kzit_graph.rdf.ordering import line_key
from kzit_graph.rdf.writing import turtle_body, turtle_header

_NAMESPACE: Final = re.compile(r"<([^>]*[/#])")
_BEFORE_COLON: Final = re.compile(rb"(?:^|[\t ^\n(\[{])([^\s\"<>:^(\[{]*):")


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
    _known: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    def of(self, subject: Term) -> dict[str, str]:
        """Return the prefixes for the statements about a subject, name to namespace."""
        namespace = split_iri(subject.value)[0] if isinstance(subject, NamedNode) else ""
        own = self.of_documents.get(namespace)
        return dict(self.common) if own is None else {**self.common, own: namespace}

    def fitting(self, subject: Term, ntriples: str) -> dict[str, str]:
        """Return those of `of` that some statements can use. With few prefixes, writing Turtle is fast."""
        known = self.of(subject)
        names = {name for namespace in set(_NAMESPACE.findall(ntriples)) for name in self._names_in(namespace)}
        return {name: namespace for name, namespace in known.items() if name in names}

    def _names_in(self, namespace: str) -> frozenset[str]:
        """Return the names of the prefixes that can shorten an IRI, given up to its last slash or hash."""
        found = self._known.get(namespace)
        if found is None:
            known = self.all.items()
            found = frozenset(name for name, start in known if namespace.startswith(start) or start.startswith(namespace))
            self._known[namespace] = found
        return found

    @property
    def all(self) -> dict[str, str]:
        """All prefixes, name to namespace."""
        return {**self.common, **{name: namespace for namespace, name in self.of_documents.items()}}


class BlockWriter:
    """Writes blocks, and joins them.

    prefixes: of Turtle. context: of the JSON-LD, or None to write none. labelling: the properties of labels. publishers: those from a
    document to its publisher.
    """

    def __init__(
        self,
        index: StatementIndex,
        prefixes: Prefixes,
        context: ContextFile | None,
        labelling: Iterable[NamedNode],
        publishers: Iterable[NamedNode],
    ) -> None:
        self._index, self._prefixes, self._context = index, prefixes, context
        self._all_prefixes = prefixes.all
        self._nodes = None if context is None else NodeWriter(Compaction(context.terms), context.value)
        self._parts = ContextParts({} if context is None else context.value)
        self._labelling, self._publishers = tuple(labelling), tuple(publishers)
        self._whole: dict[Term, Block] = {}
        self._labels: dict[Term, Block | None] = {}

    def id_text(self, iri: str) -> str:
        """Return an IRI as a JSON string of the context, or an empty text without JSON-LD."""
        return self._nodes.id_text(iri) if self._nodes else ""

    def keys_in(self, text: str) -> frozenset[str]:
        """Return the keys of the context that a JSON text may use."""
        return self._parts.used(text)

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

    def turtle(self, blocks: Iterable[Block]) -> bytes:
        """Return blocks as a document in Turtle."""
        used, bodies = set[str](), []
        for block in blocks:
            used |= block.prefixes
            bodies.append(block.turtle)
        return turtle_header(self._all_prefixes, used) + b"".join(bodies)

    def jsonld(self, blocks: Iterable[Block]) -> bytes:
        """Return blocks as a document in JSON-LD, with the part of the context that they use."""
        keys, nodes = set[str](), []
        for block in blocks:
            keys |= block.keys
            nodes.append(block.jsonld)
        context = self._parts.cut(keys).replace("\n", "\n  ")
        graph = ",\n".join(nodes)
        return f'{{\n  "@context": {context},\n  "@graph": [\n{graph}\n  ]\n}}\n'.encode()

    def whole(self, node: Term) -> Block:
        """Return all statements about a subject."""
        block = self._whole.get(node)
        if block is None:
            block = self._whole[node] = self.block(node, self._index.about(node))
        return block

    def labels(self, node: NamedNode) -> Block | None:
        """Return the labels of a thing, and the publishers of a document."""
        if node not in self._labels:
            own = self._index.by_property(node)
            labels = [Triple(node, label, value) for label in self._labelling for value in own.get(label, ()) if isinstance(value, Literal)]
            labels += [Triple(node, term, agent) for term in self._publishers for agent in own.get(term, ())]
            self._labels[node] = self.block(node, labels) if labels else None
        return self._labels[node]

    def block(self, subject: Term, triples: Iterable[Triple]) -> Block:
        """Return some statements about a subject."""
        lines = _sorted_lines(triples)
        prefixes = self._prefixes.fitting(subject, "".join(lines))
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
