"""S10: pages and their style sheet are valid, as the checker of the W3C sees them."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from tests.components import need
from tests.site.builds import BuiltSite
from tests.site.components import module_file

pytestmark = pytest.mark.slow


def test_s10_no_kind_of_page_has_an_error(site: BuiltSite) -> None:
    java = shutil.which("java")
    need(java is not None, "Java 17", "apt-get install openjdk-17-jre-headless")
    jar = module_file("vnu-jar/build/dist/vnu.jar")
    pages = {site.prefix(language) + path for language in site.languages for kind, path in site.different if kind != "404"}
    pages |= set(site.kinds.values())
    files = [str(site.folder / page) for page in sorted(pages)]
    command = [str(java), "-Xss4m", "-jar", str(jar), "--format", "json", "--exit-zero-always", *files]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    messages = json.loads(done.stderr)["messages"]
    errors = [
        f"{message.get('url', '').rpartition(str(site.folder))[2]}:{message.get('lastLine')}: {message['message']}"
        for message in messages
        if message["type"] != "info"
    ]
    assert not errors, "\n".join(errors[:50])
    assert len(files) >= len(set(site.kinds.values()))
