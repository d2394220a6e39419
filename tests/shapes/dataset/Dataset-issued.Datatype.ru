# The dataset came out in a year instead of on a day.
DELETE WHERE { :dataset dcterms:issued ?value } ;
INSERT DATA { :dataset dcterms:issued "2002"^^xsd:gYear }
