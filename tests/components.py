"""Outside components that some tests need: those tests are skipped where a component is missing, but never in CI."""

from __future__ import annotations

import os

import pytest


def need(present: bool, what: str, install: str) -> None:
    """Goes on where the component is present, skips the test where it is not, and fails it where CI=true.

    what: the component's name. install: the command that installs it.
    """
    if present:
        return
    reason = f"needs {what}: {install}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
