# The ontology changed last on two days.
INSERT DATA { :vocabulary dcterms:modified "2003-01-01"^^xsd:date }
