"""Every constraint in shapes/ has an invalid graph, and both engines give the same results for a copy of it.

A case is tests/shapes/<file of the shape>/<shape>.<component>.ru: an update that breaks tests/shapes/valid.ttl in one place.
The constraints are read from the shapes, so that none is without a case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, QuerySolutions, RdfFormat, Store, Triple, parse, serialize

from benchmarks.expected_results import count_results
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project, open_project
from kzit_graph.project.shapes import load_shapes
from kzit_graph.rdf.namespaces import SHACL, XSD
from kzit_graph.rdf.reading import read_prefixes, read_quads
from kzit_graph.validation.report.report import Report
from kzit_graph.validation.results import Result
from kzit_graph.validation.validate import ENGINES, validate
from tests.copied_cases import copies
from tests.loading import read_files

ROOT: Final = Path(__file__).parents[1]
SHAPES: Final = "https://w3id.org/kzit/shapes#"
FOLDER: Final = Path(__file__).parent / "shapes"
VALID: Final = FOLDER / "valid.ttl"
CASES: Final = sorted(FOLDER.glob("*/*.ru"))
PROJECT: Final = open_project(ROOT)

CONSTRAINTS: Final = """
    PREFIX sh: <http://www.w3.org/ns/shacl#>
    SELECT DISTINCT ?shape ?parameter {
      ?shape ?parameter ?value
      VALUES ?parameter {
        sh:class sh:closed sh:datatype sh:hasValue sh:in sh:languageIn sh:lessThan sh:lessThanOrEquals sh:maxCount sh:maxInclusive
        sh:maxLength sh:minCount sh:minInclusive sh:node sh:nodeKind sh:not sh:or sh:pattern sh:qualifiedMaxCount
        sh:qualifiedMinCount sh:sparql sh:uniqueLang sh:xone
      }
    }"""
REFERRING: Final = """
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    PREFIX sh: <http://www.w3.org/ns/shacl#>
    SELECT DISTINCT ?shape {
      ?shape (sh:property|sh:node|sh:not|sh:qualifiedValueShape|((sh:or|sh:xone)/rdf:rest*/rdf:first))+ $helper
    }"""
STRUCTURE: Final = {
    "targetClass",
    "targetSubjectsOf",
    "targetObjectsOf",
    "property",
    "path",
    "message",
    "description",
    "severity",
    "ignoredProperties",
} | {*("qualifiedValueShape", "prefixes", "select", "declare", "prefix", "namespace", "inversePath", "alternativePath")}


def select(store: Store, query: str) -> list[tuple[NamedNode, ...]]:
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    return [tuple(solution) for solution in solutions]


def own_shapes(shapes: Store) -> set[str]:
    """Return the shapes that reports name: those with a target, and their property shapes."""
    query = """
        PREFIX sh: <http://www.w3.org/ns/shacl#>
        SELECT DISTINCT ?shape { ?top sh:targetClass|sh:targetSubjectsOf|sh:targetObjectsOf ?target ; sh:property? ?shape }"""
    return {shape.value for (shape,) in select(shapes, query)}


def component(parameter: str) -> str:
    name = parameter.removeprefix(SHACL)
    return "SPARQL" if name == "sparql" else name[0].upper() + name[1:]


def local(iri: str | None) -> str:
    return (iri or "").strip("<>").removeprefix(SHAPES)


def broken(case: Path, folder: Path) -> Path:
    """Write valid.ttl with the update of a case applied to it, and return the path."""
    store = Store()
    store.load(path=str(VALID), format=RdfFormat.TURTLE)
    before = set(store)
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in read_prefixes(VALID).items())
    store.update(prefixes + case.read_text("utf-8"))
    assert set(store) != before, f"{case.name} changes nothing"
    path = folder / f"{case.stem}.nq"
    store.dump(str(path), format=RdfFormat.N_QUADS)
    return path


def validated(path: Path, engine: str, project: Project = PROJECT) -> Report:
    return validate(LoadedProject(project, [path]), engine)


def with_shapes(shapes: Store, folder: Path) -> Project:
    """Return the project with other shapes, which are written to a folder."""
    path = folder / "shapes.nt"
    shapes.dump(str(path), format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    return replace(PROJECT, shapes=(path,))


def violated(report: Report) -> set[str]:
    return {
        f"{local(result.shape)}.{local(result.component).removeprefix(SHACL).removesuffix('ConstraintComponent')}"
        for result in report.results
    }


def without_labels(results: Iterable[Result]) -> Counter[tuple[str, ...]]:
    """Count results by their keys, without the labels of blank nodes."""
    return Counter(tuple("_:" if part.startswith("_:") else part for part in result.key()) for result in results)


@cache
def shapes() -> Store:
    return load_shapes(read_files(PROJECT.shapes))


@cache
def shapes_of(family: str) -> Store:
    """Return the shapes of one file with the shapes that they need, because pySHACL takes seconds for all of them."""
    own = {quad.subject for quad in read_quads(ROOT / "shapes" / f"{family}.ttl")}
    waiting, needed = list(own), set(own)
    less = Store()
    while waiting:
        for quad in shapes().quads_for_pattern(waiting.pop(), None, None):
            if quad.subject in own or not quad.predicate.value.startswith(f"{SHACL}target"):
                less.add(quad)
                if isinstance(quad.object, NamedNode | BlankNode) and quad.object not in needed:
                    needed.add(quad.object)
                    waiting.append(quad.object)
    return less


def constraints() -> Iterator[tuple[str, str]]:
    return ((shape.value, parameter.value) for shape, parameter in select(shapes(), CONSTRAINTS))


def test_every_constraint_of_a_report_has_a_case() -> None:
    own = own_shapes(shapes())
    wanted = {f"{local(shape)}.{component(parameter)}" for shape, parameter in constraints() if shape in own}
    assert wanted - {".".join(case.stem.split(".")[:2]) for case in CASES} == set()
    assert len(wanted) > 100


def test_every_case_has_a_constraint() -> None:
    known = {f"{local(shape)}.{component(parameter)}" for shape, parameter in constraints()}
    assert {".".join(case.stem.split(".")[:2]) for case in CASES} - known == set()


def test_every_shacl_term_in_the_shapes_is_known_here() -> None:
    known = {parameter.removeprefix(SHACL) for _, parameter in constraints()} | STRUCTURE
    used = {quad.predicate.value.removeprefix(SHACL) for quad in shapes() if quad.predicate.value.startswith(SHACL)}
    assert used - known == set()


def test_every_reported_shape_has_an_iri_and_a_message() -> None:
    own = own_shapes(shapes())
    assert all(shape.startswith(SHAPES) for shape in own)
    constrained = {shape for shape, parameter in constraints() if shape in own and component(parameter) != "SPARQL"}
    with_message = {shape.value for (shape,) in select(shapes(), f"SELECT ?shape {{ ?shape <{SHACL}message> ?text }}")}
    assert constrained - with_message == set()


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_the_valid_graph_has_no_results(engine: str) -> None:
    assert validated(VALID, engine).results == ()


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_an_invalid_graph_violates_only_its_constraint(case: Path, tmp_path: Path) -> None:
    """All shapes are used on copies of the cases, in tests/benchmarks."""
    family = with_shapes(shapes_of(case.parent.name), tmp_path)
    assert violated(validated(broken(case, tmp_path), "shacl", family)) == {".".join(case.stem.split(".")[:2])}


@pytest.mark.slow
@pytest.mark.parametrize("family", sorted({case.parent.name for case in CASES}))
def test_copies_of_cases_have_the_same_results_in_both_engines(family: str, tmp_path: Path) -> None:
    copied = copies(family, tmp_path)
    with_all = validate(LoadedProject(PROJECT, copied.files)).results
    assert count_results(with_all) == sum((case.results for case in copied.cases), Counter())
    of_family = with_shapes(shapes_of(family), tmp_path)
    engines = [without_labels(validate(LoadedProject(of_family, copied.files), engine).results) for engine in ENGINES]
    assert engines == [without_labels(with_all)] * 2


def helper_constraints() -> list[tuple[str, str]]:
    """Return the constraints of shapes without a target, which no report names."""
    own = own_shapes(shapes())
    return sorted((shape, parameter) for shape, parameter in constraints() if shape not in own)


@pytest.mark.slow
@pytest.mark.parametrize(("shape", "parameter"), helper_constraints(), ids=lambda iri: local(iri).removeprefix(SHACL))
def test_each_constraint_of_a_helper_shape_changes_the_result_of_a_case(shape: str, parameter: str, tmp_path: Path) -> None:
    referring = {local(iri.value) for (iri,) in select(shapes(), REFERRING.replace("$helper", f"<{shape}>"))}
    cases = [case for case in CASES if case.stem.split(".")[0] in referring]

    @cache
    def without(family: str) -> Project:
        less = Store()
        less.extend(quad for quad in shapes_of(family) if (quad.subject.value, quad.predicate.value) != (shape, parameter))
        (tmp_path / family).mkdir()
        return with_shapes(less, tmp_path / family)

    finds_more = any(validated(VALID, "shacl", without(family)).results for family in {case.parent.name for case in cases})
    assert finds_more or any(not validated(broken(case, tmp_path), "shacl", without(case.parent.name)).results for case in cases)


@pytest.mark.slow
def test_both_engines_agree_on_the_graph_of_a_source(project: Project) -> None:
    """pySHACL takes minutes for all sources."""
    reports = [validate(LoadedProject(project), engine) for engine in ENGINES]
    assert reports[0].passed
    assert without_labels(reports[0].results) == without_labels(reports[1].results)


def changed(change: str, folder: Path) -> Report:
    """Return the report of the default engine on valid.ttl after an update."""
    case = folder / "case.ru"
    case.write_text(change, "utf-8")
    return validated(broken(case, folder), "shacl")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("matter", "part"), [("fair-place", "clash: capital (minister, gazette)"), ("investment-2001", "clash: 5000000 USD (ministry,")]
)
def test_answers_that_differ_are_reported_once_with_who_gives_them(tmp_path: Path, matter: str, part: str) -> None:
    messages = [result.message for result in changed(f"INSERT DATA {{ :{matter} kzit:finding finding:clash }}", tmp_path).results]
    assert len(messages) == 1
    assert part in messages[0]


@pytest.mark.slow
def test_a_dataset_without_a_publisher_does_not_say_who_may_infer_facts(tmp_path: Path) -> None:
    results = changed("DELETE WHERE { :dataset dcterms:publisher ?value }", tmp_path).results
    assert "inferred-by-publisher" not in {local(result.shape) for result in results}


@pytest.mark.slow
def test_names_are_asked_for_in_the_languages_of_the_dataset(tmp_path: Path) -> None:
    base = "http://id.loc.gov/vocabulary/iso639-1/"
    languages = (
        f"DELETE WHERE {{ :dataset dcterms:language ?value }} ;\nINSERT DATA {{ :dataset dcterms:language <{base}fr> , <{base}de> }}"
    )
    results = changed(languages, tmp_path).results
    assert {local(result.shape) for result in results} == {"name-in-each-language", "label-in-each-language"}
    assert {result.message.partition(" is missing")[0].rpartition(" ")[2] for result in results} == {'"fr"', '"de"'}
    assert Counter(result.focus for result in results)["<https://example.org/id/fair>"] == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            "DELETE DATA { :fair a kzit:Event } ; INSERT DATA { :fair a kzit:Evnet }",
            "kzit:Evnet is unknown: nothing describes it; nearest: kzit:Event, schema:Event.",
        ),
        ("INSERT DATA { :mutual kzit:field field:culturall }", "is unknown: nothing describes it; nearest:"),
        ("INSERT DATA { :mutual kzit:framework :leage }", "is unknown: nothing describes it; nearest:"),
    ],
)
def test_a_misspelt_name_is_reported_once_as_unknown(tmp_path: Path, change: str, message: str) -> None:
    unknown = [result.message for result in changed(change, tmp_path).results if "unknown" in result.message]
    assert len(unknown) == 1
    assert message in unknown[0]


def test_each_property_draws_on_the_scheme_that_the_ontology_names() -> None:
    query = """
        PREFIX sh: <http://www.w3.org/ns/shacl#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT DISTINCT ?property ?scheme {
          ?constraint sh:path ?property ; sh:node/sh:property ?in .
          ?in sh:path skos:inScheme ; sh:hasValue ?scheme .
          FILTER STRSTARTS(STR(?property), "https://w3id.org/kzit/ontology#")
        }"""
    ontology = Store()
    for path in PROJECT.ontology:
        ontology.extend(read_quads(path))
    named = """
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?property ?scheme {
          ?property rdfs:range skos:Concept ; rdfs:seeAlso ?scheme
          FILTER (STRSTARTS(STR(?scheme), "https://w3id.org/kzit/concept/") && !STRENDS(STR(?scheme), "/unit"))
        }"""
    assert set(select(shapes(), query)) == set(select(ontology, named))


def closure(kind: str) -> Iterator[Triple]:
    """Yield valid.ttl with the vocabulary and what follows from its axioms, without what follows from no axiom of ours."""
    import owlrl
    from rdflib import OWL, RDF, RDFS, Graph, Literal

    graph = Graph().parse(VALID)
    for path in PROJECT.ontology:
        graph.parse(path)
    stated = set(graph)
    semantics = {"RDFS": owlrl.RDFS_Semantics, "OWL 2 RL": owlrl.OWLRL_Semantics}[kind]
    owlrl.DeductiveClosure(semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    built_in = tuple(map(str, (OWL, RDF, RDFS, XSD)))
    for subject, predicate, value in set(graph) - stated:
        # owlrl takes literals of one spelling for one, and adds that everything is itself and a thing.
        if isinstance(subject, Literal) or isinstance(value, Literal) or predicate == OWL.sameAs or value == OWL.Thing:
            continue
        if not str(subject).startswith(built_in) and predicate not in (OWL.equivalentClass, OWL.equivalentProperty):
            stated.add((subject, predicate, value))
    text = Graph()
    for triple in stated:
        text.add(triple)
    yield from (quad.triple for quad in parse(text.serialize(format="nt").encode(), format=RdfFormat.N_TRIPLES))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["RDFS", "OWL 2 RL"])
def test_the_valid_graph_closed_under_the_axioms_has_no_results(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "closed.nt"
    triples = list(closure(kind))
    serialize(triples, path, format=RdfFormat.N_TRIPLES)
    terms = {triple.predicate.value for triple in triples}
    assert "http://www.w3.org/ns/prov#wasDerivedFrom" in terms
    assert validated(path, "shacl").results == ()


@pytest.mark.slow
@pytest.mark.parametrize("odd", ['[] a kzit:Passage ; dcterms:identifier "p9"', "[] a kzit:Fact ; dcterms:identifier []"])
def test_both_engines_report_the_address_of_things_without_an_iri(tmp_path: Path, odd: str) -> None:
    case = tmp_path / "odd.ru"
    case.write_text(f"INSERT DATA {{ {odd} }}", "utf-8")
    path, family = broken(case, tmp_path), with_shapes(shapes_of("facts"), tmp_path)
    counts = [Counter((local(result.shape), result.component) for result in validated(path, engine, family).results) for engine in ENGINES]
    assert counts[0] == counts[1]
    assert counts[0]["identifier-address", f"{SHACL}SPARQLConstraintComponent"] == 1
