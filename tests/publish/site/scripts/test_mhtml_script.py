"""The script that reads web archives in the browser finds the page that the command finds."""

from __future__ import annotations

import pytest

from kzit_graph.describe.web_archive import archived_page, is_archive
from tests.describe.altered_copies import as_archive
from tests.describe.test_passage_search import OWN
from tests.describe.test_web_archive import ARCHIVES, IMAGE, archive
from tests.publish.site.scripts.node import node

pytestmark = pytest.mark.slow

OTHERS = {"no page": archive(IMAGE), "no header": b"Rome: 5 May.", "nothing": b"", "a page in a folded header": as_archive(OWN["ru"][1])}


@pytest.mark.parametrize("name", [*ARCHIVES, *OTHERS])
def test_the_page_of_an_archive_is_the_same(name: str) -> None:
    content = {**ARCHIVES, **OTHERS}[name]
    with node("mhtml.js") as scripts:
        found = scripts.call(
            """(bytes) => {
                const given = Uint8Array.from(bytes), page = site.archivedPage(given);
                const head = String.fromCharCode(...given.subarray(0, 8192));
                return [site.isArchive(head), page ? [[...page.bytes], page.charset.toLowerCase()] : null];
            }""",
            list(content),
        )
    page = archived_page(content)
    assert found[0] == is_archive(content)
    assert (found[1] is None) == (page is None)
    if page:
        assert bytes(found[1][0]).strip() == page.content.strip()
        assert found[1][1] == page.charset
