"""Credentials: from the environment or a .netrc file, sent as basic, bearer or digest authentication, and never shown."""

from __future__ import annotations

import hashlib
import urllib.request
from pathlib import Path

import pytest

from kzit_graph.errors import InvalidInput, UnreachableEndpoint
from kzit_graph.remote.authorization import Authorization
from kzit_graph.remote.client import HttpClient
from kzit_graph.remote.credentials import Credentials, credentials_from
from kzit_graph.remote.endpoint import Endpoint
from tests.remote.endpoint_servers import Step, says, server

ME = credentials_from({"KZIT_ENDPOINT_USER": "me", "KZIT_ENDPOINT_PASSWORD": "s3cret"})
assert ME is not None
URL = "http://127.0.0.1:1/sparql?graph=x%20y"


def netrc(folder: Path, text: str) -> dict[str, str]:
    """Return an environment with a .netrc file of a text."""
    path = folder / "netrc"
    path.write_text(text, "utf-8")
    path.chmod(0o600)
    return {"NETRC": str(path)}


def asks(*challenges: str) -> Step:
    """Return a step that refuses with challenges."""

    def step(handler: object, talk: object) -> None:
        says(b"no", "text/plain", 401, WWW_Authenticate=", ".join(challenges))(handler, talk)  # type: ignore[arg-type]

    return step


def digest_of(header: str, method: str, password: str) -> str:
    """Return the response of RFC 7616 (section 3.4.1, MD5, with or without qop=auth) for the other parts of the header."""
    parts = urllib.request.parse_keqv_list(urllib.request.parse_http_list(header.removeprefix("Digest ")))

    def md5(text: str) -> str:
        return hashlib.md5(text.encode()).hexdigest()

    who, what = md5(f"{parts['username']}:{parts['realm']}:{password}"), md5(f"{method}:{parts['uri']}")
    middle = f"{parts['nonce']}:{parts['nc']}:{parts['cnonce']}:{parts['qop']}" if "qop" in parts else parts["nonce"]
    return md5(f"{who}:{middle}:{what}")


@pytest.mark.parametrize(
    "text", ["machine e.org login me password s3cret", "default login me password s3cret", "machine e.org\nlogin me\npassword s3cret\n"]
)
def test_a_netrc_file_gives_the_credentials_of_a_host(tmp_path: Path, text: str) -> None:
    assert credentials_from(netrc(tmp_path, text), "e.org") == ME


@pytest.mark.parametrize("text", ["", "machine other.org login me password s3cret", "machine e.org password s3cret"])
def test_a_netrc_file_without_the_host_gives_none(tmp_path: Path, text: str) -> None:
    assert credentials_from(netrc(tmp_path, text), "e.org") is None


def test_the_environment_comes_before_the_netrc_file(tmp_path: Path) -> None:
    environment = netrc(tmp_path, "machine e.org login me password s3cret") | {"KZIT_ENDPOINT_TOKEN": "t0ken"}
    assert credentials_from(environment, "e.org") == Credentials("Bearer t0ken")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("machine e.org login me s3cret", "line 1: not a valid .netrc file"),
        ("machine e.org login me:x password s3cret", "must not contain a colon"),
    ],
)
def test_a_malformed_netrc_file_is_named_and_its_password_is_not(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(InvalidInput, match=fault) as caught:
        credentials_from(netrc(tmp_path, text), "e.org")
    assert "s3cret" not in str(caught.value)
    assert str(tmp_path / "netrc") in str(caught.value)


def test_a_netrc_file_that_is_named_and_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="none: cannot be read"):
        credentials_from({"NETRC": str(tmp_path / "none")}, "e.org")


def test_a_user_who_has_no_netrc_file_has_no_credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert credentials_from({}, "e.org") is None


@pytest.mark.parametrize("quality", ["", ', qop="auth"', ', qop="auth,auth-int"', ', algorithm=MD5, qop="auth"'])
def test_a_server_that_asks_for_a_digest_gets_one_and_no_password(quality: str) -> None:
    challenge = f'Digest realm="r", nonce="n0nce", opaque="0paque"{quality}'
    with server(asks(challenge), says(), says()) as talk:
        endpoint = Endpoint(f"{talk.url}?a=b", credentials=ME)
        assert endpoint.query("ASK {}")
    first, second = (seen.headers["Authorization"] for seen in talk.seen[:2])
    assert first.startswith("Basic ")
    parts = urllib.request.parse_keqv_list(urllib.request.parse_http_list(second.removeprefix("Digest ")))
    assert (parts["username"], parts["realm"], parts["opaque"], parts["uri"]) == ("me", "r", "0paque", talk.seen[1].path)
    assert parts["response"] == digest_of(second, "GET", "s3cret")


