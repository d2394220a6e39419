"""The part of the benchmark that measures the web site: builds with and without it, and its pages in a browser."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from benchmarks.inputs import CannotPrepare
from benchmarks.machine import describe_machine
from benchmarks.measured import Tell
from benchmarks.peers.ours import OURS
from benchmarks.peers.peer import versions_in
from benchmarks.places import KEPT
from benchmarks.serving.comparison import kept_build
from benchmarks.serving.running import NotStarted, Running, free_port
from benchmarks.serving.servers import SERVERS, Place
from benchmarks.site.browser import NotOpened, missing, open_page, plain_server, versions
from benchmarks.site.builds import all_projects, measure_builds
from benchmarks.site.measurements import LARGEST_PAINT, SECONDS, Measurement, SiteMeasured
from benchmarks.site.plan import BUILD, PAGES, STATIC, SitePlan, page_work

_QUERY_LIMIT: Final = 10.0


def measure_site(plan: SitePlan, tell: Tell) -> SiteMeasured:
    """Measure what a plan says. tell: is called with a line about each measurement."""
    machine, lacking = describe_machine(), missing()
    known = {OURS: versions_in(Path(sys.executable), "kzit-graph", "pyoxigraph", "jinja2", "granian"), **({} if lacking else versions())}
    scratch = KEPT / "scratch" / "site"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    found: list[Measurement] = []
    try:
        for one in _measured(plan, scratch, tell, has_browser=not lacking):
            tell(_line(one))
            found.append(one)
    except KeyboardInterrupt:
        tell("interrupted: the report has what was measured so far")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return SiteMeasured(machine, known, lacking, tuple(found))


def site_failed(measured: SiteMeasured) -> bool:
    """Return whether a build or a page failed."""
    return any(not one.values for one in measured.measurements)


def _measured(plan: SitePlan, scratch: Path, tell: Tell, *, has_browser: bool) -> Iterator[Measurement]:
    try:
        projects = all_projects(bundled=plan.bundled, made=plan.made)
    except CannotPrepare as error:
        yield Measurement(BUILD, "", 1, words=str(error))
        return
    for number in range(1, plan.rounds + 1):
        yield from measure_builds(number, projects, scratch)
    if has_browser:
        try:
            dist = kept_build(tell)
        except CannotPrepare as error:
            yield Measurement(page_work(OURS), "", 1, words=str(error))
        else:
            yield from _opened(plan, dist, scratch)


def _opened(plan: SitePlan, dist: Path, scratch: Path) -> Iterator[Measurement]:
    """Open each page from each server in turn, in rounds."""
    folder = scratch / "server"
    folder.mkdir()
    running = Running(SERVERS[OURS], Place(dist, next(dist.glob("*.nq")), folder, free_port(), _QUERY_LIMIT))
    with ExitStack() as stack:
        try:
            running.start()
        except NotStarted as error:
            yield Measurement(page_work(OURS), "", 1, words=f"did not start: {error}")
            return
        stack.callback(running.stop)
        addresses = {OURS: f"http://127.0.0.1:{running.port}/", STATIC: stack.enter_context(plain_server(dist))}
        for number in range(1, plan.rounds + 1):
            for kind in plan.pages:
                for server, address in addresses.items():
                    try:
                        values = open_page(address + PAGES[kind], scratch)
                    except NotOpened as error:
                        yield Measurement(page_work(server), kind, number, words=str(error))
                    else:
                        yield Measurement(page_work(server), kind, number, values)


def _line(one: Measurement) -> str:
    shown = [
        f"{one.values[name]:.2f} {unit}" for name, unit in ((SECONDS, "s"), (LARGEST_PAINT, "s to the largest paint")) if name in one.values
    ]
    return f"round {one.round}, {one.work}, {one.subject}: {', '.join([*shown, *([one.words] if one.words else [])])}"
