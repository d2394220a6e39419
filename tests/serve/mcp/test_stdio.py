"""The command `kzit-graph mcp`, asked by a client of the protocol over standard input and output."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.shared.exceptions import MCPError

from kzit_graph.cli import cli
from kzit_graph.errors import MissingExtra
from kzit_graph.knowledge_graph import open_folder
from tests.small_project import small_project

pytestmark = pytest.mark.slow

SECONDS = 2.0
HEAVY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o } ORDER BY ?a"
Ask = Callable[[Callable[[Client], Coroutine[Any, Any, Any]]], Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    things = "".join(
        f"<https://example.org/tiny/id/n{n}> <https://example.org/tiny/ontology#near> <https://example.org/tiny/id/n0> .\n"
        for n in range(300)
    )
    return small_project(tmp_path_factory.mktemp("stdio"), {"data/many.ttl": things})


@pytest.fixture(scope="module")
def ask(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Yield a function that runs a coroutine with a connected client."""
    program = [sys.executable, "-m", "kzit_graph", "--project", str(folder), "mcp", "--compact", "--time", str(SECONDS)]
    parameters = StdioServerParameters(command=program[0], args=program[1:], cwd=tmp_path_factory.mktemp("empty"))
    loop, found, stop = asyncio.new_event_loop(), list[Client](), asyncio.Event()
    ready = threading.Event()

    async def stay() -> None:
        try:
            async with Client(parameters) as client:
                found.append(client)
                ready.set()
                await stop.wait()
        finally:
            ready.set()

    thread = threading.Thread(target=loop.run_until_complete, args=(stay(),))
    thread.start()
    assert ready.wait(60)
    yield lambda what: asyncio.run_coroutine_threadsafe(what(found[0]), loop).result(20)
    loop.call_soon_threadsafe(stop.set)
    thread.join(30)
    assert not thread.is_alive()
    loop.close()


def test_the_tools_only_read(ask: Ask) -> None:
    listed = ask(lambda client: client.list_tools()).tools
    assert [tool.name for tool in listed] == ["search", "show", "evidence", "sparql", "list-questions", "ask"]
    assert all(tool.annotations.read_only_hint and tool.annotations.open_world_hint is False for tool in listed)


def test_an_answer_is_text_and_data(ask: Ask) -> None:
    found = ask(lambda client: client.call_tool("search", {"words": "la scala"}))
    assert not found.is_error
    assert json.loads(found.content[0].text) == found.structured_content
    assert found.structured_content["things"][0]["iri"] == "https://example.org/tiny/id/one/scala"
    page = ask(lambda client: client.call_tool("show", {"name": "La Scala"}))
    assert page.content[0].text.startswith("La Scala\n")


def test_a_call_that_takes_too_long_is_ended_and_the_next_is_answered(ask: Ask) -> None:
    found = ask(lambda client: client.call_tool("sparql", {"query": HEAVY}))
    assert found.is_error
    assert found.content[0].text.startswith(("the call took longer than 2 s and was ended", "the call needed too much memory"))
    assert ask(lambda client: client.call_tool("sparql", {"query": "ASK {}"})).structured_content == {"answer": True}


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        ("search", {"wrods": "x"}, "unknown argument of search"),
        ("search", {"words": "x" * 300_000}, "send at most 200,000"),
        ("sparql", {"query": "{" * 20_000}, ""),
        ("sparql", {"query": "SELECT * {" + "{" * 20_000 + "}" * 20_000 + "}"}, ""),
        ("sparql", {"query": "CLEAR ALL"}, "CLEAR is an update"),
        ("ask", {"question": "x", "parameters": [1]}, "must be one value"),
        ("ask", {"question": "../../etc/passwd"}, "unknown question"),
        ("show", {"name": "\x1b[31m\u202e"}, "nothing is called"),
    ],
)
def test_hostile_arguments_are_a_tool_error_of_one_line(ask: Ask, tool: str, arguments: dict[str, Any], message: str) -> None:
    found = ask(lambda client: client.call_tool(tool, arguments))
    assert found.is_error
    text = found.content[0].text
    assert message in text
    assert "\n" not in text
    assert "\x1b" not in text
    assert "Traceback" not in text
    assert ask(lambda client: client.call_tool("sparql", {"query": "ASK {}"})).structured_content == {"answer": True}


