"""The pages of a site beside those of things: one maker for each kind, in the order of the menu."""

from __future__ import annotations

from typing import Final

from kzit_graph.publish.site.pages.about import AboutPage
from kzit_graph.publish.site.pages.console import ConsolePage
from kzit_graph.publish.site.pages.disagreements import DisagreementsPage
from kzit_graph.publish.site.pages.download import DownloadPage
from kzit_graph.publish.site.pages.facts import FactsPage
from kzit_graph.publish.site.pages.figures import FiguresPage
from kzit_graph.publish.site.pages.graphs import GraphsPage
from kzit_graph.publish.site.pages.maker import PageMaker
from kzit_graph.publish.site.pages.map import MapPage
from kzit_graph.publish.site.pages.network import NetworkPage
from kzit_graph.publish.site.pages.ontology import OntologyPages
from kzit_graph.publish.site.pages.quality import QualityPage
from kzit_graph.publish.site.pages.questions import QuestionPages
from kzit_graph.publish.site.pages.search import SearchPage
from kzit_graph.publish.site.pages.shapes import ShapesPage
from kzit_graph.publish.site.pages.sources import SourcesPage
from kzit_graph.publish.site.pages.timeline import TimelinePage

MAKERS: Final[tuple[PageMaker, ...]] = (
    FiguresPage(),
    DisagreementsPage(),
    TimelinePage(),
    MapPage(),
    FactsPage(),
    SourcesPage(),
    NetworkPage(),
    ConsolePage(),
    SearchPage(),
    ShapesPage(),
    DownloadPage(),
    QualityPage(),
    AboutPage(),
    GraphsPage(),
    OntologyPages(),
    QuestionPages(),
)
"""All kinds of pages. The head of a page has room for the first ones."""

PATHS: Final = frozenset(maker.path for maker in MAKERS)
"""The addresses of their first pages. No thing has such a page, also in a project without the kind."""
