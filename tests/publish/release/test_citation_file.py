"""Citations match the description of the dataset and are valid for cffconvert and InvenioRDM."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kzit_graph.project.dataset import Agent, DatasetDescription, read_dataset
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project
from kzit_graph.project.releases import Edition, parse_version
from kzit_graph.publish.release.citation_file import citation_cff, spdx_identifier
from kzit_graph.publish.release.zenodo import zenodo_deposit
from tests.components import need
from tests.editions import current_edition
from tests.loading import loaded_folder
from tests.small_project import BASE, citable

CHECKERS: Final = Path(__file__).parents[3] / ".cache" / "citation-checkers"
RELEASE: Final = Edition(NamedNode(f"{BASE}dataset/1.0.0"), parse_version("1.0.0"), "2026-12-01")
CHECK_DEPOSIT: Final = """
import json, sys
from importlib.util import find_spec
from pathlib import Path
import jsonschema

folders = {"": "invenio_records_resources/records", "records/": "invenio_rdm_records/records"}
store = {}
for part, folder in folders.items():
    package = Path(find_spec(folder.split("/")[0]).origin).parents[1]
    for path in (package / folder / "jsonschemas" / part).glob("*.json"):
        store[f"https://local/{part}{path.name}"] = json.loads(path.read_text("utf-8").replace("local://", "https://local/"))
name = "https://local/records/record-v6.0.0.json"
resolver = jsonschema.RefResolver(name, store[name], store)
jsonschema.Draft7Validator(store[name], resolver=resolver).validate(json.load(sys.stdin))
"""


def checker(name: str) -> Path:
    path = CHECKERS / ("Scripts" if os.name == "nt" else "bin") / name
    need(path.exists(), "cffconvert and the schemas of InvenioRDM", ".ci/install-citation-checkers")
    return path


def cffconvert(cff: bytes, folder: Path, *arguments: str) -> str:
    (folder / "CITATION.cff").write_bytes(cff)
    done = subprocess.run([checker("cffconvert"), *arguments], cwd=folder, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def refuse_what_inveniordm_refuses(deposit: bytes) -> None:
    done = subprocess.run([checker("python"), "-c", CHECK_DEPOSIT], input=deposit, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


def dataset_of(folder: Path) -> DatasetDescription:
    return read_dataset(loaded_folder(folder))


def dataset(**changes: Any) -> DatasetDescription:
    least = DatasetDescription(
        iri=NamedNode(f"{BASE}dataset"),
        titles={"en": ("Tiny",)},
        descriptions={},
        keywords={},
        citation="",
        licences=(),
        creators=(Agent("The Tiny Institute"),),
        publishers=(),
        languages=(),
        issued="",
        modified="",
        version="",
        landing_page="",
    )
    return replace(least, **changes)


def metadata(dataset: DatasetDescription, edition: Edition = RELEASE, previous: Edition | None = None) -> dict[str, Any]:
    found = json.loads(zenodo_deposit(dataset, edition, previous))["metadata"]
    assert isinstance(found, dict)
    return found


## The file at the top of the repository


def test_the_citation_file_of_the_repository_is_up_to_date(root: Path, corpus: LoadedProject) -> None:
    made = citation_cff(read_dataset(corpus), current_edition(corpus))
    assert (root / "CITATION.cff").read_bytes() == made, f"write this to CITATION.cff:\n{made.decode()}"


def test_an_unreleased_dataset_is_cited_without_a_day_of_release(project: Project, tmp_path: Path) -> None:
    found = read_dataset(LoadedProject(project))
    cff = citation_cff(found, Edition(found.iri, parse_version("0.1.0"), ""))
    assert b"date-released" not in cff
    assert "Citation metadata are valid according to schema version 1.2.0." in cffconvert(cff, tmp_path, "--validate")


## CITATION.cff


def test_the_citation_of_a_release_is_valid_and_cites_it(released: Path, tmp_path: Path) -> None:
    cff = (released / "CITATION.cff").read_bytes()
    assert "Citation metadata are valid according to schema version 1.2.0." in cffconvert(cff, tmp_path, "--validate")
    cited = cffconvert(cff, tmp_path, "--format", "apalike")
    assert cited.startswith("kzit-graph (2026). Kazakhstan–Italy relations: a knowledge graph of cited facts (version 1.0.0).")


HOSTILE: Final = (
    'A "quoted": \\ # name\n- with\ttabs, \u2028 separators, \x7f \x85 \ufeff controls, \U000e0001 tags, \U0001f600 and {{ $this }} %YAML'
)


def test_the_label_of_a_blank_node_is_not_a_name(tmp_path: Path) -> None:
    folder = citable(tmp_path)
    path = folder / "data" / "dataset.ttl"
    path.write_text(path.read_text() + f'\n<{BASE}dataset> dcterms:creator [ ] , "Somebody"@en ; dcterms:publisher [ ] .\n')
    found = dataset_of(folder)
    assert "Somebody" in {maker.name for maker in found.creators}
    assert not any(maker.name.startswith("_:") for maker in (*found.creators, *found.publishers))


def test_special_characters_stay_inside_one_value_of_the_citation(tmp_path: Path) -> None:
    strange = dataset(
        titles={"en": (HOSTILE,)},
        descriptions={"en": (HOSTILE,)},
        creators=(Agent(HOSTILE),),
        keywords={"en": (HOSTILE, "null", "1.0", "no", "2026-12-01")},
    )
    cff = citation_cff(strange, RELEASE)
    cffconvert(cff, tmp_path, "--validate")
    read = json.loads(cffconvert(cff, tmp_path, "--format", "zenodo"))
    assert (read["title"], read["description"], read["creators"], read["keywords"][1:]) == (
        HOSTILE,
        HOSTILE,
        [{"name": HOSTILE}],
        ["null", "1.0", "no", "2026-12-01"],
    )


@given(st.text(min_size=1))
def test_each_text_is_one_printable_line(text: str) -> None:
    lines = citation_cff(dataset(titles={"en": (text,)}), RELEASE).decode().removesuffix("\n").split("\n")
    assert len([line for line in lines if line.startswith("title: ")]) == 1
    assert all(line.isprintable() for line in lines)


PERSON: Final = """
<https://example.org/tiny/jane> a <https://schema.org/Person> ;
    <https://schema.org/familyName> "Doe" ; <https://schema.org/givenName> "Jane" ;
    <https://schema.org/sameAs> <https://orcid.org/0000-0002-1825-0097> , <https://example.org/jane> .
