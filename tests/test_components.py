from __future__ import annotations

import pytest

from tests.components import need


def test_a_present_component_changes_nothing() -> None:
    need(True, "rapper", "apt-get install raptor2-utils")


def test_a_missing_component_skips_the_test_with_the_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install raptor2-utils"):
        need(False, "rapper", "apt-get install raptor2-utils")


def test_a_missing_component_fails_the_test_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="needs rapper"):
        need(False, "rapper", "apt-get install raptor2-utils")
