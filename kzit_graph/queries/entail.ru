# Add the triples that the ontology's hierarchy entails (RDFS rules 7 and 9), in the graph of the stated triple.
# Queries for any fact or any participant then need no reasoner.
# Only terms declared in the ontology are added, not superclasses and superproperties of other vocabularies.
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
