"""Lists and sets of graphs in JSON-LD are refused, because the parser would end the process at them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

import kzit_graph
from kzit_graph.errors import InvalidInput
from kzit_graph.rdf.reading import read_file
from tests.small_project import small_project

CONTAINERS: Final = ("@graph", ["@graph", "@set"], ["@graph", "@id"], ["@graph", "@index", "@set"])
NODE: Final = {"@id": "a:b", "a:p": 1}
MAP: Final = ("@id", "@index")


def document(container: object, value: object) -> dict[str, Any]:
    return {"@context": {"g": {"@id": "a:g", "@container": container}, "set": "@set"}, "@id": "a:s", "g": value}


@pytest.mark.parametrize("container", CONTAINERS, ids=str)
@pytest.mark.parametrize(
    "value",
    [{"@set": [NODE]}, {"@list": [NODE]}, {"set": []}, [NODE, {"@list": []}], {"\u0040set": "a"}, {"@set": [{"@list": ["a"]}]}],
    ids=str,
)
@pytest.mark.parametrize("is_nested", [False, True])
def test_a_list_of_graphs_is_refused_with_its_line(container: object, value: object, is_nested: bool, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonld"
    in_map = any(name in container for name in MAP) if isinstance(container, list) else False
    whole = document(container, {"a:k": value} if in_map else value)
    text = json.dumps({"@id": "a:t", "a:x": whole} if is_nested else whole).replace('"g": {"@', '"g":{"@', 1).replace('"g": ', '\n"g": ')
    path.write_text(text, "utf-8")
    with pytest.raises(InvalidInput, match=r"x\.jsonld:2: a value of a term with the container @graph must not have (@set|@list|set);"):
        read_file(path)


@pytest.mark.parametrize(
    ("container", "value"),
    [
        ("@graph", [NODE, {"@id": "a:c", "a:q": {"@list": [1, 2]}}]),
        ("@graph", {"a:q": {"@set": [1, 2]}}),
        (["@graph", "@id"], {"a:k": [NODE], "a:l": NODE}),
        ("@set", {"@set": [NODE]}),
        ("@list", {"@list": [NODE]}),
    ],
    ids=str,
)
def test_other_lists_and_graphs_are_read(container: object, value: object, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonld"
    path.write_text(json.dumps(document(container, value)), "utf-8")
    assert any(str(quad.subject) == "<a:b>" or str(quad.predicate) == "<a:q>" for quad in read_file(path).quads)


def test_a_context_of_a_copy_is_heeded(tmp_path: Path) -> None:
    root = small_project(tmp_path)
    settings = root / "kzit-graph.toml"
    before = settings.read_text("utf-8") if settings.exists() else ""
    settings.write_text(f'{before}\n[contexts]\n"https://c.example/c" = "c.jsonld"\n', "utf-8")
    (root / "c.jsonld").write_text('{"@context": {"g": {"@id": "a:g", "@container": "@graph"}}}', "utf-8")
    (root / "data" / "x.jsonld").write_text('{"@context": "https://c.example/c", "@id": "a:s",\n"g": {"@set": []}}', "utf-8")
    with pytest.raises(InvalidInput, match=r"x\.jsonld:2: a value of a term with the container @graph must not have @set"):
        kzit_graph.open_folder(root).select("ASK {}")
