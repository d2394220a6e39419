from __future__ import annotations

import pytest

from tests.components import need


def test_a_component_that_is_there_changes_nothing() -> None:
    need(True, "rapper", "apt-get install raptor2-utils")


def test_without_a_component_the_test_is_skipped_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install raptor2-utils"):
        need(False, "rapper", "apt-get install raptor2-utils")


def test_in_ci_a_missing_component_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="needs rapper"):
        need(False, "rapper", "apt-get install raptor2-utils")
