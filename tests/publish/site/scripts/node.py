"""Runs the scripts of the site in Node.js, so that they can be compared with the Python code that does the same."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from tests.components import need

ASSETS: Final = Path(__file__).parents[4] / "kzit_graph" / "publish" / "site" / "assets"

SEARCHES: Final = Path(__file__).with_name("searches.toml")
"""What people type in the search, and the things that they mean."""

_SERVER: Final = """
for (const file of JSON.parse(process.argv[1])) require(file);
const lines = require("node:readline").createInterface({ input: process.stdin });
lines.on("line", async (line) => {
  const { code, given } = JSON.parse(line);
  let answer;
  try { answer = { value: await new Function("given", `return (${code})(...given)`)(given) }; }
  catch (error) { answer = { error: String(error.stack) }; }
  process.stdout.write(JSON.stringify(answer) + "\\n");
});
"""


class Node:
    """A running Node.js with some scripts of the site."""

    def __init__(self, *scripts: str) -> None:
        files = json.dumps([str(ASSETS / script) for script in scripts])
        self._process = subprocess.Popen(
            ["node", "-e", _SERVER, files], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def call(self, code: str, *given: object) -> Any:
        """Return what a function of JavaScript returns, for values that JSON can hold."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"code": code, "given": given}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer.get("value")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()


@contextmanager
def node(*scripts: str) -> Iterator[Node]:
    """A running Node.js with some scripts of the site. The test is skipped without Node.js, or fails in CI."""
    need(shutil.which("node") is not None, "Node.js", "apt-get install nodejs")
    with Node(*scripts) as running:
        yield running
