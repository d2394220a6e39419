"""All peers: the program, the parse as its yardstick, and what a user would pick instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from benchmarks.peers import comunica, converters, jena, ours, oxigraph, script, shacl_engines
from benchmarks.peers.peer import Peer

PEERS: Final[Mapping[str, Peer]] = {
    peer.name: peer
    for peer in (*ours.PEERS, script.PEER, oxigraph.PEER, *jena.PEERS, *shacl_engines.PEERS, comunica.PEER, *converters.PEERS)
}
"""By name, in the order of tables."""
