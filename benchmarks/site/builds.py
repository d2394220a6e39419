"""Measures builds with and without the site, and counts what they write."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.inputs import CannotPrepare, fingerprint
from benchmarks.meter import Command, Ending, measure
from benchmarks.places import KEPT, REPOSITORY
from benchmarks.rounds import error_words, memory_limit
from benchmarks.site.measurements import CPU, FILES, KILOBYTES, MEMORY, SECONDS, SIZE, THINGS, Measurement
from benchmarks.site.plan import BUILD, BUNDLED, LARGEST, MADE, WITH_SITE, WITHOUT_SITE, built

_LIMIT: Final = 300.0
_OPTIONS: Final = {WITH_SITE: (), WITHOUT_SITE: ("--no-site",)}
_SETTINGS: Final = '[site]\nlanguages = ["en"]\n'
_MADE_FROM: Final = ("ontology", "data", "shapes", "benchmarks/workload.py", "benchmarks/generator")


def make_project(triples: int) -> Path:
    """Return the folder of a made project whose site has one language. Raises `CannotPrepare`."""
    kept = KEPT / "site" / fingerprint(_MADE_FROM)
    project = kept / str(triples)
    if not (project / "kzit-graph.toml").is_file():
        for stale in (*(one for one in kept.parent.glob("*") if one != kept), project):
            shutil.rmtree(stale, ignore_errors=True)
        kept.mkdir(parents=True, exist_ok=True)
        line = (sys.executable, "-m", "benchmarks.workload", str(project), "--triples", str(triples))
        done = subprocess.run(line, cwd=REPOSITORY, capture_output=True, encoding="utf-8", check=False)
        if done.returncode:
            raise CannotPrepare(done.stderr.strip())
        (project / "kzit-graph.toml").write_text(_SETTINGS, "utf-8")
    return project


def measure_builds(number: int, projects: dict[str, Path], scratch: Path) -> Iterator[Measurement]:
    """Build each project with the site and without it. projects: folders by name.

    Builds stay in the scratch folder until the end: after many files are deleted, ext4 makes new ones slowly for a minute.
    """
    for name, project in projects.items():
        for form, options in _OPTIONS.items():
            folder = scratch / f"build-{number}-{project.name}{''.join(options)}"
            yield from _measured_build(number, (name, form), project, options, folder)


def _measured_build(number: int, what: tuple[str, str], project: Path, options: tuple[str, ...], folder: Path) -> Iterator[Measurement]:
    folder.mkdir(parents=True)
    dist, subject = folder / "dist", built(*what)
    line = (sys.executable, "-m", "kzit_graph", "--project", str(project), "build", "--out", str(dist), *options)
    found = measure(Command(line), folder, _LIMIT, memory_limit())
    if found.ending is not Ending.DONE:
        yield Measurement(BUILD, subject, number, words=f"{found.ending}: {error_words(folder, found.status)}")
        return
    files = [path for path in dist.rglob("*") if path.is_file()]
    values = {SECONDS: found.seconds, CPU: found.cpu, MEMORY: found.peak / 1e6, FILES: float(len(files))}
    values |= {SIZE: sum(path.stat().st_size for path in files) / 1e6, THINGS: float(len(things(dist)))}
    yield Measurement(BUILD, subject, number, values)
    if what[1] == WITH_SITE and number == 1 and (pages := pages_of_things(dist)):
        largest = max(pages, key=lambda path: path.stat().st_size)
        size = {KILOBYTES: largest.stat().st_size / 1e3}
        yield Measurement(LARGEST, what[0], number, size, largest.relative_to(dist).as_posix())


def things(dist: Path) -> set[Path]:
    """Return the documents of things of a build, as paths below it without an extension."""
    return {path.relative_to(dist).with_suffix("") for path in dist.glob("*/**/*.ttl")}


def pages_of_things(dist: Path) -> list[Path]:
    """Return the pages of things of a build, in all languages."""
    known = things(dist)
    languages = {path.parent.name for path in dist.glob("*/index.html")}
    found = []
    for path in dist.glob("*/**/*.html"):
        place = path.relative_to(dist).with_suffix("")
        in_language = place.relative_to(place.parts[0]) if place.parts[0] in languages else place
        if in_language in known:
            found.append(path)
    return found


def all_projects(*, bundled: bool, made: int) -> dict[str, Path]:
    """Return the folders of the projects to build, by name. Raises `CannotPrepare`."""
    return {**({BUNDLED: REPOSITORY} if bundled else {}), MADE: make_project(made)}
