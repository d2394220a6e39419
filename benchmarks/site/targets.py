"""The targets of the web site, as data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from benchmarks.judges import NOT_MEASURED, Outcome, at_most, spelt
from benchmarks.peers.ours import OURS
from benchmarks.site.measurements import BLOCKING, KILOBYTES, LARGEST_PAINT, LAYOUT_SHIFT, SECONDS, SiteFigures
from benchmarks.site.plan import BUILD, BUNDLED, LARGEST, MADE, PAGES, WITH_SITE, WITHOUT_SITE, built, page_work
from benchmarks.target import Target

Judge = Callable[[SiteFigures], Outcome]
SiteTarget = Target[SiteFigures]

_MORE: Final = 3.0
_MADE: Final = 20.0
_PAINT: Final = 1.5
_BLOCKING: Final = 100.0
_PAGE: Final = 60.0
_NO_SHIFT: Final = 0.001
"""A letter that is a hair wider in the font that comes than in the present one moves things by less."""


def site_targets() -> list[SiteTarget]:
    """Return all targets in the order of the report."""
    with_site, without = (BUILD, built(BUNDLED, WITH_SITE)), (BUILD, built(BUNDLED, WITHOUT_SITE))
    ours = page_work(OURS)
    return [
        SiteTarget(
            "site-build",
            "build, the bundled graph",
            f"≤ {_MORE:g} s more with the site",
            lambda figures: at_most(figures.difference(SECONDS, with_site, without), _MORE, "s more"),
        ),
        SiteTarget(
            "site-made",
            "build, 5,000 things in one language",
            f"≤ {_MADE:g} s",
            lambda figures: at_most(figures.spread(BUILD, built(MADE, WITH_SITE), SECONDS), _MADE, "s"),
        ),
        SiteTarget("site-largest", LARGEST, f"≤ {_PAGE:g} kB", _largest),
        *(SiteTarget(f"site-paint-{kind.replace(' ', '-')}", f"{ours}: {kind}", f"LCP < {_PAINT:g} s", _paint(kind)) for kind in PAGES),
        SiteTarget("site-shift", ours, f"CLS 0 (below {_NO_SHIFT:g})", lambda figures: _worst(figures, LAYOUT_SHIFT, _NO_SHIFT, "")),
        SiteTarget("site-blocking", ours, f"TBT < {_BLOCKING:g} ms", lambda figures: _worst(figures, BLOCKING, _BLOCKING, " ms")),
    ]


def _paint(kind: str) -> Judge:
    return lambda figures: at_most(figures.spread(page_work(OURS), kind, LARGEST_PAINT), _PAINT, "s")


def _largest(figures: SiteFigures) -> Outcome:
    found = figures.of(LARGEST, BUNDLED)
    if not found:
        return NOT_MEASURED
    return Outcome(found[0].values[KILOBYTES] <= _PAGE, f"{found[0].values[KILOBYTES]:.1f} kB: {found[0].words}")


def _worst(figures: SiteFigures, value: str, most: float, unit: str) -> Outcome:
    """Judge the kind of page with the largest median."""
    work = page_work(OURS)
    spreads = {kind: found for kind in figures.subjects(work) if (found := figures.spread(work, kind, value))}
    if not spreads:
        return NOT_MEASURED
    kind = max(spreads, key=lambda kind: spreads[kind].median)
    return Outcome(spreads[kind].median <= most, f"at most {spelt(spreads[kind])}{unit} ({kind})" if spreads[kind].maximum else f"0{unit}")
