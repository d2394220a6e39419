"""One HTTP exchange: retried, redirected, authorised, and limited in time and size. Below `client`."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing
from dataclasses import replace
from importlib.metadata import version
from typing import Final, TypeVar
from urllib.parse import unquote, urljoin

from urllib3 import BaseHTTPResponse, PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError, InvalidHeader, LocationParseError, MaxRetryError
from urllib3.util import make_headers, parse_url

from kzit_graph.errors import UnreachableEndpoint
from kzit_graph.remote.addresses import origin, redacted
from kzit_graph.remote.authorization import Authorization
from kzit_graph.remote.closable import ClosablePool, ClosableProxyPool
from kzit_graph.remote.faults import body_fault, connection_fault, explanation, status_fault, timeout_fault, was_cut
from kzit_graph.remote.messages import Reply, Request
from kzit_graph.remote.proxies import Proxies

_BUSY: Final = (429, 503)
_MAX_REDIRECTS: Final = 5
_MAX_CHALLENGES: Final = 2
_MIN_PAUSE: Final = 0.25
_BACKOFF: Final = 0.5
_CHUNK: Final = 1 << 16
_USER_AGENT: Final = f"kzit-graph/{version('kzit-graph')} (+https://w3id.org/kzit/)"

T = TypeVar("T")


def exchange(
    request: Request, authorization: Authorization | None, *, timeout: float, retries: int, max_bytes: int, proxies: Proxies
) -> Reply:
    """Return the reply to a request, with one of the expected statuses.

    authorization: only for the origin of the request's address. timeout: seconds for everything together: name look-up,
    retries, pauses, redirects, body. retries: how often to repeat the request if the status is 429 or 503, or if the
    connection is closed before an answer; pauses are those of Retry-After, else growing. max_bytes: limit of the unpacked body.
    proxies: those that requests go through.

    Raises `UnreachableEndpoint` if there is no such reply in time.
    """
    state = _Exchange(request, authorization, timeout, retries, max_bytes, proxies)
    try:
        return _within(timeout, state.run)
    except TimeoutError as error:
        raise UnreachableEndpoint(f"{redacted(request.url)}: {timeout_fault(timeout)}") from error
    finally:
        state.close()


def _within(seconds: float, work: Callable[[], T]) -> T:
    """Return what the work returns. Raises `TimeoutError` if it takes longer.

    The work runs in its own thread, because the timeout of a socket starts again with each byte, and the look-up of a
    name has no timeout. An abandoned thread ends when its connection is closed, and never keeps the process alive.
    """
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except Exception as error:  # noqa: BLE001 - not swallowed: raised in the thread that waits
            outcome.set_exception(error)

    threading.Thread(target=run, name="kzit-graph-exchange", daemon=True).start()
    return outcome.result(seconds)


def _open_pool(proxy: str | None) -> ClosablePool | ClosableProxyPool:
    if proxy is None:
        return ClosablePool()
    address = parse_url(proxy)
    headers = make_headers(proxy_basic_auth=unquote(address.auth)) if address.auth else None
    return ClosableProxyPool(address._replace(auth=None).url, headers)


class _Exchange:
    """The state of one exchange: the current request, and what is left of time and retries."""

    def __init__(
        self, request: Request, authorization: Authorization | None, timeout: float, retries: int, max_bytes: int, proxies: Proxies
    ) -> None:
        self.request = request
        self.authorization = authorization
        self.timeout = timeout
        self.max_bytes = max_bytes
        self.proxies = proxies
        self.deadline = time.monotonic() + timeout
        self.retry: Retry = Retry(total=retries, allowed_methods=None, backoff_factor=_BACKOFF)
        self.redirects = 0
        self.challenges = 0
        self.credentials_withheld = False
        self.pools: dict[str | None, ClosablePool | ClosableProxyPool] = {}
        self.is_closed = False

    def run(self) -> Reply:
        """Send the request until there is a reply."""
        try:
            while True:
                response = self._send(self._pool())
                if response is None:
                    continue
                with closing(response):
                    if response.status in self.request.expected:
                        return Reply(self.request.url, response.status, response.headers, self._body(response))
                    if response.status in _BUSY:
                        self._pause(response)
                    elif location := response.get_redirect_location():
                        self._follow(response.status, location)
                    elif not self._is_challenged(response):
                        raise self._refusal(response)
        finally:
            for pool in self.pools.values():
                pool.clear()

    def close(self) -> None:
        """End all connections, now and in future."""
        self.is_closed = True
        for pool in list(self.pools.values()):
            pool.close()

    def _pool(self) -> PoolManager:
        """Return the pool for the address of the request, directly or through its proxy."""
        proxy = self.proxies.proxy_for(self.request.url)
        if proxy not in self.pools:
            self.pools[proxy] = _open_pool(proxy)
        if self.is_closed:  # by the thread that waits, which may have missed a new pool
            raise TimeoutError
        return self.pools[proxy]

    def _time_left(self) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def _send(self, pool: PoolManager) -> BaseHTTPResponse | None:
        """Return the head of the answer; None, after a pause, if the connection was closed before one."""
        request = self.request
        limit = Timeout(total=self._time_left())
        try:
            return pool.request(
                request.method,
                request.url,
                body=request.body,
                headers=self._headers(),
                redirect=False,
                preload_content=False,
                timeout=limit,
            )
        except HTTPError as error:
            may_retry = was_cut(error) and self._count_retry(error=error)
            pause = self._backoff()
            if not may_retry or pause >= self._time_left():
                raise self._fault(connection_fault(error, self.timeout)) from error
        time.sleep(pause)
        return None

    def _headers(self) -> dict[str, str]:
        request = self.request
        headers = {"User-Agent": _USER_AGENT, "Accept-Encoding": "gzip", **request.headers}
        if self.authorization is not None and (value := self.authorization.header(request.method, request.url)):
            headers["Authorization"] = value
        if request.body is not None:
            headers["Content-Type"] = request.content_type
        return headers

    def _count_retry(self, response: BaseHTTPResponse | None = None, error: Exception | None = None) -> bool:
        """Count a retry. Return whether there was one left."""
        try:
            self.retry = self.retry.increment("GET", self.request.url, response=response, error=error)
        except MaxRetryError:
            return False
        return True

    def _backoff(self) -> float:
        return max(self.retry.get_backoff_time(), _MIN_PAUSE)

    def _pause(self, response: BaseHTTPResponse) -> None:
        """Wait before the next try. Raises `UnreachableEndpoint` at once if no retry is left, or no time for the pause."""
        if not self._count_retry(response=response):
            raise self._refusal(response)
        requested = self._retry_after(response)
        pause = self._backoff() if requested is None else requested
        if pause >= self._time_left():
            note = f"it asks for a pause of {requested:,.0f} s, but the timeout is {self.timeout:g} s; try again later"
            raise self._refusal(response, note if requested is not None else "")
        time.sleep(pause)

    def _retry_after(self, response: BaseHTTPResponse) -> float | None:
        try:
            return self.retry.get_retry_after(response)
        except (InvalidHeader, ValueError, OverflowError):
            return None

    def _follow(self, status: int, location: str) -> None:
        """Turn to the new address, without credentials if it has another scheme, host or port (RFC 9110, section 15.4)."""
        old = self.request.url
        try:
            new = parse_url(urljoin(old, location))._replace(auth=None, fragment=None)
        except (LocationParseError, ValueError) as error:
            raise self._fault(f"redirects ({status}) to an invalid address; ask its operator for the new one") from error
        if new.scheme not in ("http", "https") or not new.host:
            raise self._fault(f"redirects ({status}) to an address that is not on the web; ask its operator for the new one")
        if (parse_url(old).scheme, new.scheme) == ("https", "http"):
            raise self._fault(f"redirects ({status}) to {redacted(new.url)}, which is not encrypted; if you accept that, use that address")
        if self.request.method != "GET" and status not in (307, 308):
            raise self._fault(f"has moved ({status}) to {redacted(new.url)}; use that address")
        self.redirects += 1
        if self.redirects > _MAX_REDIRECTS:
            raise self._fault(f"redirects more than {_MAX_REDIRECTS} times; check the address")
        if self.authorization is not None and origin(old) != origin(new.url):
            self.authorization = None
            self.credentials_withheld = True
        self.request = replace(self.request, url=new.url)

    def _is_challenged(self, response: BaseHTTPResponse) -> bool:
        """Return whether the server asks for another form of the credentials, which the next request will have."""
        if response.status != 401 or self.authorization is None:
            return False
        challenges = response.headers.getlist("WWW-Authenticate")
        self.challenges += bool(challenges)
        if self.challenges > _MAX_CHALLENGES:
            return False
        return self.authorization.accept_challenge(challenges, self.request.url, repeated=self.challenges > 1)

    def _body(self, response: BaseHTTPResponse) -> bytes:
        body = bytearray()
        try:
            while chunk := response.read1(_CHUNK, decode_content=True):
                body += chunk
                if len(body) > self.max_bytes:
                    raise self._fault(f"the answer is larger than {self.max_bytes:,} bytes; ask for less, for example with LIMIT")
                self._time_left()
        except HTTPError as error:
            raise self._fault(body_fault(error, len(body), self.timeout)) from error
        return bytes(body)

    def _refusal(self, response: BaseHTTPResponse, note: str = "") -> UnreachableEndpoint:
        """Return the fault of an HTTP status, with the first line of the body if there is one."""
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        text = b""
        try:
            while len(text) < _CHUNK and (chunk := response.read1(_CHUNK, decode_content=True)):
                text += chunk
                self._time_left()
        except (HTTPError, TimeoutError):
            pass  # the status is the fault; the body only explains it
        if self.credentials_withheld and response.status in (401, 403):
            note = "credentials are not sent to a redirect's target; if you trust this address, use it directly"
        detail = explanation(text.decode(errors="replace"), media_type)
        return self._fault(status_fault(response.status, detail, note, self.request.what))

    def _fault(self, fault: str) -> UnreachableEndpoint:
        return UnreachableEndpoint(f"{redacted(self.request.url)}: {fault}")
