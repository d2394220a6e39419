"""Does the same works on the same project folder with rdflib and pySHACL, as a competent user would write it.

python rdflib_pyshacl.py validate PROJECT REPORT
python rdflib_pyshacl.py build PROJECT FOLDER
python rdflib_pyshacl.py query DUMP QUESTION
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import rdflib
from rdflib import RDF, RDFS, SH, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, SKOS, VOID, XSD
from rdflib.query import Result
from rdflib.term import Node

KZIT: Final = Namespace("https://w3id.org/kzit/ontology#")
OA: Final = Namespace("http://www.w3.org/ns/oa#")
SCHEMA: Final = Namespace("https://schema.org/")
SPDX: Final = Namespace("http://spdx.org/rdf/terms#")

DUMPS: Final = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "trig": "trig", "nq": "nquads", "jsonld": "json-ld"}
OF_GRAPHS: Final = {"trig", "nq", "jsonld"}
MEDIA_TYPES: Final = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "trig": "application/trig",
    "nq": "application/n-quads",
    "jsonld": "application/ld+json",
    "csv": "text/csv",
}
CODES: Final = ("status", "relationType", "field", "indicator", "hedge", "epithet", "trend", "form", "level")
PARTIES: Final = (
    *("claimedBy", "participant", "actor", "counterpart", "host", "featured", "framework", "place", "event", "object", "valued"),
    *("aim", "factor", "effect", "evidence"),
)
TIMES: Final = ("statedAs", "earliest", "latest")
FIGURES: Final = ("value", "minValue", "maxValue")


class Project:
    """A project folder as rdflib graphs: named graphs with what the ontology entails, their union, ontology and shapes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ontology = parsed(sorted((folder / "ontology").glob("*.ttl")))
        self.shapes = parsed(sorted((folder / "shapes").glob("*.ttl")))
        self.iri, self.base = described(folder / "data" / "dataset.ttl")
        self.dataset = Dataset()
        self.union = Graph()
        declared = {term for term in self.ontology.subjects(RDF.type) if isinstance(term, URIRef)}
        self.classes = self._above(RDFS.subClassOf, declared)
        self.properties = self._above(RDFS.subPropertyOf, declared)
        for path in sorted((folder / "data").rglob("*.ttl")):
            self._load(path)
        for prefix, namespace in [*self.ontology.namespaces(), *self.union.namespaces()]:
            self.dataset.bind(prefix, namespace)
            self.union.bind(prefix, namespace)

    def checked(self) -> Graph:
        """Return the graph to validate."""
        return self.union + self.ontology

    def _load(self, path: Path) -> None:
        name = path.relative_to(self.folder / "data").with_suffix("").as_posix().replace("sources/", "source/")
        graph = self.dataset.graph(URIRef(f"{self.base}graph/{name}"))
        graph.parse(path, format="turtle")
        for subject, predicate, value in list(graph):
            for upper in self.properties.get(predicate, ()):
                graph.add((subject, upper, value))
            if predicate == RDF.type:
                for upper in self.classes.get(value, ()):
                    graph.add((subject, RDF.type, upper))
        for triple in graph:
            self.union.add(triple)

    def _above(self, relation: URIRef, declared: set[URIRef]) -> dict[Node, list[Node]]:
        return {
            term: [upper for upper in self.ontology.transitive_objects(term, relation) if upper and upper != term and upper in declared]
            for term in set(self.ontology.subjects(relation))
        }


def described(path: Path) -> tuple[URIRef, str]:
    """Return the IRI of the dataset and the base of its IRIs."""
    for subject, base in parsed([path]).subject_objects(VOID.uriSpace):
        if str(subject).startswith(str(base)):
            return URIRef(str(subject)), str(base)
    raise SystemExit(f"{path}: no void:uriSpace")


def parsed(paths: Iterable[Path]) -> Graph:
    """Parse Turtle files into one graph."""
    graph = Graph()
    for path in paths:
        graph.parse(path, format="turtle")
    return graph


def validate(project: Project) -> Graph:
    """Validate with pySHACL and return the report."""
    import pyshacl

    _, report, text = pyshacl.validate(project.checked(), shacl_graph=project.shapes)
    if not isinstance(report, Graph):
        raise SystemExit(str(text))
    return report


def count(report: Graph) -> dict[str, int]:
    """Count results by severity."""
    found = Counter(report.value(result, SH.resultSeverity) for result in report.objects(None, SH.result))
    return {"violations": found[SH.Violation], "warnings": found[SH.Warning], "infos": found[SH.Info]}


