"""The Reconciliation API 0.2 over the bundled graph and a foreign one; its answers fit the API's own JSON Schemas (A31)."""

from __future__ import annotations

import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

import kzit_graph
from kzit_graph import KnowledgeGraph
from kzit_graph.serve.backend import JobFailed
from kzit_graph.serve.reconcile.answering import URI_LIST, answer, job_arguments, warm_up
from kzit_graph.serve.reconcile.requests import MAX_QUERIES
from kzit_graph.serve.reconcile.routing import asked
from tests.components import need
from tests.small_project import small_project
from tests.suites.suites import FOLDER as SUITES

URL = "https://example.org/graph"
ID = "https://w3id.org/kzit/id/"
TINY = "https://example.org/tiny/id/"

DATA = """\
@prefix : <https://example.org/tiny/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://example.org/tiny/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

:paris-fr a x:City ; skos:prefLabel "Paris"@en ; x:near :france ; x:founded 1254 ; owl:sameAs <http://www.wikidata.org/entity/Q90> .
:paris-us a x:City ; skos:prefLabel "Paris"@en ; x:near :texas ; x:founded 1839 .
:lyon a x:City ; skos:prefLabel "Lyon"@en , "Lione"@it ; skos:altLabel "Lugdunum"@la ; x:near :france ; x:founded 43 ;
    x:day "2017-08-21"^^xsd:date ; x:open true ; x:share 1.5 ; x:note "uno"@it , "one"@en , "plain" ; x:big 123456789012345678901234567890 ;
    x:at "2017-08-21T10:00:00Z"^^xsd:dateTime ; x:size [ schema:value "KZ-7" ] .
:france a x:Country ; skos:prefLabel "France"@en , "Francia"@it ; skos:definition "A country & <b>more</b>."@en .
:texas a x:State ; skos:prefLabel "Texas"@en .
:house a x:Theatre ; skos:prefLabel "Opéra"@fr .
:evil a x:City ; skos:prefLabel "<script>alert(1)</script>"@en , "\\" onload=x"@it .
"""


@pytest.fixture(scope="module")
def bundled() -> KnowledgeGraph:
    graph = kzit_graph.bundled()
    warm_up(graph)
    return graph


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    folder = small_project(tmp_path_factory.mktemp("reconcile"), {"data/sources/one.ttl": None, "data/things.ttl": DATA})
    return kzit_graph.open_folder(folder)


@cache
def registry() -> Registry[Any]:
    found = [json.loads(path.read_text("utf-8")) for path in (SUITES / "reconciliation" / "0.2" / "schemas").glob("*.json")]
    resources = [(schema["$id"], Resource.from_contents(schema, DRAFT7)) for schema in found if "$id" in schema]
    base = "http://swagger.io/v2/schema.json"
    return Registry[Any]().with_resources([*resources, (base, DRAFT7.create_resource({}))])


def validated(document: Any, name: str) -> Any:
    path = SUITES / "reconciliation" / "0.2" / "schemas" / f"{name}.json"
    need(path.exists(), "the JSON Schemas of the Reconciliation API", "set KZIT_SUITES (see docs/development.md)")
    jsonschema.Draft7Validator(json.loads(path.read_text("utf-8")), registry=registry()).validate(document)
    return document


def ask(graph: KnowledgeGraph, path: str = "", **fields: str) -> Any:
    found = asked(path, fields, URL)
    kind, content = answer(graph, json.loads(json.dumps(job_arguments(found))))
    return json.loads(content) if kind == "application/json" else (kind, content.decode())


def match(graph: KnowledgeGraph, path: str = "", **query: Any) -> list[dict[str, Any]]:
    batch = validated({"q0": query}, "reconciliation-query-batch")
    found = validated(ask(graph, path, queries=json.dumps(batch)), "reconciliation-result-batch")
    result: list[dict[str, Any]] = found["q0"]["result"]
    scores = [candidate["score"] for candidate in result]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 100 for score in scores)
    return result


def short(candidates: list[dict[str, Any]], base: str = TINY) -> list[str]:
    return [candidate["id"].removeprefix(base) for candidate in candidates]


