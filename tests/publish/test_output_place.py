"""A build is refused where it would replace other files, or two of its own files would be one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kzit_graph.errors import InvalidInput, UnwritableTarget
from kzit_graph.project.project import open_project
from kzit_graph.publish.build import build
from kzit_graph.publish.build_mark import MARK
from kzit_graph.publish.output_place import FIXED_NAMES
from tests.built_folders import files_of, without_site
from tests.loading import loaded_folder
from tests.publish.test_build import CONTRACT
from tests.small_project import small_project

pytestmark = pytest.mark.slow


def project_of(base: str, folder: Path, dataset: str = "dataset") -> Path:
    """Write the small project with another base IRI. dataset: the rest of the IRI of the dataset."""
    description = f'<{base}{dataset}> a <http://rdfs.org/ns/void#Dataset> ; <http://rdfs.org/ns/void#uriSpace> "{base}" .'
    return small_project(folder, {"data/dataset.ttl": description})


def refusal(project: Path, out: Path | str) -> str:
    before = sorted(project.parent.rglob("*"))
    with pytest.raises(UnwritableTarget) as caught:
        build(loaded_folder(project), Path(out))
    assert sorted(project.parent.rglob("*")) == before
    return str(caught.value)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in the folder "place", from which the build starts."""
    place = tmp_path / "place"
    (place / "work").mkdir(parents=True)
    monkeypatch.chdir(place / "work")
    return small_project(place / "project")


@pytest.mark.parametrize("out", ["/", ".", "..", "", "../work", "../../place"])
def test_the_current_folder_and_those_above_it_are_refused(project: Path, out: str) -> None:
    assert refusal(project, out) == f"{Path(out)}: a build would replace the current folder; name another folder, such as dist"


def test_the_home_folder_is_refused_even_if_it_is_empty(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "place" / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    assert "a build would replace the home folder" in refusal(project, home)


def test_the_project_is_refused(project: Path) -> None:
    assert "a build would replace the project" in refusal(project, project)


@pytest.mark.parametrize("part", ["ontology", "data", "shapes"])
def test_the_parts_of_the_project_are_refused(project: Path, part: str) -> None:
    assert f"a build would replace {part}/ of the project" in refusal(project, project / part)
    assert f"lies in {part}/ of the project, which the next build would read" in refusal(project, project / part / "dist")


@pytest.mark.skipif(os.name != "posix", reason="links are POSIX")
def test_a_link_to_a_part_of_the_project_is_refused(project: Path) -> None:
    (project / "dist").symlink_to("data")
    assert "a build would replace data/ of the project" in refusal(project, project / "dist")


@pytest.mark.skipif(os.name != "posix", reason="links are POSIX")
def test_the_target_of_a_part_that_is_a_link_is_refused(project: Path) -> None:
    (project / "data").rename(project / "elsewhere")
    (project / "data").symlink_to("elsewhere")
    assert "a build would replace data/ of the project" in refusal(project, project / "elsewhere")


def test_the_fixed_names_are_those_of_a_release(released: Path) -> None:
    names = without_site(path.name for path in released.iterdir() if path.is_file())
    assert set(FIXED_NAMES) == {name for name in names if not name.startswith("kzit.")}
    assert {name for name in CONTRACT if not name.startswith("kzit.")} < set(FIXED_NAMES)


@pytest.mark.parametrize("name", ["dataset", "report", "ontology", "shapes", "context"])
@pytest.mark.parametrize("form", [str, str.capitalize])
@pytest.mark.parametrize("end", ["/", "#"])
def test_a_base_iri_that_makes_two_files_one_is_refused(tmp_path: Path, name: str, form: type[str], end: str) -> None:
    project = project_of(f"https://example.org/{form(name)}{end}", tmp_path / "project", "data")
    with pytest.raises(InvalidInput, match=rf'dataset\.ttl: the base IRI ".*": .*, because {form(name)}\.\w+ would be two files; choose'):
        build(loaded_folder(project), tmp_path / "dist")
    assert not (tmp_path / "dist").exists()


@pytest.mark.parametrize(
    "name", ["croissant", "datapackage", "CITATION", "zenodo", "example.org", "%2F..%2F..%2Fup", "a:b", "тест", "a" * 237]
)
def test_other_base_iris_name_files_in_the_folder(tmp_path: Path, name: str) -> None:
    build(loaded_folder(project_of(f"https://example.org/{name}/", tmp_path / "project")), tmp_path / "out" / "dist")
    files = without_site(files_of(tmp_path / "out" / "dist"))
    contract = CONTRACT - {"kzit.csv", "kzit.csv-metadata.json", "ro-crate-metadata.json"}
    assert files == {name + file.removeprefix("kzit") if file.startswith("kzit.") else file for file in contract} | {MARK}
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["dist"]


@pytest.mark.parametrize(
    ("base", "reason"),
    [
        ("https://example.org/../", "they would be hidden files"),
        ("https://example.org/.git/", "they would be hidden files"),
        (f"https://example.org/{'a' * 238}/", "it is longer than 237 bytes"),
        (f"https://example.org/{'т' * 119}/", "it is longer than 237 bytes"),
    ],
)
def test_a_base_iri_that_cannot_name_files_is_refused(tmp_path: Path, base: str, reason: str) -> None:
    project = project_of(base, tmp_path / "project")
    with pytest.raises(InvalidInput, match=f"its last part cannot name the dumps, because {reason}; choose another base IRI"):
        build(loaded_folder(project), tmp_path / "out" / "dist")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("base", ["https://", "http://", "https:///", "https:/", "http:///tiny/", "https://#", "HTTPS://", "https://:80/"])
def test_a_base_iri_without_a_host_is_refused(tmp_path: Path, base: str) -> None:
    project = project_of(base, tmp_path / "project", "example.org/dataset")
    with pytest.raises(InvalidInput, match=r'dataset\.ttl:\d+: void:uriSpace ".*" (has no host|is not an IRI); '):
        open_project(project)


def test_files_are_published_beside_a_document_with_hash_iris(tmp_path: Path) -> None:
    bases = {
        "https://example.org/tiny/": "https://example.org/tiny/",
        "https://example.org/tiny#": "https://example.org/",
        "https://example.org/a/tiny#": "https://example.org/a/",
        "https://example.org#": "https://example.org/",
        "https://example.org/a/tiny#id/": "https://example.org/a/",
        "urn:example:tiny#": "urn:example:tiny#",
    }
    found = {base: open_project(project_of(base, tmp_path / str(number))).files_base for number, base in enumerate(bases)}
    assert found == bases
