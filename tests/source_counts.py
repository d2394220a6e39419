"""What a test expects of each source: counts in tests/sources/SLUG.toml, written once the source has been checked by eye.

The same file lists in `tests` the tests that speak of the source. They are skipped if it is not here.

Print the counts of sources as they are now with: python -m tests.source_counts SLUG …
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from kzit_graph.project.loaded import LoadedProject
from kzit_graph.project.project import open_project
from kzit_graph.rdf.names import slug

ROOT: Final = Path(__file__).parents[1]
EXPECTED: Final = ROOT / "tests" / "sources"
BASE: Final = "https://w3id.org/kzit/"
KZIT: Final = f"{BASE}ontology#"
KINDS: Final = ("Occurrence", "Relationship", "Measurement", "Assessment", "Influence", "Goal")
TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
IS_OF_TYPE: Final = NamedNode("http://purl.org/dc/terms/type")
HAS_SOURCE: Final = NamedNode("http://www.w3.org/ns/oa#hasSource")
LANGUAGE: Final = NamedNode("https://schema.org/inLanguage")
EVIDENCE: Final = NamedNode(f"{KZIT}evidence")
INFERRED_FROM: Final = NamedNode(f"{KZIT}inferredFrom")
CLAIMED_BY: Final = NamedNode(f"{KZIT}claimedBy")
EXTENTS: Final = frozenset({"whole", "excerpt"})


@dataclass(frozen=True)
class Counts:
    """The counts of one source.

    extent: whole or excerpt. facts: by kind, without those inferred from another source, which go if it goes. without_facts: passages
    that no fact cites, by their type; "?" if they have none.
    """

    language: str
    extent: str
    claimants: tuple[str, ...]
    passages: int
    facts: Mapping[str, int]
    without_facts: Mapping[str, int]

    def toml(self) -> str:
        lines = [
            f'language = "{self.language}"',
            f'extent = "{self.extent}"',
            f"claimants = {json.dumps(self.claimants)}",
            f"passages = {self.passages}",
            *("", "[facts]", *(f"{kind} = {number}" for kind, number in self.facts.items())),
            *("", "[without_facts]", *(f"{kind} = {number}" for kind, number in self.without_facts.items())),
        ]
        return "\n".join(lines if self.without_facts else lines[:-2]) + "\n"


def expected(values: Mapping[str, object]) -> Counts:
    """Return the counts that a TOML document states."""
    given = {"without_facts": {}, **{name: value for name, value in values.items() if name != "tests"}}
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    return Counts(**given)  # type: ignore[arg-type]  # a wrong key or value is a failure of the test


def counts(store: Store, source: str) -> Counts:
    """Return the counts of the source that data/sources/<source>.ttl describes."""
    document, graph = NamedNode(f"{BASE}id/{source}"), NamedNode(f"{BASE}graph/source/{source}")
    inferred = store.quads_for_pattern(None, INFERRED_FROM, None, graph)
    with_others = {quad.subject for quad in inferred if not str(quad.object).startswith(f"<{document.value}/")}
    facts = {quad.subject for quad in store.quads_for_pattern(None, TYPE, NamedNode(f"{KZIT}Fact"), graph)} - with_others
    kinds = Counter(kind for fact in facts for kind in names(store.quads_for_pattern(fact, TYPE, None, graph)) if kind in KINDS)
    passages = [quad.subject for quad in store.quads_for_pattern(None, HAS_SOURCE, document, None)]
    uncited = [passage for passage in passages if not any(True for _ in store.quads_for_pattern(None, EVIDENCE, passage, None))]
    types = Counter(next(names(store.quads_for_pattern(passage, IS_OF_TYPE, None, None)), "?") for passage in uncited)
    return Counts(
        language="".join(names(store.quads_for_pattern(document, LANGUAGE, None, None))),
        extent=" ".join(sorted(EXTENTS & set(names(store.quads_for_pattern(document, IS_OF_TYPE, None, None))))),
        claimants=tuple(sorted({who for fact in facts for who in names(store.quads_for_pattern(fact, CLAIMED_BY, None, None))})),
        passages=len(passages),
        facts={kind: kinds[kind] for kind in KINDS if kinds[kind]},
        without_facts=dict(sorted(types.items())),
    )


def names(quads: Iterable[Quad]) -> Iterator[str]:
    """Yield the ends of the IRIs of objects, and the values of literals."""
    for quad in quads:
        if isinstance(quad.object, NamedNode):
            yield slug(quad.object)
        elif isinstance(quad.object, Literal):
            yield quad.object.value


def sources(folder: Path = ROOT) -> list[str]:
    return sorted(path.stem for path in (folder / "data" / "sources").glob("*.ttl"))


def absent() -> tuple[str, ...]:
    """Return the beginnings of the IRIs of sources that are known but not here, so that tests pass with one source fewer."""
    return tuple(f"{BASE}id/{path.stem}" for path in sorted(EXPECTED.glob("*.toml")) if path.stem not in sources())


def listed_tests(source: str) -> tuple[str, ...]:
    """Return the tests that speak of a source, such as "tests/test_data.py::test_that"."""
    path = EXPECTED / f"{source}.toml"
    return tuple(tomllib.loads(path.read_text("utf-8")).get("tests", ())) if path.is_file() else ()


def tests_without_source() -> dict[str, str]:
    """Return the tests that speak of a source that is not here, with its name."""
    gone = sorted({path.stem for path in EXPECTED.glob("*.toml")} - set(sources()))
    return {test: source for source in gone for test in listed_tests(source)}


def main(wanted: Iterable[str]) -> None:
    store = LoadedProject(open_project(ROOT)).store
    for source in wanted:
        print(f"# tests/sources/{source}.toml")
        print(counts(store, source).toml())


if __name__ == "__main__":
    main(sys.argv[1:] or sources())
