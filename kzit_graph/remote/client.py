"""One request over HTTP → the bytes of its answer: asked again where that may help, led on by redirects, bounded in time and size.

Below `endpoint` and `graph_store`, which say what is asked and read the answer. Requests change nothing at the other end, or
lead to the same however often they are made, so any of them may be repeated.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import Final, TypeVar
from urllib.parse import urljoin

from urllib3 import BaseHTTPResponse, PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError, InvalidHeader, LocationParseError, MaxRetryError
from urllib3.util import Url, parse_url

from kzit_graph.errors import UnreachableEndpoint
from kzit_graph.remote.auth import Authorization
from kzit_graph.remote.faults import body_fault, connection_fault, explanation, late, shown, status_fault, was_cut

_BUSY: Final = (429, 503)
_MOST_REDIRECTS: Final = 5
_MOST_CHALLENGES: Final = 2
_FIRST_PAUSE: Final = 0.25
_BACKOFF: Final = 0.5
_CHUNK: Final = 1 << 16

USER_AGENT: Final = f"kzit-graph/{version('kzit-graph')} (+https://w3id.org/kzit/)"
"""How requests present themselves."""

FORM: Final = "application/x-www-form-urlencoded"
"""The media type of the parameters of a POST."""

T = TypeVar("T")


@dataclass(frozen=True)
class Request:
    """What is asked. body: what is sent along, of the media type `content_type`.

    authorization: goes to the origin of the url alone. fine: the statuses of an answer; all others are faults. what: how
    messages name what is sent.
    """

    url: str
    headers: Mapping[str, str]
    method: str = "GET"
    body: bytes | None = field(default=None, repr=False)
    content_type: str = ""
    authorization: Authorization | None = field(default=None, repr=False)
    fine: tuple[int, ...] = (200,)
    what: str = "query"


@dataclass(frozen=True)
class Reply:
    """What was answered. url: the address that answered in the end; headers: names are found in any case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def content_type(self) -> str:
        """That header as it came, "" for none."""
        return self.headers.get("Content-Type", "")


def exchange(request: Request, seconds: float, retries: int, largest: int) -> Reply:
    """The answer to a request, with one of the statuses that are fine.

    seconds: for everything together: name look-up, repetitions, pauses, redirects, body. retries: how often to ask again
    where the answer is 429 or 503, or where the connection is cut before an answer (pauses as Retry-After says, else
    growing). largest: how many bytes a body may have once unpacked.

    Raises `UnreachableEndpoint` where there is no such answer in time.
    """
    talk = _Exchange(seconds, retries, largest)
    try:
        return _within(seconds, lambda: talk.run(request))
    except TimeoutError as error:
        raise UnreachableEndpoint(f"{shown(request.url)}: {late(seconds)}") from error


def _within(seconds: float, work: Callable[[], T]) -> T:
    """What the work gives; `TimeoutError` where it takes longer.

    It runs in a thread of its own, because the time limit of a socket starts anew with each byte, and the look-up of a
    name has none. A thread that is given up ends at its next byte at the latest, and never keeps the process alive.
    """
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except Exception as error:  # noqa: BLE001 - not swallowed: raised in the thread that waits
            outcome.set_exception(error)

    threading.Thread(target=run, name="kzit-graph-exchange", daemon=True).start()
    return outcome.result(seconds)


