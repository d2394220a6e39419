"""The proxies of environment variables, chosen as curl does: http_proxy, https_proxy, all_proxy and no_proxy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kzit_graph.errors import InvalidInput

_SCHEMES = ("http", "https")


@dataclass(frozen=True)
class Proxies:
    """Proxies for http and https addresses, "" for none. exceptions: hosts without a proxy, separated by commas, or "*"."""

    http: str = ""
    https: str = ""
    exceptions: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Proxies:
        """Return the proxies that environment variables name.

        The upper-case HTTP_PROXY is ignored, as in curl, because a web server can set it from a request. Raises `InvalidInput` if
        the address of a proxy is not http or https.
        """
        every = environment.get("all_proxy") or environment.get("ALL_PROXY") or ""
        http = environment.get("http_proxy") or every
        https = environment.get("https_proxy") or environment.get("HTTPS_PROXY") or every
        exceptions = environment.get("no_proxy") or environment.get("NO_PROXY") or ""
        return cls(_address(http), _address(https), exceptions) if http or https else cls()

    def proxy_for(self, url: str) -> str | None:
        """Return the proxy for a well-formed address, or None."""
        from urllib3.util import parse_url

        address = parse_url(url)
        proxy = self.https if address.scheme == "https" else self.http
        if not proxy or self._is_excepted((address.host or "").lower(), (address.netloc or "").lower()):
            return None
        return proxy

    def _is_excepted(self, host: str, host_and_port: str) -> bool:
        entries = (entry.strip().lower().removeprefix(".") for entry in self.exceptions.split(","))
        return any(entry and (entry == "*" or entry in (host, host_and_port) or host.endswith(f".{entry}")) for entry in entries)


def _address(proxy: str) -> str:
    if not proxy:
        return ""
    from urllib3.exceptions import LocationParseError
    from urllib3.util import parse_url

    address = proxy if "://" in proxy else f"http://{proxy}"
    try:
        parts = parse_url(address)
    except LocationParseError:
        parts = None
    if parts is None or parts.scheme not in _SCHEMES or not parts.host:
        # The address is not quoted, and the parser's error, which quotes it, not kept: it can have a password.
        raise InvalidInput(
            "the proxy of http_proxy, https_proxy or all_proxy must be an http:// or https:// address; correct it, or unset it"
        )
    return address
