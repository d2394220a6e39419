"""The Authorization header: as credentials give it, or, once a server asked for that, a digest of them (RFC 7616)."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterable
from typing import Final
from urllib.parse import urljoin

from kzit_graph.remote.auth import Credentials

_DIGEST: Final = "digest "
_ALGORITHMS: Final = ("MD5", "SHA")
"""What Python's own library makes digests with."""


class Authorization:
    """Credentials in use with one server, which may ask for a digest at any time; shared by all requests to it."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._challenge: dict[str, str] = {}
        self._waits_for_challenge = False
        self._passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        self._digests = urllib.request.HTTPDigestAuthHandler(self._passwords)

    def header(self, method: str, url: str) -> str | None:
        """The header's value for a request; None where it must go without, so that the server says what it asks for."""
        if self._waits_for_challenge:
            return None
        if not self._challenge:
            return self._credentials.authorization
        request = urllib.request.Request(url, method=method)  # noqa: S310 - never opened: a digest is made of it
        return f"Digest {self._digests.get_authorization(request, self._challenge)}"

    def takes_up(self, challenges: Iterable[str], url: str, *, again: bool) -> bool:
        """Whether a refused request is worth another try, since the server asks for a digest that it was not given yet.

        challenges: the WWW-Authenticate headers of the refusal. again: whether this request was refused with a digest before;
        that is final, unless the server says that its nonce went stale. A server that refuses a password without a challenge,
        as Virtuoso does, is asked for one. Only user names and passwords in ASCII can be digested.
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
        if challenge is None or (again and challenge.get("stale", "").lower() != "true"):
            return False
        self._passwords.add_password(None, urljoin(url, "/"), user, password)
        self._challenge = challenge
        return True


def _digest_challenge(challenges: Iterable[str]) -> dict[str, str] | None:
    """The parameters of the challenge that asks for a digest which can be made here."""
    asked = next((challenge for challenge in challenges if challenge.lower().startswith(_DIGEST)), "")
    parts = [part for part in urllib.request.parse_http_list(asked[len(_DIGEST) :]) if part.isascii() and part.partition("=")[2]]
    challenge = urllib.request.parse_keqv_list(parts)
    qualities = [quality.strip() for quality in challenge.get("qop", "auth").split(",")]
    known = challenge.get("algorithm", "MD5") in _ALGORITHMS and "auth" in qualities
    return challenge if known and {"realm", "nonce"} <= challenge.keys() else None