class _Exchange:
    """The state of one exchange: what is left of time and patience."""

    def __init__(self, seconds: float, retries: int, largest: int) -> None:
        self.seconds = seconds
        self.largest = largest
        self.deadline = time.monotonic() + seconds
        self.patience: Retry = Retry(total=retries, allowed_methods=None, backoff_factor=_BACKOFF)
        self.redirects = 0
        self.withheld = False
        self.challenges = 0

    def run(self, request: Request) -> Reply:
        """Asks until there is an answer."""
        with PoolManager(retries=False) as pool:
            while True:
                response = self._ask(pool, request)
                if response is None:
                    continue
                with closing(response):
                    if response.status in request.fine:
                        return Reply(request.url, response.status, response.headers, self._body(request, response))
                    if response.status in _BUSY:
                        self._pause_as_told(request, response)
                    elif location := response.get_redirect_location():
                        request = self._led_on(request, response.status, location)
                    elif not self._is_to_be_digested(request, response):
                        raise self._refusal(request, response)

    def _left(self) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def _ask(self, pool: PoolManager, request: Request) -> BaseHTTPResponse | None:
        """The head of the answer; None, after a pause, where the connection was cut before one."""
        headers = {**request.headers}
        if request.authorization is not None and (value := request.authorization.header(request.method, request.url)):
            headers["Authorization"] = value
        if request.body is not None:
            headers["Content-Type"] = request.content_type
        limit = Timeout(total=self._left())
        try:
            return pool.request(
                request.method, request.url, body=request.body, headers=headers, redirect=False, preload_content=False, timeout=limit
            )
        except HTTPError as error:
            hopeful = was_cut(error) and self._may_repeat(request, error=error)
            pause = self._backoff()
            if not hopeful or pause >= self._left():
                raise self._fault(request, connection_fault(error, self.seconds)) from error
        time.sleep(pause)
        return None

    def _may_repeat(self, request: Request, response: BaseHTTPResponse | None = None, error: Exception | None = None) -> bool:
        try:
            self.patience = self.patience.increment("GET", request.url, response=response, error=error)
        except MaxRetryError:
            return False
        return True

    def _backoff(self) -> float:
        return max(self.patience.get_backoff_time(), _FIRST_PAUSE)

    def _pause_as_told(self, request: Request, response: BaseHTTPResponse) -> None:
        """Waits before the next try. Raises `UnreachableEndpoint` at once where no try is left, or no time for the pause."""
        if not self._may_repeat(request, response=response):
            raise self._refusal(request, response)
        told = self._retry_after(response)
        pause = self._backoff() if told is None else told
        if pause >= self._left():
            note = f"it asks for a pause of {told:,.0f} s, and {self.seconds:g} s were given: ask again later" if told is not None else ""
            raise self._refusal(request, response, note)
        time.sleep(pause)

    def _retry_after(self, response: BaseHTTPResponse) -> float | None:
        try:
            return self.patience.get_retry_after(response)
        except (InvalidHeader, ValueError, OverflowError):
            return None

    def _led_on(self, request: Request, status: int, location: str) -> Request:
        """The request to the new address, without credentials where that is another scheme, host or port (RFC 9110, section 15.4)."""
        try:
            old, new = parse_url(request.url), parse_url(urljoin(request.url, location))
        except (LocationParseError, ValueError) as error:
            raise self._fault(request, f"is redirected ({status}) to what is no address; ask its keepers for the new one") from error
        if new.scheme not in ("http", "https") or not new.host:
            raise self._fault(request, f"is redirected ({status}) to what is no web address; ask its keepers for the new one")
        url = new._replace(auth=None, fragment=None).url
        if (old.scheme, new.scheme) == ("https", "http"):
            raise self._fault(request, f"is redirected ({status}) to {shown(url)}, which is not encrypted; if you accept that, ask there")
        if request.method != "GET" and status not in (307, 308):
            raise self._fault(request, f"has moved ({status}) to {shown(url)}; ask there")
        self.redirects += 1
        if self.redirects > _MOST_REDIRECTS:
            raise self._fault(request, f"is redirected more than {_MOST_REDIRECTS} times; check the address")
        if request.authorization is None or _origin(old) == _origin(new):
            return replace(request, url=url)
        self.withheld = True
        return replace(request, url=url, authorization=None)

    def _is_to_be_digested(self, request: Request, response: BaseHTTPResponse) -> bool:
        if response.status != 401 or request.authorization is None:
            return False
        challenges = response.headers.getlist("WWW-Authenticate")
        self.challenges += bool(challenges)
        return self.challenges <= _MOST_CHALLENGES and request.authorization.takes_up(challenges, request.url, again=self.challenges > 1)

    def _body(self, request: Request, response: BaseHTTPResponse) -> bytes:
        body = bytearray()
        try:
            while chunk := response.read1(_CHUNK, decode_content=True):
                body += chunk
                if len(body) > self.largest:
                    raise self._fault(request, f"the answer is longer than {self.largest:,} bytes; ask for less, with LIMIT for instance")
                self._left()
        except HTTPError as error:
            raise self._fault(request, body_fault(error, len(body), self.seconds)) from error
        return bytes(body)

    def _refusal(self, request: Request, response: BaseHTTPResponse, note: str = "") -> UnreachableEndpoint:
        """The fault that an HTTP status tells, with the first line of the body where it can be had."""
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        text = b""
        try:
            while len(text) < _CHUNK and (chunk := response.read1(_CHUNK, decode_content=True)):
                text += chunk
                self._left()
        except (HTTPError, TimeoutError):
            pass  # what came is explanation enough: the status is the fault
        if self.withheld and response.status in (401, 403):
            note = "credentials are not sent on by a redirect; if you trust this address, ask there"
        said = explanation(text.decode(errors="replace"), media_type)
        return self._fault(request, status_fault(response.status, said, note, request.what))

    def _fault(self, request: Request, fault: str) -> UnreachableEndpoint:
        return UnreachableEndpoint(f"{shown(request.url)}: {fault}")


def _origin(url: Url) -> tuple[str | None, str | None, int]:
    return url.scheme, url.host, url.port or (443 if url.scheme == "https" else 80)
