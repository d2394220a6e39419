"""A release checks its input, and is reproducible."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import DCTERMS, Graph

from kzit_graph.errors import InvalidInput
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project, published_at
from kzit_graph.publish.build import build
from kzit_graph.publish.build_mark import MARK
from kzit_graph.validation.report.report import InvalidData
from tests.built_folders import files_of
from tests.conftest import one_source_project
from tests.git_repository import DAY, MOMENT, committed, git
from tests.publish.release.releases import DATASET, DCAT, RELEASE, planned, refused
from tests.small_project import BASE, FILES, citable, release_entry, small_project


@pytest.mark.parametrize(
    "number",
    ["", "1", "v1.0.0", "1.0", "01.0.0", "1.0.0/../../x", "1.0.0\n", "١.٠.٠", "1.0.0-ä", f"1.0.0-{'a' * 200}", "9" * 5_000 + ".0.0"],
)
def test_a_number_that_is_not_a_semantic_version_is_refused(tmp_path: Path, number: str) -> None:
    assert refused(citable(tmp_path), number) == f'"{number}" is not a semantic version, such as 1.2.0 or 1.2.0-rc.1 (https://semver.org)'


@pytest.mark.parametrize(
    ("number", "what"),
    [
        ("1.2.0", "1.2.0 is already released; choose a version above 1.10.0"),
        ("1.2.0+rebuilt", "1.2.0+rebuilt is already released"),
        ("1.9.9", "1.9.9 is not above 1.10.0, the latest release"),
        ("1.10.0-rc.1", "1.10.0-rc.1 is not above 1.10.0"),
    ],
)
def test_a_version_not_above_the_latest_release_is_refused(tmp_path: Path, number: str, what: str) -> None:
    stated = "".join(release_entry(f"{BASE}dataset", each, DAY) for each in ("1.10.0", "1.2.0"))
    line = refused(citable(tmp_path, dataset=stated), number)
    assert what in line
    assert "data/dataset.ttl:" in line


def test_the_previous_release_is_the_highest_stated_one(tmp_path: Path) -> None:
    stated = "".join(release_entry(f"{BASE}dataset", each, DAY) for each in ("0.10.0", "0.9.0", "0.10.0-rc.1"))
    release = planned(citable(tmp_path, dataset=stated), "0.10.1")
    assert release.previous is not None
    assert (release.previous.iri.value, str(release.previous.version)) == (f"{BASE}dataset/0.10.0", "0.10.0")
    assert planned(citable(tmp_path / "first")).previous is None


@pytest.mark.parametrize(
    ("stated", "what"),
    [
        (f"<{BASE}dataset> dcat:hasVersion <{BASE}dataset/0.9.0> .", "must have one dcat:version"),
        (f'<{BASE}dataset> dcat:hasVersion <{BASE}a> . <{BASE}a> dcat:version "0.9.0" , "0.9.1" .', "must have one dcat:version"),
        (f'<{BASE}dataset> dcat:hasVersion <{BASE}a> . <{BASE}a> dcat:version "9" .', '"9" is not a semantic version'),
        (f'<{BASE}dataset> dcat:hasVersion [ dcat:version "0.9.0" ] .', "must be an IRI; give the release one"),
        (f'<{BASE}dataset> dcat:hasVersion "0.9.0" .', "must be an IRI; give the release one"),
        (release_entry(f"{BASE}dataset", "0.9.0", "2026-12-02"), f"dcterms:issued 2026-12-02 is after {DAY}, the date of this release"),
        (f'<{BASE}dataset> dcterms:issued "2027-01-01"^^xsd:date .', f"dcterms:issued 2027-01-01 is after {DAY}"),
    ],
)
def test_a_malformed_release_is_reported_with_file_and_line(tmp_path: Path, stated: str, what: str) -> None:
    line = refused(citable(tmp_path, dataset=stated))
    assert what in line
    assert "data/dataset.ttl:" in line


def test_outside_git_the_time_must_be_set(tmp_path: Path) -> None:
    assert "not in a git repository, so the time of the release is unknown; set SOURCE_DATE_EPOCH" in refused(
        citable(tmp_path), environment={}
    )
    assert planned(citable(tmp_path)).commit is None


@pytest.mark.parametrize("given", ["", "yesterday", "-1", "1.5", "2026-12-01", " 1", "1\n", "٣", "1e9", "9" * 12, "9" * 5_000])
def test_a_time_that_is_not_a_number_of_seconds_is_refused(tmp_path: Path, given: str) -> None:
    assert "SOURCE_DATE_EPOCH" in refused(citable(tmp_path), environment={"SOURCE_DATE_EPOCH": given})


def test_source_date_epoch_overrides_the_time_of_the_commit(tmp_path: Path) -> None:
    folder = committed(citable(tmp_path))
    assert planned(folder, environment={}).moment.strftime("%Y-%m-%dT%H:%M:%SZ") == MOMENT
    assert planned(folder, environment={"SOURCE_DATE_EPOCH": "86400"}).day == "1970-01-02"


def test_uncommitted_files_are_refused_even_if_the_time_is_set(tmp_path: Path) -> None:
    folder = committed(citable(tmp_path))
    (folder / "data" / "new.ttl").write_text("")
    assert "data/new.ttl: differs from commit" in refused(folder)


@pytest.mark.parametrize("missing", ["title", "creator"])
def test_a_dataset_that_cannot_be_cited_is_refused_and_nothing_is_written(tmp_path: Path, missing: str) -> None:
    folder = citable(tmp_path / "project")
    path = folder / "data" / "dataset.ttl"
    path.write_text("".join(line for line in path.read_text().splitlines(keepends=True) if f"dcterms:{missing} " not in line))
    with pytest.raises(InvalidInput, match=rf"dataset.ttl:6: the dataset cannot be cited without a dcterms:{missing}"):
        build(LoadedProject(open_project(folder)), tmp_path / "dist", release=planned(folder))
    assert not (tmp_path / "dist").exists()


def test_violations_stop_a_release_and_keep_the_previous_build(tmp_path: Path) -> None:
    folder = citable(tmp_path / "project")
    build(LoadedProject(open_project(folder)), tmp_path / "dist")
    before = files_of(tmp_path / "dist")
    path = folder / "data" / "sources" / "one.ttl"
    path.write_text(path.read_text().replace('    skos:prefLabel "La Scala"@it ;\n', ""))
    with pytest.raises(InvalidData):
        build(LoadedProject(open_project(folder)), tmp_path / "dist", release=planned(folder))
    assert files_of(tmp_path / "dist") == before


@pytest.mark.parametrize(("site", "problem"), [(False, "changed during the build of the release"), (True, "changed since it was opened")])
def test_a_file_that_changes_during_the_build_stops_the_release(site: bool, problem: str, tmp_path: Path) -> None:
    folder = citable(tmp_path / "project")
    path = folder / "data" / "sources" / "one.ttl"

    def meddle(step: str) -> None:
        if step == "writing the rest":
            path.write_text(path.read_text() + "# later\n")

    with pytest.raises(InvalidInput, match=f"one.ttl: {problem}"):
        build(LoadedProject(published_at(open_project(folder), site=site)), tmp_path / "dist", progress=meddle, release=planned(folder))
    assert not (tmp_path / "dist").exists()


## Reproducibility


@pytest.fixture(scope="module")
def released_with_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished build of release 1.0.0 of a small project, with its site. Do not modify."""
    statements = f'<{BASE}dataset> dcterms:license <https://creativecommons.org/licenses/by/4.0/> ; dcterms:description "Small."@en .'
    folder = committed(citable(tmp_path_factory.mktemp("released-with-site") / "project", dataset=statements))
    build(LoadedProject(open_project(folder)), folder / "dist", release=planned(folder, environment={}))
    return folder / "dist"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("which", "zone", "seed"), [("released", "Pacific/Kiritimati", "1"), ("released_with_site", "America/Los_Angeles", "4242")]
)
def test_releases_of_one_commit_are_identical_on_any_machine(
    request: pytest.FixtureRequest, tmp_path: Path, which: str, zone: str, seed: str
) -> None:
    released: Path = request.getfixturevalue(which)
    git(tmp_path, "clone", "--quiet", str(released.parent), "a folder of another name")
    command = [sys.executable, "-m", "kzit_graph", "build", "--release", "1.0.0", "--out", str(tmp_path / "dist"), "--jobs", "2"]
    elsewhere = {
        "PYTHONHASHSEED": seed,
        "TZ": zone,
        "LC_ALL": "C",
        "USER": "another",
        "HOME": str(tmp_path),
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    subprocess.run(command, cwd=tmp_path / "a folder of another name", env=os.environ | elsewhere, check=True, capture_output=True)
    assert files_of(tmp_path / "dist") == files_of(released)


def test_a_release_outside_git_differs_only_in_the_commit(released_with_site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    for part in ("ontology", "data", "shapes"):
        shutil.copytree(released_with_site.parent / part, folder / part)
    build(LoadedProject(open_project(folder)), tmp_path / "dist", release=planned(folder))
    written, expected = files_of(tmp_path / "dist"), files_of(released_with_site)
    different = {name for name, content in written.items() if expected[name] != content}
    pages = {"dataset.html", "download.html"}
    assert different == {"dataset.ttl", "dataset.jsonld", "ro-crate-metadata.json", *pages, "SHA256SUMS", MARK}
    missing = Graph().parse(released_with_site / "dataset.ttl") - Graph().parse(tmp_path / "dist" / "dataset.ttl")
    assert {predicate for _, predicate, _ in missing} == {DCAT.version, DCTERMS.identifier}


## The next release


def test_a_stated_release_is_the_predecessor_of_the_next(root: Path, tmp_path: Path) -> None:
    folder = committed(one_source_project(root, tmp_path / "project"))
    first = build(LoadedProject(open_project(folder)), tmp_path / "dist", release=planned(folder, "1.0.0", {}))
    with (folder / "data" / "dataset.ttl").open("a", encoding="utf-8") as file:
        file.write(first.entry)
    committed(folder)
    second = build(LoadedProject(open_project(folder)), tmp_path / "dist", release=planned(folder, "1.1.0", {}))
    graph = Graph().parse(tmp_path / "dist" / "dataset.ttl")
    assert list(graph.objects(DATASET + "/1.1.0", DCAT.previousVersion)) == [RELEASE]
    assert second.report.passed
    assert "is already released" in refused(folder)


def changed_setting(folder: Path) -> str:
    (folder / "kzit-graph.toml").write_text('formats = ["turtle", "nquads", "trig"]\n')
    return "kzit-graph.toml"


def removed_settings(folder: Path) -> str:
    (folder / "kzit-graph.toml").unlink()
    return "kzit-graph.toml"


@pytest.mark.parametrize("change", [changed_setting, removed_settings])
def test_settings_that_are_not_committed_are_refused(tmp_path: Path, change: Callable[[Path], str]) -> None:
    folder = committed(citable(tmp_path, {"kzit-graph.toml": 'formats = ["turtle", "nquads"]\n'}))
    (folder / "notes.md").write_text("not a file of the project")
    assert planned(folder, environment={}).commit
    assert f"{change(folder)}: differs from commit " in refused(folder, environment={})


def edited_top(folder: Path) -> str:
    path = folder / "people.ttl"
    path.write_text(path.read_text("utf-8").replace("Ann", "Bob"))
    return "people.ttl"


def added_top(folder: Path) -> str:
    (folder / "more.ttl").write_text("")
    return "more.ttl"


def removed_top(folder: Path) -> str:
    (folder / "people.ttl").unlink()
    return "people.ttl"


@pytest.mark.parametrize("change", [edited_top, added_top, removed_top])
def test_data_in_the_folder_itself_that_is_not_committed_is_refused(tmp_path: Path, change: Callable[[Path], str]) -> None:
    files = {
        "dataset.ttl": (citable(tmp_path / "other") / "data" / "dataset.ttl").read_text("utf-8"),
        "people.ttl": f'<{BASE}ann> <http://www.w3.org/2000/01/rdf-schema#label> "Ann" .\n',
    }
    folder = committed(small_project(tmp_path / "project", {**dict.fromkeys(FILES), **files}))
    assert planned(folder, environment={}).commit
    assert f"{change(folder)}: differs from commit " in refused(folder, environment={})


@pytest.mark.parametrize(
    ("stated", "is_early"),
    [
        (f'"{DAY}T08:00:00Z"^^xsd:dateTime', False),
        ('"2026-12-02T03:30:00+05:00"^^xsd:dateTime', False),
        (f'"{DAY}Z"^^xsd:date', False),
        ('"2026"^^xsd:gYear', False),
        ('"2026-12-02T08:00:00Z"^^xsd:dateTime', True),
        ('"2027"^^xsd:gYear', True),
    ],
)
def test_the_date_of_issue_may_be_a_time_or_a_year(tmp_path: Path, stated: str, is_early: bool) -> None:
    folder = citable(tmp_path, dataset=f"<{BASE}dataset> dcterms:issued {stated} .\n")
    if is_early:
        assert "is after 2026-12-01, the date of this release" in refused(folder)
    else:
        assert planned(folder).day == DAY
