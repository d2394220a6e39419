"""Writes the section about the web site of RESULTS.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from benchmarks.judges import spelt
from benchmarks.measured import machine_table
from benchmarks.site.measurements import (
    BLOCKING,
    CPU,
    FILES,
    FIRST_PAINT,
    KILOBYTES,
    LARGEST_PAINT,
    LAYOUT_SHIFT,
    MEMORY,
    NODES,
    SECONDS,
    SIZE,
    THINGS,
    TRANSFERRED,
    Measurement,
    SiteFigures,
    SiteMeasured,
)
from benchmarks.site.plan import BUILD, LARGEST, SERVERS, page_work
from benchmarks.site.targets import SiteTarget
from benchmarks.table import markdown_table
from benchmarks.target import targets_table

_OPENING: Final = """\
# The web site

Builds with the site and without it take turns; the difference is taken within a round. CPU is that of all processes. The made project is
a workload of `benchmarks/workload.py`, whose site has one language.

Lighthouse opens each page of the bundled graph in Chromium with an empty cache and no other tab, and works out what its throttling for
phones would give: 150 ms round trips, 1.6 Mbit/s, and a fourth of the processor. kzit-graph compresses what it sends; the plain server of
files does not, and shows the pages of a host that is set up for nothing. LCP: when the largest text or picture is there. CLS: how far
things move after they are shown. TBT: how long the page cannot react to input.
"""

_COUNTED: Final = frozenset({FILES, THINGS, NODES})
_OF_BUILDS: Final = (SECONDS, CPU, MEMORY, THINGS, FILES, SIZE)
_OF_PAGES: Final = (FIRST_PAINT, LARGEST_PAINT, LAYOUT_SHIFT, BLOCKING, NODES, TRANSFERRED)


def site_section(measured: SiteMeasured, targets: Iterable[SiteTarget], remarks: Mapping[str, str]) -> str:
    """Return the section as Markdown; empty if nothing was measured."""
    if not measured.measurements:
        return ""
    figures = SiteFigures(measured.measurements)
    parts = [_OPENING, "## Targets of the site\n", targets_table(figures, targets, remarks), site_tables(measured)]
    parts += ["## Machine and versions of the site\n", machine_table(measured)]
    return "\n".join(parts)


def site_tables(measured: SiteMeasured) -> str:
    """Return a table for builds, and one for the pages of each server."""
    figures, parts = SiteFigures(measured.measurements), []
    works = ((BUILD, "Builds with and without the site", _OF_BUILDS), (LARGEST, "Largest page of a thing", (KILOBYTES,)))
    pages = ((page_work(server), f"Pages from {server}", _OF_PAGES) for server in SERVERS)
    for work, title, values in (*works, *pages):
        rows = [(subject, *_cells(figures, work, subject, values), _notes(figures.of(work, subject))) for subject in figures.subjects(work)]
        if rows:
            parts += [f"## {title}\n", markdown_table(("what", *values, "notes"), rows)]
    return "\n".join(parts)


def _cells(figures: SiteFigures, work: str, subject: str, values: Iterable[str]) -> Iterator[str]:
    for value in values:
        found = figures.spread(work, subject, value)
        if found is None:
            yield ""
        elif value in _COUNTED:
            yield f"{found.median:,.0f}"
        else:
            yield spelt(found) if found.maximum else "0"


def _notes(measurements: Iterable[Measurement]) -> str:
    return "; ".join(dict.fromkeys(one.words for one in measurements if one.words))
