from __future__ import annotations

import json
import urllib.request
from pathlib import Path

import pytest

from benchmarks.inputs import CannotPrepare
from benchmarks.judges import NOT_MEASURED, Outcome
from benchmarks.peers.ours import OURS
from benchmarks.report import write_report
from benchmarks.results import Results, read_results, write_results
from benchmarks.site import browser, comparison
from benchmarks.site.browser import NotOpened, figures, plain_server
from benchmarks.site.builds import pages_of_things, things
from benchmarks.site.comparison import measure_site, site_failed
from benchmarks.site.measurements import (
    BLOCKING,
    FILES,
    KILOBYTES,
    LARGEST_PAINT,
    LAYOUT_SHIFT,
    NODES,
    SECONDS,
    TRANSFERRED,
    Measurement,
    SiteFigures,
    SiteMeasured,
)
from benchmarks.site.plan import (
    BUILD,
    BUNDLED,
    LARGEST,
    MADE,
    PAGES,
    QUICK,
    SERVERS,
    WHOLE,
    WITH_SITE,
    WITHOUT_SITE,
    built,
    page_work,
)
from benchmarks.site.section import site_section, site_tables
from benchmarks.site.targets import site_targets
from benchmarks.statistics import Spread

FIGURES = {SECONDS: 2.0, FILES: 20_084.0, KILOBYTES: 54.3, LARGEST_PAINT: 1.2, LAYOUT_SHIFT: 0.0, BLOCKING: 20.0}


def measured(work: str, subject: str, name: str, *values: float) -> list[Measurement]:
    return [Measurement(work, subject, number, {name: value}) for number, value in enumerate(values, start=1)]


def met(key: str, *found: list[Measurement]) -> Outcome:
    target = next(target for target in site_targets() if target.key == key)
    return target.judge(SiteFigures(one for each in found for one in each))


def everything() -> list[Measurement]:
    """Return a measurement of each thing that the whole plan measures."""
    builds = [(BUILD, built(project, form)) for project in (BUNDLED, MADE) for form in (WITH_SITE, WITHOUT_SITE)]
    pages = [(page_work(server), kind) for server in SERVERS for kind in WHOLE.pages]
    return [Measurement(*what, 1, FIGURES) for what in (*builds, (LARGEST, BUNDLED), *pages)]


def test_what_a_site_adds_is_taken_within_each_round() -> None:
    upper = measured(BUILD, built(BUNDLED, WITH_SITE), SECONDS, 5, 9, 7)
    lower = measured(BUILD, built(BUNDLED, WITHOUT_SITE), SECONDS, 4, 5, 5)
    assert SiteFigures([*upper, *lower]).difference(
        SECONDS, (BUILD, built(BUNDLED, WITH_SITE)), (BUILD, built(BUNDLED, WITHOUT_SITE))
    ) == Spread(1.0, 2.0, 4.0, 3)
    assert met("site-build", upper, lower) == Outcome(True, "1.00 / 2.00 / 4.00 s more")
    assert met("site-build", upper) == NOT_MEASURED


def test_a_page_is_judged_by_its_largest_paint() -> None:
    assert met("site-paint-a-thing", measured(page_work(OURS), "a thing", LARGEST_PAINT, 1.4, 1.6, 1.6)).met is False
    assert met("site-paint-a-thing", measured(page_work(OURS), "home", LARGEST_PAINT, 1.4)) == NOT_MEASURED


def test_the_worst_page_decides_whether_things_move() -> None:
    still, moving = (measured(page_work(OURS), kind, LAYOUT_SHIFT, value) for kind, value in (("home", 0.0), ("facts", 0.01)))
    assert met("site-shift", still) == Outcome(True, "0")
    assert met("site-shift", still, moving) == Outcome(False, "at most 0.010 (facts)")


def test_the_largest_page_of_a_thing_is_named() -> None:
    found = [Measurement(LARGEST, BUNDLED, 1, {KILOBYTES: 60.1}, "id/kazakhstan.html")]
    assert met("site-largest", found) == Outcome(False, "60.1 kB: id/kazakhstan.html")


def test_the_whole_plan_measures_every_target_of_the_site() -> None:
    figures_of_all = SiteFigures(everything())
    assert [target.key for target in site_targets() if target.judge(figures_of_all) == NOT_MEASURED] == []


def test_the_quick_plan_measures_a_part_of_the_whole_site() -> None:
    assert set(QUICK.pages) <= set(WHOLE.pages) == set(PAGES)
    assert not QUICK.bundled