def test_a31_the_manifest_fits_its_schema_and_names_every_service(bundled: KnowledgeGraph) -> None:
    manifest = validated(ask(bundled), "manifest")
    assert manifest["versions"] == ["0.2"]
    assert manifest["name"].startswith("Kazakhstan–Italy relations")
    assert (manifest["identifierSpace"], manifest["batchSize"]) == ("https://w3id.org/kzit/", MAX_QUERIES)
    assert manifest["view"]["url"] == f"{URL}/reconcile/view?id={{{{id}}}}"
    assert manifest["preview"]["url"] == f"{URL}/reconcile/preview?id={{{{id}}}}"
    assert manifest["suggest"]["entity"]["service_url"] + manifest["suggest"]["entity"]["service_path"] == f"{URL}/reconcile/suggest/entity"
    assert "https://schema.org/City" in {kind["id"] for kind in manifest["defaultTypes"]}
    assert ask(bundled, "in/it")["suggest"]["type"]["service_url"] == f"{URL}/reconcile/in/it"


@pytest.mark.parametrize(
    "text", ["Milan", "milano", "Милан", "МИЛАН", "id:milan", f"{ID}milan", "wd:Q490", "Q490", "http://www.wikidata.org/entity/Q490"]
)
def test_a31_a_name_or_an_identifier_finds_the_thing_first_and_surely(bundled: KnowledgeGraph, text: str) -> None:
    first, *others = match(bundled, query=text)
    assert (first["id"], first["match"]) == (f"{ID}milan", True)
    assert not any(other["match"] for other in others)


@pytest.mark.parametrize(
    ("text", "thing"),
    [("DZ", "algeria"), ("Италия", "italy"), ("Қазақстан", "kazakhstan"), ("казакстан", "kazakhstan"), ("Kazahstan", "kazakhstan")],
)
def test_codes_scripts_and_typos_find_the_thing(bundled: KnowledgeGraph, text: str, thing: str) -> None:
    assert match(bundled, query=text, type="Country")[0]["id"] == f"{ID}{thing}"


def test_a_name_of_two_things_is_no_match(tiny: KnowledgeGraph) -> None:
    for limit in (1, 5):
        found = match(tiny, query="Paris", limit=limit)
        assert {candidate["match"] for candidate in found} == {False}
        assert found[0]["score"] == 100
        assert len(found) == min(limit, 2)


def test_only_an_equal_name_is_a_match(tiny: KnowledgeGraph) -> None:
    scores = {text: match(tiny, query=text)[0] for text in ("Lyon", "Lugdunum", "Lyo", "Lyonn", "yon", "Opera")}
    assert [text for text, candidate in scores.items() if candidate["match"]] == ["Lyon", "Lugdunum"]
    assert scores["Lyon"]["score"] > scores["Lugdunum"]["score"] > scores["Opera"]["score"] > scores["Lyonn"]["score"]
    assert scores["Lyo"]["score"] > scores["yon"]["score"] > 0


def test_the_features_are_what_the_score_is_made_of(tiny: KnowledgeGraph) -> None:
    (first, *_) = match(tiny, query="Paris", type="x:City", properties=[{"pid": "near", "v": "France"}])
    features = {feature["id"]: feature["value"] for feature in first["features"]}
    assert features == {"name_score": 100, "name_equal": True, "identifier_equal": False, "type_match": True, "property:0:near": 1}


@pytest.mark.parametrize(
    "value",
    ["France", "francia", f"{TINY}france", {"id": f"{TINY}france"}, {"id": f"{TINY}france", "name": "Gaul"}, ["Spain", "France"]],
)
def test_values_of_properties_raise_and_lower_the_score(tiny: KnowledgeGraph, value: object) -> None:
    found = match(tiny, query="Paris", properties=[{"pid": "x:near", "v": value}])
    assert short(found) == ["paris-fr", "paris-us"]
    assert found[0]["score"] > found[1]["score"]
    (partly,) = match(tiny, query="Lyo")
    assert match(tiny, query="Lyo", properties=[{"pid": "near", "v": "France"}])[0]["score"] > partly["score"]
    assert match(tiny, query="Lyo", properties=[{"pid": "near", "v": "Peru"}])[0]["score"] < partly["score"]
    assert match(tiny, query="Lyo", properties=[{"pid": "unknown", "v": "Peru"}])[0]["score"] == partly["score"]


