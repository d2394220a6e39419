"""The feed of a site in one language (Atom, RFC 4287): the release of the data, and the newest documents with what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from kzit_graph.hidden_characters import visible
from kzit_graph.publish.site.claims.model import Document
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.environment import HOME, ROOT
from kzit_graph.publish.site.edition.links import Link

FEED: Final = "feed.atom"
FEED_TYPE: Final = "application/atom+xml"

_MAX_ENTRIES: Final = 20
_SENTENCES: Final = 5
"""Facts of a document that an entry has."""

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={language}>\n'


def feed_links(edition: Edition) -> list[Link]:
    """Return the link from the home page to the feed, if there is one."""
    return [Link("alternate", HOME + FEED, FEED_TYPE)] if _has_feed(edition) else []


def feed(edition: Edition) -> dict[str, bytes]:
    """Return the feed by its name. There is none without a public URL, or without a document with a date.

    Entries have the IRI of their document as id, and its date, so that they stay the same from build to build.
    """
    if not _has_feed(edition):
        return {}
    dataset, url = edition.publication.dataset, edition.publication.public_url + edition.folder
    documents = _documents(edition)
    released = _day(dataset.modified or dataset.issued)
    author = next((agent.name for agent in (*dataset.creators, *dataset.publishers) if agent.name), edition.title.text)
    parts = [
        _HEAD.format(language=quoteattr(edition.words.language)),
        _element("id", f"{dataset.iri.value}#feed-{edition.words.language}"),
        _element("title", edition.title.text),
        _element("updated", _time(released or _day(documents[0].date))),
        f"<author>{_element('name', visible(author))}</author>\n",
        f'<link rel="self" type="{FEED_TYPE}" href={quoteattr(url + FEED)}/>\n',
        f'<link rel="alternate" type="text/html" href={quoteattr(url + "index.html")}/>\n',
        *_release(edition, released),
        *(_entry(edition, document) for document in documents[:_MAX_ENTRIES]),
        "</feed>\n",
    ]
    return {FEED: "".join(parts).encode()}


def _has_feed(edition: Edition) -> bool:
    return bool(edition.publication.public_url and _documents(edition))


def _documents(edition: Edition) -> list[Document]:
    """Return the documents with a date and claims, the newest first."""
    return [one for one in edition.claims.newest_documents if _day(one.date) and one.claims and edition.href(one.node)]


def _release(edition: Edition, day: str) -> Iterator[str]:
    """Yield the entry of the release, if the data state their version and date."""
    dataset, url = edition.publication.dataset, edition.publication.public_url + edition.folder
    if dataset.version and day:
        name = f"{edition.title.text}, {edition.words.release.format(version=visible(dataset.version))}"
        yield from _lines(f"{dataset.iri.value}#release-{dataset.version}", name, day, f"{url}dataset.html", [edition.description.text])


def _entry(edition: Edition, document: Document) -> str:
    order = sorted(document.claims, key=lambda claim: (not claim.disputed, claim.amount is None))
    sentences = [edition.text(claim.fact) for claim in order[:_SENTENCES]]
    address = edition.href(document.node).replace(ROOT, edition.publication.public_url)
    identity = getattr(document.node, "value", "")
    return "".join(_lines(identity, edition.text(document.node), document.date, address, sentences))


def _lines(identity: str, title: str, day: str, address: str, sentences: Sequence[str]) -> Iterator[str]:
    yield "<entry>\n"
    yield _element("id", identity.replace(" ", "%20"))
    yield _element("title", title)
    yield _element("updated", _time(day))
    yield f'<link rel="alternate" type="text/html" href={quoteattr(address)}/>\n'
    yield _element("summary", " ".join(sentence for sentence in sentences if sentence))
    yield "</entry>\n"


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(visible(text))}</{name}>\n"


def _day(text: str) -> str:
    found = _DAY.match(text)
    return found[0] if found else ""


def _time(day: str) -> str:
    return f"{day}T00:00:00Z"
