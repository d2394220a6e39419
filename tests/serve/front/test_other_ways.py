"""Other web servers, stores and sources: Hypercorn, an existing endpoint, a project without a build, a build without documents."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

import httplink
import httpx
import pytest

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project, published_at
from kzit_graph.publish.build import build
from tests.serve.front.test_limits import ENDLESS, SLOW
from tests.serve.front.test_operation import COUNT, THING, count, make, project
from tests.serve.running import RunningServer, running_server

pytestmark = pytest.mark.slow

SETTINGS: Final = "HTTP2-Settings: AAMAAABkAAQAAP__"


def test_hypercorn_answers_and_cuts_as_granian_does(dist: Path, tmp_path: Path) -> None:
    with running_server(dist, tmp_path / "server", "--server", "hypercorn", "--query-timeout", "1") as server:
        assert server.query("ASK {}").json() == {"head": {}, "boolean": True}
        assert server.client.get(f"{server.url}id/milan.ttl").status_code == 200
        assert server.query(SLOW).status_code == 504
        with pytest.raises(httpx.RemoteProtocolError):
            server.query(ENDLESS)
        assert server.client.request(
            "QUERY", server.sparql, content="ASK {}", headers={"content-type": "application/sparql-query"}
        ).is_success
    assert server.process.returncode == 0


@pytest.mark.parametrize(
    ("request_lines", "status"),
    [
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"400"),
        (f"GET /id/milan HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n{SETTINGS}\r\n\r\n", b"303"),
    ],
)
@pytest.mark.parametrize("name", ["granian", "hypercorn"])
def test_a21_no_server_speaks_http_2(name: str, request_lines: str, status: bytes, dist: Path, tmp_path: Path) -> None:
    with (
        running_server(dist, tmp_path / "server", "--server", name) as server,
        socket.create_connection(("127.0.0.1", server.port)) as sent,
    ):
        sent.settimeout(30)
        sent.sendall(request_lines.encode())
        answer = sent.recv(1 << 16)
        assert answer.split(b" ")[:2] == [b"HTTP/1.1", status] or (name, answer) == ("granian", b"")


def test_an_existing_endpoint_can_answer_the_queries(server: RunningServer, dist: Path, tmp_path: Path) -> None:
    with running_server(dist, tmp_path / "server", "--endpoint", server.sparql, "--query-timeout", "1") as front:
        assert front.query(COUNT).content == server.query(COUNT).content
        assert front.query("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 3", headers={"accept": "application/n-triples"}).text.count("\n") == 3
        assert front.query("SELECT * { ?s ?p }").status_code == 400
        assert front.query(SLOW).status_code == 504
        assert front.client.get(f"{front.url}id/milan.ttl").status_code == 200
    assert front.process.returncode == 0


def test_an_endpoint_that_does_not_answer_is_a_bad_gateway(dist: Path, tmp_path: Path) -> None:
    with running_server(dist, tmp_path / "server", "--endpoint", "http://127.0.0.1:9/sparql") as front:
        response = front.query("ASK {}")
        assert (response.status_code, response.json()["type"]) == (502, f"{front.url}problems/unreachable")


def test_a_project_is_built_and_watched(tmp_path: Path) -> None:
    folder = project(tmp_path / "project", 10)
    with running_server(None, tmp_path / "server", "--watch", project=folder) as server:
        before = count(server)
        assert (tmp_path / "server" / "cache" / "kzit-graph" / "builds").is_dir()
        project(folder, 20)
        server.wait_for_line(event="reload", result="done")
        assert count(server) > before
        (folder / "data" / "cities.ttl").write_text("<urn:a> <urn:b")
        server.wait_for_line(event="reload", result="failed")
        assert count(server) > before


def test_without_files_documents_are_made_on_demand(tmp_path: Path) -> None:
    opened = published_at(open_project(project(tmp_path / "project", 5)), site=False)
    build(LoadedProject(opened), tmp_path / "dist")
    with running_server(tmp_path / "dist", tmp_path / "server") as server:
        redirected = server.client.get(f"{server.url}id/city-1", headers={"accept": "text/turtle"})
        assert (redirected.status_code, redirected.headers["location"]) == (303, "/id/city-1.ttl")
        for extension in ("html", "ttl", "jsonld", "nt", "rdf"):
            document = server.client.get(f"{server.url}id/city-1.{extension}")
            assert document.status_code == 200, document.text
            assert "city-1" in document.text
            links = httplink.parse_link_header(document.headers["link"]).links
            targets = {(next(iter(link.rel)), urljoin(str(document.url), link.target)) for link in links}
            assert ("cite-as", "https://example.org/id/city-1") in targets
            assert ("collection", f"{server.url}dataset") in targets
            alternates = {target for relation, target in targets if relation == "alternate"}
            assert alternates == {f"{server.url}id/city-1.{other}" for other in ("html", "ttl", "jsonld", "nt") if other != extension}
        for path in ("id/nothing.ttl", "id/nothing", "nothing"):
            missing = server.client.get(f"{server.url}{path}")
            known = "list all with: SELECT DISTINCT ?thing { ?thing a ?class }"
            assert (missing.status_code, missing.json()["detail"]) == (404, f'unknown thing "{path.removesuffix(".ttl")}"; {known}')


def test_with_too_many_things_documents_are_made_on_demand(tmp_path: Path) -> None:
    folder = project(tmp_path / "project", 5)
    with (folder / "kzit-graph.toml").open("a") as settings:
        settings.write("\n[site]\nmax_things = 1\n")
    with (folder / "data" / "cities.ttl").open("a") as data:
        data.write(THING.format("x").replace("/id/x", "//evil.example/thing"))
    build(LoadedProject(open_project(folder)), tmp_path / "dist")
    with running_server(tmp_path / "dist", tmp_path / "server") as server:
        redirected = server.client.get(f"{server.url}id/city-1", headers={"accept": "text/turtle"})
        assert (redirected.status_code, redirected.headers["location"]) == (303, "/id/city-1.ttl")
        assert "city-1" in server.client.get(f"{server.url}id/city-1.html").text
        assert server.client.get(f"{server.url}dataset.html").status_code == 200
        foreign = server.client.get(f"{server.url}/evil.example/thing")
        assert foreign.status_code == 303
        assert httpx.URL(server.url).join(foreign.headers["location"]).host == "127.0.0.1"
        assert server.client.get(f"{server.url}/evil.example/other").status_code == 404
        assert server.client.get(f"{server.url}id/city-1.html?page={'9' * 5_000}").status_code == 404


def test_a_build_is_served_without_a_cache_folder(dist: Path, tmp_path: Path) -> None:
    (tmp_path / "server").mkdir()
    (tmp_path / "server" / "cache").write_text("no folder")
    with running_server(dist, tmp_path / "server") as server:
        assert "cannot be made" in server.wait_for_line(event="cache")["problem"]
        assert server.client.get(f"{server.url}id/milan.ttl").status_code == 200


def test_the_cache_of_a_build_made_anew_is_not_mixed_up(tmp_path: Path) -> None:
    make(tmp_path / "project", tmp_path / "dist", 10)
    with running_server(tmp_path / "dist", tmp_path / "server", "--watch") as server:
        old = server.client.get(f"{server.url}dataset.ttl")
        make(tmp_path / "project", tmp_path / "dist", 30)
        server.wait_for_line(event="reload", result="done")
        new = server.client.get(f"{server.url}dataset.ttl", headers={"if-none-match": old.headers["etag"]})
        assert (new.status_code, new.content != old.content) == (200, True)
