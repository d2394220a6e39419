"""S17: pages have a strict Content Security Policy, as an element and as a header, and nothing inside that breaks it."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

import pytest

from tests.site.builds import BuiltSite
from tests.site.components import run_node

pytestmark = pytest.mark.slow

_META: Final = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_RATE: Final = """
import { CspParser } from "csp_evaluator/dist/parser.js"
import { CspEvaluator } from "csp_evaluator/dist/evaluator.js"
import { Severity } from "csp_evaluator/dist/finding.js"
const found = process.argv.slice(1).map(text => new CspEvaluator(new CspParser(text).csp).evaluate())
const bad = found.map(list => list.filter(one => one.severity <= Severity.MEDIUM))
console.log(JSON.stringify(bad.map(list => list.map(one => one.directive + ": " + one.description))))
"""
_BY_HOST: Final = ("script-src: 'self' can be problematic",)
"""What the evaluator says of any site with scripts of its own host: that a host which stores files of others is no guard."""


def policy(site: BuiltSite, path: str) -> str:
    """Return the policy of a page. It stands before anything that is loaded."""
    head = (site.folder / path).read_text("utf-8").partition("</head>")[0]
    (found,) = _META.findall(head)
    assert head.index("Content-Security-Policy") < min(head.index(mark) for mark in ("<link", "<script", "<title") if mark in head)
    return unescape(found)


def directives(text: str) -> dict[str, set[str]]:
    found = [directive.split() for directive in text.split(";")]
    assert len({name for name, *_ in found}) == len(found)
    return {name: set(values) for name, *values in found}


def test_s17_each_page_allows_its_own_files_only(site: BuiltSite) -> None:
    for path in site.html:
        if path.rpartition("/")[2] == "console.html":
            continue
        found = directives(policy(site, path))
        assert found["default-src"] == {"'none'"}
        assert found["base-uri"] == {"'none'"}
        allowed = set().union(*found.values()) - {"'none'", "'self'", "data:"}
        assert allowed == set(), path
        assert "data:" not in found["script-src"]


def test_s17_only_the_console_may_compile_webassembly(site: BuiltSite) -> None:
    found = {path for path in site.html if "wasm-unsafe-eval" in policy(site, path)}
    assert found == {f"{site.prefix(language)}console.html" for language in site.languages}
    for path in found:
        console = directives(policy(site, path))
        assert set().union(*console.values()) <= {"'none'", "'self'", "data:", "blob:", "'wasm-unsafe-eval'"}
        assert console["script-src"] == {"'self'", "'wasm-unsafe-eval'"}


def test_s17_the_header_allows_what_some_page_needs_and_no_frame(site: BuiltSite) -> None:
    pages = [directives(policy(site, path)) for path in site.html]
    for name, pattern in (("_headers", r"Content-Security-Policy: (.*)"), (".htaccess", r'Content-Security-Policy "(.*)"')):
        texts = re.findall(pattern, (site.folder / name).read_text("utf-8"))
        assert len(texts) == 1, name
        header = directives(texts[0])
        assert header.pop("frame-ancestors") == {"'none'"}
        for page in pages:
            assert all(values - {"'none'"} <= header[directive] for directive, values in page.items())
        assert all(
            value in {"'none'"}.union(*(page.get(directive, set()) for page in pages))
            for directive in header
            for value in header[directive]
        )


def test_s17_no_page_has_an_inline_script_style_or_handler(site: BuiltSite) -> None:
    for path in site.html:
        text = (site.folder / path).read_text("utf-8")
        scripts = re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL)
        for attributes, content in scripts:
            assert ("src=" in attributes and not content) or re.search(r'type="application/(ld\+)?json"', attributes), (path, attributes)
        assert "<style" not in text, path
        assert not re.search(r"<[a-z][^<>]*? style=", text), path
        assert not re.search(r"<[a-z][^<>]*? on[a-z]+=", text), path


@pytest.mark.slow
def test_s17_the_evaluator_finds_no_weakness(bundled: BuiltSite) -> None:
    policies = [policy(bundled, "index.html"), policy(bundled, "console.html")]
    found = run_node(_RATE, *policies)
    assert [[text for text in texts if not text.startswith(_BY_HOST)] for texts in found] == [[], []]
