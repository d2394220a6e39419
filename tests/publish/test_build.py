"""A build writes all artefacts reproducibly, or changes nothing."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import NamedNode, parse
from rdflib import DCAT, DCTERMS, RDF, VOID, Graph, URIRef

from kzit_graph.errors import InvalidInput, UnwritableTarget
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project, open_project
from kzit_graph.publish.build import build
from kzit_graph.publish.build_mark import MARK
from kzit_graph.validation.report.report import InvalidData
from kzit_graph.validation.results import Severity
from tests.built_folders import files_of, without_site
from tests.loading import loaded_folder
from tests.publish.tables.facts import FACTS_TOML
from tests.second_source import add_second_source
from tests.small_project import FILES, small_project

pytestmark = pytest.mark.slow

CONTRACT: Final = {
    *("kzit.ttl", "kzit.trig", "kzit.nt", "kzit.nq", "kzit.jsonld", "kzit.rdf", "kzit.csv", "kzit.schema.json"),
    *("ontology.ttl", "ontology.jsonld", "context.jsonld", "shapes.ttl"),
    *("dataset.ttl", "dataset.jsonld", "report.ttl", "report.json", "settings.toml", "SHA256SUMS"),
    *("kzit.csv-metadata.json", "datapackage.json", "croissant.json", "ro-crate-metadata.json"),
}
SOURCE: Final = Path("data/sources/kazinform-2017-08-21.ttl")


def break_a_fact(project: Path) -> None:
    path = project / SOURCE
    path.write_text(path.read_text("utf-8").replace('short:amount "about 6', 'kzit:evidence :p99 ; short:amount "about 6'), "utf-8")


def questions_of(project: Path) -> set[str]:
    return {f"questions/{path.name}" for path in (project / "data" / "questions").glob("*.rq")}


def test_exactly_the_documented_artefacts_are_written(a_project: Path, dist: Path) -> None:
    assert without_site(files_of(dist)) == CONTRACT | {MARK} | questions_of(a_project)


def test_the_checksums_match_the_files(dist: Path) -> None:
    lines = (dist / "SHA256SUMS").read_text().splitlines()
    listed = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert listed == {
        name: hashlib.sha256(content).hexdigest() for name, content in files_of(dist).items() if name not in ("SHA256SUMS", MARK)
    }


def test_the_summary_counts_what_was_written(project: Project, tmp_path: Path) -> None:
    summary = build(LoadedProject(project), tmp_path / "dist")
    assert (summary.sources, summary.passages, summary.facts) == (1, 17, 52)
    assert summary.triples == len(Graph().parse(tmp_path / "dist" / "kzit.ttl"))
    assert summary.quads == (tmp_path / "dist" / "kzit.nq").read_bytes().count(b"\n")
    assert without_site(summary.files) == CONTRACT | questions_of(project.root)
    assert set(summary.files) == files_of(tmp_path / "dist").keys() - {MARK}


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_the_same_input_gives_the_same_bytes_under_every_hash_seed(one_source: Path, dist: Path, tmp_path: Path, seed: str) -> None:
    command = [sys.executable, "-m", "kzit_graph", "--project", str(one_source), "build", "--out", str(tmp_path / "dist")]
    subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, check=True, capture_output=True)
    assert files_of(tmp_path / "dist") == files_of(dist)


def test_the_bytes_do_not_depend_on_the_folder_or_order_of_files(a_project: Path, dist: Path, tmp_path: Path) -> None:
    shuffled = tmp_path / "elsewhere" / "deep"
    for path in sorted(a_project.rglob("*.*"), reverse=True):
        copy = shuffled / path.relative_to(a_project)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    build(LoadedProject(open_project(shuffled)), tmp_path / "dist")
    assert files_of(tmp_path / "dist") == files_of(dist)


def test_a_violation_leaves_the_previous_build_unchanged(a_project: Path, tmp_path: Path) -> None:
    build(LoadedProject(open_project(a_project)), tmp_path / "dist")
    before = files_of(tmp_path / "dist")
    break_a_fact(a_project)
    with pytest.raises(InvalidData) as caught:
        build(LoadedProject(open_project(a_project)), tmp_path / "dist")
    assert files_of(tmp_path / "dist") == before
    (result,) = [result for result in caught.value.report.results if result.severity is Severity.VIOLATION]
    assert result.position is not None
    assert result.position.path == a_project / SOURCE
    line = (a_project / SOURCE).read_text("utf-8").splitlines()[(result.position.line or 0) - 1]
    assert "kzit:evidence :p99" in line


def test_a_malformed_file_leaves_the_previous_build_unchanged(a_project: Path, tmp_path: Path) -> None:
    build(LoadedProject(open_project(a_project)), tmp_path / "dist")
    before = files_of(tmp_path / "dist")
    (a_project / SOURCE).write_text("@prefix broken", "utf-8")
    with pytest.raises(InvalidInput):
        build(LoadedProject(open_project(a_project)), tmp_path / "dist")
    assert files_of(tmp_path / "dist") == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_killed_run_leaves_the_previous_build_unchanged(project: Project, tmp_path: Path) -> None:
    build(LoadedProject(project), tmp_path / "dist")
    before = files_of(tmp_path / "dist")
    script = """if True:
        import os, signal, sys
        from pathlib import Path
        from kzit_graph.publish.build import build
        from kzit_graph.project.loaded import LoadedProject
        from kzit_graph.project.project import open_project

        def die(step):
            if step == "writing the rest":
                os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

        build(LoadedProject(open_project(Path(sys.argv[1]))), Path(sys.argv[2]), progress=die)
    """
    killed = subprocess.run([sys.executable, "-c", script, str(project.root), str(tmp_path / "dist")], capture_output=True)
    assert killed.returncode != 0
    assert killed.stderr == b""
    assert files_of(tmp_path / "dist") == before
    build(LoadedProject(project), tmp_path / "dist")
    assert files_of(tmp_path / "dist") == before


def test_a_build_without_its_mark_as_of_version_0_1_is_replaced(project: Project, dist: Path, tmp_path: Path) -> None:
    shutil.copytree(dist, tmp_path / "dist")
    (tmp_path / "dist" / MARK).unlink()
    build(LoadedProject(project), tmp_path / "dist")
    assert files_of(tmp_path / "dist") == files_of(dist)


def test_a_folder_with_other_files_is_not_replaced(project: Project, tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine")
    with pytest.raises(UnwritableTarget, match="holds other files"):
        build(LoadedProject(project), tmp_path)
    assert (tmp_path / "precious.txt").read_text() == "mine"


def test_two_sources_that_disagree_build_and_are_reported(a_project: Path, tmp_path: Path) -> None:
    add_second_source(a_project)
    summary = build(LoadedProject(open_project(a_project)), tmp_path / "dist")
    assert summary.sources == 2
    assert summary.report.passed
    (result,) = [result for result in summary.report.results if result.severity is Severity.INFO]
    for part in ("1992-06-12", "1992-08-21", "invented-chronicle", "kazinform-2017-08-21"):
        assert part in result.message
    report = json.loads((tmp_path / "dist" / "report.json").read_text("utf-8"))
    assert report["counts"]["info"] == 1
    quads = (tmp_path / "dist" / "kzit.nq").read_text("utf-8")
    for day, graph in (("1992-06-12", "invented-chronicle"), ("1992-08-21", "kazinform-2017-08-21")):
        assert any(day in line and f"<https://w3id.org/kzit/graph/source/{graph}>" in line for line in quads.splitlines())


def test_the_table_of_facts_has_a_row_for_each_fact_and_reads_back(dist: Path) -> None:
    with (dist / "kzit.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert len(table) == 52
    (row,) = [row for row in table if row["fact"].endswith("/p5s2-f1")]
    assert (row["kind"], row["value"], row["unit"], row["hedge"]) == ("Measurement", "6000000000", "USD", "about")


def test_a_fact_with_thousands_of_participants_is_built(tmp_path: Path) -> None:
    things = " , ".join(f":a-thing-whose-name-is-not-short-{number}" for number in range(4000))
    data = "@prefix kzit: <https://w3id.org/kzit/ontology#> .\n@prefix : <https://example.org/tiny/id/> .\n"
    project = open_project(
        small_project(tmp_path / "project", {"data/sources/two.ttl": f"{data}:f a kzit:Fact ; kzit:participant {things} .\n", **FACTS_TOML})
    )
    assert build(LoadedProject(project), tmp_path / "dist").facts == 1


def test_a_class_of_any_form_is_in_every_dump(tmp_path: Path) -> None:
    classes = [NamedNode(f"http://vocab.example/{end}") for end in ("aat/300404670", "aat/", "ns#", "m²")]
    data = FILES["data/sources/one.ttl"] + f":square a {' , '.join(map(str, classes))} . [] a {classes[0]} ."
    summary = build(loaded_folder(small_project(tmp_path / "tiny", {"data/sources/one.ttl": data})), tmp_path / "dist")
    assert summary.warnings == ()
    for name in ("tiny.rdf", "tiny.ttl", "tiny.nt", "tiny.jsonld", "tiny.trig", "tiny.nq"):
        found = [quad.object for quad in parse(path=tmp_path / "dist" / name)]
        assert [found.count(value) for value in classes] == [2, 1, 1, 1], name


def test_the_dataset_describes_every_dump_with_its_size_and_digest(dist: Path) -> None:
    graph = Graph().parse(dist / "dataset.ttl")
    dataset = URIRef("https://w3id.org/kzit/dataset")
    files = {
        str(url).rsplit("/", 1)[1]: distribution
        for distribution in graph.objects(dataset, DCAT.distribution)
        for url in graph.objects(distribution, DCAT.downloadURL)
    }
    assert set(files) == {name for name in CONTRACT if name.startswith("kzit.")} - {"kzit.schema.json", "kzit.csv-metadata.json"}
    assert list(graph.objects(files["kzit.jsonld"], DCTERMS.conformsTo)) == [URIRef("https://w3id.org/kzit/kzit.schema.json")]
    for name, distribution in files.items():
        (size,) = graph.objects(distribution, DCAT.byteSize)
        assert int(str(size)) == (dist / name).stat().st_size
        (checksum,) = graph.objects(distribution, URIRef("http://spdx.org/rdf/terms#checksum"))
        (digest,) = graph.objects(checksum, URIRef("http://spdx.org/rdf/terms#checksumValue"))
        assert str(digest).lower() == hashlib.sha256((dist / name).read_bytes()).hexdigest()
    assert set(graph.objects(files["kzit.csv"], DCTERMS.conformsTo)) == {URIRef("https://w3id.org/kzit/kzit.csv-metadata.json")}


def test_the_statistics_of_the_dataset_are_those_of_the_dumps(dist: Path) -> None:
    graph = Graph().parse(dist / "dataset.ttl")
    data = Graph().parse(dist / "kzit.nt")
    (triples,) = graph.objects(URIRef("https://w3id.org/kzit/dataset"), VOID.triples)
    assert int(str(triples)) == len(data)
    for partition in graph.objects(URIRef("https://w3id.org/kzit/dataset"), VOID.classPartition):
        (cls,) = graph.objects(partition, VOID["class"])
        (entities,) = graph.objects(partition, VOID.entities)
        assert int(str(entities)) == len(set(data.subjects(RDF.type, cls)))
    for linkset in graph.subjects(RDF.type, VOID.Linkset):
        (links,) = graph.objects(linkset, VOID.triples)
        (target,) = [target for target in graph.objects(linkset, VOID.target) if target != URIRef("https://w3id.org/kzit/dataset")]
        (space,) = graph.objects(target, VOID.uriSpace)
        assert int(str(links)) == sum(
            1 for value in data.objects(None, URIRef("https://schema.org/sameAs")) if str(value).startswith(str(space))
        )


def test_no_published_file_has_a_blank_node(dist: Path) -> None:
    for name in ("kzit.nt", "kzit.nq"):
        assert "_:" not in (dist / name).read_text("utf-8")
    for name in ("dataset.ttl", "report.ttl", "ontology.ttl"):
        assert not any(type(term).__name__ == "BNode" for triple in Graph().parse(dist / name) for term in triple), name
