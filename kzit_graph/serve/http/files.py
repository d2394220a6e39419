"""Serve the files of a build: small ones from memory, large ones in chunks; with validators, ranges and codings, without a query.

files = BuildFiles(Path("dist"), cache=Path("cache"))
await files.send(scope, send, "id/milan.ttl")
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from typing import BinaryIO, Final

from starlette.types import Receive, Scope, Send

from kzit_graph.serve.backend import JobFailed
from kzit_graph.serve.http.build_folder import BuildFolder
from kzit_graph.serve.http.caller import caller_of
from kzit_graph.serve.http.conditional import Validators, outcome, strong_etag
from kzit_graph.serve.http.downloads import Downloads
from kzit_graph.serve.http.fields import RawHeaders, value_of
from kzit_graph.serve.http.media_types import type_of_file
from kzit_graph.serve.http.negotiation import IDENTITY, choose_coding
from kzit_graph.serve.http.packed_files import PackedFiles, codings, compressed, yield_processor
from kzit_graph.serve.http.problems import FilesGone, HttpProblem
from kzit_graph.serve.http.ranges import content_range, range_of
from kzit_graph.serve.http.sending import departure, send_body

Fields = Sequence[tuple[bytes, bytes]]

_MEMORY: Final = 64 << 20
_SMALL: Final = 1 << 20
"""Files up to this size are kept in memory, and compressed when they are first asked for."""

_MIN_PACKED: Final = 512
"""Smaller files are not compressed."""

_DOWNLOADS: Final = 16
"""Large files of one client at once."""

_ENTRY: Final = 1024
"""Memory of an entry besides the file."""

_PART: Final = 256 << 10
_COMPACT: Final = ("gzip", "zstd", "zip", "spreadsheetml", "parquet", "woff2", "image/png", "image/jpeg", "image/webp", "pdf")
"""Parts of media types whose files are compressed already."""


_KEPT: Final = (b"content-location", b"content-security-policy", b"server-timing", b"vary")
"""Headers of a file that "304 Not Modified" has too (RFC 9110, section 15.4.5), since a client may replace those that it has stored."""


@dataclass(frozen=True)
class _Representation:
    """A file in one coding. body: None if it is too large for memory; then `path` or the build has it."""

    validators: Validators
    fields: tuple[tuple[bytes, bytes], ...]
    length: int
    body: bytes | None = None
    path: Path | None = None


class _Build:
    """A build, and what is known of its files. A reload makes another one, so that no answer mixes two builds."""

    def __init__(self, folder: BuildFolder) -> None:
        self.folder = folder
        self.known: OrderedDict[tuple[str, str], _Representation | None] = OrderedDict()
        self.in_memory = 0
        self.is_current = True


class BuildFiles:
    """The files of a build. Methods are called on the event loop; files are read in threads.

    folder: the build. cache: a folder for compressed copies of large files; without one they are sent as they are. memory: bytes that are
    kept. small: the size up to which a file is kept. stall: seconds in which a client must read 64 KiB.
    downloads: limits the large files of one client at once; the same for each build of a server.
    Raises `InvalidInput` if the folder is not a build.
    """

    def __init__(
        self,
        folder: Path,
        *,
        cache: Path | None = None,
        memory: int = _MEMORY,
        small: int = _SMALL,
        stall: float = 10.0,
        downloads: Downloads | None = None,
    ) -> None:
        self.path, self.memory, self.small, self.stall = folder, memory, small, stall
        self.downloads = Downloads(_DOWNLOADS) if downloads is None else downloads
        self._packed = PackedFiles(cache) if cache else None
        self._codings = codings()
        self._build = _Build(BuildFolder(folder))

    def __contains__(self, name: object) -> bool:
        """Return whether the build has a file, such as `id/milan.ttl`."""
        return name in self._build.folder.digests

    def etag(self, name: str) -> str:
        """Return the ETag of a file without a coding. Raises `KeyError` if there is none."""
        return strong_etag(self._build.folder.digests[name])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for the file that its path names. `/` stands for index.html."""
        path: str = scope["path"].removeprefix("/")
        await self.send(scope, send, f"{path}index.html" if path == "" or path.endswith("/") else path, receive=receive)

    async def send(self, scope: Scope, send: Send, name: str, headers: Fields = (), *, receive: Receive | None = None) -> None:
        """Answer a request with a file: 200, 206 or 304. headers: more headers. receive: to notice that the client leaves a large file.

        Raises `HttpProblem` if there is no such file (404), no range of it (416), no such coding (406), or if a precondition fails (412).
        After the first byte, raises `JobFailed` if the client leaves or does not read.
        """
        build, method, asked = self._build, scope["method"], scope["headers"]
        found = await self._chosen(build, name, method, asked)
        said = outcome(method, asked, found.validators)
        if said == "failed":
            raise HttpProblem("precondition")
        if said == "not-modified":
            fields = [*found.validators.fields(), *(each for each in headers if each[0] in _KEPT)]
            await send({"type": "http.response.start", "status": 304, "headers": fields})
            await send({"type": "http.response.body", "body": b""})
            return
        part = range_of(method, asked, found.length, found.validators)
        start, end = part or (0, found.length)
        length = [(b"content-length", b"%d" % (end - start))]
        if part:
            length.append((b"content-range", content_range(start, end, found.length)))
        fields = [*found.fields, *length, *headers]
        if method == "HEAD":
            await send({"type": "http.response.start", "status": 200, "headers": fields})
            await send({"type": "http.response.body", "body": b""})
        elif found.body is not None:
            await send({"type": "http.response.start", "status": 206 if part else 200, "headers": fields})
            await send_body(scope, send, found.body[start:end] if part else found.body, stall=self.stall)
        else:
            with self.downloads.started(caller_of(scope).address), await asyncio.to_thread(_open, build, name, found.path) as file:
                await send({"type": "http.response.start", "status": 206 if part else 200, "headers": fields})
                async with departure(receive) as has_left:
                    await self._stream(scope, send, file, start, end, has_left)

    async def pack(self) -> str:
        """Make the compressed copies of large files. Takes long, so run it as a task beside the server.

        Returns why some could not be made, or an empty text. These files are sent without a coding.
        """
        build, copies, has_ended = self._build, self._packed, Event()
        if copies is None:
            return ""
        thread = ThreadPoolExecutor(1, "pack", yield_processor)  # its own, since it has a low priority
        try:
            is_wanted = partial(_is_wanted, build, has_ended)
            return await asyncio.get_running_loop().run_in_executor(thread, self._pack, build, copies, is_wanted)
        finally:  # also if the task is cancelled
            has_ended.set()
            thread.shutdown(wait=False)

    async def reload(self) -> None:
        """Serve the build that is in the folder now. Answers that have begun end with the old one. Call `pack` afterwards.

        Raises `InvalidInput` if there is no build; then the old one stays.
        """
        new = _Build(await asyncio.to_thread(BuildFolder, self.path))
        self._build.is_current = False
        self._build = new

    def close(self) -> None:
        """Stop making compressed copies."""
        self._build.is_current = False

    async def _chosen(self, build: _Build, name: str, method: str, asked: RawHeaders) -> _Representation:
        """Return a file in the coding that the client prefers. A coding that does not make the file smaller is not offered.

        A range is one of the file as it is, if the client takes it so: few clients expect a part of compressed data.
        """
        accept_encoding = value_of(asked, b"accept-encoding")
        offered = self._codings if accept_encoding and _is_packable(name) else ()
        if method == "GET" and value_of(asked, b"range") is not None:
            if_range = (value_of(asked, b"if-range") or "").strip(" \t")
            for coding in offered if if_range.startswith('"') else ():
                found = await self._representation(build, name, coding)
                if found and found.validators.etag == if_range and choose_coding(accept_encoding, (coding,)) == coding:
                    return found
            offered = offered if choose_coding(accept_encoding, ()) is None else ()
        while True:
            preferred = choose_coding(accept_encoding, offered)
            if preferred is None:
                raise HttpProblem("not-acceptable", "Accept-Encoding refuses all codings of the file.")
            found = await self._representation(build, name, preferred)
            if found is not None:
                return found
            offered = tuple(each for each in offered if each != preferred)

    async def _representation(self, build: _Build, name: str, coding: str) -> _Representation | None:
        key = name, coding
        if key in build.known:
            build.known.move_to_end(key)
            return build.known[key]
        if name not in build.folder.digests:
            raise HttpProblem("not-found", f"There is no file {name}.")
        try:
            is_small, found = await asyncio.to_thread(self._read, build, name, coding)
        except PermissionError:
            raise HttpProblem("not-found", f"There is no file {name}.") from None
        except OSError:
            raise FilesGone from None
        if is_small:
            self._remember(build, key, found)
        return found

    def _remember(self, build: _Build, key: tuple[str, str], found: _Representation | None) -> None:
        if key in build.known:  # another request was faster
            return
        build.known[key] = found
        build.in_memory += _cost(found)
        while build.in_memory > self.memory:
            _, old = build.known.popitem(last=False)
            build.in_memory -= _cost(old)

    def _read(self, build: _Build, name: str, coding: str) -> tuple[bool, _Representation | None]:
        """Read a file, in a thread. Return whether it is small, and None if it is not there in a coding."""
        with build.folder.open(name) as file:
            facts = build.folder.facts(file, name)
            is_small = facts.size <= self.small
            body = file.read() if is_small else None
        made = partial(_representation, name, coding, facts.modified)
        if coding == IDENTITY:
            return is_small, made(facts.digest, facts.size if body is None else len(body), body=body)
        if body is not None:
            copy = compressed(body, coding) if len(body) >= _MIN_PACKED else None
            return True, None if copy is None else made(hashlib.sha256(copy).hexdigest(), len(copy), body=copy)
        found = self._packed.find(facts.digest, coding) if self._packed else None
        return False, None if found is None else made(found.digest, found.size, path=found.path)

    def _pack(self, build: _Build, copies: PackedFiles, is_wanted: Callable[[], bool]) -> str:
        problem = ""
        for name, digest in build.folder.digests.items():
            if not is_wanted():
                return problem
            try:
                with build.folder.open(name) as file:
                    is_large = build.folder.facts(file, name).size > self.small
                for coding in self._codings if is_large and _is_packable(name) else ():
                    copies.make(digest, coding, partial(build.folder.open, name), is_wanted)
            except FileNotFoundError:
                continue  # the build was replaced
            except OSError as error:
                problem = problem or f"{copies.folder}: {error.strerror or error}"
        copies.forget_unused(list(build.folder.digests.values()))
        return problem

    async def _stream(self, scope: Scope, send: Send, file: BinaryIO, start: int, end: int, has_left: asyncio.Event) -> None:
        await asyncio.to_thread(file.seek, start)
        while start < end:
            if has_left.is_set():
                raise JobFailed("left", "the client left")
            part = await asyncio.to_thread(file.read, min(_PART, end - start))
            if not part:
                raise OSError(f"{file.name} became shorter")  # the server cuts the answer
            start += len(part)
            await send_body(scope, send, part, stall=self.stall, more=start < end)


def _is_wanted(build: _Build, has_ended: Event) -> bool:
    return build.is_current and not has_ended.is_set()


def _open(build: _Build, name: str, path: Path | None) -> BinaryIO:
    try:
        return path.open("rb") if path else build.folder.open(name)
    except OSError:
        raise FilesGone from None


def _cost(found: _Representation | None) -> int:
    """Return the memory of an entry, about."""
    return _ENTRY + (len(found.body) if found and found.body else 0)


def _is_packable(name: str) -> bool:
    media_type = type_of_file(name)
    return not any(part in media_type for part in _COMPACT)


def _representation(
    name: str, coding: str, modified: int, digest: str, length: int, *, body: bytes | None = None, path: Path | None = None
) -> _Representation:
    validators = Validators(strong_etag(digest), modified)
    coded = [(b"content-encoding", coding.encode())] if coding != IDENTITY else []
    fields = ((b"content-type", type_of_file(name).encode()), (b"accept-ranges", b"bytes"), *validators.fields(), *coded)
    return _Representation(validators, fields, length, body, path)
