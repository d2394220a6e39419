"""The query console of a build: its page, and the scripts that have the terms, the questions and the graph of the project."""

from __future__ import annotations

import hashlib
import json
import zlib
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from kzit_graph.package_data import FOLDER
from kzit_graph.publish.site.script_data import console_data
from kzit_graph.publish.site.script_data.console_data import data_block, program
from kzit_graph.publish.site.script_data.packed_graph import packed, script, shared_starts
from tests.publish.site.conftest import Small, built
from tests.small_project import BASE

pytestmark = pytest.mark.slow

CONSOLE: Final = FOLDER / "publish" / "site" / "console"
SOURCES: Final = Path(__file__).parents[3] / ".ci" / "assets" / "console"
MAX_ASSETS: Final = 2_500_000


def with_starts(lines: str) -> list[str]:
    """Return the lines of a text that each share their start with the line before."""
    found, last = list[str](), ""
    for line in lines.split("\n"):
        number, _, rest = line.partition(" ")
        last = last[: int(number)] + rest
        found.append(last)
    return found


def quads(text: str) -> list[str]:
    """Return a packed graph as lines of N-Quads."""
    head, _, body = text.partition("\n\n")
    terms, graph, found = with_starts(head), "", list[str]()
    for line in body.split("\n"):
        if line.startswith("="):
            graph = terms[int(line[1:], 36)]
            continue
        subject, *parts = line.split(";")
        for part in parts:
            predicate, *values = (terms[int(number, 36)] for number in part.split(" "))
            found += [f"{terms[int(subject, 36)]} {predicate} {value} {graph} ." for value in values]
    return found


def given(small: Small, name: str) -> dict[str, Any]:
    """Return the values that a script of the console gives."""
    lines = (small.folder / "assets" / "console" / name).read_text("utf-8").splitlines()
    parts = (line.removeprefix("window.sparqlConsole.").removesuffix(";").partition(" = ") for line in lines[1:])
    return {key: json.loads(value) for key, _, value in parts}


def test_the_console_has_the_statements_of_the_dump(small: Small) -> None:
    dump = (small.folder / "tiny.nq").read_text("utf-8")
    found = quads(given(small, "graph.js")["graph"])
    assert sorted(found) == sorted(filter(None, dump.split("\n")))


def test_texts_with_any_characters_survive_packing() -> None:
    lines = [
        '<a:s> <a:p> "\\n\u2028\x85𝔁" .',
        '<a:s> <a:p> "\\n\u2028\x85𝔁𝔂"@en .',
        "<a:s> <a:q> <<( _:b <a:p> 1 )>> .",
        "_:b <a:p> <a:é> .",
    ]
    text = packed([(NamedNode("a:g"), "".join(f"{line}\n" for line in lines).encode()), (NamedNode("a:empty"), b"")])
    assert sorted(quads(text)) == sorted(f"{line.removesuffix('.')}<a:g> ." for line in lines)
    assert all(int(line.partition(" ")[0]) >= 0 for line in shared_starts(["", "𝔁a", "𝔁b"]).split("\n"))
    assert shared_starts(["𝔁a", "𝔁b"]) == "0 𝔁a\n0 𝔁b"


def test_things_have_the_addresses_of_their_pages(small: Small) -> None:
    addresses = with_starts(given(small, "graph.js")["addresses"])
    assert {"id/Square", "id/caf%C3%A9", "con\t~63on.html", "dataset"} <= set(addresses)
    for line in addresses:
        local, _, url = line.partition("\t")
        assert (small.folder / unquote(url or f"{local}.html")).is_file(), line


def test_classes_have_the_properties_that_the_dataset_states(small: Small) -> None:
    project = given(small, "project.js")["project"]
    iris = [iri for iri, _ in project["terms"]]
    found = {
        (iris[kind], iris[property_]): (number, {iris[of]: count for of, count in kinds})
        for kind, _, properties in project["classes"]
        for property_, number, kinds in properties
    }
    store = Store()
    store.load(path=small.folder / "tiny.nq", format=RdfFormat.N_QUADS)
    assert found
    for (kind, property_), (number, _) in found.items():
        query = f"SELECT (COUNT(*) AS ?n) {{ ?s a <{kind}> ; <{property_}> ?o }}"
        [row] = list(store.query(query, use_default_graph_as_union=True))  # type: ignore[arg-type]
        assert int(row["n"].value) == number, (kind, property_)


