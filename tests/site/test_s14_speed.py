"""S14: Lighthouse gives each kind of page at least 95 of 100 for accessibility, good practice and being found.

Speed is measured by `make bench`: on a busy machine it decides no test. What a page may load is in S15.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from tests.components import need
from tests.site.components import module_file, node

pytestmark = pytest.mark.slow

_FLAGS: Final = "--headless=new --no-sandbox --disable-background-networking --disable-component-update --disable-gpu --disable-sync"


@pytest.mark.parametrize("path", ["index.html", "id/kazakhstan.html", "timeline.html", "console.html"])
def test_s14_lighthouse_gives_95_of_100(path: str, static_server: str, tmp_path: Path) -> None:
    chromium = shutil.which("chromium")
    need(chromium is not None, "Chromium", "apt-get install chromium")
    program = module_file("lighthouse/cli/index.js")
    report = tmp_path / "report.json"
    command = [
        str(node()),
        str(program),
        static_server + path,
        "--quiet",
        f"--chrome-flags={_FLAGS}",
        "--output=json",
        f"--output-path={report}",
    ]
    command += ["--only-categories=accessibility,best-practices,seo", "--skip-audits=is-on-https,redirects-http,canonical"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env={**os.environ, "CHROME_PATH": str(chromium)})
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    scores = {name: round(100 * category["score"]) for name, category in found["categories"].items()}
    bad = [f"{name}: {audit['title']}" for name, audit in found["audits"].items() if audit["score"] is not None and audit["score"] < 1]
    assert set(scores) == {"accessibility", "best-practices", "seo"}
    assert min(scores.values()) >= 95, (scores, bad)
