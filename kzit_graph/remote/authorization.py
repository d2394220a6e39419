"""The Authorization header of requests to one server: basic or bearer, or a digest if the server asks for one (RFC 7616)."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterable
from typing import Final
from urllib.parse import urljoin

from kzit_graph.remote.credentials import Credentials

_DIGEST: Final = "digest "
_ALGORITHMS: Final = ("MD5", "SHA")
"""The digest algorithms of Python's standard library."""


class Authorization:
    """Credentials in use with one server. All requests to the server share it, and with it the server's digest challenge."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._challenge: dict[str, str] = {}
        self._waits_for_challenge = False
        self._passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        self._digests = urllib.request.HTTPDigestAuthHandler(self._passwords)

    def header(self, method: str, url: str) -> str | None:
        """Return the header's value for a request; None to send it without one, so that the server sends its challenge."""
        if self._waits_for_challenge:
            return None
        if not self._challenge:
            return self._credentials.authorization
        request = urllib.request.Request(url, method=method)  # noqa: S310 - never opened: only its digest is computed
        return f"Digest {self._digests.get_authorization(request, self._challenge)}"

    def accept_challenge(self, challenges: Iterable[str], url: str, *, repeated: bool) -> bool:
        """Return whether a refused request should be sent again, because the server asks for a digest that it has not had yet.

        challenges: the WWW-Authenticate headers of the refusal. repeated: whether this request was challenged before; then
        only a stale nonce is a reason to try again. A server that refuses a password without a challenge, as Virtuoso does, is
        asked for one. Only ASCII user names and passwords can be digested.
        """
        challenges = tuple(challenges)
        user, password = self._credentials.user, self._credentials.password
        if not user or not f"{user}{password}".isascii():
            return False
        waited, self._waits_for_challenge = self._waits_for_challenge, False
        if not challenges and not self._challenge and not waited:
            self._waits_for_challenge = True
            return True
        challenge = _digest_challenge(challenges)
        if challenge is None or (repeated and challenge.get("stale", "").lower() != "true"):
            return False
        self._passwords.add_password(None, urljoin(url, "/"), user, password)
        self._challenge = challenge
        return True


def _digest_challenge(challenges: Iterable[str]) -> dict[str, str] | None:
    """Return the parameters of the first digest challenge; None if there is none that can be answered."""
    asked = next((challenge for challenge in challenges if challenge.lower().startswith(_DIGEST)), "")
    parts = [part for part in urllib.request.parse_http_list(asked[len(_DIGEST) :]) if part.isascii() and part.partition("=")[2]]
    challenge = urllib.request.parse_keqv_list(parts)
    qualities = [quality.strip() for quality in challenge.get("qop", "auth").split(",")]
    known = challenge.get("algorithm", "MD5") in _ALGORITHMS and "auth" in qualities
    return challenge if known and {"realm", "nonce"} <= challenge.keys() else None
