"""A build is a valid Croissant dataset: MLCommons' library validates it without warnings and loads its records."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, Final

import pytest
from pyld import jsonld
from pyoxigraph import Store

from kzit_graph.artefacts import digest_of_file
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.publish.build import build
from tests.publish.tables.facts import columns, fact_rows
from tests.publish.tables.validators import output_of, run
from tests.small_project import small_project

pytestmark = pytest.mark.slow

LOAD: Final = """if True:
    import json
    from pathlib import Path
    import mlcroissant
    dataset = mlcroissant.Dataset("croissant.json", mapping={"kzit.csv": Path("kzit.csv").absolute()})
    def plain(value):
        if isinstance(value, list):
            return [plain(item) for item in value]
        return value.decode() if isinstance(value, bytes) else value
    records = [{key: plain(value) for key, value in record.items()} for record in dataset.records("facts")]
    print(json.dumps(records, default=str))
"""


def described(folder: Path) -> dict[str, Any]:
    found = json.loads((folder / "croissant.json").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


@pytest.mark.slow
def test_the_description_of_a_build_is_valid_without_a_warning(dist: Path) -> None:
    done = run("mlcroissant", "validate", "--jsonld", "croissant.json", folder=dist)
    assert done.returncode == 0, done.stderr
    assert "Done" in done.stderr
    assert "WARNING" not in done.stderr.upper()


def test_a_corrupted_description_is_rejected(dist: Path, tmp_path: Path) -> None:
    shutil.copy(dist / "croissant.json", tmp_path)
    text = (tmp_path / "croissant.json").read_text("utf-8")
    (tmp_path / "croissant.json").write_text(
        text.replace('"fileObject": {\n              "@id": "kzit.csv"', '"fileObject": {"@id": "x"'), "utf-8"
    )
    assert run("mlcroissant", "validate", "--jsonld", "croissant.json", folder=tmp_path).returncode != 0


@pytest.mark.slow
def test_the_records_are_the_facts_with_lists_dates_and_numbers(dist: Path, store: Store) -> None:
    records = json.loads(output_of(LOAD, folder=dist))
    for record, row in zip(records, fact_rows(store), strict=True):
        for column, values in zip(columns(), row, strict=True):
            found = record[f"facts/{column.name}"]
            if not values:
                assert found is None
            elif column.several:
                assert found == list(values)
            elif column.holds == "number":
                assert found == float(values[0])
            else:
                assert str(found).removesuffix(" 00:00:00") == values[0]


def test_every_dump_is_a_file_with_its_digest_and_url(dist: Path) -> None:
    files = described(dist)["distribution"]
    assert {file["name"] for file in files} == {path.name for path in dist.iterdir() if path.stem == "kzit" and path.suffix != ".json"}
    for file in files:
        digest = digest_of_file(dist / file["name"])
        assert (file["contentUrl"], file["sha256"]) == (f"https://w3id.org/kzit/{file['name']}", digest.sha256)
        assert file["contentSize"] == f"{digest.size} B"


def test_it_is_a_schema_org_dataset_for_search_engines(dist: Path) -> None:
    (dataset,) = jsonld.expand(described(dist), {"documentLoader": None})
    schema = "https://schema.org/"
    assert dataset["@id"] == "https://w3id.org/kzit/dataset"
    assert dataset["@type"] == [f"{schema}Dataset"]
    for name in ("name", "description", "license", "url", "creator", "datePublished", "distribution"):
        assert dataset[schema + name], name


def test_a_dataset_without_metadata_is_described_by_its_files(tmp_path: Path) -> None:
    build(LoadedProject(open_project(small_project(tmp_path / "project"))), tmp_path / "dist")
    found = described(tmp_path / "dist")
    assert "license" not in found
    assert found["@id"] == "https://example.org/tiny/dataset"
    assert [file["name"] for file in found["distribution"]] == [f"tiny.{end}" for end in ("jsonld", "nq", "nt", "rdf", "trig", "ttl")]
    assert "recordSet" not in found
    done = run("mlcroissant", "validate", "--jsonld", "croissant.json", folder=tmp_path / "dist")
    assert done.returncode == 0, done.stderr