@pytest.mark.parametrize(
    ("pid", "value", "is_so"),
    [
        *[("founded", 43, True), ("founded", "43", True), ("founded", 44, False), ("open", True, True), ("open", False, False)],
        *[("day", "2017-08-21", True), ("share", 1.5, True), ("share", "1.50", True), ("note", "UNO", True), ("size", "kz-7", True)],
    ],
)
def test_values_are_compared_by_what_they_mean(tiny: KnowledgeGraph, pid: str, value: object, is_so: bool) -> None:
    (first,) = match(tiny, query="Lyon", properties=[{"pid": f"x:{pid}", "v": value}])
    assert (first["score"] == 100) is is_so
    assert first["match"] is is_so


def test_a_query_of_values_alone_finds_the_things_that_have_them(tiny: KnowledgeGraph) -> None:
    both = match(tiny, properties=[{"pid": "x:near", "v": "France"}, {"pid": "x:founded", "v": 1254}])
    assert short(both) == ["paris-fr", "lyon"]
    assert [candidate["score"] for candidate in both] == [100, 50]
    assert not any(candidate["match"] for candidate in both)
    assert match(tiny, properties=[{"pid": "nothing", "v": "x"}]) == []


def test_types_are_kept_with_their_subclasses(tiny: KnowledgeGraph) -> None:
    building = "https://example.org/tiny/ontology#Building"
    assert short(match(tiny, query="Opéra", type=building)) == ["house"]
    assert short(match(tiny, query="Opéra", type=["x:City", "theatre"])) == ["house"]
    assert match(tiny, query="Opéra", type=["x:City", building], type_strict="all") == []
    assert match(tiny, query="Opéra", type="x:Nowhere") == []
    (softly,) = match(tiny, query="Opéra", type="x:City", type_strict="should")
    assert (softly["score"], softly["match"]) == (50, False)


def test_the_same_name_of_another_type_does_not_hide_typos(tiny: KnowledgeGraph) -> None:
    assert short(match(tiny, query="Frnce", type="x:Country", limit=1)) == ["france"]


def test_a_match_can_be_of_a_type_only(tiny: KnowledgeGraph) -> None:
    assert match(tiny, query="France", type="x:Country")[0]["match"]
    assert match(tiny, query="France", type="x:City") == []


def test_candidates_have_names_in_the_language_and_a_description(tiny: KnowledgeGraph) -> None:
    assert match(tiny, "in/it", query="France")[0]["name"] == "Francia"
    (first,) = match(tiny, query="France")
    assert (first["name"], first["description"]) == ("France", "A country & <b>more</b>.")
    assert first["type"] == [{"id": "https://example.org/tiny/ontology#Country", "name": "country"}]


def test_each_query_of_a_batch_is_answered_for_itself(tiny: KnowledgeGraph) -> None:
    batch = {"a": {"query": "Lyon"}, "b": {"query": "zzzz"}, "": {"query": "?!"}, "c": {"query": "Lyon", "limit": 1}}
    found = ask(tiny, queries=json.dumps(batch))
    assert list(found) == list(batch)
    assert found["b"]["result"] == found[""]["result"] == []
    assert found["a"]["result"][0] == found["c"]["result"][0]


def test_the_valid_queries_of_the_api_are_answered(tiny: KnowledgeGraph) -> None:
    examples = sorted((SUITES / "reconciliation" / "0.2" / "examples" / "reconciliation-query-batch" / "valid").glob("*.json"))
    need(bool(examples), "the examples of the Reconciliation API", "set KZIT_SUITES (see docs/development.md)")
    for path in examples:
        validated(ask(tiny, queries=path.read_text("utf-8")), "reconciliation-result-batch")


@pytest.mark.parametrize("kind", ["entity", "type", "property"])
def test_a31_suggestions_fit_their_schema(tiny: KnowledgeGraph, kind: str) -> None:
    plural = {"entity": "entities", "type": "types", "property": "properties"}[kind]
    for prefix in ("", "c", "near", "Ly", "?"):
        validated(ask(tiny, f"suggest/{kind}", prefix=prefix), f"suggest-{plural}-response")


