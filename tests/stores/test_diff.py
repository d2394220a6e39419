"""Differences between real stores and a build, and updates that turn one build in a store into the next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from kzit_graph.differences.quad_changes import quad_changes
from kzit_graph.differences.quad_lines import QuadLines, compare_lines, split_graph
from kzit_graph.differences.to_patch import rdf_patch, sparql_update
from kzit_graph.differences.versions import read_version
from kzit_graph.differences.web_versions import read_web_version
from kzit_graph.remote.client import HttpClient
from kzit_graph.remote.credentials import credentials_from
from kzit_graph.remote.messages import Request
from tests.cli.commands import kzit_graph
from tests.differences.versions_of_a_project import edit
from tests.stores.fuseki import FUSEKI
from tests.stores.oxigraph import OXIGRAPH
from tests.stores.server import Server, Store
from tests.stores.stores import EACH_STORE

KEEPS_LITERALS: Final = [store for store in EACH_STORE if store.id != "virtuoso"]
"""Stores that return literals unchanged. Virtuoso changes some datatypes, which are differences."""

OWN: Final = b"<https://w3id.org/kzit/"
"""The start of the names of the project's graphs. Stores may have others."""


@pytest.fixture
def new(a_project: Path, tmp_path: Path) -> QuadLines:
    """The project with a changed name, a fact without its hedge, and a city without a coordinate."""
    edit(a_project / "data" / "sources" / "kazinform-2017-08-21.ttl", {'"about 6 bn USD"': '"6 bn USD"'})
    edit(
        a_project / "data" / "reference" / "places.ttl",
        {'"Genova"@it': '"Genova \\"la Superba\\"\\n"@it', "schema:longitude 8.94439 ;": ""},
    )
    return read_version(a_project, tmp_path / "new.lines").lines


@pytest.fixture
def old(dist: Path, tmp_path: Path) -> QuadLines:
    return read_version(dist, tmp_path / "old.lines").lines


@pytest.fixture(scope="module", params=EACH_STORE)
def server(request: pytest.FixtureRequest, dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A store with the build. A test that changes it changes it back."""
    store: Store = request.param
    with store.start(tmp_path_factory.mktemp("store"), dist / "kzit.nq") as running:
        yield running


def client(server: Server) -> HttpClient:
    if server.account is None:
        return HttpClient()
    return HttpClient(credentials_from({"KZIT_ENDPOINT_USER": server.account.user, "KZIT_ENDPOINT_PASSWORD": server.account.password}))


def send(server: Server, url: str, method: str, body: str, media_type: str) -> None:
    client(server).send(Request(url, {}, method, body.encode(), media_type, expected=(200, 201, 204)))


def base(server: Server) -> str:
    """Return the address of a store for `kzit-graph load`."""
    return server.base if server.name == OXIGRAPH.name else server.query.removesuffix("/query")


def held(server: Server, folder: Path) -> QuadLines:
    folder.mkdir()
    return read_web_version(server.query, client(server), folder, "store").lines


def own(lines: tuple[set[bytes], set[bytes]]) -> tuple[set[bytes], set[bytes]]:
    gone, came = ({line for line in some if split_graph(line)[1].startswith(OWN)} for some in lines)
    return gone, came


def update(server: Server, before: QuadLines, after: QuadLines) -> None:
    """Bring a store from one version to another by a SPARQL update."""
    text = sparql_update(quad_changes(before, after, *compare_lines(before, after)))
    send(server, server.update, "POST", text, "application/sparql-update")


def patch(server: Server, before: QuadLines, after: QuadLines) -> None:
    """Bring a store from one version to another by an RDF Patch."""
    text = rdf_patch(quad_changes(before, after, *compare_lines(before, after)))
    send(server, server.query.replace("/query", "/patch"), "PATCH", text, "application/rdf-patch")


def test_an_update_brings_a_store_to_the_next_build_and_back(server: Server, old: QuadLines, new: QuadLines, tmp_path: Path) -> None:
    # A store that changes literals changes them before and after the update.
    before = held(server, tmp_path / "before")
    changed, kept_as = own(compare_lines(old, before))
    update(server, old, new)
    still_changed, still_kept_as = own(compare_lines(new, held(server, tmp_path / "after")))
    update(server, new, old)
    assert still_changed == changed - compare_lines(old, new)[0]
    assert still_kept_as <= kept_as
    assert len(still_kept_as) == len(still_changed)
    if not changed:  # a store that changes literals may write them in another way each time
        assert compare_lines(before, held(server, tmp_path / "back")) == (set(), set())


@pytest.mark.parametrize("server", [pytest.param(FUSEKI, id="fuseki")], indirect=True)
def test_a_patch_brings_fuseki_from_one_build_to_the_next_and_back(server: Server, old: QuadLines, new: QuadLines, tmp_path: Path) -> None:
    patch(server, old, new)
    after = held(server, tmp_path / "after")
    patch(server, new, old)
    assert compare_lines(new, after) == (set(), set())
    assert compare_lines(old, held(server, tmp_path / "back")) == (set(), set())


@pytest.mark.parametrize("server", KEEPS_LITERALS, indirect=True)
def test_a_store_is_read_by_its_base_too(server: Server, old: QuadLines, tmp_path: Path) -> None:
    version = read_web_version(base(server), HttpClient(), tmp_path, "store")
    assert compare_lines(old, version.lines) == (set(), set())


@pytest.mark.parametrize("server", KEEPS_LITERALS, indirect=True)
def test_the_command_compares_a_store_with_a_build(server: Server, dist: Path, a_project: Path, tmp_path: Path) -> None:
    edit(a_project / "data" / "sources" / "kazinform-2017-08-21.ttl", {'"about 6 bn USD"': '"6 bn USD"'})
    assert kzit_graph("diff", server.query, dist, "--only", "facts", cwd=tmp_path).returncode == 0
    done = kzit_graph("diff", server.query, a_project, "--only", "facts", cwd=tmp_path)
    assert done.returncode == 1
    assert "hedge      - about\n" in done.stdout
