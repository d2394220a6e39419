"""Queries over HTTP."""

from __future__ import annotations

import pytest

from tests.serve.running import RunningServer

pytestmark = pytest.mark.slow


def test_a_query_is_answered(server: RunningServer) -> None:
    assert server.query("ASK {}").json() == {"head": {}, "boolean": True}
