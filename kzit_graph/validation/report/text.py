"""Write a validation report as text: for programs one line for each result, for a terminal groups of results in colour."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from kzit_graph.errors import InvalidInput
from kzit_graph.hidden_characters import visible_name
from kzit_graph.plain_text import counted, shortened, visible, wrapped_line
from kzit_graph.validation.report.places import Places
from kzit_graph.validation.report.short_names import ShortNames
from kzit_graph.validation.results import ReportData, Result, Severity, by_constraint

TEXT_LIMIT: Final = 10
"""The default limit of results of each constraint in the text."""

MAX_INFO: Final = 199
"""The most characters of an info, unless it is verbose."""

_STYLES: Final = {
    Severity.VIOLATION.lower(): "1;31",
    Severity.WARNING.lower(): "33",
    Severity.INFO.lower(): "36",
    "passed": "1;32",
    "failed": "1;31",
    "place": "1",
}
"""Colours of terminals (ECMA-48, section 8.3.117)."""


@dataclass(frozen=True)
class TextStyle:
    """How the text of a report looks.

    hint, verbose_hint: how to list all results, and how to see infos in full, for the last lines. verbose: show infos in full. color:
    use colours. width: the columns of a terminal, to group results and to wrap lines; None for one line for each result.
    prefixes: prefix to namespace, to shorten IRIs. stubs_hint: where the stubs of unknown things are, if it has_stubs.
    """

    hint: str = "limit=None"
    verbose_hint: str = "verbose=True"
    verbose: bool = False
    color: bool = False
    width: int | None = None
    prefixes: Mapping[str, str] = field(default_factory=dict)
    stubs_hint: str = "report.stubs"
    has_stubs: bool = False


def report_text(report: ReportData, limit: int | None = TEXT_LIMIT, style: TextStyle = TextStyle()) -> str:
    """Return one line for each result, "file:line: severity: message", and a last line with the counts.

    A constraint with more than `limit` results is a group: its message and number come first, once, and then the first results. On a
    terminal, each message with several results is a group. Within a severity, groups come first, the largest at the top, because
    fixing its cause shortens the report most. All other results follow by file and line. limit: at least 1; None for all results.

    Raises `InvalidInput` if the limit is lower, as the functions for other formats do.
    """
    check_limit(limit)
    return "".join(_Writer(report, limit, style).lines())


def summary(report: ReportData) -> str:
    """Return the verdict and the number of results of each severity, in one line."""
    if not report.has_shapes and not report.results:
        return "nothing was validated, because there are no shapes"
    counts = ", ".join(counted(report.count(severity), severity.lower()) for severity in Severity)
    if not report.has_shapes:
        return f"{'passed' if report.passed else 'failed'}: {counts}; nothing was validated against shapes, because there are none"
    return f"{'passed' if report.passed else 'failed'}: {counts} ({report.engine})"


def baseline_lines(report: ReportData) -> Iterator[str]:
    """Yield how many results are known from before, and how many of the known ones are gone."""
    baseline = report.baseline
    if baseline is None:
        return
    files = " and ".join(map(visible_name, baseline.files))
    yield f"{counted(baseline.known, 'known result')} {'is' if baseline.known == 1 else 'are'} not listed"
    if baseline.gone:
        are, them = ("is", "it") if baseline.gone == 1 else ("are", "them")
        yield f"{counted(baseline.gone, 'known result')} {are} gone; write {files} anew without --known to drop {them}"


def check_limit(limit: int | None) -> None:
    """Raise `InvalidInput` if a limit is below 1."""
    if limit is not None and limit < 1:
        raise InvalidInput("limit must be at least 1, or None for all results")


def listed_results(report: ReportData, limit: int | None) -> Sequence[int]:
    """Return the indices of the results to list, in the order of the report. Raises `InvalidInput` if the limit is below 1."""
    check_limit(limit)
    if limit is None:
        return range(len(report.results))
    return sorted(chain.from_iterable(group[:limit] for group in by_constraint(report.results, limit)))


def bare(term: str | None) -> str | None:
    """Return an IRI without its angle brackets, and other terms unchanged."""
    return term.removeprefix("<").removesuffix(">") if term and term.startswith("<") and term.count("<") == 1 else term


class _Writer:
    def __init__(self, report: ReportData, limit: int | None, style: TextStyle) -> None:
        self._report = report
        self._style = style
        self._most = len(report.results) if limit is None else limit
        self._place = Places(report.root)
        self._names = ShortNames(style.prefixes)
        self._paths: dict[str, str] = {}
        self._has_cut = False

    def lines(self) -> Iterator[str]:
        """Yield the lines of the report."""
        results, most = self._report.results, self._most
        least = most if self._style.width is None else 1
        groups = sorted((group for group in by_constraint(results, most) if len(group) > least), key=len, reverse=True)
        grouped = set(chain.from_iterable(groups))
        for severity in Severity:
            for group in groups:
                if results[group[0]].severity is severity:
                    yield from self._group([results[index] for index in group])
            for index, result in enumerate(results):
                if result.severity is severity and index not in grouped:
                    parts = (self._where(result), f"{self._names.iri(result.severity_name)}:", self._message(result), self._what(result))
                    yield self._line(*parts, cut=severity is Severity.INFO)
        if left_out := sum(len(group) - most for group in groups if len(group) > most):
            yield f"{counted(left_out, 'result')} not listed; {self._style.hint} lists all\n"
        if self._has_cut:
            yield f"some infos are shortened; {self._style.verbose_hint} shows them in full\n"
        if self._style.has_stubs:
            yield f"stubs to paste for what is unknown: {self._style.stubs_hint}\n"
        for line in baseline_lines(self._report):
            yield f"{visible(line)}\n"
        yield self._coloured(f"{summary(self._report)}\n")

    def _group(self, group: Sequence[Result]) -> Iterator[str]:
        """Yield the lines of a constraint with several results."""
        first = group[0]
        same_message = all(result.message == first.message for result in group)
        shape = self._names.term(bare(first.shape)) or self._names.iri(first.component)
        what = self._message(first) if same_message else f"various messages of {shape}"
        files = {result.position.path for result in group if result.position}
        where = f" in {counted(len(files), 'file')}" if files else ""
        count = f"({counted(len(group), 'result')}{where})"
        is_info = first.severity is Severity.INFO
        if is_info and not self._style.verbose and len(what) > (most := MAX_INFO - len(f"info:  {count}")):
            what, self._has_cut = shortened(what, most), True
        yield self._line("", f"{self._names.iri(first.severity_name)}:", what, count)
        for result in group[: self._most]:
            message = "" if same_message else self._message(result)
            yield self._line(self._where(result), "", message, self._what(result), indent=2, cut=is_info)
        if len(group) > self._most:
            yield f"  … and {len(group) - self._most:,} more\n"

    def _line(self, where: str, severity: str, message: str, what: str, *, indent: int = 0, cut: bool = False) -> str:
        """Return a line, wrapped and in colour on a terminal. cut: shorten it, unless the report is verbose."""
        line = " " * indent + visible(" ".join(filter(None, (where, severity, message, what))))
        if cut and not self._style.verbose and len(line) > MAX_INFO:
            self._has_cut = True
            line = shortened(line, MAX_INFO)
        if self._style.width is not None:
            line = wrapped_line(line, self._style.width, indent + 2)
        return self._coloured(f"{line}\n", where, indent)

    def _coloured(self, line: str, where: str = "", indent: int = 0) -> str:
        """Return a line with its place and the first word after it in colour."""
        if not self._style.color:
            return line
        start = indent + len(where)
        place, rest = line[:start], line[start:]
        rest = re.sub(r"^( ?)(\w+)(?=:)", lambda word: word[1] + _painted(word[2], word[2]), rest)
        return (_painted(place, "place") if where and place[indent:] == where else place) + rest

    def _where(self, result: Result) -> str:
        position = result.position
        return "".join(f"{part}:" for part in (visible_name(self._place(position) or ""), position.line) if part) if position else ""

    def _message(self, result: Result) -> str:
        return self._names.prose(" ".join(result.message.split()))

    def _what(self, result: Result) -> str:
        path = result.path
        if path and path not in self._paths:
            self._paths[path] = self._names.term(bare(path)) or ""
        about = " ".join(filter(None, (self._names.term(bare(result.focus)), self._paths[path] if path else "")))
        value = f" (found {self._names.term(result.value)})" if result.value and result.value != result.focus else ""
        return f"[{about}]{value}"


def _painted(text: str, style: str) -> str:
    code = _STYLES.get(style)
    return f"\x1b[{code}m{text}\x1b[0m" if code else text
