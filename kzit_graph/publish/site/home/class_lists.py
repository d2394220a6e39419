"""The things of each class, for the lists that lead to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import count
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from kzit_graph.hidden_characters import visible
from kzit_graph.publish.site.edition.addresses import allocated, page_stem, url_path
from kzit_graph.publish.site.edition.environment import HOME
from kzit_graph.publish.site.wording.wording import Shown
from kzit_graph.rdf.names import slug
from kzit_graph.rdf.ordering import natural_key

if TYPE_CHECKING:
    from markupsafe import Markup

    from kzit_graph.publish.site.edition.edition import Edition

FOLDER = "things"
"""The folder of the lists. A thing whose IRI has such a path has another file name if that is taken."""

_NO_CLASS: Final = "none"
_EXAMPLES: Final = 3


@dataclass(frozen=True)
class ClassList:
    """The things of a class, in natural order of their names. kind: None for things without a class. stem: of its pages."""

    kind: NamedNode | None
    stem: str
    things: tuple[NamedNode, ...]


def class_lists(types: Mapping[NamedNode, Sequence[NamedNode]], claim: Callable[[str], bool]) -> tuple[ClassList, ...]:
    """Return the lists of classes, the largest first. types: the classes of each thing, without inferred ones. claim: takes a stem."""
    members: dict[NamedNode | None, list[NamedNode]] = {}
    for thing, kinds in types.items():
        for kind in dict.fromkeys(kinds) or (None,):
            members.setdefault(kind, []).append(thing)
    found = []
    taken: set[str] = set()
    for kind in sorted(members, key=_iri):
        name = _NO_CLASS if kind is None else slug(kind) or "class"
        number = next(number for number in count(1) if (name if number == 1 else f"{name}-{number}").casefold() not in taken)
        name = name if number == 1 else f"{name}-{number}"
        taken.add(name.casefold())
        found += [ClassList(kind, stem, tuple(members[kind])) for stem in allocated([f"{FOLDER}/{name}"], claim).values()]
    return tuple(sorted(found, key=lambda one: (-len(one.things), _iri(one.kind))))


def _iri(kind: NamedNode | None) -> str:
    return "" if kind is None else kind.value


def list_urls(found: ClassList, size: int) -> list[str]:
    """Return the addresses of the pages of a list, below the folder of the site. size: things on a page."""
    pages = max(1, -(-len(found.things) // size))
    return [url_path(f"{page_stem(found.stem, number)}.html") for number in range(1, pages + 1)]


@dataclass(frozen=True)
class KindEntry:
    """A class on a page. href: the address of its list. iri: shortened. number: of its things. examples: links to some."""

    name: Shown
    href: str
    iri: str
    number: int
    examples: tuple[Markup, ...]


def kind_name(edition: Edition, kind: NamedNode | None) -> Shown:
    """Return the name of the list of a class."""
    return Shown(edition.words.no_class) if kind is None else edition.wording.term(kind)


def kind_entries(edition: Edition, lists: Sequence[ClassList]) -> list[KindEntry]:
    """Return the entries of the lists of classes. The examples are the things that most claims name."""
    return [_entry(edition, found) for found in lists]


def _entry(edition: Edition, found: ClassList) -> KindEntry:
    kind, claims = found.kind, edition.claims
    examples = nsmallest(_EXAMPLES, found.things, key=lambda thing: (-len(claims.about(thing)), natural_key(thing.value)))
    return KindEntry(
        name=kind_name(edition, kind),
        href=HOME + list_urls(found, edition.publication.list_size)[0],
        iri="" if kind is None else visible(edition.reader.names.shorten(kind)),
        number=len(found.things),
        examples=tuple(map(edition.link, examples)),
    )
