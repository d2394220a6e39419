"""Settings that name nothing in a project are warnings with the nearest name, and its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzit_graph.knowledge_graph import open_folder
from kzit_graph.project.configuration.settings import default_text
from tests.small_project import small_project

pytestmark = pytest.mark.slow

DATA = """\
@prefix id: <https://example.org/tiny/id/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

id:review a schema:ClaimReview ; schema:name "A"@en ; schema:author id:institute .
id:institute schema:name "B"@en .
"""


LONG_TAG = "which BCP 47 asks for; write it here and in the data"


def warnings(folder: Path, settings: str) -> list[str]:
    project = small_project(folder, {"kzit-graph.toml": settings, "data/texts/a.ttl": DATA})
    return [
        warning.partition("kzit-graph.toml:")[2] for warning in open_folder(project).validate().warnings if "kzit-graph.toml" in warning
    ]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ('[graphs]\nsources = "text"', ["2: graphs.sources: data/text/ has no data file; nearest: texts"]),
        ('[graphs]\nsources = "texts"', []),
        (
            'languages = ["de", "eng"]',
            ['1: languages: the shortest tag of "eng" is "en", which BCP 47 asks for; write it here and in the data'],
        ),
        ('languages = ["ast", "en"]', []),
        (
            '[site]\nlanguages = ["jpn"]',
            ['2: site.languages: the shortest tag of "jpn" is "ja", which BCP 47 asks for; write it here and in the data'],
        ),
        ('[graphs]\nfolders = { tekst = "t" }', ['2: graphs.folders: no folder "tekst" in data/ has a data file; nearest: texts']),
        (
            '[site]\nvoices = ["https://example.org/tiny/id/institut"]',
            ["2: site.voices: nothing in the data is id:institut; nearest: id:institute"],
        ),
        ('[site]\nvoices = ["https://example.org/tiny/id/institute"]', []),
        (
            '[roles]\nclaim = "schema:ClaimReview"\nclaimant = "schema:autor"',
            ["3: roles.claimant: nothing in the data, the ontology or the shapes is schema:autor; nearest: schema:author"],
        ),
        ('[roles]\nclaim = "schema:ClaimReview"\nclaimant = ["schema:author", "schema-http:author"]', []),
        (
            '[roles]\nclaimant = ["schema:author", "schema:autor"]',
            ["2: roles.claimant: nothing in the data, the ontology or the shapes is schema:autor; nearest: schema:author"],
        ),
        (
            '[labels]\nproperties = ["schema:nam"]',
            ["2: labels.properties: nothing in the data, the ontology or the shapes is schema:nam; nearest: schema:name"],
        ),
        ('[labels]\nproperties = ["schema:name"]', []),
        ('[dataset]\nbase = "https://example.org/tiny/"', []),
        (default_text(), []),
        ("", []),
    ],
)
def test_a_setting_that_names_nothing_is_a_warning(tmp_path: Path, settings: str, expected: list[str]) -> None:
    assert warnings(tmp_path, settings) == expected


def test_a_base_of_nothing_in_the_data_is_a_warning(tmp_path: Path) -> None:
    settings = '[dataset]\nbase = "https://example.org/other/"\n'
    project = small_project(tmp_path, {"kzit-graph.toml": settings, "data/dataset.ttl": ""})
    (warning,) = (warning for warning in open_folder(project).validate().warnings if "dataset.base" in warning)
    assert warning.endswith(
        "kzit-graph.toml:2: dataset.base: nothing in the data has an IRI that begins with https://example.org/other/;"
        " correct it, or leave it out"
    )
