"""The metadata of a dataset, and that all files of a build agree on its creators."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kzit_graph.artefacts import Digest
from kzit_graph.project.dataset import Agent, read_dataset
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.releases import Edition, parse_version
from kzit_graph.publish.release.citation_file import citation_cff
from kzit_graph.publish.release.zenodo import zenodo_deposit
from kzit_graph.publish.tables.croissant import croissant
from kzit_graph.publish.tables.data_package import data_package
from tests.loading import loaded_folder
from tests.small_project import BASE, citable

pytestmark = pytest.mark.slow

EDITION: Final = Edition(NamedNode(f"{BASE}dataset/1.0.0"), parse_version("1.0.0"), "2026-12-01")
PREFIXES: Final = """
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


@dataclass(frozen=True)
class Creator:
    """A creator in one of the files. orcid: None if the format has no field for it."""

    name: str
    is_person: bool
    orcid: str | None


def authors_in_cff(cff: str) -> list[dict[str, str]]:
    lines = cff.split("\n")
    authors: list[dict[str, str]] = []
    for line in lines[lines.index("authors:") + 1 :]:
        if not line.startswith("  "):
            break
        if line.startswith("  - "):
            authors.append({})
        key, _, value = line[4:].partition(": ")
        authors[-1][key] = json.loads(value)
    return authors


def joined(family: str, given: str) -> str:
    return f"{given} {family}".strip()


def in_citation(loaded: LoadedProject) -> list[Creator]:
    authors = authors_in_cff(citation_cff(read_dataset(loaded), EDITION).decode())
    return [
        Creator(author["name"], False, "")
        if "name" in author
        else Creator(joined(author["family-names"], author.get("given-names", "")), True, author.get("orcid", "")[-19:])
        for author in authors
    ]


def in_deposit(loaded: LoadedProject) -> list[Creator]:
    creators = json.loads(zenodo_deposit(read_dataset(loaded), EDITION, None))["metadata"]["creators"]
    return [_deposited(creator["person_or_org"]) for creator in creators]


def _deposited(agent: dict[str, Any]) -> Creator:
    if agent["type"] == "organizational":
        return Creator(agent["name"], False, "")
    orcids = [found["identifier"] for found in agent.get("identifiers", ())]
    return Creator(joined(agent["family_name"], agent.get("given_name", "")), True, "".join(orcids))


def in_croissant(loaded: LoadedProject) -> list[Creator]:
    made = croissant(BASE, read_dataset(loaded), [], {"t.csv": Digest(1, "0" * 64)})
    return [Creator(creator["name"], creator["@type"] == "sc:Person", None) for creator in json.loads(made)["creator"]]


def in_data_package(loaded: LoadedProject) -> list[Creator]:
    made = data_package("t", read_dataset(loaded), [], {"t.csv": Digest(1, "0" * 64)})
    found = [agent for agent in json.loads(made)["contributors"] if "creator" in agent["roles"]]
    return [Creator(agent["title"], "familyName" in agent, None) for agent in found]


def assert_all_agree(loaded: LoadedProject) -> list[Creator]:
    citation, deposit = in_citation(loaded), in_deposit(loaded)
    assert citation == deposit
    without_orcid = [Creator(creator.name, creator.is_person, None) for creator in citation]
    assert in_croissant(loaded) == without_orcid
    assert in_data_package(loaded) == without_orcid
    return citation


def test_a_literal_and_a_person_are_creators_in_all_four_files(tmp_path: Path) -> None:
    person = f"{PREFIXES}<{BASE}dataset> dcterms:creator <{BASE}id/ada> . <{BASE}id/ada> a prov:Person ; skos:prefLabel 'Ada'@en ."
    found = assert_all_agree(loaded_folder(citable(tmp_path, dataset=person)))
    assert found == [Creator("Ada", True, ""), Creator("The Tiny Institute", False, "")]


@pytest.mark.parametrize(
    ("statements", "agent"),
    [
        ("a foaf:Person ; foaf:name 'Ada King'", Agent("Ada King", f"{BASE}id/a", True)),
        ("schema:familyName 'King' ; schema:givenName 'Ada'", Agent("Ada King", f"{BASE}id/a", True, "King", "Ada")),
        ("schema:identifier '0000-0002-1825-0097'", Agent(f"{BASE}id/a", f"{BASE}id/a", True, orcid="0000-0002-1825-0097")),
        ("rdfs:label 'The Club'@en , 'Il Club'@it", Agent("The Club", f"{BASE}id/a")),
        ("rdfs:comment 'nobody knows'", Agent(f"{BASE}id/a", f"{BASE}id/a")),
    ],
    ids=["FOAF name", "family and given name", "only an ORCID iD", "two languages", "no name"],
)
def test_an_agent_is_read_from_the_data(statements: str, agent: Agent, tmp_path: Path) -> None:
    text = f"{PREFIXES}<{BASE}dataset> dcterms:creator <{BASE}id/a> . <{BASE}id/a> {statements} ."
    assert agent in read_dataset(loaded_folder(citable(tmp_path, dataset=text))).creators


def test_a_blank_node_needs_a_name_to_be_an_agent(tmp_path: Path) -> None:
    text = f"{PREFIXES}<{BASE}dataset> dcterms:creator [ foaf:name 'Unlisted' ] , [ a foaf:Person ] ."
    found = read_dataset(loaded_folder(citable(tmp_path, dataset=text))).creators
    assert [agent.name for agent in found] == ["The Tiny Institute", "Unlisted"]


words = st.text(st.sampled_from("AbcdéЖқ'- "), min_size=1, max_size=8).map(str.strip).filter(bool)


@st.composite
def creators(draw: st.DrawFn) -> str:
    """Turtle for one creator: a literal, or an agent with any mixture of types, names, name parts and identifiers."""
    number = draw(st.integers(0, 10**6))
    if draw(st.booleans()):
        return f'<{BASE}dataset> dcterms:creator "{draw(words)} {number}" .\n'
    kinds = st.sampled_from(["schema:Person", "foaf:Person", "prov:Person", "foaf:Organization", "prov:Agent"])
    statements = [f"a {kind}" for kind in draw(st.sets(kinds, max_size=2))]
    family, given = draw(st.one_of(st.none(), words)), draw(st.one_of(st.none(), words))
    statements += [f'schema:familyName "{family}"'] if family else []
    statements += [f'schema:givenName "{given}"'] if given else []
    if not family and not given and draw(st.booleans()):
        statements.append(f'{draw(st.sampled_from(["skos:prefLabel", "foaf:name", "schema:name"]))} "{draw(words)}"@en')
    if draw(st.booleans()):
        statements.append("schema:sameAs <https://orcid.org/0000-0002-1825-0097>")
    described = f"<{BASE}id/{number}> {' ; '.join(statements)} .\n" if statements else ""
    return f"<{BASE}dataset> dcterms:creator <{BASE}id/{number}> .\n{described}"


def number_of(creator: str) -> str:
    found = re.search(r"id/[0-9]+|[0-9]+(?=\" \.\n)", creator)
    assert found is not None
    return found[0].removeprefix("id/")


@settings(max_examples=60)
@given(st.lists(creators(), max_size=4, unique_by=number_of))
def test_all_four_files_agree_on_every_creator(stated: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        loaded = loaded_folder(citable(Path(folder) / "project", dataset=PREFIXES + "".join(stated)))
        found = assert_all_agree(loaded)
    assert len(found) >= len({text.split(" ", 2)[2] for text in stated})
