"""The HTTP client that endpoints, graph stores and versions on the web share: credentials, timeout, retries and size limit.

Importing it loads no HTTP library; sending does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from kzit_graph.errors import InvalidInput
from kzit_graph.remote.credentials import Credentials, credentials_from, is_own_host
from kzit_graph.remote.messages import Reply, Request
from kzit_graph.remote.proxies import Proxies

if TYPE_CHECKING:
    from urllib3.util import Url

    from kzit_graph.remote.authorization import Authorization

_MAX_TIMEOUT: Final = 86_400
_RETRIES: Final = 4
_MAX_BYTES: Final = 512 << 20
"""Answers are read into memory and take about ten times their size; compressed ones can expand a thousandfold."""


@dataclass(frozen=True)
class HttpClient:
    """How requests are sent.

    credentials: sent over https or to this computer only, and never to where a redirect leads. timeout: seconds for a whole
    answer, with its retries and redirects. retries: how often a request is repeated if the server is busy (429, 503) or
    closes the connection. max_bytes: the size limit of an answer once it is unpacked. proxies: how requests leave this network.

    Raises `InvalidInput` if a value is out of range.
    """

    credentials: Credentials | None = None
    timeout: float = 60.0
    retries: int = _RETRIES
    max_bytes: int = _MAX_BYTES
    proxies: Proxies = field(default_factory=Proxies)
    # Challenges of servers that ask for digests; copies of the client share them.
    _authorizations: dict[tuple[object, Credentials], Authorization] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not 0 < self.timeout <= _MAX_TIMEOUT:
            raise InvalidInput(f"timeout must be more than 0 and at most {_MAX_TIMEOUT:,} seconds")
        if self.retries < 0:
            raise InvalidInput("retries must not be negative")
        if self.max_bytes < 1:
            raise InvalidInput("max_bytes must be at least 1")

    @classmethod
    def from_environment(
        cls,
        environment: Mapping[str, str],
        urls: Iterable[str],
        *,
        timeout: float = 60.0,
        retries: int = _RETRIES,
        max_bytes: int = _MAX_BYTES,
        require_host: bool = False,
    ) -> HttpClient:
        """Return a client for addresses, with the proxies of the environment, and with its credentials; see `credentials_from`.

        A .netrc file is read only if all addresses have the same host, so that no other host gets its password. If
        KZIT_ENDPOINT_HOST is set, the other variables are used only if it is the host of all addresses. require_host: do not use
        them if it is not set, because the addresses are not the user's own server.

        Raises `InvalidInput` if an address, the credentials or a number is invalid.
        """
        from kzit_graph.remote.addresses import read_address

        addresses = list(map(read_address, urls))
        hosts = {address.host or "" for address in addresses}
        is_served = all(is_own_host(environment, address.host or "", address.port, default=not require_host) for address in addresses)
        credentials = credentials_from(environment, hosts.pop() if len(hosts) == 1 else "", use_variables=is_served)
        return cls(credentials, timeout, retries, max_bytes, Proxies.from_environment(environment))

    def limited_to(self, max_bytes: int) -> HttpClient:
        """Return the same client with a size limit that is no higher than this."""
        return self._sharing(replace(self, max_bytes=min(max_bytes, self.max_bytes)))

    def with_settings(self, timeout: float | None = None, credentials: Credentials | None = None) -> HttpClient:
        """Return the same client with another timeout or other credentials. None keeps those of this client."""
        return self._sharing(
            replace(
                self,
                timeout=self.timeout if timeout is None else timeout,
                credentials=self.credentials if credentials is None else credentials,
            )
        )

    def _sharing(self, copy: HttpClient) -> HttpClient:
        object.__setattr__(copy, "_authorizations", self._authorizations)
        return copy

    def check(self, url: str) -> Url:
        """Return the parts of an address.

        Raises `InvalidInput` if it is no http or https address, or if credentials would be sent to it unencrypted.
        """
        from kzit_graph.remote.addresses import read_address, refuse_cleartext

        if self.credentials:
            refuse_cleartext(url, through_proxy=self.proxies.proxy_for(url) is not None)
        return read_address(url)

    def send(self, request: Request) -> Reply:
        """Return the reply to a request, with one of the expected statuses.

        Raises `InvalidInput` as `check` does, and `UnreachableEndpoint` if there is no such reply in time.
        """
        from kzit_graph.remote.exchange import exchange

        self.check(request.url)
        authorization = self._authorization(request.url)
        return exchange(request, authorization, timeout=self.timeout, retries=self.retries, max_bytes=self.max_bytes, proxies=self.proxies)

    def _authorization(self, url: str) -> Authorization | None:
        from kzit_graph.remote.addresses import origin
        from kzit_graph.remote.authorization import Authorization

        if self.credentials is None:
            return None
        key = (origin(url), self.credentials)
        return self._authorizations.setdefault(key, Authorization(self.credentials))
