"""Speak the Model Context Protocol over standard input and output, and let worker processes answer.

The graph is in the workers, so that a call that takes too long or too much memory is ended, and the next one is answered.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, Final

import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError

from kzit_graph.plain_text import visible
from kzit_graph.serve.backend import Backend, CallJob, JobFailed
from kzit_graph.serve.limits import Limits
from kzit_graph.serve.pool.opener import Opener
from kzit_graph.serve.pool.pool import Pool

CALLS: Final = {"assistant": "kzit_graph.serve.mcp.answers:answer"}
"""The function of a worker that answers."""

_MAX_ARGUMENTS: Final = 200_000
"""Characters of the arguments of a call."""

_MAX_MESSAGE: Final = 1_000
_PROMPT: Final = "cited-answer"

_Context = Any
"""What the library says of a request; it is not needed here."""


def serve_assistant(opener: Opener, limits: Limits, *, compact: bool = False) -> None:
    """Answer an assistant on standard input and output until it closes them.

    opener: the graph. limits: of each call. compact: see `kzit_graph.serve.mcp.tools.tools`. Raises `KzitError` if the graph cannot be
    opened.
    """
    asyncio.run(_serve(Pool(opener, limits, calls=CALLS, spares=1), limits, compact=compact))


async def _serve(pool: Pool, limits: Limits, *, compact: bool) -> None:
    await pool.start()
    try:
        assistant = Assistant(pool, limits.seconds, compact=compact)
        server = await assistant.server()
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())
    finally:
        await pool.close()


class Assistant:
    """Answers the requests of an assistant. backend: runs the calls. seconds: the time of each. compact: see `serve_assistant`."""

    def __init__(self, backend: Backend, seconds: float, *, compact: bool = False) -> None:
        self._backend = backend
        self._seconds = seconds
        self._compact = compact

    async def server(self) -> Server[Any]:
        """Return the server of the protocol. Raises `JobFailed` if the graph cannot be described."""
        about = json.loads((await self._answer("resources"))[1])
        listed = json.loads((await self._answer("tools", compact=self._compact))[1])
        self._resources = [types.Resource(**resource) for resource in about["resources"]]
        reads_only = types.ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False, destructive_hint=False)
        self._tools = [types.Tool(**tool, annotations=reads_only) for tool in listed]
        return Server(
            "kzit-graph",
            version=version("kzit-graph"),
            title=about["title"],
            instructions=about["instructions"],
            on_list_tools=self._list_tools,
            on_call_tool=self._call_tool,
            on_list_resources=self._list_resources,
            on_read_resource=self._read_resource,
            on_list_prompts=self._list_prompts,
            on_get_prompt=self._get_prompt,
        )

    async def _answer(self, call: str, **arguments: Any) -> tuple[str, str]:
        """Return the media type and the text of an answer. Raises `JobFailed`."""
        job = CallJob("assistant", {"call": call, **arguments}, self._seconds)
        async with self._backend.answer(job) as answering:
            chunks = [await answering.first() or b""]
            chunks += [chunk async for chunk in answering.rest()] if not answering.is_whole else []
        return answering.kind, b"".join(chunks).decode()

    async def _list_tools(self, _context: _Context, _params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=self._tools)

    async def _call_tool(self, _context: _Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        if params.name not in {tool.name for tool in self._tools}:
            raise MCPError(types.INVALID_PARAMS, f"there is no tool {_line(params.name)[:100]}; list the tools")
        given: Mapping[str, Any] = {key: value for key, value in (params.arguments or {}).items() if value is not None}
        try:
            _check_size(given)
            kind, text = await self._answer("call", tool=params.name, arguments=given)
        except JobFailed as failure:
            return types.CallToolResult(content=[types.TextContent(text=_explained(failure, self._seconds))], is_error=True)
        found = types.CallToolResult(content=[types.TextContent(text=text)])
        return found if kind.startswith("text/") else found.model_copy(update={"structured_content": json.loads(text)})

    async def _list_resources(self, _context: _Context, _params: types.PaginatedRequestParams | None) -> types.ListResourcesResult:
        return types.ListResourcesResult(resources=self._resources)

    async def _read_resource(self, _context: _Context, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        known = {resource.uri for resource in self._resources}
        if params.uri not in known:
            raise MCPError(types.INVALID_PARAMS, f"there is no resource {_line(params.uri)[:100]}; known: {', '.join(sorted(known))}")
        try:
            kind, text = await self._answer("resource", uri=params.uri)
        except JobFailed as failure:
            raise MCPError(types.INTERNAL_ERROR, _explained(failure, self._seconds)) from failure
        return types.ReadResourceResult(contents=[types.TextResourceContents(uri=params.uri, mime_type=kind, text=text)])

    async def _list_prompts(self, _context: _Context, _params: types.PaginatedRequestParams | None) -> types.ListPromptsResult:
        argument = types.PromptArgument(name="question", description="What you want to know.", required=True)
        text = "Answer a question from the graph, with the facts, who claims them, and their passages."
        return types.ListPromptsResult(prompts=[types.Prompt(name=_PROMPT, title="Cited answer", description=text, arguments=[argument])])

    async def _get_prompt(self, _context: _Context, params: types.GetPromptRequestParams) -> types.GetPromptResult:
        question = (params.arguments or {}).get("question", "").strip()
        if params.name != _PROMPT or not question:
            raise MCPError(types.INVALID_PARAMS, f"the only prompt is {_PROMPT}, with the argument question")
        text = (
            f"{question}\n\nAnswer only from the tools of this graph. For each statement, cite the IRI of the fact, who claims it, its "
            "stance and its passages. If sources disagree, show each side. If the graph does not say, say so."
        )
        return types.GetPromptResult(messages=[types.PromptMessage(role="user", content=types.TextContent(text=text))])


def _check_size(arguments: Mapping[str, Any]) -> None:
    """Raise `JobFailed` if arguments are too large, nested too deeply, or not Unicode."""
    try:
        text = json.dumps(arguments, ensure_ascii=False)
        text.encode()
    except (RecursionError, ValueError) as error:
        raise JobFailed("query", "the arguments are nested too deeply, or are not valid Unicode") from error
    if len(text) > _MAX_ARGUMENTS:
        raise JobFailed("query", f"the arguments have {len(text):,} characters; send at most {_MAX_ARGUMENTS:,}")


def _explained(failure: JobFailed, seconds: float) -> str:
    """Return one line about why there is no answer, and what to do."""
    hints = {
        "time": f"the call took longer than {seconds:g} s and was ended; ask for less, for example with LIMIT or a narrower class",
        "memory": "the call needed too much memory and was ended; ask for less, for example without ORDER BY, or with LIMIT",
    }
    return _line(hints.get(failure.kind, failure.detail))


def _line(text: str) -> str:
    return visible(" ".join(text.split()))[:_MAX_MESSAGE]