def test_pages_of_things_are_found_in_all_languages(tmp_path: Path) -> None:
    names = [
        "index.html",
        "it/index.html",
        "id/a.html",
        "id/a.ttl",
        "it/id/a.html",
        "question/about.html",
        "it/question/about.html",
        "x.ttl",
    ]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert things(tmp_path) == {Path("id/a")}
    assert sorted(path.relative_to(tmp_path).as_posix() for path in pages_of_things(tmp_path)) == ["id/a.html", "it/id/a.html"]


def test_figures_of_a_page_are_read_from_the_report() -> None:
    values = {"largest-contentful-paint": 1510.0, "cumulative-layout-shift": 0, "dom-size": 431, "total-byte-weight": 88_500}
    report = {"audits": {name: {"numericValue": value} for name, value in values.items()}}
    assert figures(report) == {LARGEST_PAINT: 1.51, LAYOUT_SHIFT: 0, NODES: 431, TRANSFERRED: 88.5}


def test_a_page_that_did_not_load_has_no_figures() -> None:
    with pytest.raises(NotOpened, match="no paint"):
        figures({"runtimeError": {"code": "NO_FCP", "message": "no paint"}, "audits": {}})


def test_a_page_is_opened_again_if_the_browser_was_lost(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    outcomes: list[dict[str, float] | None] = [None, {LARGEST_PAINT: 1.2}, None, None]

    def opened(_url: str, _folder: Path) -> dict[str, float]:
        found = outcomes.pop(0)
        if found is None:
            raise NotOpened("no paint")
        return found

    monkeypatch.setattr(browser, "_opened", opened)
    assert browser.open_page("http://127.0.0.1/", tmp_path) == {LARGEST_PAINT: 1.2}
    with pytest.raises(NotOpened):
        browser.open_page("http://127.0.0.1/", tmp_path)


def test_the_plain_server_sends_files_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>1" * 1_000, "utf-8")
    with plain_server(tmp_path) as url:
        asked = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asked) as response:
            assert (response.headers["Content-Encoding"], len(response.read())) == (None, 4_000)


def test_a_page_or_a_build_that_fails_fails_the_comparison() -> None:
    assert not site_failed(SiteMeasured(measurements=tuple(everything())))
    assert site_failed(SiteMeasured(measurements=(Measurement(BUILD, built(BUNDLED, WITH_SITE), 1, words="failed: exit status 2"),)))


def test_a_build_that_fails_keeps_what_was_measured_before(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = Measurement(BUILD, built(BUNDLED, WITH_SITE), 1, FIGURES)

    def fail(_tell: object) -> Path:
        raise CannotPrepare("the build to serve failed: exit status 1")

    monkeypatch.setattr(comparison, "KEPT", tmp_path)
    monkeypatch.setattr(comparison, "missing", dict)
    monkeypatch.setattr(comparison, "versions", dict)
    monkeypatch.setattr(comparison, "all_projects", lambda **_options: {})
    monkeypatch.setattr(comparison, "measure_builds", lambda *_what: iter([before]))
    monkeypatch.setattr(comparison, "kept_build", fail)
    measured_so_far = measure_site(QUICK, lambda _line: None)
    assert [one.words for one in measured_so_far.measurements] == ["", "the build to serve failed: exit status 1"]
    assert site_failed(measured_so_far)


SITE = SiteMeasured({"commit": "abc123"}, {"Chromium": "Chromium 140"}, {"Lighthouse": ".ci/install-site-checkers"}, tuple(everything()))


def test_the_report_has_targets_tables_and_versions_of_the_site() -> None:
    text = write_report(Results({}, {}, {}, (), site=SITE), [], [], {"site-made": "A remark."})
    for expected in ("Targets of the site", "A remark.", "Pages from kzit-graph", "20,084", "Chromium 140", "not installed: .ci/install"):
        assert expected in text
    assert site_section(SiteMeasured(), site_targets(), {}) == ""


def test_why_a_page_failed_is_noted_once() -> None:
    failed = tuple(Measurement(page_work(OURS), "home", number, words="did not load") for number in (1, 2))
    assert site_tables(SiteMeasured(measurements=failed)).count("did not load") == 1


def test_measurements_of_the_site_are_read_as_they_were_written(tmp_path: Path) -> None:
    results = Results({}, {}, {}, (), site=SITE)
    write_results(results, tmp_path / "results.json")
    assert read_results(tmp_path / "results.json") == results
    assert json.loads((tmp_path / "results.json").read_text("utf-8"))["site"]["versions"] == {"Chromium": "Chromium 140"}
