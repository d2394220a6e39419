"""A small build, and requests for its files."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from starlette.types import ASGIApp

from tests.serve.http.asgi import Got, call, scope_of

LONG = b"<https://example.org/a> <https://example.org/b> <https://example.org/c> .\n" * 100
LARGE = b"".join(b'<https://example.org/%d> <https://example.org/b> "%d" .\n' % (each, each * 7919) for each in range(3000))
CONTENTS: Mapping[str, bytes] = {
    "index.html": b"<!DOCTYPE html><title>x</title>",
    "id/milan.ttl": b"<a> <b> <c> .",
    "id/milan.nt": LONG,
    "id/index.html": b"things",
    "id/а b.ttl": "<а> <b> <c> .".encode(),
    "kzit.nt": LARGE,
    "photo.png": b"\x89PNG" + bytes(2000),
    "random.nt": os.urandom(2000),
    "empty.txt": b"",
}


def write_build(folder: Path, contents: Mapping[str, bytes] = CONTENTS) -> Path:
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
        os.utime(folder / name, (784111777, 784111777))
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in contents.items()]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8")
    return folder


def get(app: ASGIApp, path: str, method: str = "GET", **headers: str) -> Got:
    pairs = {name.replace("_", "-"): value for name, value in headers.items()}
    return call(app, scope_of(path, method, pairs))


def kind_of(got: Got) -> str:
    return str(json.loads(got.body)["type"]).rpartition("/")[2]
