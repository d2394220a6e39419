"""Optional components of tests. A test is skipped if its component is missing, but fails in CI."""

from __future__ import annotations

import os

import pytest


def need(present: bool, what: str, install: str) -> None:
    """Skip the test if a component is not present, or fail it if CI=true.

    what: name of the component. install: the command that installs it.
    """
    if present:
        return
    reason = f"needs {what}: {install}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
