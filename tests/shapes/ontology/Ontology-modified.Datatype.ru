# The ontology changed in a year instead of on a day.
DELETE WHERE { :vocabulary dcterms:modified ?value } ;
INSERT DATA { :vocabulary dcterms:modified "2003"^^xsd:gYear }
