# The ontology was made in a year instead of on a day.
DELETE WHERE { :vocabulary dcterms:created ?value } ;
INSERT DATA { :vocabulary dcterms:created "2002"^^xsd:gYear }
