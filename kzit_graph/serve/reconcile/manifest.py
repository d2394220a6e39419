"""What the service offers and where (Reconciliation Service API 0.2, section 3.1)."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any, Final

from kzit_graph.project.dataset import read_dataset
from kzit_graph.rdf.namespaces import RDFS
from kzit_graph.serve.reconcile.extension import SETTINGS
from kzit_graph.serve.reconcile.preview import HEIGHT, WIDTH
from kzit_graph.serve.reconcile.requests import MAX_QUERIES
from kzit_graph.serve.reconcile.terms import Terms
from kzit_graph.sparql.queries import select

_DEFAULT_TYPES: Final = 20
"""Classes that a client offers before it has asked for candidates."""

_SCHEMA_SPACE: Final = f"{RDFS}Resource"
"""The type of all things that are described in RDF."""


def manifest(terms: Terms, service: str) -> dict[str, Any]:
    """Return the manifest. service: the URL of the service, without a final slash."""
    project, dataset = terms.graph.project, read_dataset(terms.graph.loaded)
    claims = {kind for role in ("claim", "passage") for term in project.settings.roles[role] for kind in terms.with_subclasses(term)}
    named = select(terms.graph.store, "classes-of-named-things.rq", labels=project.naming.labels)
    types = [kind for row in named if (kind := row["class"]) not in claims][:_DEFAULT_TYPES]
    return {
        "versions": ["0.2"],
        "name": dataset.title or project.name,
        "identifierSpace": project.base,
        "schemaSpace": _SCHEMA_SPACE,
        **({"documentation": dataset.landing_page} if dataset.landing_page else {}),
        "serviceVersion": version("kzit-graph"),
        "batchSize": MAX_QUERIES,
        "defaultTypes": [terms.as_type(kind) for kind in types],
        "view": {"url": f"{service}/view?id={{{{id}}}}"},
        "preview": {"url": f"{service}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": {
            what: {
                "service_url": service,
                "service_path": f"/suggest/{what}",
                "flyout_service_url": service,
                "flyout_service_path": f"/flyout/{what}?id=${{id}}",
            }
            for what in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": service, "service_path": "/properties"},
            "property_settings": list(SETTINGS),
        },
    }
