# The ontology changed before it was made.
DELETE WHERE { :vocabulary dcterms:created ?value } ;
INSERT DATA { :vocabulary dcterms:created "2003-01-01"^^xsd:date }
