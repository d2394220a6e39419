"""What the scripts of the console read in a query: its tokens, the parts without a common variable, and what is at a place."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.questions.catalogue import read_catalogue
from tests.components import need
from tests.site.components import run_node

pytestmark = pytest.mark.slow

SOURCES: Final = Path(__file__).parents[2] / ".ci" / "assets" / "console"
SCRIPT: Final = """
const { products, patterns } = await import(process.argv[1] + "/src/groups.js")
const { bind, form, prologue, tokens } = await import(process.argv[1] + "/src/tokens.js")
const { csvField, jsonTerm, parseTerm, shortIri, turtle } = await import(process.argv[1] + "/src/terms.js")
const { engineProblem, lineAndColumn, ownProblems, placeOf } = await import(process.argv[1] + "/src/problems.js")
const calls = JSON.parse(process.argv[2])
const tools = {
    products: text => products(tokens(text)).map(({ left, right }) => [left.sort(), right.sort()]),
    patterns: text => { const { triples, position, subject, path } = patterns(tokens(text)); return { triples, position, subject, path } },
    tokens: text => tokens(text).map(token => token.text),
    form: text => form(tokens(text)), prologue: (text, known) => prologue(tokens(text), known),
    bind, csvField, jsonTerm, parseTerm, shortIri, turtle, engineProblem, lineAndColumn, ownProblems, placeOf,
}
console.log(JSON.stringify(calls.map(([name, ...values]) => tools[name](...values) ?? null)))
"""


def called(*calls: tuple[object, ...]) -> list[Any]:
    """Return what functions of the sources return. calls: a name and arguments each."""
    found: list[Any] = run_node(SCRIPT, str(SOURCES), json.dumps(calls))
    return found


def test_parts_without_a_common_variable_are_found() -> None:
    joined = (
        "SELECT * { ?a :p ?b . ?b :q ?c ; :r ?d }",
        "SELECT * { ?a :p ?b OPTIONAL { ?b :q ?c } ?c :r ?d }",
        "SELECT * { ?a :p ?b . ?c :p ?d FILTER(?b = ?d) }",
        "SELECT * { ?a :p ?b . ?c :p ?d BIND(?a + ?c AS ?e) }",
        "SELECT * { VALUES ?x { 1 } ?a :p ?b }",
        "SELECT * { { SELECT (COUNT(*) AS ?all) { ?x :p ?y } } ?a :p ?b }",
        "SELECT * { GRAPH ?g { ?a :p ?b . ?c :p ?d } }",
        "SELECT * { { ?a :p ?b } UNION { ?c :q ?d } }",
        "SELECT * { ?a :p ?b OPTIONAL { ?a :q ?x . ?b :r ?y } }",
        "SELECT * { <a:a> <a:b> 1 . ?a :p ?b }",
        "SELECT * { ?a :p [ :q ?b ] . ?c ^:r ?b }",
        "CONSTRUCT { ?a :p ?b . ?c :q ?d } WHERE { ?a :p ?b ; :q ?c ; :r ?d }",
        "SELECT * { _:x :p ?a . _:x :q ?b }",
        "SELECT * { ?a :p ?b MINUS { ?c :q ?d } }",
        "SELECT * { $a :p 1 . ?a :q 2 }",
        'SELECT * { ?a :p "} ?b { ?c" }',
        "SELECT * {",
        "",
    )
    apart = {
        "SELECT * { ?a :p ?b . ?c :q ?d }": [["?a", "?b"], ["?c", "?d"]],
        "SELECT * { ?a :p 1 . ?b :p 2 FILTER(?a != ?b) }": [["?a"], ["?b"]],
        "SELECT * { VALUES ?x { 1 2 } VALUES ?y { 1 2 } }": [["?x"], ["?y"]],
        "SELECT * { ?a :p 1 { ?b :q 2 } UNION { ?b :r 3 } }": [["?a"], ["?b"]],
        "SELECT * { ?a :p ?b OPTIONAL { ?c :q ?d } }": [["?a", "?b"], ["?c", "?d"]],
        "SELECT * { ?a :p 1 { SELECT ?b { ?b :q ?c } } }": [["?a"], ["?b"]],
        "SELECT * { ?x :p 1 FILTER EXISTS { ?x :q 1 } { ?a :p 1 . ?b :p 2 } }": [["?a"], ["?b"]],
    }
    found = called(*(("products", text) for text in (*joined, *apart)))
    assert {text: pairs for text, pairs in zip(joined, found, strict=False) if pairs} == {}
    assert {text: pairs[0] for text, pairs in zip(apart, found[len(joined) :], strict=True)} == apart


def test_no_question_of_the_catalogue_pairs_all_with_all(corpus: LoadedProject) -> None:
    questions = read_catalogue(corpus.project)
    found = called(*(("products", question.sparql) for question in questions.values()))
    assert {name: pairs for name, pairs in zip(questions, found, strict=True) if pairs} == {}


def test_what_may_follow_is_known_at_each_place() -> None:
    cases = {
        "SELECT * { ": ("subject", ""),
        "SELECT * { ?a": ("predicate", "?a"),
        "SELECT * { ?a :p": ("object", "?a"),
        "SELECT * { ?a :p/": ("predicate", "?a"),
        "SELECT * { ?a :p ?b ;": ("predicate", "?a"),
        "SELECT * { ?a :p ?b ,": ("object", "?a"),
        "SELECT * { ?a :p ?b .": ("subject", "?a"),
        "SELECT * { ?a :p [": ("predicate", "[1"),
        "SELECT * { ?a :p [ :q 1 ] ;": ("predicate", "?a"),
        "SELECT * { ?a :p 'x'@en ;": ("predicate", "?a"),
        "SELECT * { ?a :p '1'^^:i ;": ("predicate", "?a"),
        "SELECT * { ?a :p 1 FILTER(?a > 1) ?b": ("predicate", "?b"),
        "SELECT * { FILTER(": ("expression", ""),
        "SELECT * { VALUES ?x { ": ("data", ""),
        "SELECT * { ?a (:p|:q)/:r": ("object", "?a"),
        "PREFIX a: <a:>": ("", ""),
    }
    found = called(*(("patterns", text) for text in cases))
    assert {text: (one["position"], one["subject"]) for text, one in zip(cases, found, strict=True)} == cases
    [whole] = called(("patterns", "SELECT * { ?a a :C ; :p/:q ?b, [ :r ?c ] . ?b :s 'x'@en, 1.5 }"))
    assert [(one["subject"], one["path"], one["object"]) for one in whole["triples"]] == [
        ("?a", ["a"], ":C"),
        ("?a", [":p", ":q"], "?b"),
        ("?a", [":p", ":q"], "[1"),
        ("[1", [":r"], "?c"),
        ("?b", [":s"], "'x'"),
        ("?b", [":s"], "1.5"),
    ]


def test_values_replace_parameters_but_not_variables_texts_or_comments() -> None:
    text = "SELECT ?x { ?x :p $x ; :q '$x' . # $x\n <a:$x> :r $xy }"
    [found] = called(("bind", text, {"x": '"v"', "xy": "1"}))
    assert found == "SELECT ?x { ?x :p \"v\" ; :q '$x' . # $x\n <a:$x> :r 1 }"


def test_known_prefixes_are_put_before_a_query() -> None:
    text = "PREFIX own: <a:> SELECT * { own:x a kzit:Fact ; 'no:x' <no:y> ; unknown:p 1 } # no:z"
    assert called(("prologue", text, {"kzit": "https://k/", "own": "b:", "no": "n:"})) == ["PREFIX kzit: <https://k/>\n"]


@pytest.mark.parametrize(
    ("text", "term", "csv", "value"),
    [
        ("<a:ü>", ("iri", "a:ü"), "a:ü", {"type": "uri", "value": "a:ü"}),
        ("_:b0", ("blank", "b0"), "_:b0", {"type": "bnode", "value": "b0"}),
        ('"a\\"b\\n,"', ("literal", 'a"b\n,'), '"a""b\n,"', {"type": "literal", "value": 'a"b\n,'}),
        ('"\\u044F"@ru', ("literal", "я"), "я", {"type": "literal", "value": "я", "xml:lang": "ru"}),
        (
            "-1.50",
            ("literal", "-1.50"),
            "-1.50",
            {"type": "literal", "value": "-1.50", "datatype": "http://www.w3.org/2001/XMLSchema#decimal"},
        ),
        ("true", ("literal", "true"), "true", {"type": "literal", "value": "true", "datatype": "http://www.w3.org/2001/XMLSchema#boolean"}),
        ("", ("", ""), "", None),
    ],
)
def test_terms_of_an_answer_are_read(text: str, term: tuple[str, str], csv: str, value: object) -> None:
    parsed, field, as_json = called(("parseTerm", text), ("csvField", text), ("jsonTerm", text))
    assert (parsed["kind"], parsed["value"]) == term
    assert field == csv
    if value is not None:
        assert as_json == value


def test_an_iri_has_the_longest_prefix_that_leaves_a_name() -> None:
    known = {"a": "https://e/", "b": "https://e/b/"}
    calls = [("shortIri", iri, known) for iri in ("https://e/b/x", "https://e/x/y", "https://e/b/", "https://f/x", "https://e/b/x.")]
    assert called(*calls) == ["b:x", "<https://e/x/y>", "b:", "<https://f/x>", "<https://e/b/x.>"]


def test_places_count_lines_and_characters_from_one() -> None:
    text = "a\n𝔁ж?"
    assert called(("lineAndColumn", text, 5), ("placeOf", text, 2, 3)) == [{"line": 2, "column": 3}, 5]


def test_the_manifest_has_the_digests_of_the_sources(root: Path) -> None:
    """The compiled files are in the repository, because users have no Node.js; `.ci/build-console` makes them again."""
    names = ("package-lock.json", "build.mjs", *sorted(f"src/{path.name}" for path in (SOURCES / "src").iterdir()))
    manifest = json.loads((root / "kzit_graph/publish/site/console/MANIFEST.json").read_text())
    assert sorted(manifest["inputs"]) == sorted(names)


def test_building_the_console_again_gives_the_same_files(root: Path, tmp_path: Path) -> None:
    """The content is compared: the compression depends on the version of Node.js."""
    need(shutil.which("npm") is not None, "npm", "apt-get install npm")
    subprocess.run([root / ".ci" / "build-console", tmp_path], check=True, capture_output=True)
    made, kept = (folder / "MANIFEST.json" for folder in (tmp_path, root / "kzit_graph/publish/site/console"))
    assert json.loads(made.read_text()) == json.loads(kept.read_text())
    assert (tmp_path / "LICENSES.txt").read_bytes() == (root / "kzit_graph/publish/site/console/LICENSES.txt").read_bytes()
