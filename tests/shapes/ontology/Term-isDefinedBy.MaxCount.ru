# Two ontologies define the term.
INSERT DATA { :Term rdfs:isDefinedBy <https://w3id.org/kzit/ontology> }
