"""Credentials for a server: a user and password, or a token, from environment variables or a .netrc file."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kzit_graph.errors import InvalidInput, Position

_USER: Final = "KZIT_ENDPOINT_USER"
_PASSWORD: Final = "KZIT_ENDPOINT_PASSWORD"  # noqa: S105 - the name of a variable
_TOKEN: Final = "KZIT_ENDPOINT_TOKEN"  # noqa: S105 - the name of a variable
_HOST: Final = "KZIT_ENDPOINT_HOST"
_NETRC: Final = "NETRC"
_HOST_AND_PORT: Final = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\[\]:/@\s]+)(?::(?P<port>[0-9]{1,5}))?")
_BEARER: Final = re.compile(r"[A-Za-z0-9\-._~+/]+=*")

VARIABLES: Final = f"{_USER} and {_PASSWORD}, or {_TOKEN}"
"""The environment variables that hold credentials, as messages name them."""


@dataclass(frozen=True)
class Credentials:
    """authorization: the value of the Authorization header (RFC 7617, RFC 6750).

    user, password: the same for servers that require digest authentication (RFC 7616); "" for a token.
    """

    authorization: str = field(repr=False)
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


def is_own_host(environment: Mapping[str, str], host: str, port: int | None, *, default: bool = True) -> bool:
    """Return whether KZIT_ENDPOINT_HOST names a host, with or without its port; the default if it is not set.

    Raises `InvalidInput` if its value is not a host.
    """
    value = environment.get(_HOST, "")
    if not value:
        return default
    named = _HOST_AND_PORT.fullmatch(value)
    if named is None:
        raise InvalidInput(f"{_HOST} must be a host such as example.org or example.org:8443, without https:// and without a path")
    return named["host"].lower() == host.lower() and named["port"] in (None, str(port))


def credentials_from(environment: Mapping[str, str], host: str = "", *, use_variables: bool = True) -> Credentials | None:
    """Return the credentials that environment variables hold, else those of a .netrc file for a host, else None.

    The variables are KZIT_ENDPOINT_USER with KZIT_ENDPOINT_PASSWORD, or KZIT_ENDPOINT_TOKEN; an empty one counts as unset. The
    .netrc file is the one that NETRC names, else ~/.netrc; without a host it is not read. use_variables: whether the variables are
    for this host; False reads only the file.

    Raises `InvalidInput` if only one of user and password is set, if a token is set as well, if a value cannot be sent in an
    HTTP header, or if the file is malformed.
    """
    user, password, token = (environment.get(name, "") if use_variables else "" for name in (_USER, _PASSWORD, _TOKEN))
    if token and (user or password):
        raise InvalidInput(f"{_TOKEN} is set together with {_USER} or {_PASSWORD}; unset one of the two")
    if token:
        if not _BEARER.fullmatch(token):
            raise InvalidInput(f"{_TOKEN} is not a bearer token: only letters, digits and -._~+/ are allowed; copy it again")
        return Credentials(f"Bearer {token}")
    if bool(user) != bool(password):
        given, missing = (_USER, _PASSWORD) if user else (_PASSWORD, _USER)
        raise InvalidInput(f"{given} is set without {missing}; set both, or neither")
    if user:
        return _basic(user, password, f"{_USER} or {_PASSWORD}")
    return _from_netrc(environment, host) if host else None


def _basic(user: str, password: str, origin: str) -> Credentials:
    if ":" in user or not (user + password).isprintable():
        raise InvalidInput(f"{origin}: a user name must not contain a colon, and neither it nor the password control characters")
    return Credentials(f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}", user, password)


def _from_netrc(environment: Mapping[str, str], host: str) -> Credentials | None:
    import netrc

    named = environment.get(_NETRC, "")
    try:
        path = Path(named) if named else Path.home() / ".netrc"
    except RuntimeError:  # a user without a home folder, as in a container
        return None
    if not named and not path.is_file():
        return None
    try:
        found = netrc.netrc(path).authenticators(host.strip("[]"))
    except netrc.NetrcParseError as error:
        # The module's own message can quote the token at fault, which may be a password.
        raise InvalidInput(f"{path}, line {error.lineno}: not a valid .netrc file; correct it") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{Position(path)}: cannot be read: {getattr(error, 'strerror', None) or 'not UTF-8'}") from error
    if found is None or not found[0]:
        return None
    user, _, password = found
    return _basic(user, password or "", str(path))
