"""Functions that workers call in tests."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from kzit_graph.errors import InvalidInput, UnknownName
from kzit_graph.knowledge_graph import KnowledgeGraph
from kzit_graph.project.loaded import LoadedProject
from kzit_graph.serve.backend import JobFailed

CALLS = {name: f"tests.serve.pool.functions:{name}" for name in ("label", "fail", "read", "wait", "crash", "speak")}


def label(graph: KnowledgeGraph, arguments: Mapping[str, Any]) -> tuple[str, bytes]:
    thing = graph.resolver.thing(arguments["name"])
    return "text/plain", str(graph.names.label(thing)).encode()


def fail(_graph: KnowledgeGraph, arguments: Mapping[str, Any]) -> tuple[str, bytes]:
    match arguments["how"]:
        case "not-found":
            raise JobFailed("not-found", "there is no such thing", line=3)
        case "unknown":
            raise UnknownName("thing", "x", ["y"])
        case "input":
            raise InvalidInput("the limit is not a number")
    raise ZeroDivisionError


def read(_graph: KnowledgeGraph, arguments: Mapping[str, Any]) -> tuple[str, bytes]:
    return "text/plain", Path(arguments["path"]).read_bytes()


def wait(_graph: KnowledgeGraph, arguments: Mapping[str, Any]) -> tuple[str, bytes]:
    time.sleep(arguments["seconds"])
    return "text/plain", b"done"


def crash(_graph: KnowledgeGraph, arguments: Mapping[str, Any]) -> tuple[str, bytes]:
    """End the process with a signal, each time or only if a file does not exist yet."""
    flag = Path(arguments["flag"]) if arguments.get("flag") else None
    if flag is None or not flag.exists():
        if flag is not None:
            flag.touch()
        os.kill(os.getpid(), arguments["signal"])
        time.sleep(10)
    return "text/plain", b"done"


def speak(_graph: KnowledgeGraph, arguments: Mapping[str, Any]) -> tuple[str, bytes]:
    """Write to standard error as native code does, and then end the process with SIGABRT, panic, or do nothing."""
    with suppress(OSError):
        os.write(2, arguments["words"].encode())
    match arguments.get("then"):
        case "abort":
            os.abort()
        case "panic":
            raise type("PanicException", (BaseException,), {})("in Rust")
    return "text/plain", b"done"


def broken_opener() -> LoadedProject:
    raise InvalidInput("no graph: the test says so")


def crashing_opener() -> LoadedProject:
    os._exit(3)
