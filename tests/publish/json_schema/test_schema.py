"""The JSON Schema accepts all published data and rejects violations that are visible in a single object."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from pyoxigraph import NamedNode, Quad

from benchmarks.workload import MINIMUM, write_workload
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import Project, open_project
from kzit_graph.publish.json_schema.schema import json_schema
from kzit_graph.rdf.namespaces import SHACL
from tests.loading import load_project
from tests.rdf.jsonld.contexts import to_jsonld
from tests.readers.readers import js_readers
from tests.second_source import add_second_source
from tests.test_shapes import CASES, PROJECT, SHAPES, VALID, broken, shapes

pytestmark = pytest.mark.slow

Json = Any

ID: Final = "https://w3id.org/kzit/id/"
SOURCE: Final = f"{ID}kazinform-2017-08-21"
FACT: Final = f"{SOURCE}/p5s2-f1"
SPAN_OF_2009: Final = "https://w3id.org/kzit/span/2009"
SPAN_OF_UNKNOWN_START: Final = "https://w3id.org/kzit/span/unknown--2017-08-21"
GRAPH: Final = NamedNode("https://example.org/graph/valid")


def validator(schema: bytes | None) -> Draft202012Validator:
    assert schema is not None
    content = json.loads(schema)
    Draft202012Validator.check_schema(content)
    return Draft202012Validator(content)


@pytest.fixture(scope="session")
def schema(dist: Path) -> Draft202012Validator:
    return validator((dist / "kzit.schema.json").read_bytes())


@pytest.fixture(scope="session")
def dump(dist: Path) -> Json:
    """The dump. Do not modify."""
    return json.loads((dist / "kzit.jsonld").read_text("utf-8"))


@pytest.fixture(scope="session")
def excerpt(dump: Json) -> Json:
    """The dump with only a few of its things. Do not modify."""
    wanted = {FACT, f"{ID}astana", SPAN_OF_2009, SPAN_OF_UNKNOWN_START, *(f"{SOURCE}/{name}" for name in ("p1s2-f4", "p5s2"))}
    graphs = [{**graph, "@graph": [thing for thing in graph["@graph"] if thing["id"] in wanted]} for graph in dump["@graph"]]
    return {**dump, "@graph": [graph for graph in graphs if graph["@graph"]]}


def things(node: Json) -> Iterator[Json]:
    """Yield all objects with an id and at least one other key, at any depth."""
    if isinstance(node, dict):
        if "id" in node and "@graph" not in node and len(node) > 1:
            yield node
        for key, value in node.items():
            if key != "@context":
                yield from things(value)
    elif isinstance(node, list):
        for item in node:
            yield from things(item)


def found(dump: Json, iri: str) -> Json:
    (thing,) = (thing for thing in things(dump) if thing["id"] == iri)
    return thing


def definitions(schema: Draft202012Validator) -> Json:
    assert isinstance(schema.schema, dict)
    return schema.schema["$defs"]


def is_described(schema: Draft202012Validator, entry: Json) -> bool:
    referred = definitions(schema)[entry["$ref"].rsplit("/", 1)[1]] if "$ref" in entry else {}
    return "description" in entry or "description" in referred


def faults(schema: Draft202012Validator, document: Json) -> list[str]:
    """Return the path of each error."""
    return ["/".join(map(str, error.absolute_path)) for error in schema.iter_errors(document)]


def test_the_dump_is_valid_against_its_schema(schema: Draft202012Validator, dump: Json) -> None:
    assert faults(schema, dump) == []


@pytest.mark.parametrize("name", ["ontology.jsonld", "dataset.jsonld"])
def test_things_in_other_documents_are_valid_against_the_schema(schema: Draft202012Validator, dist: Path, name: str) -> None:
    things = json.loads((dist / name).read_text("utf-8"))["@graph"]
    found = faults(schema, {"@context": {}, "@graph": [{"id": "https://example.org/graph", "@graph": things}]})
    # A build adds things to the description, such as distributions, whose classes have no shape.
    assert [fault for fault in found if "/type/" not in fault] == []


BROKEN: Final[dict[str, Callable[[Json], object]]] = {
    "a misspelt key": lambda dump: found(dump, FACT).update(participants=found(dump, FACT).pop("participant")),
    "a key of another kind of thing": lambda dump: found(dump, FACT).update(latitude=51),
    "no claimant": lambda dump: found(dump, FACT).pop("claimedBy"),
    "no evidence": lambda dump: found(dump, FACT).update(evidence=[]),
    "no name": lambda dump: found(dump, FACT).pop("label"),
    "a name that is not an object": lambda dump: found(dump, FACT).update(label="An investment"),
    "a name under an invalid language tag": lambda dump: found(dump, FACT)["label"].update({"in English": "An investment"}),
    "no type": lambda dump: found(dump, FACT).pop("type"),
    "a type that is not an array": lambda dump: found(dump, FACT).update(type="Measurement"),
    "an unknown type": lambda dump: found(dump, FACT)["type"].append("Rumour"),
    "two kinds of fact": lambda dump: found(dump, FACT)["type"].append("Goal"),
    "no kind of fact": lambda dump: found(dump, FACT)["type"].remove("Measurement"),
    "no id": lambda dump: found(dump, FACT).pop("id"),
    "an id that is not an IRI": lambda dump: found(dump, FACT).update(id="p5s2-f1"),
    "an id that is a number": lambda dump: found(dump, FACT).update(id=52),
    "a code that is not in the list": lambda dump: found(dump, FACT).update(indicator="certain"),
    "a code of another list": lambda dump: found(dump, FACT).update(indicator="about"),
    "a code in capitals": lambda dump: found(dump, FACT).update(indicator="Exports"),
    "two codes where there is one": lambda dump: found(dump, FACT).update(indicator=["exports", "imports"]),
    "one code where there are several": lambda dump: found(dump, FACT).update(hedge="about"),
    "the same participant twice": lambda dump: found(dump, FACT)["participant"].append(found(dump, FACT)["participant"][0]),
    "a participant that is an object": lambda dump: found(dump, FACT).update(participant=[{"name": "Italy"}]),
    "a value that is null": lambda dump: found(dump, FACT).update(place=None),
    "a figure in words": lambda dump: found(dump, FACT).update(value="six billion"),
    "a unit in words": lambda dump: found(dump, FACT).update(unitCode="dollars"),
    "a date in words": lambda dump: found(dump, SPAN_OF_2009).update(earliest="1 January 2009"),
    "a year that is a number": lambda dump: found(dump, SPAN_OF_2009).update(statedAs=2009),
    "a time without bounds": lambda dump: found(dump, SPAN_OF_UNKNOWN_START).pop("latest"),
    "a truncated digest": lambda dump: found(dump, f"{SOURCE}/p5s2").update(sha256="57f0d426"),
    "a range without an end": lambda dump: found(dump, f"{SOURCE}/p5s2")["selector"].pop("end"),
    "a range that is something else": lambda dump: found(dump, f"{SOURCE}/p5s2").update(selector=[1, 24]),
    "a place within a text": lambda dump: found(dump, f"{ID}astana").update(containedIn="Kazakhstan"),
    "an identifier of an unknown dataset": lambda dump: found(dump, f"{ID}astana").update(sameAs=["https://example.org/astana"]),
    "a graph without things": lambda dump: dump["@graph"][0].pop("@graph"),
    "a thing beside the graphs": lambda dump: dump["@graph"].append({"id": "https://example.org/x", "type": ["Event"]}),
    "no context": lambda dump: dump.pop("@context"),
}


def test_the_excerpt_is_valid_against_the_schema(schema: Draft202012Validator, excerpt: Json) -> None:
    assert len(list(things(excerpt))) == 7
    assert faults(schema, excerpt) == []


@pytest.mark.parametrize("mistake", BROKEN)
def test_a_mistake_is_rejected(schema: Draft202012Validator, excerpt: Json, mistake: str) -> None:
    invalid = copy.deepcopy(excerpt)
    BROKEN[mistake](invalid)
    assert invalid != excerpt
    assert faults(schema, invalid) != []


@pytest.mark.parametrize(
    ("key", "value", "place", "message"),
    [
        ("rendering", ["certain"], "rendering", "'certain' is not one of ['paraphrased', 'quoted', 'translated']"),
        ("participants", [], "@graph", "Additional properties are not allowed ('participants' was unexpected)"),
        ("type", "Measurement", "type", "'Measurement' is not of type 'array'"),
    ],
)
def test_an_error_names_the_place_and_the_fault(
    schema: Draft202012Validator, excerpt: Json, key: str, value: Json, place: str, message: str
) -> None:
    invalid = copy.deepcopy(excerpt)
    found(invalid, FACT)[key] = value
    error = best_match(schema.iter_errors(invalid))
    assert error is not None
    keys = [step for step in error.absolute_path if isinstance(step, str)]
    assert (keys[-1], error.message) == (place, message)


@pytest.mark.slow
def test_another_validator_accepts_the_dump_and_finds_a_mistake(dist: Path, dump: Json, tmp_path: Path) -> None:
    def ajv(path: Path) -> Json:
        return json.loads(js_readers().ask("ajv", path, dist / "kzit.schema.json"))

    assert ajv(dist / "kzit.jsonld") == []
    invalid = copy.deepcopy(dump)
    found(invalid, FACT)["rendering"] = ["certain"]
    (tmp_path / "invalid.jsonld").write_text(json.dumps(invalid), "utf-8")
    error = ajv(tmp_path / "invalid.jsonld")[0]
    assert error["instancePath"].endswith("/rendering/0")
    assert error["params"] == {"allowedValues": ["paraphrased", "quoted", "translated"]}


@pytest.fixture(scope="session")
def schema_of_valid() -> Draft202012Validator:
    return validator(json_schema(LoadedProject(PROJECT, [VALID])))


@pytest.fixture(scope="session")
def valid_things() -> list[Json]:
    """The objects of the valid graph, each of which is valid."""
    return list(top(as_json(LoadedProject(PROJECT, [VALID]).store)))


def top(document: Json) -> Iterator[Json]:
    """Yield the objects that are not in another one."""
    for graph in document["@graph"]:
        yield from graph["@graph"]


def without(document: Json, known: Json) -> Json:
    """Return a document without objects that are known to be valid, but for the first: a schema sees each object by itself."""
    graphs = [{**graph, "@graph": [known[0], *(thing for thing in graph["@graph"] if thing not in known)]} for graph in document["@graph"]]
    return {**document, "@graph": graphs}


def as_json(store: Iterable[Quad]) -> Json:
    return json.loads(to_jsonld((Quad(quad.subject, quad.predicate, quad.object, GRAPH) for quad in store), PROJECT.context))


COMPARING_VALUES: Final = frozenset({"SPARQL", "LessThan", "LessThanOrEquals"})
"""Constraint components that compare values or things."""

_OTHER_THINGS: Final = {
    "Class": (
        "Concept-broader Concept-inScheme Dataset-creator Dataset-hasCurrentVersion Dataset-hasVersion "
        "Dataset-publisher Event-anniversaryOf Fact-claimedBy Fact-event Fact-evidence Fact-heldBy Fact-matter "
        "Fact-participant Fact-statedIn Fact-time Figure-isPartOf Linkset-target Matter-isPartOf Organization-location "
        "Organization-unitOf Passage-hasSelector Passage-hasSource Polity-containedInPlace Release-isVersionOf Release-previousVersion "
        "SourceDocument-author SourceDocument-publisher SourceDocument-relays SourceDocument-within Term-isDefinedBy "
        "Verdict-inferredFrom Verdict-valued affiliation"
    ),
    "Node": (
        "Dataset-exampleResource Dataset-spatial Fact-aim Fact-effect Fact-framework Fact-object Fact-valued "
        "Figure-base Matter-finding Reading-subject premise"
    ),
    "Or": "Fact-place Post-postIn",
    "Or.body": "post-held",
    "Or.thing": "post-held",
    "MinCount": "Release-hasVersion quoted-source-sha256",
}
ABOUT_OTHER_THINGS: Final = frozenset(f"{shape}.{component}" for component, shapes in _OTHER_THINGS.items() for shape in shapes.split())
"""Constraints on a thing that the object only references."""

ABOUT_TEXT_VALUES: Final = frozenset(
    (
        *(f"Polity-{name}.{end}Inclusive" for name in ("latitude", "longitude") for end in ("Min", "Max")),
        "TimeSpan-earliest.Datatype",
        "TimeSpan-statedAs.Or.interval",
        "rank-whole.Or",
    )
)
"""Constraints on numbers and dates, such as a number that is too large or an impossible date, and those that hold for some figures."""

OPTIONAL_LINKS: Final = frozenset({"Term-example.NodeKind"})
"""Constraints on IRIs that are not required: JSON-LD writes a text in their place with another key."""


def test_the_valid_graph_is_valid_against_its_schema(schema_of_valid: Draft202012Validator, valid_things: list[Json]) -> None:
    document = as_json(LoadedProject(PROJECT, [VALID]).store)
    assert faults(schema_of_valid, document) == []
    assert list(top(without(document, valid_things))) == valid_things[:1]
    assert faults(schema_of_valid, without(document, valid_things)) == []


def is_violation(case: Path) -> bool:
    """Return whether the constraint of a case has the severity sh:Violation."""
    shape = NamedNode(SHAPES + case.stem.split(".")[0])
    severities = {quad.object for quad in shapes().quads_for_pattern(shape, NamedNode(f"{SHACL}severity"), None)}
    return severities <= {NamedNode(f"{SHACL}Violation")}


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_schema_rejects_violations_but_not_warnings(
    schema_of_valid: Draft202012Validator, valid_things: list[Json], case: Path, tmp_path: Path
) -> None:
    constraint = ".".join(case.stem.split(".")[:2])
    is_compared = constraint.split(".")[1] in COMPARING_VALUES
    is_visible = not is_compared and not {constraint, case.stem} & (ABOUT_OTHER_THINGS | ABOUT_TEXT_VALUES | OPTIONAL_LINKS)
    document = as_json(LoadedProject(PROJECT, [broken(case, tmp_path)]).store)
    assert schema_of_valid.is_valid(without(document, valid_things)) is not (is_violation(case) and is_visible)


def test_every_key_in_the_dump_is_described(schema: Draft202012Validator, dump: Json) -> None:
    known = definitions(schema)

    def described(thing: Json, key: str) -> bool:
        entries = [known[name]["properties"][key] for name in ("thing", *thing["type"]) if key in known.get(name, {}).get("properties", {})]
        return any(is_described(schema, entry) for entry in entries)

    used = {(key, tuple(thing["type"])) for thing in things(dump) for key in thing if not described(thing, key)}
    assert used == set()


def test_descriptions_of_keys_are_definitions_of_the_ontology(schema: Draft202012Validator, project: Project, dump: Json) -> None:
    vocabulary = LoadedProject(project).vocabulary
    own = {
        key: vocabulary.definition(term["@id"].replace("kzit:", "https://w3id.org/kzit/ontology#"))
        for key, term in dump["@context"].items()
        if isinstance(term, dict) and term["@id"].startswith("kzit:")
    }
    entries = [entry for entry in definitions_of_properties(schema) if entry[0] in own]
    assert len({key for key, _ in entries}) == len(own) > 20
    assert [key for key, entry in entries if entry["description"] != own[key]] == []


def definitions_of_properties(schema: Draft202012Validator) -> list[tuple[str, Json]]:
    return [entry for definition in definitions(schema).values() for entry in definition.get("properties", {}).items()]


def test_every_property_of_every_class_is_described(schema: Draft202012Validator) -> None:
    assert [key for key, entry in definitions_of_properties(schema) if not is_described(schema, entry)] == []


def test_codes_come_from_the_code_lists(a_project: Path, schema: Draft202012Validator) -> None:
    concepts = a_project / "data" / "concepts.ttl"
    text = concepts.read_text("utf-8")
    start = text.index("rendering:quoted a skos:Concept")
    concepts.write_text(
        text
        + text[start : text.index(" .\n", start) + 3].replace("rendering:quoted", "rendering:rumoured").replace('"quoted"', '"rumoured"'),
        "utf-8",
    )
    project = open_project(a_project)
    other = validator(json_schema(LoadedProject(project)))

    def renderings(schema: Draft202012Validator) -> list[str]:
        codes = definitions(schema)["Fact"]["properties"]["rendering"]["items"]["enum"]
        assert isinstance(codes, list)
        return codes

    assert set(renderings(other)) - set(renderings(schema)) == {"rumoured"}


@pytest.mark.slow
def test_a_dump_of_invented_countries_is_valid_against_its_schema(tmp_path: Path) -> None:
    project = open_project(write_workload(tmp_path / "project", MINIMUM).folder)
    store = load_project(project)
    document = json.loads(to_jsonld(store, project.context))
    assert len(list(things(document))) > 400
    assert faults(validator(json_schema(LoadedProject(project))), document) == []


def test_a_dump_of_two_sources_that_disagree_is_valid(a_project: Path) -> None:
    add_second_source(a_project)
    project = open_project(a_project)
    store = load_project(project)
    document = json.loads(to_jsonld(store, project.context))
    assert {"2017-08-21", "1992-06-12"} <= {thing["earliest"] for thing in things(document) if "earliest" in thing}
    assert faults(validator(json_schema(LoadedProject(project))), document) == []


def test_a_regional_english_name_and_a_long_number_are_valid(a_project: Path) -> None:
    source = a_project / "data" / "sources" / "kazinform-2017-08-21.ttl"
    text = source.read_text("utf-8")
    for old, new in (
        ('"honorary consuls of Kazakhstan in Italy"@en', '"honorary consuls of Kazakhstan in Italy"@en-GB'),
        ("about 6 bn USD", f"about {2**60} USD"),
    ):
        assert old in text
        text = text.replace(old, new)
    source.write_text(text, "utf-8")
    project = open_project(a_project)
    store = load_project(project)
    document = json.loads(to_jsonld(store, project.context))
    assert found(document, FACT)["value"] == {"@type": "xsd:integer", "@value": str(2**60)}
    assert faults(validator(json_schema(LoadedProject(project))), document) == []
