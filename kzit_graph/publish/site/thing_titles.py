"""Make names for things without one: what a question asks, and what a reified statement says (RDF 1.1 Schema, section 5.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from kzit_graph.publish.site.matter_titles import matter_title
from kzit_graph.rdf.namespaces import RDF

if TYPE_CHECKING:
    from kzit_graph.publish.site.edition import Edition

_SUBJECT: Final = NamedNode(f"{RDF}subject")
_PREDICATE: Final = NamedNode(f"{RDF}predicate")


def thing_title(edition: Edition, thing: NamedNode) -> str:
    """Return a name for a thing without one, or an empty text."""
    matter = edition.claims.by_matter.get(thing)
    if matter:
        return matter_title(edition, matter)
    predicates, subjects = (edition.reader.index.values(thing, (term,)) for term in (_PREDICATE, _SUBJECT))
    if not predicates or not subjects:
        return ""
    predicate = min(predicates, key=str)
    name = edition.wording.term(predicate).text if isinstance(predicate, NamedNode) else edition.text(predicate)
    return f"{name}: {edition.text(min(subjects, key=str))}"