def test_an_unknown_tool_or_resource_is_an_error_of_the_protocol(ask: Ask) -> None:
    with pytest.raises(MCPError, match="there is no tool delete"):
        ask(lambda client: client.call_tool("delete", {}))
    with pytest.raises(MCPError, match="there is no resource file:///etc/passwd"):
        ask(lambda client: client.read_resource("file:///etc/passwd"))


def test_the_resources_are_the_dataset_the_ontology_and_the_questions(ask: Ask) -> None:
    assert [found.uri for found in ask(lambda client: client.list_resources()).resources] == [
        "graph://dataset",
        "graph://ontology",
        "graph://questions",
    ]
    assert "void:Dataset" in ask(lambda client: client.read_resource("graph://dataset")).contents[0].text
    assert "x:Theatre" in ask(lambda client: client.read_resource("graph://ontology")).contents[0].text
    assert json.loads(ask(lambda client: client.read_resource("graph://questions")).contents[0].text)


def test_the_prompt_asks_for_cited_facts(ask: Ask) -> None:
    found = ask(lambda client: client.get_prompt("cited-answer", {"question": "Where is La Scala?"}))
    assert found.messages[0].content.text.startswith("Where is La Scala?\n\nAnswer only from the tools")
    with pytest.raises(MCPError, match="the only prompt is cited-answer"):
        ask(lambda client: client.get_prompt("other"))


def test_standard_output_has_only_the_protocol_and_ends_with_the_input(folder: Path) -> None:
    version = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    lines = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": version},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/list"},
    ]
    surrogate = '{"jsonrpc": "2.0", "id": 4, "method": "tools/call", "params": {"name": "search", "arguments": {"words": "\\ud800"}}}\n'
    text = (
        "".join(f"{json.dumps(line)}\n" for line in lines)
        + "no JSON\n"
        + surrogate
        + '{"jsonrpc": "2.0", "id": 3, "method": "nothing/here"}\n'
    )
    program = [sys.executable, "-m", "kzit_graph", "--project", str(folder), "mcp"]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(text)
        process.stdin.flush()
        answers = [json.loads(process.stdout.readline()) for _ in range(3)]
        rest, errors = process.communicate(timeout=30)
    assert {1, 2, 3} <= {answer.get("id") for answer in [*answers, *map(json.loads, rest.splitlines())]}
    assert "Traceback" not in errors
    assert process.returncode == 0


def test_a_build_is_offered_instead_of_a_project(folder: Path, tmp_path: Path) -> None:
    open_folder(folder).build(tmp_path / "dist")
    program = [sys.executable, "-m", "kzit_graph", "mcp", "--dist", str(tmp_path / "dist")]

    async def found() -> Any:
        async with Client(StdioServerParameters(command=program[0], args=program[1:], cwd=tmp_path)) as client:
            return await client.call_tool("search", {"words": "scala"})

    assert asyncio.run(found()).structured_content["things"][0]["label"] == "La Scala"


def test_faults_are_told_before_the_protocol_begins(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.ttl").write_text("broken", "utf-8")
    broken = subprocess.run([sys.executable, "-m", "kzit_graph", "--project", tmp_path, "mcp"], input="", capture_output=True, text=True)
    assert (broken.returncode, broken.stdout) == (2, "")
    assert "data/x.ttl:1:1: broken is not" in broken.stderr
    assert len(broken.stderr.splitlines()) == 1
    both = subprocess.run(
        [sys.executable, "-m", "kzit_graph", "--project", folder, "mcp", "--dist", tmp_path], input="", capture_output=True, text=True
    )
    assert both.returncode == 2
    assert both.stderr == "kzit-graph: --dist and --project name two graphs; give one of them\n"


def test_without_the_extra_the_command_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kzit_graph.cli.mcp.find_spec", lambda _name: None)
    done = CliRunner().invoke(cli, ["mcp"])
    assert isinstance(done.exception, MissingExtra)
    assert str(done.exception) == 'mcp is not installed; install it with: pip install "kzit-graph[mcp]"'