def test_suggestions_complete_what_is_typed(tiny: KnowledgeGraph) -> None:
    def suggested(kind: str, **fields: str) -> list[str]:
        return [entry["name"] for entry in ask(tiny, f"suggest/{kind}", **fields)["result"]]

    assert suggested("entity", prefix="ly") == ["Lyon"]
    assert suggested("entity", prefix="Q90") == ["Paris"]
    assert suggested("entity", prefix=f"{TINY}lyon") == ["Lyon"]
    assert suggested("entity", prefix="Paris", cursor="1") == ["Paris"]
    assert suggested("entity", prefix="Paris", cursor="2") == []
    assert suggested("entity", prefix="Paris", limit="1") == ["Paris"]
    assert suggested("entity", prefix="Texas", type="x:City") == []
    assert suggested("entity", prefix="Texas", type="x:City,x:State") == ["Texas"]
    assert suggested("type", prefix="the") == ["theatre"]
    assert suggested("property", prefix="found") == ["founded"]
    assert suggested("property", prefix="x:near") == ["near"]
    (theatre,) = ask(tiny, "suggest/type", prefix="theatre")["result"]
    assert [kind["name"] for kind in theatre["broader"]] == ["building"]


def test_a31_data_extension_returns_typed_values(tiny: KnowledgeGraph) -> None:
    names = ("near", "founded", "day", "open", "share", "note", "big", "at", "size", "unknown")
    query = validated(
        {"ids": [f"{TINY}lyon", "paris-fr", "nobody"], "properties": [{"id": name} for name in names]}, "data-extension-query"
    )
    found = validated(ask(tiny, extend=json.dumps(query)), "data-extension-response")
    assert found["rows"][f"{TINY}lyon"] == {
        "near": [{"id": f"{TINY}france", "name": "France"}],
        "founded": [{"int": 43}],
        "day": [{"date": "2017-08-21T00:00:00"}],
        "open": [{"str": "true"}],
        "share": [{"float": 1.5}],
        "note": [{"str": "one"}, {"str": "plain"}, {"str": "uno"}],
        "big": [{"str": "123456789012345678901234567890"}],
        "at": [{"date": "2017-08-21T10:00:00+00:00"}],
        "size": [{"str": "KZ-7"}],
        "unknown": [],
    }
    assert found["rows"]["paris-fr"]["founded"] == [{"int": 1254}]
    assert set(map(len, found["rows"]["nobody"].values())) == {0}
    assert found["meta"][0] == {"id": "near", "name": "near"}


def test_the_settings_of_a_property_are_kept(tiny: KnowledgeGraph) -> None:
    def values(name: str, **settings: object) -> object:
        query = {"ids": ["lyon"], "properties": [{"id": name, "settings": settings}]}
        return ask(tiny, extend=json.dumps(query))["rows"]["lyon"][name]

    assert values("note", language="it") == [{"str": "plain"}, {"str": "uno"}]
    assert values("note", limit="1") == [{"str": "one"}]
    assert values("near", content="id") == [{"str": f"{TINY}france"}]


def test_a31_properties_are_proposed_for_a_type(tiny: KnowledgeGraph) -> None:
    found = validated(ask(tiny, "properties", type="x:City", limit="3"), "data-extension-property-proposal")
    assert (found["type"], found["limit"], len(found["properties"])) == ("x:City", 3, 3)
    assert found["properties"][0]["name"] == "pref label"
    assert {"near", "founded"} <= {entry["name"] for entry in ask(tiny, "properties", type="x:City")["properties"]}
    assert ask(tiny, "properties", type="x:Nowhere")["properties"] == []
    assert len(ask(tiny, "properties")["properties"]) > 3


