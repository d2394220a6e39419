"""What is measured of the web site, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from benchmarks.peers.ours import OURS

BUILD: Final = "build"
LARGEST: Final = "largest page of a thing"
WITH_SITE: Final = "with the site"
WITHOUT_SITE: Final = "without the site"
BUNDLED: Final = "the bundled graph"
MADE: Final = "a made project in one language"
STATIC: Final = "a plain server of files"
SERVERS: Final = (OURS, STATIC)

PAGES: Final[Mapping[str, str]] = {
    "home": "index.html",
    "a thing": "id/kazakhstan.html",
    "timeline": "timeline.html",
    "figures": "figures.html",
    "facts": "facts.html",
    "console": "console.html",
}
"""A page of each measured kind."""


@dataclass(frozen=True)
class SitePlan:
    """What to measure, in rounds.

    made: how many triples the made project has, which is built as well. bundled: whether the bundled graph is built. pages: which kinds.
    """

    rounds: int
    made: int
    bundled: bool
    pages: tuple[str, ...]


WHOLE: Final = SitePlan(rounds=3, made=48_000, bundled=True, pages=tuple(PAGES))
QUICK: Final = SitePlan(rounds=1, made=10_000, bundled=False, pages=("home",))
"""A short form, to see whether everything works."""


def built(project: str, form: str) -> str:
    """Return the name of a build: of which project, with or without the site."""
    return f"{project}, {form}"


def page_work(server: str) -> str:
    """Return the name of opening pages that a server sends."""
    return f"pages from {server}"
