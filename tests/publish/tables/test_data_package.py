"""A build is a data package: Frictionless validates it, reads its typed table and finds corrupted files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, Final

import pytest
from pyoxigraph import Store

from kzit_graph.artefacts import digest_of_file
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.publish.build import build
from tests.publish.tables.facts import column_names, columns, fact_rows
from tests.publish.tables.hard_facts import hard_project
from tests.publish.tables.validators import output_of, run
from tests.small_project import small_project

READ: Final = """if True:
    import json
    from frictionless import Package
    rows = Package("datapackage.json").get_resource("facts").read_rows()
    assert all(row.valid for row in rows), [row.errors for row in rows if not row.valid]
    print(json.dumps([row.to_dict() for row in rows], default=str))
"""


def package(folder: Path) -> dict[str, Any]:
    found = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def expected(store: Store) -> list[dict[str, Any]]:
    return [
        {
            column.name: None if not values else list(values) if column.several else values[0]
            for column, values in zip(columns(), row, strict=True)
        }
        for row in fact_rows(store)
    ]


def test_frictionless_finds_a_build_valid(dist: Path) -> None:
    done = run("frictionless", "validate", "datapackage.json", folder=dist)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("VALID") == 7


def test_frictionless_reads_lists_dates_and_numbers_of_the_graph(dist: Path, store: Store) -> None:
    assert json.loads(output_of(READ, folder=dist)) == expected(store)


def test_hard_texts_are_valid_too(tmp_path: Path) -> None:
    build(LoadedProject(hard_project(tmp_path / "project")), tmp_path / "dist")
    done = run("frictionless", "validate", "datapackage.json", folder=tmp_path / "dist")
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("kzit.csv", ",1992-08-21,1992-08-21,", ",1992-08-21,soonsoonso,"),
        ("kzit.csv", "/p1s1-f2,", "/p1s1-f1,"),
        ("kzit.csv", ",6000000000,", ",six-billio,"),
        ("kzit.nt", "Astana", "Almaty"),
        ("kzit.trig", "\n", ""),
    ],
    ids=["no day", "one fact twice", "no number", "another digest", "another size"],
)
def test_a_corrupted_file_is_found(dist: Path, tmp_path: Path, file: str, old: str, new: str) -> None:
    shutil.copytree(dist, tmp_path, dirs_exist_ok=True)
    text = (tmp_path / file).read_text("utf-8")
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new, 1), "utf-8")
    done = run("frictionless", "validate", "datapackage.json", folder=tmp_path)
    assert done.returncode == 1
    assert "INVALID" in done.stdout


def test_every_dump_is_a_resource_with_its_size_and_digest(dist: Path) -> None:
    resources = package(dist)["resources"]
    assert {resource["path"] for resource in resources} == {
        path.name for path in dist.iterdir() if path.stem == "kzit" and path.suffix != ".json"
    }
    for resource in resources:
        digest = digest_of_file(dist / resource["path"])
        assert (resource["bytes"], resource["hash"]) == (digest.size, f"sha256:{digest.sha256}")


def test_the_package_has_the_description_of_the_dataset(dist: Path) -> None:
    found = package(dist)
    assert found["name"] == "kzit"
    assert found["id"] == "https://w3id.org/kzit/dataset"
    assert found["licenses"] == [{"path": "https://creativecommons.org/publicdomain/zero/1.0/"}]
    assert found["contributors"] == [
        {"title": "kzit-graph", "path": "https://w3id.org/kzit/id/kzit-graph", "roles": ["creator", "distributor"]}
    ]
    assert [field["name"] for field in found["resources"][0]["schema"]["fields"]] == list(column_names())


def test_a_dataset_without_metadata_is_a_valid_package(tmp_path: Path) -> None:
    build(LoadedProject(open_project(small_project(tmp_path / "project"))), tmp_path / "dist")
    assert package(tmp_path / "dist")["name"] == "tiny"
    assert run("frictionless", "validate", "datapackage.json", folder=tmp_path / "dist").returncode == 0
