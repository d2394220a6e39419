"""What a release is to be, settled before anything is built: its number, its day, and the files that it is made from.

Follows the specification of SOURCE_DATE_EPOCH (reproducible-builds.org) for the time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from pyoxigraph import NamedNode, Store

from kzit_graph.artefacts import digest_of_file
from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.project import PARTS, Project
from kzit_graph.project.releases import Edition, issued_day, position_of, stated_releases
from kzit_graph.project.semantic_versions import Version
from kzit_graph.publish.release.git_commit import Commit, commit_of
from kzit_graph.rdf.reading import load_graph, read_file

EPOCH_VARIABLE: Final = "SOURCE_DATE_EPOCH"
_SECONDS: Final = re.compile(r"[0-9]{1,12}")
_LAST_SECOND: Final = int(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp())


@dataclass(frozen=True)
class Release:
    """A release that can be built.

    iri: of this version of the dataset. moment: the time of its source, in UTC. previous: the release that it follows.
    commit: what the files were checked out from, where that is known. inputs: the SHA-256 of each file by its path.
    """

    version: Version
    iri: NamedNode
    moment: datetime
    previous: Edition | None
    commit: Commit | None
    inputs: Mapping[str, str]

    @property
    def day(self) -> str:
        """The day of the release, in UTC."""
        return self.moment.date().isoformat()

    @property
    def edition(self) -> Edition:
        """The release as it is cited."""
        return Edition(self.iri, self.version, self.day)


def plan_release(project: Project, number: str, environment: Mapping[str, str]) -> Release:
    """Settles what a release of a project is, or refuses it.

    number: the version. environment: variables of the process; of them, SOURCE_DATE_EPOCH gives the time of the release.
    Without it, that of the commit is taken that the project folder is checked out at.

    Raises `InvalidInput` where the number is not a semantic version, or not higher than that of each release that
    data/dataset.ttl states; where files of the project differ from the commit; where the time is not known, or comes before
    what data/dataset.ttl gives for the dataset or for its latest release.
    """
    try:
        version = Version.parse(number)
    except ValueError as error:
        raise InvalidInput(f'"{number}" is {error}') from error
    stated = Store()
    load_graph(stated, read_file(project.description), project.description_graph)
    previous = _predecessor(project, stated, version)
    inputs = digests_of_inputs(project)  # first, so that a file which changes from here on is found in the end
    commit = commit_of(project.root, PARTS, environment)
    moment = _moment(project, commit, environment)
    _refuse_early(project, stated, moment, previous)
    return Release(version, release_iri(project.dataset, version), moment, previous, commit, inputs)


def release_iri(work: NamedNode, version: Version) -> NamedNode:
    """The IRI of a version of a work: that of the work, a slash, and the version."""
    return NamedNode(f"{work.value.rstrip('/')}/{version}")


def digests_of_inputs(project: Project) -> dict[str, str]:
    """The SHA-256 of each file that a build reads, by its path in the project folder."""
    return {path.relative_to(project.root).as_posix(): digest_of_file(path).sha256 for path in project.files}


def refuse_changed_inputs(project: Project, release: Release) -> None:
    """Raises `InvalidInput` where a file of the project is no longer what it was when the release was planned."""
    now = digests_of_inputs(project)
    changed = sorted(path for path in now.keys() | release.inputs.keys() if now.get(path) != release.inputs.get(path))
    if changed:
        raise InvalidInput("changed while the release was built; build it again", Position(project.root / changed[0]))


def _predecessor(project: Project, stated: Store, version: Version) -> Edition | None:
    """The highest release that is out, which the version has to be above."""
    releases = stated_releases(project, stated)
    for release in releases:
        if release.version == version:
            problem = f"{version} is out already; give the release a number above {releases[-1].version}"
            raise InvalidInput(problem, position_of(project, release.iri))
    if releases and version < releases[-1].version:
        raise InvalidInput(f"{version} is not above {releases[-1].version}, which is out", position_of(project, releases[-1].iri))
    return releases[-1] if releases else None


def _moment(project: Project, commit: Commit | None, environment: Mapping[str, str]) -> datetime:
    given = environment.get(EPOCH_VARIABLE)
    if given is None:
        if commit is None:
            problem = f"not in a git repository, so the time of the release is not known; set {EPOCH_VARIABLE}"
            raise InvalidInput(f"{problem} (seconds since 1970)", Position(project.root))
        seconds = commit.seconds
    elif _SECONDS.fullmatch(given):
        seconds = int(given)
    else:
        raise InvalidInput(f'{EPOCH_VARIABLE} is "{given}"; it must be a number of seconds since 1970, in digits')
    if not 0 <= seconds <= _LAST_SECOND:
        raise InvalidInput(f"the time of the release, {seconds} seconds since 1970, is beyond the year 9999; set {EPOCH_VARIABLE}")
    return datetime.fromtimestamp(seconds, UTC)


def _refuse_early(project: Project, stated: Store, moment: datetime, previous: Edition | None) -> None:
    """Days are compared as text: those in the form YYYY-MM-DD sort by time."""
    day = moment.date().isoformat()
    for thing, issued in [(project.dataset, issued_day(project.dataset, stated)), *([(previous.iri, previous.day)] if previous else [])]:
        if day < issued:
            problem = f"dcterms:issued {issued} is after {day}, the day of this release (UTC); mend it, or set {EPOCH_VARIABLE}"
            raise InvalidInput(problem, position_of(project, thing))
