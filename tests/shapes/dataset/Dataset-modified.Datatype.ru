# The dataset changed in a year instead of on a day.
DELETE WHERE { :dataset dcterms:modified ?value } ;
INSERT DATA { :dataset dcterms:modified "2003"^^xsd:gYear }
