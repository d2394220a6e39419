# The ontology was made twice.
INSERT DATA { :vocabulary dcterms:created "2001-01-01"^^xsd:date }
