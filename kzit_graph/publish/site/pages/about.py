"""What a site is about: its data, how facts are made, who speaks in them, and whom to tell about an error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from kzit_graph.hidden_characters import visible
from kzit_graph.project.dataset import Agent
from kzit_graph.publish.site.edition.edition import Edition
from kzit_graph.publish.site.edition.page import MenuEntry, Page
from kzit_graph.publish.site.rows.citation import citation_language, citation_line
from kzit_graph.rdf.namespaces import DCAT, VCARD

if TYPE_CHECKING:
    from markupsafe import Markup

    from kzit_graph.rdf.names import Term

PATH: Final = "about.html"
_CONTACT: Final = (NamedNode(f"{DCAT}contactPoint"),)
_REACHED: Final = tuple(NamedNode(f"{VCARD}{name}") for name in ("hasEmail", "hasURL"))
_MAX_CLAIMANTS: Final = 12
_WEB: Final = ("http://", "https://", "mailto:")


class AboutPage:
    """Makes the page about the data."""

    path = PATH

    def menu(self, edition: Edition) -> Sequence[MenuEntry]:
        """Return the entry of the page."""
        return [MenuEntry(PATH, "about")] if edition.reader.usage.properties else []

    def pages(self, edition: Edition) -> Iterator[Page]:
        """Yield the page."""
        words, dataset, claims = edition.words, edition.publication.dataset, edition.claims
        text = next((texts for texts in (dataset.descriptions.get(edition.language), *dataset.descriptions.values()) if texts), ())
        language = next((one for one, texts in dataset.descriptions.items() if texts == text), "")
        counts = Counter(who for claim in claims.all for who in claim.claimants)
        most = sorted(counts.items(), key=lambda entry: (-entry[1], edition.text(entry[0])))[:_MAX_CLAIMANTS]
        values = {
            "descriptions": [visible(one) for one in text],
            "language": "" if language == words.language else language,
            "has_claims": bool(claims.all),
            "has_matters": any(matter.findings for matter in claims.matters),
            "claimants": [(edition.link(who), words.number(number)) for who, number in most],
            "claimants_in_all": edition.counted("about_claimants", len(counts)),
            "voices": [(edition.link(voice), "kt"[number]) for number, voice in enumerate(claims.voices)],
            "creators": [_agent(edition, agent) for agent in dataset.creators],
            "publishers": [_agent(edition, agent) for agent in dataset.publishers],
            "licences": edition.licences,
            "citation": visible(citation_line(edition)),
            "citation_language": citation_language(edition),
            "contacts": list(_contacts(edition)),
            "landing": dataset.landing_page if dataset.landing_page.startswith(_WEB) else "",
            "has_download": any(entry.path == "download.html" for entry in edition.menu),
        }
        summary = visible(text[0]) if text else words.about
        yield Page(PATH, words.about, edition.rendered("about.html", values), summary)


def _agent(edition: Edition, agent: Agent) -> Markup | str:
    return edition.link(NamedNode(agent.iri)) if agent.iri.startswith(_WEB) else visible(agent.name)


def _contacts(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield the name and the address of each contact point of the dataset."""
    index = edition.reader.index
    for contact in index.values(edition.publication.dataset.iri, _CONTACT):
        reached = sorted(_address(value) for value in index.values(contact, _REACHED))
        yield edition.text(contact), next((one for one in reached if one.startswith(_WEB)), "")


def _address(value: Term) -> str:
    if isinstance(value, NamedNode):
        return value.value
    text = value.value if isinstance(value, Literal) else ""
    return f"mailto:{text}" if "@" in text and "://" not in text and not text.startswith("mailto:") else text
