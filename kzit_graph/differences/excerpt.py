"""Read the part of a dataset that describes some of its things.

A dataset can be much larger than this part, so only the matching lines are loaded, pass by pass.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, Triple, parse

from kzit_graph.differences.quad_lines import QuadLines, statements_naming, statements_of, subject_of
from kzit_graph.project.vocabulary import Vocabulary
from kzit_graph.rdf.names import Names, Term, labels_in, languages_in, naming_properties
from kzit_graph.rdf.namespaces import RDF_TYPE
from kzit_graph.rdf.naming import Naming
from kzit_graph.sparql.queries import select
from kzit_graph.sparql.roles import Roles

Node = NamedNode | BlankNode


class Excerpt:
    """The statements read so far.

    store: the statements, merged into the default graph. names: the labels and short forms of terms. datasets: where to read from.
    ontologies: for the labels and the order of terms; the first one takes precedence. prefixes: prefix to namespace. naming: the
    properties of names, and the preferred languages. roles: the classes and properties of claims.
    """

    def __init__(
        self,
        datasets: Sequence[QuadLines],
        ontologies: Sequence[Collection[Quad]],
        prefixes: Mapping[str, str],
        naming: Naming,
        roles: Roles,
    ) -> None:
        self._vocabularies = [_store(quads) for quads in ontologies]
        self.store = Store()
        self.names = Names(prefixes, labels_in(self.store, *self._vocabularies, properties=naming.labels), naming=naming)
        self.vocabulary = Vocabulary(next((quads for quads in ontologies if quads), ()), naming.labels)
        self._naming = {term for vocabulary in self._vocabularies for term in naming_properties(vocabulary, naming)}
        self.roles = roles
        self._datasets = datasets
        self._read: set[bytes] = set()
        self._lines: list[list[bytes]] = [[] for _ in datasets]

    def read(self, subjects: AbstractSet[bytes]) -> None:
        """Read the statements of subjects, which are given in N-Quads syntax."""
        wanted = subjects - self._read
        if not wanted:
            return
        self._read |= wanted
        for dataset, lines in zip(self._datasets, self._lines, strict=True):
            found = statements_of(dataset, wanted)
            lines.extend(found)
            # A query of a store with a default graph does not see its named graphs.
            self.store.bulk_extend(Quad(*quad.triple) for quad in _parsed(found))

    def read_values(self) -> None:
        """Read the statements of all objects of the statements read so far."""
        self.read({value for line in chain.from_iterable(self._lines) if (value := line.split(b" ", 3)[2])[:1] in (b"<", b"_")})

    def pointing_to(self, nodes: AbstractSet[bytes]) -> set[bytes]:
        """Return the subjects that point to nodes, each in the dataset that describes the node. Their statements are not read."""
        found: set[bytes] = set()
        for dataset, lines in zip(self._datasets, self._lines, strict=True):
            if own := {subject for line in lines if (subject := subject_of(line)) in nodes}:
                found.update(map(subject_of, statements_naming(dataset, own)))
        return found

    def is_named(self, node: Node) -> bool:
        """Whether a node has a name or an identifier in the statements read so far."""
        return any(next(self.store.quads_for_pattern(node, term, None), None) for term in self._naming)

    def languages(self) -> set[str]:
        """Return the languages of the labels in the statements read so far and in the ontologies."""
        return languages_in((self.store, *self._vocabularies), self.names.naming.labels)

    def with_phrase(self) -> set[Term]:
        """Return the nodes read so far that can be summarised in a phrase."""
        return {row["node"] for row in select(self.store, "show-summary.rq", self.roles)}

    def instances(self, query: str) -> set[Node]:
        """Return the things read so far that belong to a class found in the ontologies by one of the package's queries."""
        classes = self._classes(query)
        found = (quad.subject for kind in classes for quad in self.store.quads_for_pattern(None, RDF_TYPE, kind))
        return {thing for thing in found if isinstance(thing, Node)}

    def have_instance(self, query: str) -> bool:
        """Whether the datasets, also what is not read, have a thing of such a class."""
        classes = self._classes(query)
        return any(dataset.has_instance(classes) for dataset in self._datasets)

    def _classes(self, query: str) -> set[NamedNode]:
        return {row["class"] for vocabulary in self._vocabularies for row in select(vocabulary, query, self.roles)}

    def statements(self, subjects: AbstractSet[bytes]) -> dict[Node, set[Triple]]:
        """Return the statements read so far of some subjects, with unchanged terms."""
        found: dict[Node, set[Triple]] = defaultdict(set)
        for quad in _parsed(statements_of(chain.from_iterable(self._lines), subjects)):
            assert isinstance(quad.subject, Node)
            found[quad.subject].add(quad.triple)
        return found


def as_token(node: Node) -> bytes:
    """Return an IRI or a blank node in N-Quads syntax."""
    return str(node).encode()


def as_node(token: bytes) -> Node:
    """Return an IRI or a blank node from its N-Quads syntax."""
    text = token.decode()
    return BlankNode(text[2:]) if text.startswith("_:") else NamedNode(text[1:-1])


def _parsed(lines: Iterable[bytes]) -> Iterable[Quad]:
    """Parse lines into quads. Blank nodes keep their labels, unlike when a store loads text."""
    return parse(b"".join(lines), format=RdfFormat.N_QUADS)


def _store(quads: Iterable[Quad]) -> Store:
    store = Store()
    store.extend(quads)
    return store