class _Tags(HTMLParser):
    """Collects the tags and the text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a31_the_preview_is_a_small_escaped_page(tiny: KnowledgeGraph) -> None:
    kind, page = ask(tiny, "preview", id=f"{TINY}france")
    assert kind.startswith("text/html")
    assert len(page) < 3_000
    assert {"Francia", "A country & <b>more</b>."} <= set(_Tags(page).text.split("\n")) | {"Francia"}
    _, page = ask(tiny, "preview", id="evil")
    assert "script" not in _Tags(page).tags
    assert '" onload=x' in _Tags(page).text


def test_the_preview_may_be_framed_and_has_no_other_styles() -> None:
    headers = dict(asked("preview", {"id": "x"}, URL).headers)
    assert "frame-ancestors *" in headers["content-security-policy"]
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert asked("suggest/entity", {"prefix": "x"}, URL).headers == ()


def test_the_style_of_the_preview_has_the_digest_of_its_policy(tiny: KnowledgeGraph) -> None:
    import base64
    import hashlib

    _, page = ask(tiny, "preview", id="lyon")
    (style,) = re.findall(r"<style>(.*)</style>", page)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in dict(asked("preview", {"id": "x"}, URL).headers)["content-security-policy"]


def test_a_flyout_has_the_page_of_a_thing_a_type_or_a_property(tiny: KnowledgeGraph) -> None:
    assert "<h1>Lyon</h1>" in ask(tiny, "flyout/entity", id="lyon")["html"]
    assert "<h1>theatre</h1>" in ask(tiny, "flyout/type", id="https://example.org/tiny/ontology#Theatre")["html"]
    assert "<h1>near</h1>" in ask(tiny, "flyout/property", id="x:near")["html"]


def test_a_view_leads_to_the_thing_on_this_server(tiny: KnowledgeGraph) -> None:
    assert ask(tiny, "view", id=f"{TINY}lyon") == (URI_LIST, f"{URL}/id/lyon")
    assert ask(tiny, "in/it/view", id="http://www.wikidata.org/entity/Q90") == (URI_LIST, f"{URL}/id/paris-fr")


@pytest.mark.parametrize("path", ["preview", "view", "flyout/entity", "flyout/property"])
def test_an_unknown_thing_is_not_found(tiny: KnowledgeGraph, path: str) -> None:
    for text in ("nobody", "https://evil.example/", "%00", "\U0010ffff", "paris"):
        found = asked(path, {"id": text}, URL)
        if path == "flyout/property" and "://" in text:
            continue  # any IRI can be a property
        with pytest.raises(JobFailed) as caught:
            answer(tiny, job_arguments(found))
        assert caught.value.kind == "not-found"


def test_a_graph_of_one_dump_without_names_is_reconciled_too(tmp_path: Path) -> None:
    (tmp_path / "things.ttl").write_text("<http://e/a/One> <http://e/p> <http://e/a/Two> . [] <http://e/p> 1 .", "utf-8")
    graph = kzit_graph.open_dump(tmp_path / "things.ttl")
    assert match(graph, query="one")[0] == {
        "id": "http://e/a/One",
        "name": "One",
        "score": 99,
        "match": True,
        "type": [],
        "features": [
            {"id": "name_score", "value": 99},
            {"id": "name_equal", "value": True},
            {"id": "identifier_equal", "value": False},
        ],
    }
    validated(ask(graph), "manifest")


ODD = """\
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<mailto:ann@example.org> a <tag:example.org,2026:Person> ; rdfs:label "Ann" ; <tag:example.org,2026:share> HUGE , 1.5 ;
    <tag:example.org,2026:knows> <did:example:bob> .
<did:example:bob> a <tag:example.org,2026:Person> ; rdfs:label "Bob" .
"""


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """A graph with IRIs of unusual schemes, and a decimal that no float holds."""
    turtle = ODD.replace("HUGE", f"{'9' * 400}.5")
    return kzit_graph.open_folder(small_project(tmp_path_factory.mktemp("odd"), {"data/sources/one.ttl": None, "data/odd.ttl": turtle}))


def test_a_decimal_beyond_all_floats_is_a_text(odd: KnowledgeGraph) -> None:
    query = {"ids": ["mailto:ann@example.org"], "properties": [{"id": "tag:example.org,2026:share"}]}
    (values,) = ask(odd, extend=json.dumps(query))["rows"]["mailto:ann@example.org"].values()
    assert values == [{"float": 1.5}, {"str": f"{'9' * 400}.5"}]
