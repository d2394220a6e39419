"""The functions that a worker runs for the tools of an assistant.

Long answers are cut, and say what is left and how to get it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from pyoxigraph import QueryBoolean, QuerySolutions, RdfFormat

from kzit_graph.errors import InvalidInput, UnknownName
from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.plain_text import without_empty
from kzit_graph.rdf.names import Term
from kzit_graph.rdf.writing import serialized
from kzit_graph.serve.mcp.facts import MAX_FACTS, Facts
from kzit_graph.serve.mcp.resources import read_resource, resources
from kzit_graph.serve.mcp.tools import DEFAULT_ROWS, MAX_ROWS, PAGING, PREFIX, described, tools
from kzit_graph.sparql.number_notes import note_of_numbers
from kzit_graph.sparql.query import engine_errors, evaluate
from kzit_graph.sparql.written_answers import computed_variables, written_rows, written_triples

JSON: Final = "application/json"
TEXT: Final = "text/plain; charset=utf-8"

_MAX_TEXT: Final = 40_000
"""Characters of an answer. More would fill the context of an assistant."""

_PAGE: Final = 15_000
"""Characters of a page of `show`."""

_MAX_COUNTED: Final = 100_000
"""Rows beyond those shown that are counted."""

_MAX_SKIPPED: Final = 1_000_000_000
_MAX_RESULTS: Final = 100
_PREFIXED: Final = re.compile(r"(?<![\w:/-])([A-Za-z][\w.-]*):[\w-]")

Content = tuple[str, bytes]
Arguments = Mapping[str, Any]


def answer(graph: KnowledgeGraph, arguments: Arguments) -> Content:
    """Return the answer to a call. arguments: `call`, one of `CALLS`, and its arguments.

    Raises `InvalidInput` and other errors of the library, with one line that says what is wrong.
    """
    return CALLS[arguments["call"]](graph, arguments)


def warm_up(graph: KnowledgeGraph) -> None:
    """Compute what calls need: the index of names, and the catalogue. Worth it before a fork."""
    graph.searcher.index.prepare()
    for compact in (False, True):
        _kept_tools(graph, compact)


@lru_cache(maxsize=8)
def _kept_tools(graph: KnowledgeGraph, compact: bool) -> list[dict[str, Any]]:
    return tools(graph, compact=compact)


def _tools(graph: KnowledgeGraph, arguments: Arguments) -> Content:
    return _json(_kept_tools(graph, arguments["compact"]))


def _call(graph: KnowledgeGraph, arguments: Arguments) -> Content:
    name, given = arguments["tool"], arguments["arguments"]
    known: dict[str, Mapping[str, Any]] = {
        tool["name"]: tool["input_schema"] for compact in (False, True) for tool in _kept_tools(graph, compact)
    }
    if name not in known:
        raise UnknownName("tool", name, known)
    _check(name, known[name], given)
    if name.startswith(PREFIX):
        return _asked(
            graph, name.removeprefix(PREFIX), {key: value for key, value in given.items() if _is_parameter(graph, name, key)}, given
        )
    return _TOOLS[name](graph, given)


def _is_parameter(graph: KnowledgeGraph, tool: str, key: str) -> bool:
    """Return whether an argument is a parameter of the question, and not one of those of all tools."""
    question = graph.question(tool.removeprefix(PREFIX))
    return key not in PAGING or (question is not None and any(parameter.name == key for parameter in question.parameters))


def _check(name: str, schema: Mapping[str, Any], given: Arguments) -> None:
    """Raise `InvalidInput` if arguments do not fit a tool. Values of questions are checked when they are bound."""
    known = schema["properties"]
    for key, value in given.items():
        if key not in known:
            raise UnknownName(f"argument of {name}", key, known)
        if isinstance(value, list) or (isinstance(value, dict) and known[key]["type"] != "object"):
            raise InvalidInput(f"{name}: {key} must be one value, not a list or an object")
        wanted = known[key].get("type")
        if wanted == "integer" and (not isinstance(value, int) or isinstance(value, bool)):
            raise InvalidInput(f"{name}: {key} must be a whole number")
        if wanted == "string" and not isinstance(value, str) and not name.startswith(PREFIX):
            raise InvalidInput(f"{name}: {key} must be a text")
        if wanted == "boolean" and not isinstance(value, bool):
            raise InvalidInput(f"{name}: {key} must be true or false")
        if key in ("max_rows", "skip_rows", "limit", "page") and value < known[key].get("minimum", value):
            raise InvalidInput(f"{name}: {key} must be at least {known[key]['minimum']}")
    for key in schema["required"]:
        if not str(given.get(key, "")).strip():
            raise InvalidInput(f"{name}: the argument {key} is missing; {known[key]['description']}")


def _search(graph: KnowledgeGraph, given: Arguments) -> Content:
    limit = min(given.get("limit", 20), _MAX_RESULTS)
    found = graph.search(given["words"], _language(given), of_class=given.get("class"), limit=limit)
    facts = Facts(graph, _language(given))
    things = [
        {**facts.cell(hit.thing), "classes": [facts.kind(kind) for kind in hit.classes], "name": hit.name.value, "match": hit.match}
        for hit in found
    ]
    left = found.total - len(found)
    hint = f"{left:,} more things match; narrow the words or the class, or raise limit (at most {_MAX_RESULTS})" if left else ""
    facts_found = [facts.described(fact) for fact in facts.among(hit.thing for hit in found)]
    nearest = [facts.cell(thing) for thing in found.nearest]
    return _json(without_empty({"things": things or None, "facts": facts_found, "left": hint, "nearest": nearest}) or {"things": []})


def _show(graph: KnowledgeGraph, given: Arguments) -> Content:
    page = given.get("page", 1)
    text = graph.show(given["name"]).text(_language(given), full=given.get("full", False), hint="full: true")
    pages = _pages(text)
    if page > len(pages):
        raise InvalidInput(f"show: the description has {len(pages)} pages; give a page from 1 to {len(pages)}")
    shown = pages[page - 1]
    used = dict.fromkeys(match[1] for match in _PREFIXED.finditer(shown) if match[1] in graph.names.prefixes)
    lines = [f"{prefix}: {graph.names.prefixes[prefix]}" for prefix in used]
    legend = "\n\nPrefixes of IRIs\n  " + "\n  ".join(lines) if lines else ""
    rest = f"\n\nPage {page} of {len(pages)}; call show again with page={page + 1} for more." if page < len(pages) else ""
    return TEXT, (shown.rstrip("\n") + legend + rest + "\n").encode()


def _pages(text: str) -> list[str]:
    """Return a text in parts that end with a line, or within a line that is longer than a part."""
    pages: list[list[str]] = [[]]
    size = 0
    lines = text.splitlines(keepends=True)
    for part in (line[start : start + _PAGE] for line in lines for start in range(0, len(line), _PAGE)):
        if size + len(part) > _PAGE and pages[-1]:
            pages.append([])
            size = 0
        pages[-1].append(part)
        size += len(part)
    return ["".join(lines) for lines in pages]


def _evidence(graph: KnowledgeGraph, given: Arguments) -> Content:
    facts = Facts(graph, _language(given))
    thing = graph.resolver.thing(given["fact"], what="fact")
    if facts.is_fact(thing):
        return _json(facts.described(thing, with_positions=True))
    citing = facts.citing(thing)
    passage = facts.passage(thing)
    if not citing and "start" not in passage:
        raise InvalidInput(f"{graph.names.shorten(thing)} is neither a fact nor a passage; call show to see the facts about it")
    shown = [facts.described(fact) for fact in citing[:MAX_FACTS]]
    left = f"{len(citing) - MAX_FACTS:,} more facts cite it" if len(citing) > MAX_FACTS else ""
    return _json({"passage": passage, "facts": shown, **({"left": left} if left else {})})


def _questions(graph: KnowledgeGraph, given: Arguments) -> Content:
    words = given.get("words", "")
    found = [question for question in graph.questions().values() if question.matches(words)]
    if not found:
        raise InvalidInput(f'no question has the words "{words}"; leave words out to list all')
    return _json({"questions": described(found, graph)})


def _ask(graph: KnowledgeGraph, given: Arguments) -> Content:
    return _asked(graph, given["question"], given.get("parameters") or {}, given)


def _asked(graph: KnowledgeGraph, name: str, parameters: Arguments, given: Arguments) -> Content:
    if "{" in name or "#" in name:
        raise InvalidInput("question must be the name of a question; use the tool sparql for queries")
    for key, value in parameters.items():
        if not isinstance(value, str | int | float):
            raise InvalidInput(f"the parameter {key} must be one value, a text or a number")
    question = graph.question(name)
    if question is None:
        raise InvalidInput("question must be the name of a question; use the tool sparql for queries")
    values = {**question.for_reader(_language(given)), **parameters}
    found = _rows(graph, graph.sparql(name, **values), given, lambda: graph.query(name, **values).warnings)
    return _json({"question": question.title, **found})


def _sparql(graph: KnowledgeGraph, given: Arguments) -> Content:
    text = given["query"]
    return _json(_rows(graph, text, given, lambda: graph.answer(text).warnings))


def _rows(graph: KnowledgeGraph, sparql: str, given: Arguments, warnings: Callable[[], Iterable[str]]) -> dict[str, Any]:
    """Return the rows of a query that are asked for, and what is left. warnings: returns what can be wrong if there are none."""
    names, most, skipped = graph.names, min(given.get("max_rows", DEFAULT_ROWS), MAX_ROWS), min(given.get("skip_rows", 0), _MAX_SKIPPED)
    with engine_errors(sparql, names):
        result = evaluate(graph.store, sparql, names)
        if isinstance(result, QueryBoolean):
            return {"answer": bool(result), **_warned(_number_notes(graph, sparql))}
        if not isinstance(result, QuerySolutions):
            triples = list(islice(result, skipped, skipped + most))
            left = sum(1 for _ in islice(result, _MAX_COUNTED))
            written = written_triples(triples, graph.loaded.forms, is_copied=not computed_variables(sparql))
            text = serialized(written, RdfFormat.TURTLE, names.prefixes).decode()
            cut = f"; the text is cut after {_MAX_TEXT:,} characters: lower max_rows" if len(text) > _MAX_TEXT else ""
            shown_triples = _shown("triple", skipped, len(triples), left, cut)
            return {"turtle": text[:_MAX_TEXT], "shown": shown_triples, **_warned(_number_notes(graph, sparql))}
        variables = [variable.value for variable in result.variables]
        rows: Iterable[tuple[Term | None, ...]] = map(tuple, result)
        kept = list(islice(rows, skipped, skipped + most))
        left = sum(1 for _ in islice(rows, _MAX_COUNTED))
    kept = [tuple(row) for row in written_rows(kept, variables, sparql, graph.loaded.forms)] if graph.loaded.forms.by_triple else kept
    facts = Facts(graph, _language(given))
    shown: list[dict[str, Any]] = []
    size, cut = 0, ""
    for row in kept:
        cells = {name: facts.cell(term) for name, term in zip(variables, row, strict=True) if term is not None}
        size += len(json.dumps(cells, ensure_ascii=False))
        if size > _MAX_TEXT and shown:
            break
        if size > _MAX_TEXT:
            longest = _MAX_TEXT // len(cells)
            cells = {name: f"{cell[:longest]}…" if isinstance(cell, str) and len(cell) > longest else cell for name, cell in cells.items()}
            cut = f"; its texts are cut after {longest:,} characters: ask for parts of them with SUBSTR in the tool sparql"
        shown.append(cells)
    found_facts = facts.among(term for row in kept[: len(shown)] for term in row)
    notes = list(warnings()) if not kept and not skipped else _number_notes(graph, sparql)
    return {
        "columns": variables,
        "rows": shown,
        "shown": _shown("row", skipped, len(shown), left + len(kept) - len(shown), cut),
        **({"facts": [facts.described(fact) for fact in found_facts[:MAX_FACTS]]} if found_facts else {}),
        **({"facts_left": f"{len(found_facts) - MAX_FACTS:,} more facts; call evidence for each"} if len(found_facts) > MAX_FACTS else {}),
        **_warned(notes),
    }


def _number_notes(graph: KnowledgeGraph, sparql: str) -> list[str]:
    """Return a note if numbers were not compared, so that the answer can be wrong. Results of arithmetic are not checked."""
    note = note_of_numbers(sparql, graph.store, graph.names.prefixes)
    return [note] if note else []


def _warned(notes: list[str]) -> dict[str, list[str]]:
    return {"warnings": notes} if notes else {}


def _shown(what: str, skipped: int, count: int, left: int, cut: str) -> str:
    """Return which rows or triples are shown, and how to get the others. cut: says that some of what is shown is cut."""
    if not count:
        return f"no {what}s" if not skipped else f"no {what}s after the first {skipped:,}"
    many = f"more than {_MAX_COUNTED:,}" if left >= _MAX_COUNTED else f"{left:,}"
    rest = f"; {many} more: call again with skip_rows={skipped + count}, or ask for less" if left else ""
    return f"{what}s {skipped + 1:,} to {skipped + count:,}{rest}{cut}"


def _language(given: Arguments) -> str | None:
    return given.get("label_language") or None


def _json(document: object) -> Content:
    return JSON, json.dumps(document, ensure_ascii=False).encode()


def _resources(graph: KnowledgeGraph, _arguments: Arguments) -> Content:
    return _json(resources(graph))


def _resource(graph: KnowledgeGraph, arguments: Arguments) -> Content:
    return read_resource(graph, arguments["uri"])


_TOOLS: Final[Mapping[str, Callable[[KnowledgeGraph, Arguments], Content]]] = {
    "search": _search,
    "show": _show,
    "evidence": _evidence,
    "sparql": _sparql,
    "list-questions": _questions,
    "ask": _ask,
}
CALLS: Final[Mapping[str, Callable[[KnowledgeGraph, Arguments], Content]]] = {
    "tools": _tools,
    "call": _call,
    "resources": _resources,
    "resource": _resource,
}
"""What the server asks of a worker."""
