"""What the tools of an assistant answer, without the protocol."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import kzit_graph
from kzit_graph import KnowledgeGraph
from kzit_graph.errors import InvalidInput
from kzit_graph.serve.mcp.answers import answer
from kzit_graph.serve.mcp.tools import tools
from tests.small_project import small_project

ID = "https://w3id.org/kzit/id/"
FACT = f"{ID}kazinform-2017-08-21/p5s2-f1"


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return kzit_graph.bundled()


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    prefixes = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\nPREFIX x: <https://example.org/tiny/ontology#>\n"
    things = prefixes + "".join(f'<https://example.org/tiny/id/n{n}> a x:Theatre ; rdfs:label "Hall {n}" .\n' for n in range(120))
    return kzit_graph.open_folder(small_project(tmp_path_factory.mktemp("mcp"), {"data/things.ttl": things}))


def call(graph: KnowledgeGraph, tool: str, **arguments: Any) -> Any:
    kind, content = answer(graph, {"call": "call", "tool": tool, "arguments": arguments})
    return json.loads(content) if kind == "application/json" else content.decode()


def tool(graph: KnowledgeGraph, name: str, *, compact: bool = False) -> dict[str, Any]:
    (found,) = (tool for tool in tools(graph, compact=compact) if tool["name"] == name)
    return found


def test_each_question_of_the_catalogue_is_a_tool(graph: KnowledgeGraph) -> None:
    names = [found["name"] for found in tools(graph, compact=False)]
    assert len(set(names)) == len(names)
    assert {f"ask-{name}" for name in graph.questions()} == {name for name in names if name.startswith("ask-")}
    assert names[:4] == ["search", "show", "evidence", "sparql"]


def test_notes_in_an_answer_have_the_language_of_labels(graph: KnowledgeGraph) -> None:
    def day(tool: str, **arguments: Any) -> str:
        found = call(graph, tool, **arguments)
        return next(str(row["reasoning"]) for row in found["rows"] if row["fact"]["iri"].endswith("/p1s2-f4"))

    assert day("ask-inferences") == "The day of the 25th anniversary, less 25 years."
    assert day("ask-inferences", label_language="it") == "Il giorno del 25º anniversario, meno 25 anni."
    assert day("ask", question="inferences", label_language="it", parameters={"language": "ru"}) == "День 25-летия минус 25 лет."


def test_the_compact_tools_are_few(graph: KnowledgeGraph) -> None:
    names = [found["name"] for found in tools(graph, compact=True)]
    assert names == ["search", "show", "evidence", "sparql", "list-questions", "ask"]


def test_a_graph_without_claims_has_no_tool_for_evidence(tmp_path: Path) -> None:
    folder = small_project(tmp_path, {"kzit-graph.toml": "[roles]\nclaim = []\n"})
    assert "evidence" not in [found["name"] for found in tools(kzit_graph.open_folder(folder), compact=True)]


def test_parameters_have_types_patterns_and_codes(graph: KnowledgeGraph) -> None:
    properties = {name: found["input_schema"]["properties"] for found in tools(graph, compact=False) if (name := found["name"])}
    assert properties["ask-in-year"]["year"]["pattern"] == "^-?[0-9]{4,}$"
    assert properties["ask-theatre-partners"]["theatre"]["type"] == "string"
    codes = [schema["enum"] for each in properties.values() for schema in each.values() if "enum" in schema]
    assert codes
    assert "trade" in {code for codes_of_one in codes for code in codes_of_one}
    required = [found["name"] for found in tools(graph, compact=False) if found["input_schema"]["required"]]
    assert "search" in required


def test_a_question_is_answered_with_its_facts_and_their_claimants(graph: KnowledgeGraph) -> None:
    found = call(graph, "ask-theatre-partners", theatre="Astana Opera", label_language="it")
    assert found["columns"] == ["partner", "city", "fact"]
    assert found["rows"][0]["partner"] == {"iri": f"{ID}carlo-felice", "label": "Teatro Carlo Felice"}
    assert found["shown"] == "rows 1 to 3"
    fact = found["facts"][0]
    assert fact["iri"] == found["rows"][0]["fact"]["iri"]
    assert fact["claimed_by"][0]["iri"] == f"{ID}mfa-kazakhstan"
    assert fact["stance"] == []
    assert [passage["iri"] for passage in fact["passages"]] == [f"{ID}kazinform-2017-08-21/p9s3"]


def test_the_compact_tool_answers_the_same(graph: KnowledgeGraph) -> None:
    asked = call(graph, "ask", question="theatre-partners", parameters={"theatre": "Astana Opera"})
    assert asked == call(graph, "ask-theatre-partners", theatre="Astana Opera")
    (listed,) = (each for each in call(graph, "list-questions", words="theatre")["questions"] if each["name"] == "theatre-partners")
    assert "theatre" in listed["parameters"]


def test_a_stance_is_told(graph: KnowledgeGraph) -> None:
    planned = call(graph, "sparql", query="SELECT ?fact { ?fact kzit:status <https://w3id.org/kzit/concept/status/took-place> } LIMIT 1")
    assert planned["facts"][0]["stance"][0]["iri"] == "https://w3id.org/kzit/concept/status/took-place"


def test_evidence_has_the_source_the_positions_and_the_digest(graph: KnowledgeGraph) -> None:
    found = call(graph, "evidence", fact=FACT)
    assert found["claimed_by"][0]["label"].startswith("Ministry of Foreign Affairs")
    (passage,) = found["passages"]
    assert passage["source"]["iri"] == f"{ID}kazinform-2017-08-21"
    assert 0 <= passage["start"] < passage["end"]
    assert len(passage["sha256"]) == 64
    of_passage = call(graph, "evidence", fact=passage["iri"])
    assert of_passage["passage"] == passage
    assert FACT in [fact["iri"] for fact in of_passage["facts"]]


def test_what_is_neither_a_fact_nor_a_passage_has_no_evidence(graph: KnowledgeGraph) -> None:
    with pytest.raises(InvalidInput, match="id:milan is neither a fact nor a passage; call show"):
        call(graph, "evidence", fact="Milan")


def test_show_is_a_page_with_the_namespaces_of_its_names(graph: KnowledgeGraph) -> None:
    page = call(graph, "show", name="Milano")
    assert page.startswith("Milan\n")
    assert "kazinform: https://w3id.org/kzit/id/kazinform-2017-08-21/" in page
    assert "Ministry of Foreign Affairs" in page
    assert call(graph, "show", name="Milano", label_language="it").startswith("Milano\n")


def test_a_long_page_is_cut_and_says_how_to_read_on(graph: KnowledgeGraph) -> None:
    first = call(graph, "show", name="Kazakhstan")
    assert "Page 1 of " in first
    assert "call show again with page=2 for more." in first
    second = call(graph, "show", name="Kazakhstan", page=2)
    assert second.splitlines()[0] not in first.splitlines()[:3]
    with pytest.raises(InvalidInput, match="give a page from 1 to"):
        call(graph, "show", name="Kazakhstan", page=1000)


def test_search_returns_things_and_what_is_left(tiny: KnowledgeGraph) -> None:
    found = call(tiny, "search", words="hall", limit=2)
    assert [thing["label"] for thing in found["things"]] == ["Hall 0", "Hall 1"]
    assert found["things"][0]["classes"] == [{"iri": "https://example.org/tiny/ontology#Theatre", "label": "theatre"}]
    assert found["left"] == "118 more things match; narrow the words or the class, or raise limit (at most 100)"
    assert call(tiny, "search", words="qqqq") == {"things": []}


def test_rows_are_cut_and_read_on(tiny: KnowledgeGraph) -> None:
    query = "SELECT ?x { ?x a <https://example.org/tiny/ontology#Theatre> } ORDER BY ?x"
    first = call(tiny, "sparql", query=query)
    assert len(first["rows"]) == 50
    assert first["shown"] == "rows 1 to 50; 71 more: call again with skip_rows=50, or ask for less"
    last = call(tiny, "sparql", query=query, skip_rows=120)
    assert (len(last["rows"]), last["shown"]) == (1, "rows 121 to 121")
    assert call(tiny, "sparql", query=query, skip_rows=10**30)["shown"].startswith("no rows after the first")


def test_long_rows_are_cut_by_their_size(tiny: KnowledgeGraph) -> None:
    query = f'SELECT ?x (CONCAT("{"x" * 5000}", STR(?x)) AS ?y) {{ ?x a <https://example.org/tiny/ontology#Theatre> }}'
    found = call(tiny, "sparql", query=query, max_rows=100)
    assert len(found["rows"]) == 7
    assert "114 more" in found["shown"]


def test_every_form_of_query_is_answered(tiny: KnowledgeGraph) -> None:
    assert call(tiny, "sparql", query="ASK {}") == {"answer": True}
    graph = call(tiny, "sparql", query="CONSTRUCT WHERE { ?x a <https://example.org/tiny/ontology#Theatre> }", max_rows=2)
    assert graph["turtle"].count("Theatre") == 2
    assert graph["shown"] == "triples 1 to 2; 119 more: call again with skip_rows=2, or ask for less"
    row = call(tiny, "sparql", query='SELECT (1 AS ?a) ("x" AS ?b) (true AS ?c) (1.5 AS ?d) ("x"@it AS ?e) (BNODE() AS ?f) ?g {}')["rows"][
        0
    ]
    assert {key: row[key] for key in "abcde"} == {"a": 1, "b": "x", "c": True, "d": "1.5", "e": "x"}
    assert "g" not in row


def test_a_graph_of_the_web_is_not_fetched(tiny: KnowledgeGraph) -> None:
    assert call(tiny, "sparql", query="SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }")["rows"] == []


def test_an_empty_answer_says_what_can_be_wrong(tiny: KnowledgeGraph) -> None:
    found = call(tiny, "sparql", query="SELECT ?x { ?x a x:Theater }")
    assert found["shown"] == "no rows"
    assert any("x:Theatre" in warning for warning in found["warnings"])


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("nothing", {}, 'unknown tool "nothing"'),
        ("search", {}, "search: the argument words is missing"),
        ("search", {"words": " "}, "search: the argument words is missing"),
        ("search", {"wrods": "x"}, 'unknown argument of search "wrods"; nearest: words'),
        ("search", {"words": ["x"]}, "words must be one value"),
        ("search", {"words": {"x": 1}}, "words must be one value"),
        ("search", {"words": "x", "limit": "5"}, "limit must be a whole number"),
        ("search", {"words": "x", "limit": True}, "limit must be a whole number"),
        ("search", {"words": "x", "limit": 0}, "limit must be at least 1"),
        ("search", {"words": "x", "class": "Theater"}, 'unknown class "Theater"; nearest: x:Theatre'),
        ("show", {"name": "Hall 999"}, 'nothing is called "Hall 999"'),
        ("show", {"name": "Hall 1", "full": "yes"}, "full must be true or false"),
        ("sparql", {"query": 5}, "query must be a text"),
        ("sparql", {"query": "SELECT {"}, "the query, line 1"),
        ("sparql", {"query": "DROP ALL"}, "DROP is an update"),
        ("sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}, "SERVICE"),
        ("ask", {"question": "SELECT * { ?s ?p ?o }"}, "use the tool sparql for queries"),
        ("ask", {"question": "nothing-like-it"}, 'unknown question "nothing-like-it"'),
        ("ask", {"question": "things-of-class", "parameters": {"class": ["x"]}}, "the parameter class must be one value"),
        ("list-questions", {"words": "qqqq"}, 'no question has the words "qqqq"'),
    ],
)
def test_bad_arguments_are_one_clear_line(tiny: KnowledgeGraph, name: str, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        call(tiny, name, **arguments)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_numbers_that_were_not_compared_are_told(tiny: KnowledgeGraph) -> None:
    huge = "123456789012345678901234567890"
    for query in (
        f"SELECT ?x {{ ?x a x:Theatre FILTER ({huge} < 5 || true) }}",
        f"ASK {{ FILTER ({huge} > 5) }}",
        f"CONSTRUCT {{ ?x a x:Theatre }} WHERE {{ ?x a x:Theatre FILTER ({huge} < 5 || true) }}",
    ):
        assert call(tiny, "sparql", query=query)["warnings"][0].startswith(f"{huge} is beyond the 64 bits")
    assert "warnings" not in call(tiny, "sparql", query="SELECT ?x { ?x a x:Theatre }")


def test_a_long_text_of_show_is_on_several_pages(tmp_path: Path) -> None:
    text = " ".join(str(number) for number in range(9_000))
    files = {"data/long.ttl": f'<https://example.org/tiny/id/a> <http://e/text> "{text}" .\n'}
    graph = kzit_graph.open_folder(small_project(tmp_path, files))
    first = call(graph, "show", name="https://example.org/tiny/id/a", full=True)
    count = int(re.search(r"Page 1 of ([0-9]+)", first)[1])  # type: ignore[index]
    pages = [call(graph, "show", name="https://example.org/tiny/id/a", full=True, page=page + 1) for page in range(count)]
    shown = "".join(re.sub(r"\n\n(Prefixes of IRIs|Page [0-9]).*", "", page, flags=re.DOTALL).rstrip("\n") for page in pages)
    assert "".join(text.split()) in "".join(shown.split())


def test_a_row_with_a_long_text_is_cut_with_a_sign(tiny: KnowledgeGraph) -> None:
    query = f'SELECT ?text (STRLEN(?text) AS ?length) {{ VALUES ?text {{ "{"x" * 100_000}" "short" }} }}'
    found = call(tiny, "sparql", query=query)
    assert found["rows"] == [{"text": f"{'x' * 20_000}…", "length": 100_000}]
    assert found["shown"].startswith("rows 1 to 1; 1 more: call again with skip_rows=1, or ask for less; its texts are cut after 20,000")
    assert call(tiny, "sparql", query=query, skip_rows=1)["shown"] == "rows 2 to 2"


def test_triples_have_the_literals_as_they_were_written(tmp_path: Path) -> None:
    data = '<https://example.org/tiny/id/a> <http://e/size> 007 , "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .\n'
    graph = kzit_graph.open_folder(small_project(tmp_path, {"data/sizes.ttl": data}))
    found = call(graph, "sparql", query="CONSTRUCT WHERE { ?thing <http://e/size> ?size }")["turtle"]
    assert "007" in found
    assert "1.50" in found
