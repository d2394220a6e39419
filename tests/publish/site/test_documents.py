"""The RDF documents of things."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, Triple, parse
from rdflib import Graph

from tests.publish.site.conftest import Small

pytestmark = pytest.mark.slow

SYNTAXES = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD, "nt": RdfFormat.N_TRIPLES}


def triples(path: Path) -> set[Triple]:
    return {quad.triple for quad in parse(path=path, format=SYNTAXES[path.suffix[1:]])}


def canonical(found: set[Triple]) -> set[Quad]:
    dataset = Dataset(Quad(*triple) for triple in found)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


@pytest.fixture(scope="module", params=["small", "facts"])
def site(request: pytest.FixtureRequest, small: Small, dist_with_site: Path) -> Path:
    return small.folder if request.param == "small" else dist_with_site


@pytest.fixture(scope="module")
def stems(site: Path) -> list[Path]:
    found = sorted(path.with_suffix("") for path in site.rglob("*.nt") if path.parent != site or path.name.startswith(("index", "con")))
    return found[::4] + [path for path in found if path.name in ("italy", "kazakhstan", "hostile", "nested", "hub")]


def dump(site: Path) -> set[Triple]:
    return next(triples(path) for path in (site / "kzit.nt", site / "tiny.nt") if path.exists())


def test_all_formats_of_a_document_have_the_same_statements(stems: list[Path]) -> None:
    for stem in stems:
        found = [triples(stem.parent / f"{stem.name}.{extension}") for extension in SYNTAXES]
        assert found[0] == found[2], stem
        assert canonical(found[1]) == canonical(found[2]), stem


def test_rdflib_reads_the_documents_without_any_other_file(stems: list[Path]) -> None:
    for stem in stems[::12]:
        sizes = {len(Graph().parse(stem.parent / f"{stem.name}.{extension}")) for extension in SYNTAXES}
        assert sizes == {len(triples(stem.parent / f"{stem.name}.nt"))}


def test_documents_say_nothing_that_the_dump_does_not(site: Path, stems: list[Path]) -> None:
    known = dump(site)
    for stem in stems:
        others = triples(stem.parent / f"{stem.name}.nt") - known
        assert {str(triple.subject).endswith(".html>") for triple in others} == {True}
        assert {triple.predicate.value.rpartition("/")[2] for triple in others} >= {"primaryTopic", "isPartOf"}


def test_documents_have_every_statement_about_their_thing(site: Path) -> None:
    about = Counter(triple.subject for triple in dump(site))
    topic = NamedNode("http://xmlns.com/foaf/0.1/primaryTopic")
    found: dict[object, set[Triple]] = {}
    for path in site.rglob("*.nt"):
        if path.name in ("kzit.nt", "tiny.nt"):
            continue
        content = triples(path)
        things = {triple.object for triple in content if triple.predicate == topic}
        for thing in things:
            found.setdefault(thing, set()).update(triple for triple in content if triple.subject == thing)
    assert len(found) > 50
    assert {thing: len(own) for thing, own in found.items()} == {thing: about[thing] for thing in found if isinstance(thing, NamedNode)}


def test_each_iri_below_the_base_has_a_page_and_each_page_an_iri(site: Path) -> None:
    base = "https://w3id.org/kzit/" if (site / "kzit.nt").exists() else "https://example.org/tiny/"
    subjects = {triple.subject.value for triple in dump(site) if isinstance(triple.subject, NamedNode)}
    things = {iri.partition("#")[0] for iri in subjects if iri.startswith(base)}
    cited = [line for path in site.rglob("*.html") for line in path.read_text("utf-8").splitlines() if 'rel="cite-as"' in line]
    found = {line.partition('href="')[2].partition('"')[0] for line in cited} - {f"{base}ontology"}
    assert {iri.partition("#")[0] for iri in found} == things
    assert {iri for iri in found if "#" in iri} <= subjects


def test_pages_of_a_document_have_everything_together_and_nothing_twice(small: Small) -> None:
    hub = NamedNode("https://example.org/tiny/id/hub")
    paths = sorted((small.folder / "id").glob("hub*.nt"))
    assert len(paths) == 3
    found = [triple for path in paths for triple in triples(path) if hub in (triple.subject, triple.object)]
    own = [triple for triple in found if triple.subject == hub or "near" in triple.predicate.value]
    assert len(own) == len(set(own)) == 470
    pagination = NamedNode("https://schema.org/pagination")
    assert sorted(str(triple.object) for path in paths for triple in triples(path) if triple.predicate == pagination) == [
        f'"{number}/3"' for number in range(1, 4)
    ]


def test_a_document_of_a_thing_has_its_facts_with_their_evidence(dist_with_site: Path) -> None:
    found = triples(dist_with_site / "id" / "kazakhstan.nt")
    kzit, oa = "https://w3id.org/kzit/ontology#", "http://www.w3.org/ns/oa#"
    evidence = [triple for triple in found if triple.predicate.value == f"{kzit}evidence"]
    assert evidence
    for triple in evidence:
        passage = [one for one in found if one.subject == triple.object]
        assert {f"{oa}hasSelector", f"{oa}hasSource"} <= {one.predicate.value for one in passage}
        selector = next(one.object for one in passage if one.predicate.value == f"{oa}hasSelector")
        assert {f"{oa}start", f"{oa}end"} <= {one.predicate.value for one in found if one.subject == selector}


def test_json_ld_has_only_the_part_of_the_context_that_it_uses(dist_with_site: Path) -> None:
    whole = json.loads((dist_with_site / "context.jsonld").read_text("utf-8"))["@context"]
    found = json.loads((dist_with_site / "concept" / "field.jsonld").read_text("utf-8"))
    assert found["@context"].items() <= whole.items()
    assert len(found["@context"]) < len(whole) / 3
    assert list(found) == ["@context", "@graph"]


def test_turtle_declares_only_prefixes_that_it_uses(stems: list[Path]) -> None:
    for stem in stems[::7]:
        lines = (stem.parent / f"{stem.name}.ttl").read_text("utf-8").splitlines()
        declared = [line.split()[1] for line in lines if line.startswith("@prefix")]
        body = "\n".join(line for line in lines if not line.startswith("@prefix"))
        assert declared == sorted(declared)
        assert all(prefix in body for prefix in declared)


def test_the_document_of_a_part_is_that_of_its_thing(small: Small) -> None:
    found = triples(small.folder / "id" / "alone.nt")
    assert NamedNode("https://example.org/tiny/id/alone#part") in {triple.subject for triple in found}


def test_literals_are_as_they_were_written(small: Small) -> None:
    assert '"a\\u0000b\u202ec </script>"' in small.text("id/hostile.nt")
