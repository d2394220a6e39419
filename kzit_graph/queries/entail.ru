# Problem: a plain SPARQL query for any fact, or for any participant, would need a reasoner.
# Repair: write what the ontology's own hierarchy entails (RDFS rules 7 and 9) beside what was stated, in the same graph.
# Only terms that the ontology itself declares are added; superclasses in other vocabularies are left to reasoners.
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT { GRAPH ?graph { ?thing rdf:type ?super } }
WHERE {
  GRAPH <urn:kzit-graph:ontology> { ?class rdfs:subClassOf+ ?super . ?super rdf:type ?declared }
  GRAPH ?graph { ?thing rdf:type ?class }
  FILTER (?graph != <urn:kzit-graph:ontology>)
} ;

INSERT { GRAPH ?graph { ?subject ?super ?object } }
WHERE {
  GRAPH <urn:kzit-graph:ontology> { ?property rdfs:subPropertyOf+ ?super . ?super rdf:type ?declared }
  GRAPH ?graph { ?subject ?property ?object }
  FILTER (?graph != <urn:kzit-graph:ontology>)
}