def build(project: Project, folder: Path) -> None:
    """Validate, then write every dump, the table of facts, the metadata and the digests."""
    report = validate(project)
    counted = count(report)
    print(json.dumps(counted))
    if counted["violations"]:
        raise SystemExit(1)
    folder.mkdir()
    report.serialize(folder / "report.ttl", format="turtle")
    context = project.folder / "ontology" / "context.jsonld"
    (folder / "context.jsonld").write_bytes(context.read_bytes())
    terms = json.loads(context.read_text("utf-8"))["@context"]
    project.ontology.serialize(folder / "ontology.ttl", format="turtle")
    project.ontology.serialize(folder / "ontology.jsonld", format="json-ld", context=terms)
    project.shapes.serialize(folder / "shapes.ttl", format="turtle")
    dumps = [folder / f"kzit.{extension}" for extension in DUMPS]
    for path in dumps:
        extension = path.suffix[1:]
        graph = project.dataset if extension in OF_GRAPHS else project.union
        options = {"context": terms, "auto_compact": True} if extension == "jsonld" else {}
        graph.serialize(path, format=DUMPS[extension], encoding="utf-8", **options)
    write_facts(project.union, folder / "kzit.csv")
    description = describe(project, [*dumps, folder / "kzit.csv"])
    description.serialize(folder / "dataset.ttl", format="turtle")
    description.serialize(folder / "dataset.jsonld", format="json-ld", context=terms)
    lines = [f"{digest(path)}  {path.name}\n" for path in sorted(folder.iterdir())]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def write_facts(graph: Graph, path: Path) -> None:
    """Write a row for each fact."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("fact", "label", "kind", "note", "derivedFrom", "source", *CODES, *PARTIES, *TIMES, *FIGURES, "unit"))
        for fact in sorted(graph.subjects(RDF.type, KZIT.Fact), key=str):
            time = graph.value(fact, KZIT.time)
            writer.writerow(
                (
                    fact,
                    joined(label for label in graph.objects(fact, SKOS.prefLabel) if isinstance(label, Literal) and label.language == "en"),
                    joined(str(kind).rsplit("#", 1)[-1] for kind in graph.objects(fact, RDF.type) if kind != KZIT.Fact),
                    joined(note for note in graph.objects(fact, SKOS.note) if isinstance(note, Literal) and note.language == "en"),
                    joined(graph.objects(fact, KZIT.inferredFrom)),
                    joined({source for passage in graph.objects(fact, KZIT.evidence) for source in graph.objects(passage, OA.hasSource)}),
                    *(
                        joined(code for value in graph.objects(fact, KZIT[name]) for code in graph.objects(value, SKOS.notation))
                        for name in CODES
                    ),
                    *(joined(graph.objects(fact, KZIT[name])) for name in PARTIES),
                    *(joined(graph.objects(time, KZIT[name])) if time else "" for name in TIMES),
                    *(joined(graph.objects(fact, SCHEMA[name])) for name in FIGURES),
                    joined(code for unit in graph.objects(fact, SCHEMA.unitCode) for code in graph.objects(unit, SKOS.notation)),
                )
            )


def joined(values: Iterable[object]) -> str:
    """Join the values of a cell."""
    return " ".join(sorted(map(str, values)))


def describe(project: Project, files: Iterable[Path]) -> Graph:
    """Return DCAT and VoID: what data/dataset.ttl states, with counts and a distribution for each file."""
    graph, union = parsed([project.folder / "data" / "dataset.ttl"]), project.union
    classes, properties = Counter(union.objects(None, RDF.type)), Counter(union.predicates())

    def amount(subject: URIRef, name: str, number: int) -> None:
        graph.add((subject, VOID[name], Literal(number)))

    amount(project.iri, "triples", len(union))
    amount(project.iri, "entities", len(set(union.subjects(RDF.type))))
    amount(project.iri, "distinctSubjects", len(set(union.subjects())))
    amount(project.iri, "distinctObjects", len(set(union.objects())))
    amount(project.iri, "classes", len(classes))
    amount(project.iri, "properties", len(properties))
    for kind, counted, number_name in (("class", classes, "entities"), ("property", properties, "triples")):
        for term, number in counted.items():
            partition = URIRef(f"{project.iri}#{kind}-{hashlib.sha256(str(term).encode()).hexdigest()[:12]}")
            graph.add((project.iri, VOID[f"{kind}Partition"], partition))
            graph.add((partition, VOID[kind], term))
            amount(partition, number_name, number)
    for named in project.dataset.graphs():
        if len(named):
            amount(URIRef(str(named.identifier)), "triples", len(named))
    for path in files:
        distribution, checksum = URIRef(f"{project.iri}#{path.name}"), URIRef(f"{project.iri}#{path.name}-sha256")
        graph.add((project.iri, DCAT.distribution, distribution))
        graph.add((distribution, RDF.type, DCAT.Distribution))
        graph.add((distribution, DCTERMS.title, Literal(path.name, lang="en")))
        graph.add((distribution, DCAT.downloadURL, URIRef(project.base + path.name)))
        graph.add((distribution, DCAT.mediaType, URIRef(f"https://www.iana.org/assignments/media-types/{MEDIA_TYPES[path.suffix[1:]]}")))
        graph.add((distribution, DCAT.byteSize, Literal(path.stat().st_size, datatype=XSD.nonNegativeInteger)))
        graph.add((distribution, SPDX.checksum, checksum))
        graph.add((checksum, RDF.type, SPDX.Checksum))
        graph.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
        graph.add((checksum, SPDX.checksumValue, Literal(digest(path), datatype=XSD.hexBinary)))
    return graph


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def query(dump: Path, question: Path) -> bytes:
    """Query a dump and return the answer as CSV."""
    answer: Result = Graph().parse(dump).query(question.read_text("utf-8"))
    return answer.serialize(format="csv") or b""


def main(work: str, source: Path, target: Path) -> None:
    """Do one work."""
    rdflib.NORMALIZE_LITERALS = False
    if work == "query":
        sys.stdout.buffer.write(query(source, target))
    elif work == "validate":
        report = validate(Project(source))
        report.serialize(target, format="turtle")
        print(json.dumps(count(report)))
    else:
        build(Project(source), target)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