def test_prefixes_labels_and_the_base_are_those_of_the_project(small: Small) -> None:
    project = given(small, "project.js")["project"]
    assert project["base"] == BASE
    assert project["dataset"] == f"{BASE}dataset"
    assert project["prefixes"]["rdf"] == "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    assert project["labels"][0] == "http://www.w3.org/2004/02/skos/core#prefLabel"
    assert project["start"].lstrip().upper().startswith(("SELECT", "PREFIX", "ASK"))


def test_questions_are_given_with_their_parameters(small: Small) -> None:
    questions = given(small, "project.js")["project"]["questions"]
    assert questions
    for name, question in questions.items():
        for parameter in question["parameters"]:
            assert f"${parameter['name']}" in question["sparql"], name
        assert "$labels" not in question["sparql"]
        if question["runnable"]:
            assert not any(f"${one['name']}" in question["runnable"] for one in question["parameters"] if one["required"]), name


def test_only_the_console_may_run_webassembly(small: Small) -> None:
    pages = {path.relative_to(small.folder).as_posix(): path.read_text("utf-8") for path in small.folder.rglob("*.html")}
    allowed = {name for name, text in pages.items() if "wasm-unsafe-eval" in text}
    assert allowed == {name for name in pages if name.rpartition("/")[2] == "console.html"}
    assert "console.html" in allowed
    assert not any("unsafe-inline" in text or "'unsafe-eval'" in text for text in pages.values())


def test_the_scripts_are_written_once_for_all_languages(small: Small) -> None:
    found = sorted(path.relative_to(small.folder).as_posix() for path in small.folder.rglob("console.js"))
    assert found == ["assets/console/console.js"]
    for path in small.folder.glob("*/console.html"):
        assert 'src="../assets/console/start.js"' in path.read_text("utf-8")


def test_a_graph_that_is_too_large_is_left_to_a_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console_data, "MAX_BYTES", 1000)
    large = built(tmp_path, "")
    page = (large.folder / "console.html").read_text("utf-8")
    assert not (large.folder / "assets" / "console" / "graph.js").exists()
    assert "The graph is too large for a page" in page
    assert '"hasGraph":false' in page


def test_data_in_a_page_cannot_end_their_element() -> None:
    assert "<" not in data_block({"a": "</script><!--<script>"})
    assert json.loads(data_block({"a": "</script>\u2028"})) == {"a": "</script>\u2028"}


def test_a_script_gives_its_values_in_order() -> None:
    assert (
        script(a="ü\n", b=[1]).decode() == 'window.sparqlConsole ??= {};\nwindow.sparqlConsole.a = "ü\\n";\nwindow.sparqlConsole.b = [1];\n'
    )


def test_the_built_files_are_those_of_the_manifest() -> None:
    manifest = json.loads((CONSOLE / "MANIFEST.json").read_text("utf-8"))
    assert {name: hashlib.sha256(program(name)).hexdigest() for name in manifest["files"]} == manifest["files"]
    inputs = {name: hashlib.sha256((SOURCES / name).read_bytes()).hexdigest() for name in manifest["inputs"]}
    assert inputs == manifest["inputs"], "the sources have changed; run .ci/build-console"


def test_each_package_in_the_console_has_its_licence() -> None:
    packages = json.loads((SOURCES / "package-lock.json").read_text("utf-8"))["packages"]
    text = (CONSOLE / "LICENSES.txt").read_text("utf-8")
    for path, package in packages.items():
        if path and not package.get("dev"):
            assert f"{path.removeprefix('node_modules/')} {package['version']}\n" in text
            assert package["integrity"].startswith("sha512-")
    assert text.count("Permission is hereby granted") >= text.count("-" * 70) + 1


def test_the_assets_of_the_package_stay_small() -> None:
    paths = [path for name in ("assets", "console") for path in (FOLDER / "publish" / "site" / name).rglob("*") if path.is_file()]
    assert sum(len(zlib.compress(path.read_bytes())) for path in paths) < MAX_ASSETS
