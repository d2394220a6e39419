"""What a server knows its client by: a user and a password, or a token, from the environment or a .netrc file."""

from __future__ import annotations

import base64
import re
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

from kzit_graph.errors import InvalidInput

_USER: Final = "KZIT_ENDPOINT_USER"
_PASSWORD: Final = "KZIT_ENDPOINT_PASSWORD"  # noqa: S105 - the name of a variable
_TOKEN: Final = "KZIT_ENDPOINT_TOKEN"  # noqa: S105 - the name of a variable
_NETRC: Final = "NETRC"
_BEARER: Final = re.compile(r"[A-Za-z0-9\-._~+/]+=*")


@dataclass(frozen=True)
class Credentials:
    """authorization: the value of the Authorization header (RFC 7617, RFC 6750).

    user, password: what it was made of, for servers that ask for a digest of them instead (RFC 7616); "" for a token.
    """

    authorization: str = field(repr=False)
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


def credentials_from(environment: Mapping[str, str], host: str = "") -> Credentials | None:
    """The credentials that environment variables give, else those of a .netrc file for a host, None where there are none.

    Either KZIT_ENDPOINT_USER with KZIT_ENDPOINT_PASSWORD, or KZIT_ENDPOINT_TOKEN; an empty one counts as not given. The .netrc
    file is the one that NETRC names, else ~/.netrc; without a host none is read.

    Raises `InvalidInput` where only half is given, or both, where HTTP cannot carry them, or where the file is malformed.
    """
    user, password, token = (environment.get(name, "") for name in (_USER, _PASSWORD, _TOKEN))
    if token and (user or password):
        raise InvalidInput(f"{_TOKEN} and {_USER} with {_PASSWORD} are both given; unset the one or the other")
    if token:
        if not _BEARER.fullmatch(token):
            raise InvalidInput(f"{_TOKEN} is no bearer token: it has other characters than letters, digits and -._~+/; copy it again")
        return Credentials(f"Bearer {token}")
    if bool(user) != bool(password):
        given, missing = (_USER, _PASSWORD) if user else (_PASSWORD, _USER)
        raise InvalidInput(f"{given} is given without {missing}; set both, or none")
    if user:
        return _basic(user, password, f"{_USER} or {_PASSWORD}")
    return _from_netrc(environment, host) if host else None


def _basic(user: str, password: str, origin: str) -> Credentials:
    if ":" in user or not (user + password).isprintable():
        raise InvalidInput(f"{origin}: a user cannot have a colon, nor a user or a password control characters; ask for others")
    return Credentials(f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}", user, password)


def _from_netrc(environment: Mapping[str, str], host: str) -> Credentials | None:
    import netrc

    named = environment.get(_NETRC, "")
    path = Path(named) if named else Path.home() / ".netrc"
    if not named and not path.is_file():
        return None
    try:
        found = netrc.netrc(path).authenticators(host.strip("[]"))
    except netrc.NetrcParseError as error:
        # The module's own words can quote the token at fault, which may be a password.
        raise InvalidInput(f"{path}, line {error.lineno}: not in the form of a .netrc file; correct it") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path}: cannot be read: {getattr(error, 'strerror', None) or 'not UTF-8'}") from error
    if found is None or not found[0]:
        return None
    user, _, password = found
    return _basic(user, password or "", str(path))


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