<https://example.org/tiny/dataset> dcterms:creator <https://example.org/tiny/jane> , <https://example.org/tiny/mononym> .
<https://example.org/tiny/mononym> a <http://www.w3.org/ns/prov#Person> ; <http://www.w3.org/2000/01/rdf-schema#label> "Nemo"@la .
"""


def test_agents_other_than_persons_are_cited_as_organisations(tmp_path: Path) -> None:
    made = dataset_of(citable(tmp_path, dataset=PERSON))
    assert made.creators == (
        Agent("Jane Doe", "https://example.org/tiny/jane", True, "Doe", "Jane", "0000-0002-1825-0097"),
        Agent("Nemo", "https://example.org/tiny/mononym", True),
        Agent("The Tiny Institute"),
    )
    cff = citation_cff(made, RELEASE)
    cffconvert(cff, tmp_path, "--validate")
    assert json.loads(cffconvert(cff, tmp_path, "--format", "zenodo"))["creators"] == [
        {"name": "Doe, Jane", "orcid": "0000-0002-1825-0097"},
        {"name": "Nemo"},
        {"name": "The Tiny Institute"},
    ]
    deposit = zenodo_deposit(made, RELEASE, None)
    refuse_what_inveniordm_refuses(deposit)
    assert [creator["person_or_org"] for creator in json.loads(deposit)["metadata"]["creators"]] == [
        {
            "type": "personal",
            "family_name": "Doe",
            "given_name": "Jane",
            "identifiers": [{"scheme": "orcid", "identifier": "0000-0002-1825-0097"}],
        },
        {"type": "personal", "family_name": "Nemo"},
        {"type": "organizational", "name": "The Tiny Institute"},
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("iri", "identifier"),
    [
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("http://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
        ("https://creativecommons.org/licenses/by-nc-sa/3.0", "CC-BY-NC-SA-3.0"),
        ("https://opendatacommons.org/licenses/odbl/1-0/", "ODbL-1.0"),
        ("http://opendatacommons.org/licenses/pddl/1.0/", "PDDL-1.0"),
        ("https://creativecommons.org/licenses/by/3.0/it/", ""),
        ("https://creativecommons.org/licenses/by-sa-nc/4.0/", ""),
        ("https://opendatacommons.org/licenses/other/1-0/", ""),
        ("https://example.org/creativecommons.org/licenses/by/4.0/", ""),
        ("", ""),
    ],
)
def test_licences_have_their_spdx_identifier_if_there_is_one(iri: str, identifier: str, tmp_path: Path) -> None:
    assert spdx_identifier(iri) == identifier
    licensed = dataset(licences=(iri,) if iri else ())
    cffconvert(citation_cff(licensed, RELEASE), tmp_path, "--validate")
    refuse_what_inveniordm_refuses(zenodo_deposit(licensed, RELEASE, None))
    rights = metadata(licensed).get("rights")
    assert rights == ([{"id": identifier.lower()}] if identifier else [{"title": {"en": iri}, "link": iri}] if iri else None)


def test_addresses_in_other_alphabets_are_written_as_uris(tmp_path: Path) -> None:
    abroad = dataset(iri=NamedNode("https://example.org/қазақстан"), landing_page="https://example.org/страница?a=b#c")
    cff = citation_cff(abroad, RELEASE)
    cffconvert(cff, tmp_path, "--validate")
    assert "https://example.org/%D1%81%D1%82%D1%80%D0%B0%D0%BD%D0%B8%D1%86%D0%B0?a=b#c" in cff.decode()


def test_an_iri_that_is_not_a_url_is_left_out(tmp_path: Path) -> None:
    local = Edition(NamedNode("urn:tiny/1.0.0"), RELEASE.version, RELEASE.day)
    cff = citation_cff(dataset(iri=NamedNode("urn:tiny")), local)
    cffconvert(cff, tmp_path, "--validate")
    assert b"urn:" not in cff
    refuse_what_inveniordm_refuses(zenodo_deposit(dataset(iri=NamedNode("urn:tiny")), local, local))
    assert not {"identifiers", "related_identifiers"} & metadata(dataset(iri=NamedNode("urn:tiny")), local, local).keys()


## The deposit at Zenodo


def test_inveniordm_accepts_the_deposit_of_a_release(released: Path) -> None:
    deposit = (released / "zenodo.json").read_bytes()
    refuse_what_inveniordm_refuses(deposit)
    found = json.loads(deposit)["metadata"]
    assert found["title"].startswith("Kazakhstan–Italy relations")
    assert len(found["additional_titles"]) == 3
    assert (found["version"], found["publication_date"], found["publisher"]) == ("1.0.0", "2026-12-01", "kzit-graph")
    assert found["creators"] == [{"person_or_org": {"type": "organizational", "name": "kzit-graph"}}]
    assert found["rights"] == [{"id": "cc0-1.0"}]
    subjects = [subject["subject"] for subject in found["subjects"]]
    assert subjects[:2] == ["Italy", "Kazakhstan"]
    assert len(subjects) == len(set(subjects))
    related = {each["relation_type"]["id"]: each["identifier"] for each in found["related_identifiers"]}
    assert related == {"isversionof": "https://w3id.org/kzit/dataset", "isnewversionof": "https://w3id.org/kzit/dataset/0.9.0"}


def test_a_field_unknown_to_inveniordm_is_found(released: Path) -> None:
    record = json.loads((released / "zenodo.json").read_bytes())
    record["metadata"]["upload_type"] = "dataset"
    with pytest.raises(AssertionError, match="upload_type"):
        refuse_what_inveniordm_refuses(json.dumps(record).encode())


def test_markup_in_a_description_is_escaped() -> None:
    assert (
        metadata(dataset(descriptions={"en": ("<script>1 & 2</script>",)}))["description"]
        == "<p>&lt;script&gt;1 &amp; 2&lt;/script&gt;</p>"
    )
