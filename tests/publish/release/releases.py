"""Plan releases of small projects."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest
from rdflib import Namespace, URIRef

from kzit_graph.errors import InvalidInput
from kzit_graph.project.project import open_project
from kzit_graph.publish.release.plan import Release, plan_release

DCAT: Final = Namespace("http://www.w3.org/ns/dcat#")
DQV: Final = Namespace("http://www.w3.org/ns/dqv#")
SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
DATASET: Final = URIRef("https://w3id.org/kzit/dataset")
RELEASE: Final = URIRef("https://w3id.org/kzit/dataset/1.0.0")
PREVIOUS: Final = URIRef("https://w3id.org/kzit/dataset/0.9.0")
ENVIRONMENT: Final = {"PATH": os.environ["PATH"]}
EPOCH: Final = {"SOURCE_DATE_EPOCH": "1796164200"}
"""The time of commits in tests."""


def planned(folder: Path, number: str = "1.0.0", environment: Mapping[str, str] = EPOCH) -> Release:
    return plan_release(open_project(folder), number, {**ENVIRONMENT, **environment})


def refused(folder: Path, number: str = "1.0.0", environment: Mapping[str, str] = EPOCH) -> str:
    with pytest.raises(InvalidInput) as caught:
        planned(folder, number, environment)
    return str(caught.value).replace("\\", "/")
