"""Plan a release before anything is built: its version, date and input files.

The time follows the specification of SOURCE_DATE_EPOCH (reproducible-builds.org).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, Store

from kzit_graph.artefacts import digest_of_file
from kzit_graph.errors import InvalidInput, Position
from kzit_graph.project.configuration.settings import SETTINGS_FILE
from kzit_graph.project.files.folder_files import is_rdf
from kzit_graph.project.project import PARTS, Project
from kzit_graph.project.releases import Edition, issued_day, parse_version, position_of, stated_releases
from kzit_graph.project.statements.quad_files import in_graphs
from kzit_graph.publish.release.git_commit import Commit, commit_of
from kzit_graph.rdf.reading import read_file

if TYPE_CHECKING:
    from semver import Version

EPOCH_VARIABLE: Final = "SOURCE_DATE_EPOCH"
_DAY: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_SECONDS: Final = re.compile(r"[0-9]{1,12}")
_MAX_SECONDS: Final = int(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp())


@dataclass(frozen=True)
class Release:
    """A planned release.

    iri: of this version of the dataset. moment: time of the sources, in UTC. previous: the preceding release, if any.
    commit: the commit of the files, if known. inputs: SHA-256 of each input file, by path.
    """

    version: Version
    iri: NamedNode
    moment: datetime
    previous: Edition | None
    commit: Commit | None
    inputs: Mapping[str, str]

    @property
    def day(self) -> str:
        """The date of the release, YYYY-MM-DD in UTC."""
        return self.moment.date().isoformat()

    @property
    def edition(self) -> Edition:
        """The release as a citable edition."""
        return Edition(self.iri, self.version, self.day)


def plan_release(project: Project, number: str, environment: Mapping[str, str]) -> Release:
    """Plan a release of a project.

    number: the version. environment: variables of the process; SOURCE_DATE_EPOCH sets the time of the release. The default is
    the time of the commit that is checked out in the project folder.

    Raises `InvalidInput` if the number is not a semantic version or not higher than all releases in data/dataset.ttl, if files of
    the project differ from the commit, or if the time is unknown or before the dates in data/dataset.ttl of the dataset or its
    latest release.
    """
    version = parse_version(number)
    stated = Store()
    if project.description is None:
        problem = "a release needs a description of its dataset, with a title, creators and a licence; write it to data/dataset.ttl"
        raise InvalidInput(problem, project.stated_at)
    stated.bulk_extend(in_graphs(read_file(project.description, contexts=project.contexts), project.description_graph))
    previous = _predecessor(project, stated, version)
    inputs = digests_of_inputs(project)  # first, so that later changes of a file are found at the end
    commit = _commit(project, inputs, environment)
    moment = _moment(project, commit, environment)
    _refuse_early(project, stated, moment, previous)
    return Release(version, release_iri(project.dataset, version), moment, previous, commit, inputs)


def release_iri(work: NamedNode, version: Version) -> NamedNode:
    """Return the IRI of a version of a work: the IRI of the work, a slash and the version."""
    return NamedNode(f"{work.value.rstrip('/')}/{version}")


def digests_of_inputs(project: Project) -> dict[str, str]:
    """Return the SHA-256 of each input file of a build, by path in the project folder."""
    return {path.relative_to(project.root).as_posix(): digest_of_file(path).sha256 for path in project.files}


def refuse_changed_inputs(project: Project, release: Release) -> None:
    """Raise `InvalidInput` if a file of the project has changed since the release was planned."""
    now = digests_of_inputs(project)
    changed = sorted(path for path in now.keys() | release.inputs.keys() if now.get(path) != release.inputs.get(path))
    if changed:
        raise InvalidInput("changed during the build of the release; build it again", Position(project.root / changed[0]))


def _commit(project: Project, inputs: Iterable[str], environment: Mapping[str, str]) -> Commit | None:
    """Return the commit of a project, if it is in git. inputs: paths of its files.

    Raises `InvalidInput` if a file differs from the commit.
    """
    others = [path for path in inputs if path.partition("/")[0] not in PARTS]
    has_data = (project.root / "data").is_dir()

    def is_part(name: str) -> bool:
        return name == SETTINGS_FILE or (not has_data and is_rdf(Path(name)))

    return commit_of(project.root, (*PARTS, *others), environment, is_part)


def _predecessor(project: Project, stated: Store, version: Version) -> Edition | None:
    """Return the latest release, if any. Raises `InvalidInput` if the version is not higher."""
    releases = stated_releases(project, stated)
    for release in releases:
        if release.version == version:
            problem = f"{version} is already released; choose a version above {releases[-1].version}"
            raise InvalidInput(problem, position_of(project, release.iri))
    if releases and version < releases[-1].version:
        raise InvalidInput(
            f"{version} is not above {releases[-1].version}, the latest release; choose a higher version",
            position_of(project, releases[-1].iri),
        )
    return releases[-1] if releases else None


def _moment(project: Project, commit: Commit | None, environment: Mapping[str, str]) -> datetime:
    given = environment.get(EPOCH_VARIABLE)
    if given is None:
        if commit is None:
            problem = f"not in a git repository, so the time of the release is unknown; set {EPOCH_VARIABLE} (seconds since 1970)"
            raise InvalidInput(problem, Position(project.root))
        seconds = commit.seconds
    elif _SECONDS.fullmatch(given):
        seconds = int(given)
    else:
        raise InvalidInput(f'{EPOCH_VARIABLE} is "{given}"; set it to a number of seconds since 1970')
    if not 0 <= seconds <= _MAX_SECONDS:
        raise InvalidInput(f"the time of the release, {seconds} seconds since 1970, is not in the years 1970 to 9999; set {EPOCH_VARIABLE}")
    return datetime.fromtimestamp(seconds, UTC)


def _refuse_early(project: Project, stated: Store, moment: datetime, previous: Edition | None) -> None:
    """Raise `InvalidInput` if the release is before the dataset or the previous release. Dates as YYYY-MM-DD sort as text."""
    day = moment.date().isoformat()
    for thing, issued in [(project.dataset, issued_day(project.dataset, stated)), *([(previous.iri, previous.day)] if previous else [])]:
        if day < _utc_day(issued):
            problem = f"dcterms:issued {issued} is after {day}, the date of this release (UTC); correct it, or set {EPOCH_VARIABLE}"
            raise InvalidInput(problem, position_of(project, thing))


def _utc_day(stated: str) -> str:
    """Return the day of a date or of a time, which is that in UTC. Other texts, such as a year, stay as they are."""
    if found := _DAY.fullmatch(stated):
        return found[1]
    try:
        moment = datetime.fromisoformat(stated)
        return (moment if moment.tzinfo is None else moment.astimezone(UTC)).date().isoformat()
    except (ValueError, OverflowError):
        return stated
