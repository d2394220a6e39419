"""Measures servers in rounds: in each, all servers do the same work in turn, so that other load on the machine affects all alike."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any, Final

import psutil

from benchmarks.measured import Tell
from benchmarks.peers.ours import OURS
from benchmarks.places import REPOSITORY
from benchmarks.serving.load import Load
from benchmarks.serving.observations import (
    CPU,
    FAILURES,
    GENERATOR,
    MEDIAN,
    MEMORY,
    MEMORY_LOADED,
    P99,
    PROCESSES,
    RATE,
    RELOAD,
    SECONDS,
    SIZE,
    Observation,
    percentile,
)
from benchmarks.serving.plan import ALONE, BESIDE, CACHED, DOCUMENT_CLIENTS, DOCUMENTS, HOSTILE_CLIENTS, HOSTILE_LIMIT, START, Plan
from benchmarks.serving.questions import HOSTILE, OVERFLOWING, TINY, asked, get, posted, query
from benchmarks.serving.running import NotStarted, Running, free_port
from benchmarks.serving.servers import SERVERS, Place

_QUERY_LIMIT: Final = 30.0
_PATIENCE: Final = 10.0
"""Seconds that ordinary answers may take after the end of a measurement."""

_PAUSE: Final = 0.002
"""Seconds between two tiny queries of a client, beside hostile ones."""

_FIRST: Final = 0.5
"""Seconds of tiny queries before the hostile ones."""

_MEMORY_SHARE: Final = 0.5
_WATCH: Final = 0.2
_CRASHED: Final = "crashed the server"
_LONG: Final = 10_000
_MOST_DOCUMENTS: Final = 400
_EXTENSIONS: Final = (".html", ".ttl", ".jsonld", ".nt")


def measure(plan: Plan, present: Sequence[str], dist: Path, scratch: Path, tell: Tell) -> Iterator[Observation]:
    """Measure the servers of a plan that are present, and yield each observation. dist: the build that they serve."""
    running: dict[str, Running] = {}
    try:
        for name in (name for name in plan.servers if name in present):
            started, found = _started(name, dist, scratch, _QUERY_LIMIT)
            yield _told(found, tell)
            if started is not None:
                running[name] = started
        for number in range(1, plan.rounds + 1):
            for found in _round(plan, number, running, dist):
                yield _told(found, tell)
        for name, server in running.items():
            yield _told(_after(name, server), tell)
    finally:
        for server in running.values():
            server.stop()
    for number in range(1, plan.rounds + 1):
        for name in (name for name in plan.hostile if name in present):
            for found in _hostile(name, number, plan.window, dist, scratch):
                yield _told(found, tell)


def _round(plan: Plan, number: int, running: Mapping[str, Running], dist: Path) -> Iterator[Observation]:
    for asking in plan.askings:
        is_repeated = asking.kind == CACHED
        for clients in plan.clients:
            for name in (name for name in asking.servers if name in running):
                server = running[name].server
                request = asked(server.path, query(TINY if is_repeated else asking.kind), is_repeated=is_repeated)
                load = Load(running[name].port, (request,), clients, asking.seconds, warm=0.2, patience=_PATIENCE)
                yield _loaded(asking.kind, number, running[name], load)
    if plan.document_seconds and OURS in running:
        requests = tuple(map(get, documents(dist)))
        load = Load(running[OURS].port, requests, DOCUMENT_CLIENTS, plan.document_seconds, warm=1.0, patience=_PATIENCE)
        yield _loaded(DOCUMENTS, number, running[OURS], load)


def documents(dist: Path) -> list[str]:
    """Return the paths of documents of a build, at most some hundred, of all kinds."""
    names = [line.partition("  ")[2] for line in (dist / "SHA256SUMS").read_text("utf-8").splitlines()]
    paths = sorted(f"/{name}" for name in names if "/" in name and name.endswith(_EXTENSIONS))
    return paths[:: max(1, -(-len(paths) // _MOST_DOCUMENTS))]


def _started(name: str, dist: Path, scratch: Path, seconds: float) -> tuple[Running | None, Observation]:
    folder = scratch / name.replace(" ", "-")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    running = Running(SERVERS[name], Place(dist, next(dist.glob("*.nq")), folder, free_port(), seconds))
    try:
        running.start()
    except NotStarted as error:
        return None, Observation(START, 0, name, 1, words=f"did not start: {error}")
    time.sleep(_FIRST)
    used = running.usage()
    values = {SECONDS: running.seconds, MEMORY: used.memory / 1e6, PROCESSES: float(used.processes)}
    return running, Observation(START, 0, name, 1, values)


def _after(name: str, running: Running) -> Observation:
    """Return what a server uses after the load, and how long ours takes to load the build again."""
    used = running.usage()
    values = {MEMORY_LOADED: used.memory / 1e6}
    if name == OURS:
        before = running.output.read_bytes().count(b'"event": "reload"')
        begun = time.perf_counter()
        running.signal(signal.SIGHUP)
        while running.output.read_bytes()[-_LONG:].count(b'"event": "reload"') == 0 and time.perf_counter() - begun < _PATIENCE:
            time.sleep(0.005)
        if running.output.read_bytes().count(b'"event": "reload", "result": "done"') > before:
            values[RELOAD] = time.perf_counter() - begun
    return Observation(START, 0, name, 2, values)


def _loaded(work: str, number: int, running: Running, load: Load) -> Observation:
    """Ask a server, and return what came back and what it used. One that no longer answers is started again before, and words say so."""
    try:
        restarted = _started_again(running)
    except NotStarted as error:
        return Observation(work, load.clients, running.server.name, number, words=f"did not start again: {error}")
    before = running.cpu()
    answer = _generate(load)
    used = running.cpu() - before
    found = _observed(work, load.clients, running.server.name, number, answer)
    if restarted:
        found = replace(found, words="; ".join(filter(None, (restarted, found.words))))
    if answer["answers"]:
        return replace(found, values={**found.values, CPU: used / answer["answers"] * 1e6})
    return found


def _started_again(running: Running) -> str:
    """Start a server again if it does not answer. Return words about it, or an empty text. Raises `NotStarted`."""
    if running.is_alive and running.answers():
        return ""
    running.kill()
    shutil.rmtree(running.place.folder)
    running.place.folder.mkdir()
    running.start()
    return "had stopped answering and was started again"


def _observed(work: str, clients: int, server: str, number: int, answer: Mapping[str, Any]) -> Observation:
    failures = sum(answer["failures"].values())
    words = [f"{count:,} × {what}" for what, count in answer["failures"].items()]
    if answer["open"]:
        words.append(f"{len(answer['open'])} without an answer")
    if len(answer["sizes"]) > 1 and work != DOCUMENTS:
        words.append("answers differ in size")
    values: dict[str, float] = {GENERATOR: answer["own_cpu"] / answer["elapsed"], FAILURES: float(failures)}
    times = [*answer["taken"], *answer["open"]]
    if times:
        values |= {MEDIAN: percentile(times, 0.5) * 1e3, P99: percentile(times, 0.99) * 1e3}
    values[RATE] = len(answer["taken"]) / answer["elapsed"]
    if answer["taken"]:
        values[SIZE] = sum(int(size) * count for size, count in answer["sizes"].items()) / len(answer["taken"])
    is_bound = bool(answer["open"]) and values[P99] >= min(answer["open"]) * 1e3
    return Observation(work, clients, server, number, values, is_bound, "; ".join(words))


def _hostile(name: str, number: int, window: float, dist: Path, scratch: Path) -> Iterator[Observation]:
    """Ask tiny queries alone, and then beside hostile ones. If that crashes the server, it is asked again without those that overflow."""
    for names in (HOSTILE.keys(), HOSTILE.keys() - OVERFLOWING):
        found = list(_beside(name, number, window, [HOSTILE[each] for each in HOSTILE if each in names], dist, scratch))
        has_crashed = _CRASHED in found[-1].words
        if not has_crashed or len(names) < len(HOSTILE):
            break
    if len(names) < len(HOSTILE):
        words = f"12 {_CRASHED}, so these are {len(names)}"
        found[-1] = replace(found[-1], words="; ".join(filter(None, (words, found[-1].words))))
    yield from found


def _beside(name: str, number: int, window: float, texts: Sequence[str], dist: Path, scratch: Path) -> Iterator[Observation]:
    """Measure once. The server is started for this, and killed afterwards."""
    running, started = _started(name, dist, scratch, HOSTILE_LIMIT)
    if running is None:
        yield Observation(BESIDE, HOSTILE_CLIENTS, name, number, words=started.words)
        return
    try:
        tiny = (asked(running.server.path, query(TINY)),)
        alone = Load(running.port, tiny, HOSTILE_CLIENTS, window / 2, warm=0.2, patience=_PATIENCE, pause=_PAUSE)
        yield _observed(ALONE, HOSTILE_CLIENTS, name, number, _generate(alone))
        requests = tuple(posted(running.server.path, text) for text in texts)
        hostile = _begin(Load(running.port, requests, len(requests), 0.01, warm=0, patience=window, nice=10))
        process = _begin(Load(running.port, tiny, HOSTILE_CLIENTS, window, warm=0, patience=1.0, pause=_PAUSE))
        peak, words = _watch(running, process.process)
        observed = _observed(BESIDE, HOSTILE_CLIENTS, name, number, _end(process))
        if not running.is_alive and not words:
            words = f"**{_CRASHED}**"
        _end(hostile)
        values = {P99: window * 1e3, **observed.values, MEMORY: peak / 1e6}
        is_bound = observed.bound or bool(values[FAILURES]) or bool(words)
        yield Observation(BESIDE, HOSTILE_CLIENTS, name, number, values, is_bound, "; ".join(filter(None, (words, observed.words))))
    finally:
        running.kill()


def _watch(running: Running, process: subprocess.Popen[str]) -> tuple[float, str]:
    """Return the most memory that a server uses until a process ends. It is killed if it takes too much, and words say so."""
    most, peak = psutil.virtual_memory().total * _MEMORY_SHARE, 0.0
    while process.poll() is None:
        peak = max(peak, running.usage().memory)
        if peak > most:
            running.kill()
            return peak, f"killed at {peak / 1e9:.0f} GB"
        time.sleep(_WATCH)
    return peak, ""


@dataclass(frozen=True)
class _Generator:
    """A process that sends requests. output: a file with what it measured; a pipe would stop it when full."""

    process: subprocess.Popen[str]
    output: IO[str]


def _generate(load: Load) -> dict[str, Any]:
    return _end(_begin(load))


def _begin(load: Load) -> _Generator:
    output = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - `_end` closes it
    process = subprocess.Popen(
        (sys.executable, "-m", "benchmarks.serving.load"), cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=output, text=True
    )
    assert process.stdin is not None
    with suppress(BrokenPipeError):
        json.dump(asdict(load), process.stdin)
        process.stdin.close()
    return _Generator(process, output)


def _end(generator: _Generator) -> dict[str, Any]:
    generator.process.wait()
    with generator.output as output:
        output.seek(0)
        found: dict[str, Any] = json.load(output)
    return found


def _told(found: Observation, tell: Tell) -> Observation:
    clients = f", {found.clients} clients" if found.clients else ""
    values = ", ".join(f"{name} {value:,.4g}" for name, value in found.values.items() if name != FAILURES)
    tell(f"round {found.round}, {found.work}{clients}, {found.server}: {values}" + (f" ({found.words})" if found.words else ""))
    return found
