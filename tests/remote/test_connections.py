"""Requests close their connections."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kzit_graph.remote.client import HttpClient
from kzit_graph.remote.messages import Request
from tests.remote.endpoint_servers import says, server

OPEN_FILES = Path("/proc/self/fd")


@pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="only Linux lists the open files of a process")
def test_a_request_leaves_no_connection_open() -> None:
    with server(says(b"x", "text/plain")) as talk:
        client = HttpClient()
        client.send(Request(talk.url, {}, expected=(200,), what="request"))
        before = len(os.listdir(OPEN_FILES))  # noqa: PTH208
        replies = [client.send(Request(talk.url, {}, expected=(200,), what="request")) for _ in range(20)]
        assert len(os.listdir(OPEN_FILES)) <= before + 1  # noqa: PTH208
        assert {reply.body for reply in replies} == {b"x"}