def test_endpoints_of_one_client_share_the_challenge_of_a_server() -> None:
    client = HttpClient(ME)
    with server(asks('Digest realm="r", nonce="n"'), says()) as talk:
        assert Endpoint(talk.url, client).ask("ASK {}")
        assert Endpoint(f"{talk.url}/other", client, timeout=5).ask("ASK {}")
    assert [seen.headers["Authorization"].partition(" ")[0] for seen in talk.seen] == ["Basic", "Digest", "Digest"]


def test_a_challenge_is_not_answered_with_the_credentials_of_another_user() -> None:
    client = HttpClient(ME)
    with server(asks('Digest realm="r", nonce="n"'), says()) as talk:
        Endpoint(talk.url, client).ask("ASK {}")
        Endpoint(talk.url, client, credentials=Credentials("Bearer t0ken")).ask("ASK {}")
    assert talk.seen[-1].headers["Authorization"] == "Bearer t0ken"


def test_a_refused_digest_is_not_sent_again() -> None:
    challenge = 'Digest realm="r", nonce="n", qop="auth"'
    with server(asks(challenge)) as talk, pytest.raises(UnreachableEndpoint, match="credentials are missing or were rejected"):
        Endpoint(talk.url, credentials=ME).query("ASK {}")
    assert len(talk.seen) == 2


def test_a_nonce_that_went_stale_is_replaced() -> None:
    with server(asks('Digest realm="r", nonce="old"'), asks('Digest realm="r", nonce="new", stale=true'), says()) as talk:
        assert Endpoint(talk.url, credentials=ME).query("ASK {}")
    assert ['nonce="new"' in seen.headers["Authorization"] for seen in talk.seen] == [False, False, True]


@pytest.mark.parametrize(
    ("credentials", "challenge"),
    [
        (ME, 'Digest realm="r", nonce="n", algorithm=SHA-512-256'),
        (ME, 'Digest realm="r", nonce="n", qop="auth-int"'),
        (ME, 'Digest realm="r"'),
        (ME, "Digest"),
        (ME, 'Digest realm="Caf\u00e9", nonce="n"'),
        (ME, 'Digest nonce=, realm="r"'),
        (ME, 'Negotiate realm="r"'),
        (Credentials("Bearer t0ken"), 'Digest realm="r", nonce="n"'),
        (credentials_from({"KZIT_ENDPOINT_USER": "Анна", "KZIT_ENDPOINT_PASSWORD": "x"}), 'Digest realm="r", nonce="n"'),
    ],
)
def test_a_challenge_that_cannot_be_answered_is_a_refusal(credentials: Credentials, challenge: str) -> None:
    with server(asks(challenge)) as talk, pytest.raises(UnreachableEndpoint, match="401"):
        Endpoint(talk.url, credentials=credentials).query("ASK {}")
    assert len(talk.seen) == 1


def test_a_nonce_that_is_always_stale_is_replaced_once() -> None:
    with server(asks('Digest realm="r", nonce="n", stale=true')) as talk, pytest.raises(UnreachableEndpoint, match="401"):
        Endpoint(talk.url, credentials=ME).query("ASK {}")
    assert len(talk.seen) == 3


def test_an_ipv6_host_has_no_brackets_in_a_netrc_file(tmp_path: Path) -> None:
    assert credentials_from(netrc(tmp_path, "machine ::1 login me password s3cret"), "[::1]") == ME


def test_the_challenge_may_be_one_of_several() -> None:
    assert ME is not None
    authorization = Authorization(ME)
    assert authorization.accept_challenge(['Basic realm="r"', 'DIGEST realm="r", nonce="n"'], URL, repeated=False)
    header = authorization.header("PUT", URL)
    assert header is not None
    assert digest_of(header, "PUT", "s3cret") in header


def test_a_server_that_refuses_without_a_challenge_is_asked_for_one() -> None:
    with server(says(b"", None, 401), asks('Digest realm="r", nonce="n"'), says()) as talk:
        assert Endpoint(talk.url, credentials=ME).query("ASK {}")
    first, second, third = (seen.headers.get("Authorization", "none").partition(" ")[0] for seen in talk.seen)
    assert (first, second, third) == ("Basic", "none", "Digest")


def test_a_server_that_gives_no_challenge_is_not_asked_forever() -> None:
    with server(says(b"", None, 401)) as talk, pytest.raises(UnreachableEndpoint, match="401"):
        Endpoint(talk.url, credentials=ME).query("ASK {}")
    assert len(talk.seen) == 2


def test_a_user_without_a_home_folder_has_no_netrc_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", no_home)
    assert credentials_from({}, "e.org") is None
